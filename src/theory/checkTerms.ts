import { UNIT } from '../math/rounding';
import { eigenvalues, phi1, spectrum } from '../math/symmetric2';
import { at1OverL, atBest, minimumOf, restingPoint } from './assumptions';
import type { Facts } from './facts';

/** What a formula has no meaning without: f* and L, μ > 0, or A. */
type Needs = 'L' | 'minimum' | 'mu' | 'modes';

/** The theorems on gradient descent in the order of shaders/checksGd.wgsl, and what their formulas need. */
const GD_NEEDS = [
  ['L'],
  ['L'],
  ['minimum'],
  ['minimum', 'mu'],
  ['minimum', 'mu'],
  ['minimum', 'mu'],
  ['modes'],
] as const;
/** Those on gradient flow in the order of shaders/checksGf.wgsl. */
const GF_NEEDS = [[], [], ['minimum'], ['minimum', 'mu'], ['minimum', 'mu'], ['modes']] as const;

/** What the shaders are told of the objective, whichever the method. */
function commonTerms(facts: Facts, needs: readonly (readonly Needs[])[]) {
  const { constants, objective, box } = facts;
  const minimum = minimumOf(facts);
  const centre = (objective.quadratic === null ? null : restingPoint(facts)) ?? minimum ?? { x: 0, y: 0 };
  const has: Readonly<Record<Needs, boolean>> = {
    L: constants.L > 0,
    minimum: minimum !== null,
    mu: constants.mu > 0,
    modes: objective.quadratic !== null && restingPoint(facts) !== null,
  };
  const measured = needs.map((all) => (all.every((need) => has[need]) ? 1 : 0));
  const { left, right, bottom, top } = box;
  return {
    centre: [Math.fround(centre.x), Math.fround(centre.y), restOf(centre.x), restOf(centre.y)],
    box: constants.scope === 'exact' ? [-HUGE, -HUGE, HUGE, HUGE] : [left, bottom, right, top],
    measured: measured.slice(0, 4),
    measured_too: measured.slice(4),
    least: minimum === null ? [0, 0] : [Math.fround(minimum.f), restOf(minimum.f)],
    axis: objective.quadratic === null ? [1, 0] : spectrum(objective.quadratic.A).v,
    centreDistance: Math.hypot(centre.x, centre.y),
  };
}

const HUGE = 3e38;

/** What f32 leaves of a number. */
function restOf(value: number): number {
  return value - Math.fround(value);
}

/** A factor that a bound is multiplied by at every step, rounded upwards, and so far that the product may be rounded too. */
function upwards(factor: number): number {
  return Math.min(HUGE, factor * (1 + 4 * UNIT));
}

/** `Told` of shaders/checksGd.wgsl at this η, which counts as the f32 that the step uses. */
export function gdTerms(facts: Facts, given: number) {
  const eta = Math.fround(given);
  const { L, mu, kappa } = facts.constants;
  const { centreDistance: _, ...common } = commonTerms(facts, GD_NEEDS);
  const [low, high] = facts.objective.quadratic === null ? [0, 0] : eigenvalues(facts.objective.quadratic.A);
  const contraction = Math.max(Math.abs(1 - eta * L), Math.abs(1 - eta * mu));
  const best = mu > 0 ? (kappa - 1) / (kappa + 1) : 1;
  const off = at1OverL(facts, given).applies ? (1 - L * eta) ** 2 : 0;
  return {
    ...common,
    factors: [1 - eta * low, 1 - eta * high],
    eta,
    smoothness: L,
    fall: eta * (1 - (L * eta) / 2),
    tilt: Math.abs(1 - L * eta),
    gain: L > 0 ? 1 / (2 * L) : 0,
    gain_off: L > 0 ? off / (2 * L) : 0,
    root: upwards(Math.sqrt(Math.abs(1 - eta * mu))),
    contraction: upwards(contraction),
    shrink: upwards(Math.abs(1 - eta * mu)),
    best: upwards(atBest(facts, given).applies ? Math.max(best, contraction) : best),
  };
}

/** `Told` of shaders/checksGf.wgsl for a flow that follows η a step, in so many ticks. */
export function gfTerms(facts: Facts, eta: number, ticksPerStep: number) {
  const { mu } = facts.constants;
  const { centreDistance, ...common } = commonTerms(facts, GF_NEEDS);
  const A = facts.objective.quadratic?.A ?? null;
  const lambdas = A === null ? [0, 0] : eigenvalues(A);
  const tick = eta / ticksPerStep;
  const s = Math.hypot(...lambdas.map((lambda) => lambda * tick * phi1(-lambda * tick)));
  return {
    ...common,
    factors: lambdas.map((lambda) => Math.min(HUGE, Math.exp(-lambda * eta))),
    eta,
    decay: upwards(Math.exp(-mu * eta)),
    decay2: upwards(Math.exp(-2 * mu * eta)),
    tick: A === null ? 0 : Math.min(HUGE, ticksPerStep * UNIT * (2 + 8 * s)),
    reach: centreDistance,
    settled: A === null ? 0 : 1,
  };
}
