import type { Range } from '../math/range';
import type { MethodId } from '../methods/method';

/** A bifurcation diagram to be computed: what is visited after a burn-in, for each η of a range, from many starts. */
export interface OrbitRequest {
  readonly etas: Range;
  /** η from column to column. */
  readonly columns: number;
  /** Values from row to row, row 0 the lowest. */
  readonly rows: number;
  readonly visits: 'x' | 'y' | 'f';
  /** The values from the lowest row to the highest; null: all that are visited, from the least to the largest. */
  readonly band: readonly [number, number] | null;
  /** Starts for each η. */
  readonly starts: number;
  /** Steps before anything is counted, and steps that are counted. */
  readonly burnIn: number;
  readonly counted: number;
  readonly rule: MethodId;
}

/** A bifurcation diagram, as far as it has been computed. */
export interface OrbitDiagram extends Omit<OrbitRequest, 'band'> {
  readonly band: readonly [number, number];
  /** Visits, entry row·columns + column, row 0 the lowest. */
  readonly density: Uint32Array;
  /** For every column: the largest Lyapunov exponent per step over the starts that stayed; NaN where none did. */
  readonly exponent: Float32Array;
  /** For every column: the share of the starts that diverged. */
  readonly lost: Float32Array;
  /** The share of the columns that is final, from 0 to 1. */
  readonly done: number;
}
