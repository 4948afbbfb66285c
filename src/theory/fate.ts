import type { Range } from '../math/range';
import type { MethodId } from '../methods/method';
import type { Point } from '../objectives/box';

/** What can become of a particle; the shader's codes are the places in this list. */
export const FATE_KINDS = [
  'undecided', // still on its way when the horizon was reached, or not yet computed
  'minimum', // came to rest at one of the known minima
  'rest', // came to rest elsewhere: at a saddle, or a minimum that nobody knew
  'cycle', // goes round a cycle of period 2 … 16
  'chaos', // bounded, with a positive Lyapunov exponent
  'bounded', // bounded without rest, and without a positive exponent: quasi-periodic, or slow
  'diverged', // left the trust radius, the domain, or the numbers
] as const;

export type FateKind = (typeof FATE_KINDS)[number];

/** What became of one particle. */
export interface Fate {
  readonly kind: FateKind;
  /** Of a minimum its place in `minima`, of a cycle its period p; 0 of all others. */
  readonly index: number;
  /** Steps until it was at rest or had escaped, with a fraction so that it varies smoothly with the start; NaN of all others. */
  readonly time: number;
  /** Largest Lyapunov exponent per step, where it was measured; else NaN. */
  readonly exponent: number;
}

/**
 * Which start and which η belong to a pixel, u = (column + ½)/columns and v = (row + ½)/rows, row 0 the lowest:
 * θ₀ = corner + u·across + v·up, and η is a part v of the way along `etas`; a fate map's plane has one η, `from` = `to`.
 */
export interface Lens {
  readonly corner: Point;
  readonly across: Point;
  readonly up: Point;
  readonly etas: Range;
}

/** A map of fates to be computed. */
export interface FateRequest {
  readonly lens: Lens;
  readonly columns: number;
  readonly rows: number;
  readonly rule: MethodId;
  /** Steps after which a fate is decided, or not. */
  readonly horizon: number;
}

/** A map of fates, as far as it has been computed. Pixel (column, row) is entry row·columns + column, row 0 the lowest. */
export interface FateMap extends FateRequest {
  /** Indices in FATE_KINDS. */
  readonly kind: Uint8Array;
  readonly index: Uint8Array;
  readonly time: Float32Array;
  readonly exponent: Float32Array;
  /** To which `index` of a minimum refers. */
  readonly minima: readonly Point[];
  /** The share of the pixels that is final, from 0 to 1; the others are coarse, or undecided. */
  readonly done: number;
}

/** How a map is asked for. */
export interface FateOptions {
  readonly signal?: AbortSignal;
  /** Hears of the map as far as it is known, a few times a second. Its arrays go on being filled in. */
  readonly told?: (map: FateMap) => void;
}

/** Steps at which a fate counts as decided at once, and as late as any. */
export type Span = readonly [fast: number, slow: number];

/** How long fates took in a map: all but 2 % of the fastest and of the slowest lie within a span. */
export interface FateTempo {
  readonly minimum: Span;
  readonly diverged: Span;
}

/** What the fate map on screen has found so far. */
export interface FateReading {
  readonly map: FateMap;
  /** The steps at which fates are decided fast and late in this map: what lightness is measured by. */
  readonly tempo: FateTempo;
  /** Median steps to rest at a minimum and to escape; NaN where nobody does. */
  readonly median: { readonly minimum: number; readonly diverged: number };
  /** Whether the picture's pixels are as narrow as f32 can tell them apart: there is no going deeper. */
  readonly atLimit: boolean;
}
