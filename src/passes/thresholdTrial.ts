import { spectrum } from '../math/symmetric2';
import type { Minimiser, Objective } from '../objectives/objective';
import { UNMEASURED } from '../theory/check';
import { measureOf, THRESHOLD_TOLERANCE, type ThresholdTrial } from '../theory/trial';
import type { Bench } from './bench';

/** A component that is off the threshold by ε in η grows by e^{2εn} in n steps. */
const STEPS = 1024;
/** η is halved or doubled at most so often until it brackets the threshold. */
const DOUBLINGS = 60;
/** The bracket is halved until it is so narrow, relative to η. */
const PRECISION = THRESHOLD_TOLERANCE / 10;
/** How far λmax may change between θ* and the starts, relative. */
const EVEN = THRESHOLD_TOLERANCE / 4;
/** Particles. */
const STARTS = 64;
const UNIT = 2 ** -24;

/**
 * The largest η with which gradient descent converges to the lowest minimum, by bisection, from θ* ± δv with v the
 * eigenvector of λmax: it converges if the particles are no farther after 1024 steps. The theory says 2/λmax.
 *
 * What rounding adds is about u/δ, what f is other than quadratic about δ, both relative to 1 + |θ*|: δ = √u(1 + |θ*|)
 * makes both small; it is halved as long as λmax changes by more than a quarter of a thousandth until there.
 * On a quadratic δ = 1 + |θ*|.
 *
 * Source: Nesterov, Lectures on Convex Optimization (2018), §1.2.3; Polyak, Introduction to Optimization (1987), §2.1.1.
 */
export async function thresholdTrial(
  bench: Bench,
  progress: (share: number) => void,
): Promise<ThresholdTrial> {
  const { objective, minimum } = bench;
  if (minimum === null) return unknown('no minimum is known');
  const { high } = spectrum(objective.hessian(minimum.x, minimum.y));
  if (!(high > 0 && Number.isFinite(2 / high))) return unknown('H vanishes at the minimum');
  const starts = startsAround(objective, minimum);
  const converges = convergence(bench, minimum, starts);
  const bracket = await bracketed(bench.eta, converges);
  if (bracket === null) return { ...unknown('no η was found where it begins or ends'), predicted: 2 / high };
  const measured = await bisected(bracket, converges, progress);
  const ratio = Math.abs((measured * high) / 2 - 1) / THRESHOLD_TOLERANCE;
  return { measured, predicted: 2 / high, reason: null, measure: measureOf(ratio) };
}

function unknown(reason: string): ThresholdTrial {
  return { measured: null, predicted: null, reason, measure: UNMEASURED };
}

/** θ* ± δv, with distances between δ and 2δ. */
function startsAround(objective: Objective, { x, y }: Minimiser): Float32Array<ArrayBuffer> {
  const at = (distance: number) => [x + distance * v[0], y + distance * v[1]] as const;
  const { high, v } = spectrum(objective.hessian(x, y));
  const steepness = (distance: number) => spectrum(objective.hessian(...at(distance))).high / high - 1;
  const uneven = (distance: number) =>
    !(Math.max(Math.abs(steepness(distance)), Math.abs(steepness(-distance))) <= EVEN);
  const size = Math.hypot(x, y);
  let delta = (objective.quadratic === null ? Math.sqrt(UNIT) : 1) * (1 + size);
  while (uneven(delta) && delta > 256 * UNIT * Math.max(size, UNIT)) delta /= 2;
  const distances = Array.from({ length: STARTS / 2 }, (_, n) => delta * 2 ** ((2 * n) / STARTS - 1));
  return Float32Array.from(distances.flatMap((distance) => [...at(distance), ...at(-distance)]));
}

type Convergence = (eta: number) => Promise<boolean>;

/** Whether the particles end no farther from θ* than they start, by the geometric mean: rounding takes some up and some down. */
function convergence(bench: Bench, { x, y }: Minimiser, starts: Float32Array<ArrayBuffer>): Convergence {
  const logarithm = (positions: ArrayLike<number>, i: number) =>
    Math.log(Math.hypot((positions[2 * i] ?? 0) - x, (positions[2 * i + 1] ?? 0) - y));
  return async (eta) => {
    const ends = await bench.go('gd', { starts, eta, ticksPerStep: 1, ticks: STEPS });
    let growth = 0;
    for (let i = 0; i < STARTS; i++) growth += logarithm(ends, i) - logarithm(starts, i);
    return growth <= 0; // NaN where one diverged
  };
}

/** An η with which it converges and twice that, with which it does not; null where there is none. */
async function bracketed(eta: number, converges: Convergence): Promise<[number, number] | null> {
  const first = await converges(eta);
  let at = eta;
  for (let n = 0; n < DOUBLINGS; n++) {
    const next = first ? 2 * at : at / 2;
    if ((await converges(next)) !== first) return first ? [at, next] : [next, at];
    at = next;
  }
  return null;
}

async function bisected(
  [from, to]: [number, number],
  converges: Convergence,
  progress: (share: number) => void,
): Promise<number> {
  let [low, high] = [from, to];
  const rounds = Math.ceil(Math.log2(Math.log(high / low) / PRECISION));
  for (let n = 0; n < rounds; n++) {
    const middle = Math.sqrt(low * high);
    if (await converges(middle)) low = middle;
    else high = middle;
    progress((n + 1) / rounds);
  }
  return Math.sqrt(low * high);
}
