/** How particles of one method escaped: those that diverged. */
export interface Escapes {
  readonly count: number;
  /** Steps from a particle's start to its escape: the least, the median and the greatest. */
  readonly steps: { readonly first: number; readonly median: number; readonly last: number };
  /** Those that the very first step lost: they are still on their starts, and have no direction. */
  readonly undirected: number;
  /** The others by direction: 16 equal sectors, the first one around +x, counterclockwise. */
  readonly rose: readonly number[];
  /** The line that they escape along, either way: its angle to +x in radians, from −π/2 to π/2. */
  readonly axis: number;
  /** How closely they keep to it, |Σe^{2iφ}|/n: 1 all along one line, 0 in all directions alike. */
  readonly concentration: number;
}

/** Counts of escapes, as the GPU has them. */
export interface EscapeCounts {
  readonly first: number;
  readonly last: number;
  /** By direction: equal sectors around −π, then counterclockwise. */
  readonly sectors: ArrayLike<number>;
  /** By step: bin n < 256 holds step n, then 128 bins to an octave. */
  readonly steps: ArrayLike<number>;
}

const ROSE = 16;
/** Bins of steps that hold one step each. */
const EXACT = 256;
const TO_AN_OCTAVE = 128;

/**
 * What counts say of the escapes; null where there are none.
 *
 * The axis is half the angle of Σe^{2iφ}, in which opposite directions add up. Source: Mardia & Jupp, Directional
 * Statistics, 2000, §3.6.1 and p. 17.
 */
export function escapesOf({ first, last, sectors, steps }: EscapeCounts): Escapes | null {
  const count = sum(steps);
  if (count === 0) return null;
  const directed = sum(sectors);
  const rose = Array.from({ length: ROSE }, () => 0);
  let [cosine, sine] = [0, 0];
  for (let n = 0; n < sectors.length; n++) {
    const held = sectors[n] ?? 0;
    const angle = (2 * n * Math.PI) / sectors.length - Math.PI;
    cosine += held * Math.cos(2 * angle);
    sine += held * Math.sin(2 * angle);
    const petal = (Math.round((angle * ROSE) / (2 * Math.PI)) + ROSE) % ROSE;
    rose[petal] = (rose[petal] ?? 0) + held;
  }
  const median = Math.min(last, Math.max(first, medianOf(steps, count)));
  const axis = Math.atan2(sine, cosine) / 2;
  const concentration = directed === 0 ? 0 : Math.hypot(cosine, sine) / directed;
  return { count, steps: { first, median, last }, undirected: count - directed, rose, axis, concentration };
}

/** The step that half of them do not exceed: exact below 256, to 0.4 % beyond. */
function medianOf(bins: ArrayLike<number>, count: number): number {
  let below = 0;
  for (let n = 0; n < bins.length; n++) {
    below += bins[n] ?? 0;
    if (2 * below >= count) return stepOf(n);
  }
  return Number.NaN;
}

function stepOf(bin: number): number {
  if (bin < EXACT) return bin;
  const octave = Math.floor((bin - EXACT) / TO_AN_OCTAVE);
  const inside = ((bin - EXACT) % TO_AN_OCTAVE) + (octave > 0 ? 0.5 : 0);
  return Math.round(EXACT * 2 ** octave * (1 + inside / TO_AN_OCTAVE));
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let n = 0; n < values.length; n++) total += values[n] ?? 0;
  return total;
}
