import { spectrum } from '../../math/symmetric2';
import type { Motion, Particle } from '../../methods/method';
import type { Point } from '../../objectives/box';
import type { Fate } from '../fate';
import type { FateCircumstances } from './fateCircumstances';
import { FATE_RULES, ROUND, roundsOf, STRETCH } from './fateRules';
import { companionOf } from './lyapunov';
import { OrbitRounds } from './orbitRounds';

/**
 * What becomes of a particle: the reference, in float64 and step by step, of walk.wgsl and name.wgsl.
 *
 * diverged, at time k − 1 + (log R − log r_{k−1})/(log r_k − log r_{k−1}) with r the larger |coordinate|, R the trust radius.
 * at rest, at a time at which log‖∇f‖ fell below the stillness: if it is below it at the ends of two stretches of 64 steps,
 * at the same place, and that is no saddle; or if it is held by a saddle up to the horizon. A minimum, if a known one is there.
 * Else, by what it does in further steps: on its way, at rest, a cycle (OrbitRounds), chaos if its exponent is above 0.01.
 */
export function fateOf(start: Point, at: FateCircumstances): Fate {
  const walked = walk(start, at);
  if ('kind' in walked) return walked;
  const { kind, stochastic = false } = at.method;
  if (kind === 'flow' || stochastic) return none(stochastic ? 'bounded' : 'undecided');
  return named(walked, at);
}

/** Where a particle was at rest at the end of a stretch, and since when. */
interface Pause {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

/** Walks up to the horizon; returns where it is then if nothing was decided by then. */
function walk([x, y]: Point, at: FateCircumstances): Fate | Particle {
  let particle = particleAt({ x, y, carry: Array.from({ length: at.method.carry }, () => 0) }, 0);
  if (isLost(particle, at)) return { ...none('diverged'), time: 0 };
  /** ‖∇f‖ at the steps of this stretch, its begin among them; nothing before the first. */
  let slopes: number[] = [];
  let pause: Pause | null = null;
  for (let k = 0; ; k++) {
    slopes.push(Math.hypot(...at.objective.gradient(particle.x, particle.y)));
    if (k % STRETCH === 0 || k === at.horizon) {
      const still = at.method.stochastic !== true && (slopes.at(-1) ?? 0) <= at.stillness;
      if (still && pause !== null && between(particle, pause) <= slack(particle, at)) {
        const place = placeOf(particle, at);
        if (place !== null || k === at.horizon) return { ...(place ?? none('rest')), time: pause.time };
      }
      const { x: u, y: v } = particle;
      const since: number = pause?.time ?? k - slopes.length + 1 + arrival(slopes, at.stillness);
      pause = still ? { x: u, y: v, time: since } : null;
      slopes = slopes.slice(-1);
    }
    if (k === at.horizon) return particle;
    const next = stepped(particle, at);
    if (isLost(next, at)) return { ...none('diverged'), time: escapeTime(k, particle, next, at) };
    particle = next;
  }
}

/**
 * The step, with a fraction, at which slopes fall below a level between the first of them and the last, found by halving: of
 * several such steps, as momentum has them, it is one.
 */
function arrival(slopes: readonly number[], level: number): number {
  let [low, high] = [0, slopes.length - 1];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if ((slopes[middle] ?? 0) <= level) high = middle;
    else low = middle;
  }
  return high === 0 ? 0 : low + fraction(slopes[low] ?? 0, level, slopes[high] ?? 0);
}

function between(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** What is going on from here: nothing that was decided by the horizon. */
function named(begin: Particle, at: FateCircumstances): Fate {
  const rounds = roundsOf(at.horizon);
  const orbit = new OrbitRounds(begin, rounds);
  const neighbour = companionOf(begin, at);
  const skipped = Math.floor(rounds / 8);
  let particle = begin;
  let growth = 0;
  for (let round = 0; round < rounds; round++) {
    const points: Particle[] = [particle];
    for (let i = 0; i < ROUND; i++) {
      const next = stepped(particle, at);
      if (isLost(next, at)) {
        const k = at.horizon + ROUND * round + i;
        return { ...none('diverged'), time: escapeTime(k, particle, next, at) };
      }
      const grown = neighbour.follow(particle, next);
      if (round >= skipped) growth += grown;
      points.push(next);
      particle = next;
    }
    orbit.take(points);
  }
  return fateOfOrbit(orbit, particle, growth / ((rounds - skipped) * ROUND), at);
}

function fateOfOrbit(orbit: OrbitRounds, end: Particle, exponent: number, at: FateCircumstances): Fate {
  const period = orbit.period(end, exponent);
  if (period > 0) return { kind: 'cycle', index: period, time: Number.NaN, exponent };
  if (orbit.drifts(end)) return { ...none('undecided'), exponent };
  if (orbit.widest <= slack(end, at)) {
    const slope = Math.hypot(...at.objective.gradient(end.x, end.y));
    if (slope > FATE_RULES.flat * at.stillness) return { ...none('undecided'), exponent };
    return { ...(placeOf(end, at) ?? none('rest')), time: at.horizon };
  }
  if (exponent > FATE_RULES.chaotic) return { ...none('chaos'), exponent };
  return { ...none(orbit.shrinks ? 'undecided' : 'bounded'), exponent };
}

function none(kind: Fate['kind']): Fate {
  return { kind, index: 0, time: Number.NaN, exponent: Number.NaN };
}

function particleAt(motion: Motion, tick: number): Particle {
  return { ...motion, index: 0, tick };
}

/** One whole step. */
function stepped(particle: Particle, { objective, method, told }: FateCircumstances): Particle {
  const duration = method.kind === 'map' ? told.eta : method.time(told);
  return particleAt(method.advance(particle, objective, duration, told), particle.tick + 1);
}

function isLost({ x, y }: Particle, { objective, trustRadius }: FateCircumstances): boolean {
  return !(Math.max(Math.abs(x), Math.abs(y)) <= trustRadius) || !objective.defined(x, y);
}

function escapeTime(
  k: number,
  before: Particle,
  after: Particle,
  { trustRadius }: FateCircumstances,
): number {
  const last = Math.max(Math.abs(before.x), Math.abs(before.y), 1e-30);
  const reached = Math.max(Math.abs(after.x), Math.abs(after.y));
  const next = Number.isFinite(reached) ? Math.min(reached, 3.4e38) : 3.4e38;
  return next > trustRadius ? k + fraction(last, trustRadius, next) : k + 1;
}

/** How far along a level is from one number to another, by their logarithms. */
function fraction(from: number, level: number, to: number): number {
  const share = Math.log(from / level) / Math.log(from / Math.max(to, 1e-37));
  return Math.min(1, Math.max(0, share));
}

/** How far a particle that rests may move in a stretch. */
function slack({ x, y }: Particle, { size }: FateCircumstances): number {
  return FATE_RULES.stays * size + FATE_RULES.rounding * Math.hypot(x, y);
}

/** Where a particle rests; null where it cannot stay: at a saddle. */
function placeOf({ x, y }: Particle, { objective, size, landmarks }: FateCircumstances): Fate | null {
  const [gx, gy] = objective.gradient(x, y);
  const { low, high, u, v } = spectrum(objective.hessian(x, y));
  if (low < -FATE_RULES.saddle * Math.abs(high)) return null;
  const newton = Math.hypot(
    (u[0] * gx + u[1] * gy) / Math.max(Math.abs(low), 1e-30),
    (v[0] * gx + v[1] * gy) / Math.max(Math.abs(high), 1e-30),
  );
  const reach = FATE_RULES.near * size + Math.min(FATE_RULES.reach * newton, FATE_RULES.farthest * size);
  const gaps = landmarks.minima.map(([px, py]) => Math.hypot(px - x, py - y));
  const least = Math.min(...gaps);
  if (least <= reach) return { ...none('minimum'), index: gaps.indexOf(least) };
  return landmarks.ridge === null ? none('rest') : { ...none('minimum'), index: landmarks.ridge };
}
