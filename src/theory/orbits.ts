import type { Range } from '../math/range';
import type { Method, MethodId } from '../methods/method';

/** A bifurcation diagram to be computed: what is visited after a burn-in, for each η of a range, from many starts. */
export interface OrbitRequest {
  /** Those of the experiment: a method with a factor has η times that. */
  readonly etas: Range;
  /**
   * η from column to column: column c has the η from a part c/columns to (c + 1)/columns along `etas`, each start another one
   * of them: in f32 all starts of one η end in few and short cycles, which chaos has not.
   */
  readonly columns: number;
  /** Values from row to row, row 0 the lowest. */
  readonly rows: number;
  readonly visits: 'x' | 'y' | 'f';
  /** The values from the lowest row to the highest; null: all that are visited, from the least to the largest. */
  readonly band: readonly [number, number] | null;
  /** Starts for each η, random in the experiment's region, the same for all. */
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
  /** For every column: positions counted so far of the starts that stayed, within the band or not. */
  readonly samples: Uint32Array;
  /** For every column: the largest Lyapunov exponent per step, the mean over the starts that stayed; NaN where none did. */
  readonly exponent: Float32Array;
  /** The same, the least and the largest over the starts that stayed: coexisting attractors lie apart. */
  readonly exponentLow: Float32Array;
  readonly exponentHigh: Float32Array;
  /** For every column: the period, up to 64, if all starts that stayed go round cycles of the same one; else 0. */
  readonly period: Uint8Array;
  /** For every column: the share of the starts that diverged; NaN where nothing has been computed yet. */
  readonly lost: Float32Array;
  /** The share of the work that is done, from 0 to 1. */
  readonly done: number;
}

/** The share of a column's counted positions that are above or below the band. */
export function outsideOf({ density, samples, columns, rows }: OrbitDiagram, column: number): number {
  const counted = samples[column] ?? 0;
  let within = 0;
  for (let row = 0; row < rows; row++) within += density[row * columns + column] ?? 0;
  return counted > 0 ? Math.max(0, 1 - within / counted) : 0;
}

/** How a diagram is told while it is computed, and given up. */
export interface OrbitOptions {
  readonly signal?: AbortSignal;
  /** Hears of the diagram as far as it has come, some times a second. */
  readonly told?: (diagram: OrbitDiagram) => void;
}

/** Why a method has no bifurcation diagram; null if it has. */
export function whyNoOrbits({
  label,
  kind,
  stochastic,
}: Pick<Method, 'label' | 'kind' | 'stochastic'>): string | null {
  if (kind === 'flow') {
    return `${upperFirst(label)} follows a differential equation: η only says how often one looks, and brings about neither cycles nor chaos.`;
  }
  if (stochastic === true)
    return `${upperFirst(label)} is driven by random forces: it never repeats itself, at any η.`;
  return null;
}

function upperFirst(text: string): string {
  return text.replace(/^./, (first) => first.toUpperCase());
}
