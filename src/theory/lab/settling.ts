import type { Circumstances, Method, Particle } from '../../methods/method';
import type { Point } from '../../objectives/box';
import type { Objective } from '../../objectives/objective';

/** z below this share of the way from the start is none: f32 cannot make it vanish close to a threshold. */
const NOTHING = 2 ** -10;
/** By how much z may rise in a step, relative: rounding. */
const RISE = 2e-3;
/** By how much it has to fall from mark to mark, relative: rounding. */
const FALL = 2e-6;
/** Where a rule has not got to a number, or beyond all. */
const FAR = 1e15;

/** What is watched of an orbit while it goes. The shader's `Watch` is the same. */
export interface Watch {
  readonly start: Point;
  readonly here: Point;
  readonly before: Point;
  /** zₖ = ‖θₖ − 2θₖ₋₁ + θₖ₋₂‖, and what it was at half and at three quarters of the horizon. */
  readonly zigzag: number;
  readonly half: number;
  readonly threeQuarters: number;
  /** Whether it has risen in the last half. */
  readonly rose: boolean;
}

function beginWatch(start: Point): Watch {
  return { start, here: start, before: start, zigzag: 0, half: 0, threeQuarters: 0, rose: false };
}

/** The watch after step k of `horizon`, which leads to `next`. */
function watchOn(watch: Watch, next: Point, k: number, horizon: number): Watch {
  const { start, here, before } = watch;
  const zigzag = k < 2 ? 0 : Math.hypot(next[0] - 2 * here[0] + before[0], next[1] - 2 * here[1] + before[1]);
  const [half, threeQuarters] = marksOf(horizon);
  const counts = 2 * k > horizon && zigzag > NOTHING * Math.hypot(next[0] - start[0], next[1] - start[1]);
  return {
    start,
    here: next,
    before: here,
    zigzag,
    half: k === half ? zigzag : watch.half,
    threeQuarters: k === threeQuarters ? zigzag : watch.threeQuarters,
    rose: watch.rose || (counts && zigzag > (1 + RISE) * watch.zigzag),
  };
}

/** The steps at which z is noted. */
function marksOf(horizon: number): readonly [half: number, threeQuarters: number] {
  return [Math.floor(horizon / 2), Math.floor((3 * horizon) / 4)];
}

/**
 * Whether an orbit that was not lost settles: its zigzag zₖ = ‖θₖ − 2θₖ₋₁ + θₖ₋₂‖ dies away.
 *
 * Beyond the threshold of a minimum the zigzag grows without bound, or until it is a 2-cycle. Close to it, on either side, it
 * obeys dz²/dk = 2αz² − 2βz⁴ (the normal form of a flip), which 1/z² solves as c e^{−2αk} + β/α. So with z noted at H/2, 3H/4
 * and H it dies away if it has become nothing, or if it falls and 1/z² grows faster and faster; it must not have risen
 * in any step of the last half, as it does in chaos. Waiting for rest instead would take the longer the closer to the
 * threshold it is, and rounding keeps a zigzag of about 2⁻²⁴/(1 − |factor|) alive for ever.
 *
 * Source: Kuznetsov, Elements of Applied Bifurcation Theory (2004), §4.5.
 */
export function diesAway({ start, here, zigzag, half, threeQuarters, rose }: Watch): boolean {
  if (rose) return false;
  if (zigzag <= NOTHING * Math.hypot(here[0] - start[0], here[1] - start[1])) return true;
  const falls = zigzag < (1 - FALL) * threeQuarters && threeQuarters < (1 - FALL) * half;
  const q = (z: number) => (zigzag / z) ** 2;
  return falls && q(zigzag) - q(threeQuarters) > q(threeQuarters) - q(half);
}

/** The same in float64 from a start: the reference for the shader. */
export function settles(
  method: Method,
  objective: Objective,
  start: Point,
  circumstances: Circumstances,
  horizon: number,
): boolean {
  let particle: Particle = {
    x: start[0],
    y: start[1],
    carry: Array(method.carry).fill(0),
    index: 0,
    tick: 0,
  };
  let watch = beginWatch(start);
  for (let k = 1; k <= horizon; k++) {
    const { x, y, carry } = method.advance(particle, objective, circumstances.eta, circumstances);
    if (!(Math.max(Math.abs(x), Math.abs(y)) < FAR && objective.defined(x, y))) return false;
    particle = { x, y, carry, index: 0, tick: k };
    watch = watchOn(watch, [x, y], k, horizon);
  }
  return diesAway(watch);
}
