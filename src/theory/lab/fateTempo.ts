import { FATE_KINDS, type Fate, type FateMap, type FateTempo, type Span } from '../fate';

/** So many pixels are asked for their times, at most. */
const ASKED = 8192;
const OUTLIERS = 0.02;

/** The tempo of a map, as far as it is known; 0 to 1 where nobody has that fate. */
export function tempoOf(map: FateMap): FateTempo {
  return { minimum: spanOf(timesOf(map, 'minimum')), diverged: spanOf(timesOf(map, 'diverged')) };
}

/**
 * How fast a fate came, from 0 at the slow end of the map to 1, or how strong the chaos is; 0 of all others. As
 * fateGround.wgsl has it: 1 − log((1 + t)/(1 + fast)) / log((1 + slow)/(1 + fast)), and the exponent up to 1.
 */
export function levelOf({ kind, time, exponent }: Fate, tempo: FateTempo): number {
  if (kind === 'minimum' || kind === 'diverged') return speedOf(time, tempo[kind]);
  return kind === 'chaos' ? clamped(exponent) : 0;
}

function speedOf(time: number, [fast, slow]: Span): number {
  return 1 - clamped(Math.log((1 + time) / (1 + fast)) / Math.log((1 + slow) / (1 + fast)));
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share));
}

/** The median of the times of one kind; NaN where nobody has it. */
export function medianTime(map: FateMap, kind: 'minimum' | 'diverged'): number {
  return quantile(timesOf(map, kind), 0.5);
}

/** Times of the pixels of one kind, evenly taken from the map, in order. */
function timesOf({ kind, time }: FateMap, wanted: 'minimum' | 'diverged'): Float32Array {
  const code = FATE_KINDS.indexOf(wanted);
  const stride = Math.max(1, Math.floor(kind.length / ASKED)) | 1; // odd: no column is met more often than others
  const times: number[] = [];
  for (let n = 0; n < kind.length; n += stride) if (kind[n] === code) times.push(time[n] ?? 0);
  return Float32Array.from(times).sort();
}

function spanOf(times: Float32Array): Span {
  const [fast, slow] = [quantile(times, OUTLIERS), quantile(times, 1 - OUTLIERS)];
  return Number.isNaN(fast) ? [0, 1] : [fast, Math.max(slow, 1.5 * fast + 1)];
}

function quantile(sorted: Float32Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
