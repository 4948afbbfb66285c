import { type Spectrum, spectrum } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';

/** What the proximal point needs to know of an objective. */
type Landscape = Pick<Objective, 'value' | 'gradient' | 'hessian' | 'defined'>;

type Vector = readonly [x: number, y: number];

/** When to stop, and what rounding leaves of a difference. */
interface Control {
  readonly iterations: number;
  /** Of the last step, relative to 1 + |u|. */
  readonly tolerance: number;
  /** Of a drop of ηΦ, relative to η|f| + ‖I + ηH‖(1 + |u|)²: below it values of f do not tell. */
  readonly noise: number;
}

/** The twin is the reference for the solution itself. The shader has 60, 2e-6 and 1e-5. */
const REFERENCE: Control = { iterations: 200, tolerance: 1e-12, noise: 1e-13 };

/** Farther out Φ is not bounded below: the shader gives up at its trust radius. */
const ESCAPED = 1e15;

interface Solution {
  readonly end: Vector;
  /** Φ is not convex at some point that the iteration came by: it may have other minima. */
  readonly several: boolean;
  /** True at a minimum of Φ. */
  readonly converged: boolean;
}

/**
 * argmin Φ, Φ(u) = f(u) + |u − θ|²/(2η), on the branch that descends from θ: Newton's method on Φ in a trust region.
 *
 * Each step goes to the lowest point of the quadratic model of ηΦ in the box |side| ≤ r along the eigenvectors of
 * I + ηH. Both eigenvectors are independent there, so that this is exact, also where an eigenvalue is negative: then the
 * step goes downhill as far as the box, and never settles on a saddle or a maximum. A step is taken if ηΦ falls by a tenth
 * of what the model promises or more; r shrinks to 0.3 of a step that is not, to 0.5 of one that gains less than a quarter,
 * and grows by 2.5 when the box held back a step that gained three quarters. r starts at (1 + |θ|)/20: with 1/4 the
 * iteration jumps over ridges of Φ (on Ackley 30 % of the particles at ηL = 10⁴, with 1/20 7 %).
 *
 * Near the solution rounding hides the fall of f. Steps so short go by the slopes at both ends instead, the trapezium
 * rule for the same fall, in which nothing cancels.
 *
 * Points where f is not defined count as Φ = ∞. At a kink of f the box shrinks to nothing: not converged. Where Φ is not
 * bounded below, the end lies far out. The same, line by line, as shaders/methods/prox.wgsl.
 *
 * Source: Conn, Gould & Toint, Trust-Region Methods (2000), algorithm 6.1.1; Hager & Zhang, SIAM J. Optim. 16 (2005),
 * p. 178, on slopes in place of values.
 */
export function proximalPoint(f: Landscape, theta: Vector, eta: number): Solution {
  const { iterations, tolerance, noise } = REFERENCE;
  let u = theta;
  let value = 0;
  let slope: Vector = [0, 0];
  let frame = spectrum([0, 0, 0]);
  let box = 0.05 * (1 + Math.hypot(...theta));
  let step: BoxStep = { by: [0, 0], reach: 0, promised: 0, limited: false };
  let trial = theta;
  let noisy = false;
  let last = false;
  let several = false;
  for (let n = 0; n < iterations; n++) {
    const trialValue = f.value(...trial);
    const trialSlope = slopeAt(f, trial, theta, eta);
    const byValues =
      eta * (value - trialValue) - 0.5 * dot(minus(trial, u), plus(minus(u, theta), minus(trial, theta)));
    const bySlopes = -0.5 * dot(minus(trial, u), plus(slope, trialSlope));
    const drop = noisy ? bySlopes : byValues;
    const finite = Number.isFinite(trialValue) && Number.isFinite(drop);
    const falls = f.defined(...trial) && finite && drop >= 0.1 * step.promised;
    const accepted = falls || n === 0;
    if (n > 0) box = nextBox(box, step, accepted ? drop : -1);
    if (accepted) {
      [u, value, slope] = [trial, trialValue, trialSlope];
      const [xx, xy, yy] = f.hessian(...u);
      frame = spectrum([1 + eta * xx, eta * xy, 1 + eta * yy]);
      several ||= frame.low < 0;
    }
    if (last || Math.max(Math.abs(u[0]), Math.abs(u[1])) > ESCAPED) break;
    step = boxStep(slope, frame, box);
    const scale = 1 + Math.hypot(...u);
    const size = eta * Math.abs(value) + Math.max(Math.abs(frame.low), Math.abs(frame.high)) * scale * scale;
    noisy = step.promised <= noise * size && step.reach <= 0.03 * scale;
    last = !step.limited && step.reach <= tolerance * scale;
    trial = plus(u, step.by);
  }
  return { end: u, several, converged: last };
}

/** η∇Φ. */
function slopeAt(f: Landscape, u: Vector, theta: Vector, eta: number): Vector {
  const [fx, fy] = f.gradient(...u);
  return plus([eta * fx, eta * fy], minus(u, theta));
}

interface BoxStep {
  readonly by: Vector;
  /** The longer of its two sides. */
  readonly reach: number;
  /** By how much ηΦ falls, by the quadratic model. */
  readonly promised: number;
  /** Whether the box holds it back. */
  readonly limited: boolean;
}

/**
 * The lowest point of the quadratic model in a box of the eigenvectors: |side| ≤ box along each of them. Where the model is
 * concave that is on the edge.
 */
function boxStep(slope: Vector, { low, high, u, v }: Spectrum, box: number): BoxStep {
  const modes = (
    [
      [low, u],
      [high, v],
    ] as const
  ).map(([curvature, axis]) => {
    const along = dot(axis, slope);
    const limited = curvature * box < Math.abs(along);
    const size = limited ? box : along === 0 ? 0 : Math.abs(along) / curvature;
    const side = along > 0 ? -size : size;
    const by: Vector = [side * axis[0], side * axis[1]];
    return { by, size, limited, promised: -along * side - 0.5 * curvature * side * side };
  });
  return modes.reduce<BoxStep>(
    (sum, mode) => ({
      by: plus(sum.by, mode.by),
      reach: Math.max(sum.reach, mode.size),
      promised: sum.promised + mode.promised,
      limited: sum.limited || mode.limited,
    }),
    { by: [0, 0], reach: 0, promised: 0, limited: false },
  );
}

/** By how far to trust the model next, after a step on which ηΦ really fell by `drop`; −1 if it was refused. */
function nextBox(box: number, { reach, promised, limited }: BoxStep, drop: number): number {
  if (drop < 0.1 * promised) return 0.3 * reach;
  if (drop < 0.25 * promised) return 0.5 * reach;
  return limited && drop > 0.75 * promised ? 2.5 * box : box;
}

function plus([a, b]: Vector, [c, d]: Vector): Vector {
  return [a + c, b + d];
}

function minus([a, b]: Vector, [c, d]: Vector): Vector {
  return [a - c, b - d];
}

function dot([a, b]: Vector, [c, d]: Vector): number {
  return a * c + b * d;
}
