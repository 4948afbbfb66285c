/** A rectangle of the plane by its centre and half its height; its width follows from the window's shape. */
export type View = readonly [x: number, y: number, halfHeight: number];

/** A point where f has a local minimum, and f there. */
export interface Minimiser {
  readonly x: number;
  readonly y: number;
  readonly f: number;
}

/** What a slider needs to know of one letter. Any finite number may be typed, also outside [min, max]. */
interface ParameterRow {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly meaning: string;
}

/** One built-in objective. Its formula is written once, here, as text; all else is derived from that. */
export interface ObjectiveRow {
  readonly id: string;
  readonly label: string;
  readonly expression: string;
  readonly parameters: Readonly<Record<string, ParameterRow>>;
  /** The view that shows its domain; the region of starts is the 16:9 box of this view. */
  readonly view: View;
  /** A default learning rate: stable here, and with something to see. */
  readonly eta: number;
  /** The known local minimisers for the given parameters; none where there are none or infinitely many. */
  readonly minimisers: (parameters: Readonly<Record<string, number>>) => readonly Minimiser[];
  /** Paper, book, page. */
  readonly source: string;
}
