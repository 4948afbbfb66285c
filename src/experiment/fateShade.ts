import type { FateColors } from './fateColors';
import type { Color } from './theme';

/** Steps at which a fate counts as decided at once, and as late as any. */
export type Span = readonly [fast: number, slow: number];

/** What speeds are measured by in one map: without it all its minima would have the same lightness. */
export interface Tempo {
  readonly minimum: Span;
  readonly diverged: Span;
}

/** From 0, at the slow end, to 1: 1 − log((1 + t)/(1 + fast)) / log((1 + slow)/(1 + fast)). */
export function speedOf(time: number, [fast, slow]: Span): number {
  const share = Math.log((1 + time) / (1 + fast)) / Math.log((1 + slow) / (1 + fast));
  return 1 - Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share));
}

/** From 0, no chaos, to 1: e for e up to 1. A doubling of distances at every step is 0.69. */
export function strengthOf(exponent: number): number {
  return Math.min(1, Math.max(0, Number.isNaN(exponent) ? 0 : exponent));
}

/** What a fate's colour is told by. */
interface Shown {
  readonly kind: 'undecided' | 'minimum' | 'rest' | 'cycle' | 'chaos' | 'bounded' | 'diverged';
  readonly index: number;
  readonly time: number;
  readonly exponent: number;
}

/** The colour of one fate, of one of so many minima. */
export function fateColor(colors: FateColors, fate: Shown, total: number, tempo: Tempo): Color {
  switch (fate.kind) {
    case 'minimum':
      return colors.minimum(fate.index, total, speedOf(fate.time, tempo.minimum));
    case 'cycle':
      return colors.cycle(fate.index);
    case 'chaos':
      return colors.chaos(strengthOf(fate.exponent));
    case 'diverged':
      return colors.diverged(speedOf(fate.time, tempo.diverged));
    default:
      return colors[fate.kind];
  }
}
