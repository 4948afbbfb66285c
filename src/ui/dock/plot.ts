import type { Mark } from '../../experiment/marks';
import type { Color } from '../../experiment/theme';

/** The value of a line in each row; NaN where there is none. `values`: all of them, where they lie in order. */
export type Column = ((row: number) => number) & { readonly values?: Float32Array };

/** A quantity along an edge of a plot. */
export interface PlotAxis {
  readonly label: string;
  /** What it is counted in: "steps", "%"; empty for a pure number. */
  readonly unit: string;
  readonly log: boolean;
  /** Only whole numbers have ticks. */
  readonly whole?: boolean;
  /** The range that it always has; otherwise it follows the lines. */
  readonly range?: readonly [low: number, high: number];
}

/** One line of a plot. Colour is never its only cue: it has dashes, marks or a width of its own. */
export interface PlotLine {
  /** Tells it from the other lines of its plot: what is hidden stays hidden when the data change. */
  readonly id: string;
  readonly label: string;
  /** What it is, as a sentence. */
  readonly tip?: string;
  readonly at: Column;
  /** Around the line, such as 5–95 % around a median. */
  readonly band?: { readonly label: string; readonly low: Column; readonly high: Column };
  readonly color: Color;
  /** CSS pixels. */
  readonly width: number;
  /** Lengths of dashes and gaps in CSS pixels. */
  readonly dash?: readonly number[];
  /** Drawn along the line, no closer than they can be told apart. */
  readonly mark?: { readonly shape: Mark; readonly radius: number };
  /** Where it is negative, marks are hollow. */
  readonly sign?: Column;
  /** What its rows' x are multiplied by: methods whose clocks run differently, against t. 1 unless given. */
  readonly stretch?: number;
  /** `bound`: what theory promises. It does not widen the axes, and is smooth between rows. */
  readonly kind: 'measured' | 'bound';
}

/** Lines over the same rows. */
export interface Plot {
  readonly title: string;
  /** What it shows, in words, for those who do not see it. */
  readonly description: string;
  /** What has to be known beside, each a sentence or two: shown below it, and on exported pictures. */
  readonly notes: readonly string[];
  /** The name of exported files, without their ending. */
  readonly file: string;
  readonly rows: number;
  readonly x: PlotAxis & {
    /** Ascending. */
    readonly at: Column;
    /** What `at` is where lines stretch it. */
    readonly base?: Pick<PlotAxis, 'label' | 'unit'>;
  };
  readonly y: PlotAxis;
  readonly lines: readonly PlotLine[];
}

/** "k (steps)" */
export function axisTitle({ label, unit }: Pick<PlotAxis, 'label' | 'unit'>): string {
  return unit === '' ? label : `${label} (${unit})`;
}

/** Where a row of a line lies along the x axis. */
export function placeOf({ x }: Plot, line: PlotLine | undefined, row: number): number {
  return x.at(row) * (line?.stretch ?? 1);
}

/** The row of a line whose place is nearest to a value; null where there is none. */
export function nearestRow({ rows, x }: Plot, line: PlotLine | undefined, place: number): number | null {
  const value = place / (line?.stretch ?? 1);
  if (rows === 0 || Number.isNaN(value)) return null;
  let [low, high] = [0, rows - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x.at(middle) <= value) low = middle;
    else high = middle;
  }
  return value - x.at(low) <= x.at(high) - value ? low : high;
}
