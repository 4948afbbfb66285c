import type { Column, Plot, PlotLine } from './plot';

/** What is drawn of a line: null where there is a gap. */
type Drawn = (number | null)[];

/** A plot as it is drawn: places along x, and for each line its values and the edges of its band. */
export interface Thinned {
  /** The x of the rows, which lines stretch. */
  readonly x: number[];
  readonly lines: readonly { readonly at: Drawn; readonly low: Drawn | null; readonly high: Drawn | null }[];
}

/**
 * As much of a plot as `pixels` columns of pixels can show: of all rows in one column the first and the last x, with the
 * least and the greatest value of each line in the order in which they come, so that no spike is lost and no zigzag becomes
 * a lie. A bound is smooth: its own values at those two rows are enough. Few rows stay as they are.
 */
export function thinned(plot: Plot, pixels: number): Thinned {
  const buckets = bucketsOf(plot, pixels);
  const x: number[] = [];
  for (const [first, last] of buckets) {
    x.push(plot.x.at(first));
    if (last > first) x.push(plot.x.at(last));
  }
  const { log } = plot.y;
  const lines = plot.lines.map((line) => ({
    at: drawn(buckets, line.at, line, log),
    low: line.band === undefined ? null : drawn(buckets, line.band.low, line, log),
    high: line.band === undefined ? null : drawn(buckets, line.band.high, line, log),
  }));
  return { x, lines };
}

type Bucket = readonly [first: number, last: number];

/** Rows that fall onto the same column of pixels. */
function bucketsOf({ rows, x }: Plot, pixels: number): readonly Bucket[] {
  const place = x.log ? Math.log : (value: number) => value;
  const shown = (row: number): boolean => !x.log || x.at(row) > 0;
  let start = 0;
  while (start < rows && !shown(start)) start++;
  if (start === rows) return [];
  const [low, high] = [place(x.at(start)), place(x.at(rows - 1))];
  const few = rows - start <= 2 * pixels;
  const columnOf = (row: number): number =>
    few || high <= low ? row : Math.floor(((place(x.at(row)) - low) / (high - low)) * pixels);
  const buckets: Bucket[] = [];
  let [first, column] = [start, columnOf(start)];
  for (let row = start + 1; row <= rows; row++) {
    const next = row < rows ? columnOf(row) : Number.POSITIVE_INFINITY;
    if (next === column) continue;
    buckets.push([first, row - 1]);
    [first, column] = [row, next];
  }
  return buckets;
}

function drawn(buckets: readonly Bucket[], at: Column, { kind }: PlotLine, log: boolean): Drawn {
  const values: Drawn = [];
  for (const [first, last] of buckets) {
    if (last === first) values.push(drawable(at(first), log));
    else if (kind === 'bound') values.push(drawable(at(first), log), drawable(at(last), log));
    else values.push(...extremes(at, first, last, log));
  }
  return values;
}

/** The least and the greatest drawable value from one row to another, in the order in which they come. */
function extremes(
  at: Column,
  first: number,
  last: number,
  log: boolean,
): readonly [number | null, number | null] {
  const { values } = at;
  const bottom = log ? 0 : Number.NEGATIVE_INFINITY;
  let [least, most] = [Number.POSITIVE_INFINITY, bottom];
  let [leastAt, mostAt] = [-1, -1];
  for (let row = first; row <= last; row++) {
    // Straight from memory where possible: a plot of 10,000 rows is drawn anew while the plane moves.
    const value = values === undefined ? at(row) : (values[row] ?? Number.NaN);
    if (!(value > bottom && value < Number.POSITIVE_INFINITY)) continue;
    if (value < least) {
      least = value;
      leastAt = row;
    }
    if (value > most) {
      most = value;
      mostAt = row;
    }
  }
  if (leastAt < 0) return [null, null];
  return leastAt <= mostAt ? [least, most] : [most, least];
}

function drawable(value: number, log: boolean): number | null {
  return isDrawable(value, log) ? value : null;
}

/** Zero has no place on a logarithmic axis, infinity on none. */
export function isDrawable(value: number, log: boolean): boolean {
  return Number.isFinite(value) && (!log || value > 0);
}
