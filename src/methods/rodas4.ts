import { eigenvalues, type Symmetric2 } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';

/** What gradient flow needs to know of an objective. */
export type Landscape = Pick<Objective, 'gradient' | 'hessian' | 'defined'>;

type Point = readonly [x: number, y: number];

const DIAGONAL = 4; // 1/γ
const A: readonly (readonly number[])[] = [
  [],
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708333932087, -0.687886036105895],
  [1.221224509226641, 6.019134481288629, 12.53708333932087, -0.687886036105895, 1],
];
const C: readonly (readonly number[])[] = [
  [],
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
];

/** Where one step leads, and its distance to the embedded third order solution there. */
interface Step {
  /** False if a stage lies where f is not defined: `end` is then that stage's point. */
  readonly defined: boolean;
  readonly end: Point;
  readonly error: number;
}

/**
 * One step of Rodas4 for dθ/dt = −∇f(θ): a Rosenbrock method of order 4(3), L-stable, whose stability function is
 * positive on the negative axis, so that a linear mode never overshoots.
 *
 * (4I + hH(θ)) kᵢ = −h∇f(θ + Σⱼ aᵢⱼkⱼ) + Σⱼ cᵢⱼkⱼ, i = 1 … 6;  θ⁺ = θ + Σⱼ a₆ⱼkⱼ + k₆;  error estimate k₆.
 *
 * The published digits of row 5 make Σb = 1 + 1.03e-9: this is as near as the method comes to the flow.
 * Source: Hairer & Wanner, Solving Ordinary Differential Equations II (1996), §IV.7 and their code RODAS.
 */
export function rodas4Step(f: Landscape, [x, y]: Point, h: number): Step {
  const solve = solver(f.hessian(x, y), h);
  const k: Point[] = [];
  let end: Point = [x, y];
  for (let stage = 0; stage < 6; stage++) {
    const [ux, uy] = combine([x, y], A[stage] ?? [], k);
    if (!f.defined(ux, uy)) return { defined: false, end: [ux, uy], error: Infinity };
    const [gx, gy] = f.gradient(ux, uy);
    const next = solve(combine([-h * gx, -h * gy], C[stage] ?? [], k));
    k.push(next);
    end = [ux + next[0], uy + next[1]];
  }
  const [ex, ey] = k[5] ?? [0, 0];
  return { defined: true, end, error: Math.max(Math.abs(ex), Math.abs(ey)) };
}

function combine([x, y]: Point, weights: readonly number[], k: readonly Point[]): Point {
  let [sumX, sumY] = [x, y];
  k.forEach(([kx, ky], j) => {
    const weight = weights[j] ?? 0;
    sumX += weight * kx;
    sumY += weight * ky;
  });
  return [sumX, sumY];
}

/** r ↦ (4I + hH)⁻¹ r. */
function solver([a, b, c]: Symmetric2, h: number): (r: Point) => Point {
  const [p, q, r] = [DIAGONAL + h * a, h * b, DIAGONAL + h * c];
  const determinant = p * r - q * q;
  return ([x, y]) => [(r * x - q * y) / determinant, (p * y - q * x) / determinant];
}

export interface StepControl {
  /** Largest accepted error estimate of a substep, relative to 1 + max(|x|, |y|). */
  readonly tolerance: number;
  /** Substeps at most. The last quarter of them has COARSE_TOLERANCE. */
  readonly substeps: number;
}

/** Where the flow got to, and the substep h with which to go on. */
interface Arrival {
  readonly end: Point;
  readonly h: number;
}

/** At a kink the estimate is some twenty times the distance by which a substep overshoots it. */
const COARSE_TOLERANCE = 0.1;

/** Farther out f is not bounded below and its flow about to blow up: there is nothing more to follow. */
const ESCAPED = 1e15;

/**
 * Follows dθ/dt = −∇f(θ) from `start` for exactly `duration`, in substeps whose error estimate stays below the
 * tolerance. h = 0 stands for "not known yet" and becomes 1/‖H‖.
 *
 * At a kink of f, such as |x| has, only substeps of the tolerance's size would do, and the flow would not get to the
 * end while it slides along the kink. So the last quarter of the substeps is coarse; with 128 for an eighth of η, smooth
 * objectives hardly need them up to ηL = 1e5. What is left even then is dropped: a step that fails the coarse
 * tolerance as well may lead anywhere, and it is better to be late than wrong.
 *
 * A substep that leaves f's domain is halved. Where that never helps, the flow itself has reached the edge: the end is
 * then the point outside, which its caller finds not defined.
 * The same, line by line, as shaders/methods/gf.wgsl.
 */
export function rodas4(
  f: Landscape,
  start: Point,
  duration: number,
  h0: number,
  control: StepControl,
): Arrival {
  let p = start;
  let h = h0;
  let remaining = duration;
  for (let n = 1; n <= control.substeps && remaining > 0 && largerComponent(p) < ESCAPED; n++) {
    h = boundedStep(f.hessian(...p), h);
    const parts = Math.max(1, Math.ceil(remaining / h));
    const step = remaining / parts;
    const trial = rodas4Step(f, p, step);
    if (!trial.defined) {
      if (n === control.substeps) return { end: trial.end, h };
      h = step / 2;
      continue;
    }
    const coarse = 4 * n > 3 * control.substeps;
    const error = trial.error / ((coarse ? COARSE_TOLERANCE : control.tolerance) * (1 + largerComponent(p)));
    const next = step * growth(error);
    if (error <= 1) {
      p = trial.end;
      remaining = parts === 1 ? 0 : remaining - step;
      // A step that was cut to land on the end says nothing against the longer one before it.
      h = step < h ? Math.max(h, next) : next;
    } else {
      h = next;
    }
  }
  return { end: p, h };
}

/** h, found from H if not known yet, and in a concave direction at most 2/|λmin|: 4I + hH stays positive definite. */
function boundedStep(H: Symmetric2, h: number): number {
  const [low] = eigenvalues(H);
  const known = h === 0 ? 1 / Math.hypot(H[0], H[1], H[1], H[2]) : h;
  return low < 0 ? Math.min(known, -2 / low) : known;
}

/** By how much to change the step: error estimate ∝ h⁴. */
function growth(error: number): number {
  if (!Number.isFinite(error)) return 0.2;
  return Math.min(5, Math.max(0.2, 0.9 * error ** -0.25));
}

function largerComponent([x, y]: Point): number {
  return Math.max(Math.abs(x), Math.abs(y));
}
