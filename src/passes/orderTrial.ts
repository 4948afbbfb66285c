import { UNMEASURED } from '../theory/check';
import { fitOrder, type Level, levelOf, medianOf } from '../theory/order';
import { measureOf, type OrderTrial, SLOPE_TOLERANCE } from '../theory/trial';
import type { Bench } from './bench';
import type { Positions } from './offscreen';

/** Steps of the coarsest level: few enough that both have not long arrived, which would leave no error to measure. */
const STEPS = { fewest: 4, most: 16 } as const;
/** Times of relaxation in T, as far as the steps allow. */
const RELAXATIONS = 2;
/** Ticks of the flow to a step of the coarsest level, each with a substep at least. */
const FLOW_TICKS = 2;
/** Standard deviations, of at most one rounding's bound each, that a sum of independent roundings keeps within. */
const RANDOM = 4;
/** Products and sums at θ's own size in a step: θ − η∇f, and ∇f of a θ that was rounded, with ηL ≤ 2. */
const ROUNDINGS = 3;
/** The same in a substep of Rodas4: u₆ and θ⁺ are sums of seven terms. */
const FLOW_ROUNDINGS = 7;
/** η̄λ of the coarsest level at least: below that f32 hides what is to be measured. */
const VISIBLE = 0.25;
/** And at most: beyond that both have long arrived after a step. */
const UNFINISHED = 2;
/** η̄λ of the finest level: small against 1, so that the error's terms beyond the first are small too. */
const FINEST = 0.01;
const LEVELS = { fewest: 6, most: 12 } as const;
/** Particle-steps of all levels together. */
const WORK = 1.5e8;
const UNIT = 2 ** -24;

/**
 * The global error of gradient descent at fixed T = Kη̄: max, median and root mean square of ‖θ_GD(T) − θ_GF(T)‖ over the
 * particles, for η̄, η̄/2, η̄/4, … Forward Euler is of order one: the error is O(η).
 *
 * η̄ is η, or a power of two times that: where η is so small that f32 does not show the error, or so large that both have
 * arrived after a step.
 * f32 adds up to u|θ| by each rounding at θ's size, 3 of them in a step and 7 in a substep of the flow, one as likely up as
 * down: the floor of a level of n steps is 4u·median|θ|·√(3n + 7·2K).
 * Particles whose flow does not exist until T are left out: they are promised nothing.
 *
 * Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), §II.3, theorem 3.4; of the floor:
 * Higham & Mary, A new approach to probabilistic rounding error analysis, SIAM J. Sci. Comput. 41 (2019), p. A2815.
 */
export async function orderTrial(bench: Bench, progress: (share: number) => void): Promise<OrderTrial> {
  const { middle, steepest } = await bench.curvatures();
  const top = bench.coarsest(
    { lambda: steepest, etaLambda: VISIBLE },
    { lambda: middle, etaLambda: UNFINISHED },
  );
  const steps = stepsOf(top * middle);
  const depth = depthOf(top * steepest);
  const work = steps * 2 ** (depth + 1);
  const starts = bench.startsOf(Math.floor(WORK / work));
  const time = steps * top;
  const ticks = FLOW_TICKS * steps;
  const flow = await bench.go('gf', { starts, eta: time, ticksPerStep: ticks, ticks });
  const kept = alive(flow);
  const size = sizeOf(starts, flow, kept);
  const levels: Level[] = [];
  let done = 0;
  for (let j = 0; j <= depth; j++) {
    const [eta, n] = [top / 2 ** j, steps * 2 ** j];
    const told = (taken: number) => progress((done + taken) / work);
    const ends = await bench.go('gd', { starts, eta, ticksPerStep: 1, ticks: n }, told);
    const floor = RANDOM * UNIT * size * Math.sqrt(ROUNDINGS * n + FLOW_ROUNDINGS * ticks);
    levels.push(levelOf(eta, gaps(ends, flow, kept), floor));
    done += n;
  }
  return { ...judged(levels, kept.length), time, levels, count: kept.length };
}

function judged(levels: readonly Level[], count: number): Pick<OrderTrial, 'fit' | 'reason' | 'measure'> {
  const fit = fitOrder(levels, count);
  if (fit === null) return { fit, reason: reasonOf(levels), measure: UNMEASURED };
  return { fit, reason: null, measure: measureOf(Math.abs(fit.slope - 1) / SLOPE_TOLERANCE) };
}

/** Why levels show no order. */
export function reasonOf(levels: readonly Level[]): string {
  const lost = levels.filter(({ diverged }) => diverged > 0).length;
  if (levels.every(({ max }) => Number.isNaN(max))) return 'no particle’s flow lasts so long';
  if (levels.every(({ median }) => median === 0)) return 'there is no error: the gradient does not change';
  return lost > levels.length - 3
    ? 'gradient descent diverges at too many of these η'
    : 'the errors are too small for f32 to show';
}

function stepsOf(etaLambda: number): number {
  const wanted = Math.round(RELAXATIONS / etaLambda);
  return Math.min(STEPS.most, Math.max(STEPS.fewest, Number.isFinite(wanted) ? wanted : STEPS.most));
}

/** How often η is halved. */
function depthOf(etaLambda: number): number {
  const wanted = Math.ceil(Math.log2(etaLambda / FINEST));
  return Math.min(LEVELS.most, Math.max(LEVELS.fewest, Number.isFinite(wanted) ? wanted : 0));
}

/** The particles that have not diverged. */
function alive(positions: Positions): readonly number[] {
  const all = Array.from({ length: positions.length / 2 }, (_, i) => i);
  return all.filter((i) => !Number.isNaN(positions[2 * i] ?? Number.NaN));
}

/** ‖a − b‖ of these particles. */
export function gaps(a: Positions, b: Positions, kept: readonly number[]): Float64Array {
  const part = (positions: Positions, n: number) => positions[n] ?? Number.NaN;
  return Float64Array.from(kept, (i) =>
    Math.hypot(part(a, 2 * i) - part(b, 2 * i), part(a, 2 * i + 1) - part(b, 2 * i + 1)),
  );
}

/** The median over these particles of the larger of ‖θ(0)‖ and ‖θ(T)‖. */
function sizeOf(starts: Float32Array, ends: Positions, kept: readonly number[]): number {
  const sizes = Float64Array.from(kept, (i) =>
    Math.max(
      Math.hypot(starts[2 * i] ?? 0, starts[2 * i + 1] ?? 0),
      Math.hypot(ends[2 * i] ?? 0, ends[2 * i + 1] ?? 0),
    ),
  );
  return medianOf(sizes.sort());
}
