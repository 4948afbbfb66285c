import eigen2Shader from '../../shaders/eigen2.wgsl?raw';
import metricShader from '../../shaders/metric.wgsl?raw';
import { apply, eigenvalues, matrixFunction, type Symmetric2, spectrum } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import { finite } from './exactStep';
import type { Curvature, Metric } from './method';
import type { Point } from './substeps';

/**
 * What an eigenvalue of |H| is at least, in units of the other one. Valleys such as Rosenbrock's, with κ = 2508 at the
 * minimum, stay above it; f32 knows an eigenvalue to some 1e-7 of the other one.
 */
const FLOOR = 1e-4;
/** And in any case, instead of 0 in a denominator. */
const TINY = 1e-30;

/**
 * G(θ)⁻¹∇f(θ), the direction of steepest ascent where lengths are measured by the metric G:
 * * `fisher`: Fisher's information of a Gaussian N(x, y²) about x and y, diag(1/y², 2/y²);
 * * `newton`: |H|, the Hessian with its eigenvalues in absolute value, each at least FLOOR times the other one, so that
 *   lines of det H = 0 are crossed;
 * * [p, q, r]: [[p, q], [q, r]] everywhere.
 *
 * Source: Amari, Natural gradient works efficiently in learning (1998); Dauphin et al., Identifying and attacking the
 * saddle point problem in high-dimensional non-convex optimization (2014), arXiv 1406.2572.
 */
export function naturalGradient(
  metric: Metric,
  { gradient, hessian }: Pick<Objective, 'gradient' | 'hessian'>,
  [x, y]: Point,
): Point {
  const slope = gradient(x, y);
  if (metric === 'newton') return newtonDirection(hessian(x, y), slope);
  const { matrix, scale } = inverseAt(metric, y);
  const [dx, dy] = apply(matrix, ...slope);
  return [scale * dx, scale * dy];
}

/** G⁻¹ = scale·matrix. */
interface InverseMetric {
  readonly matrix: Symmetric2;
  readonly scale: number;
  /** The derivative of the scale along y. */
  readonly slope: number;
}

/** Of the metrics that the Hessian has no part in. */
export function inverseAt(metric: Exclude<Metric, 'newton'>, y: number): InverseMetric {
  return metric === 'fisher'
    ? { matrix: [1, 0, 0.5], scale: y * y, slope: 2 * y }
    : { matrix: inverse(metric), scale: 1, slope: 0 };
}

/** |H|⁻¹∇f: Newton's step, downhill also where f is concave. */
function newtonDirection(H: Symmetric2, gradient: Point): Point {
  const { low, high, u, v } = spectrum(H);
  const least = leastCurvature(low, high);
  const alongU = dot(u, gradient) / Math.max(Math.abs(low), least);
  const alongV = dot(v, gradient) / Math.max(Math.abs(high), least);
  return [alongU * u[0] + alongV * v[0], alongU * u[1] + alongV * v[1]];
}

/** What |λ| is at least where the eigenvalues are `low` and `high`. */
function leastCurvature(low: number, high: number): number {
  return Math.max(FLOOR * Math.max(Math.abs(low), Math.abs(high)), TINY);
}

function inverse([p, q, r]: Symmetric2): Symmetric2 {
  const determinant = p * r - q * q;
  return [r / determinant, -q / determinant, p / determinant];
}

/** The shader's newton_direction() and metric_direction(), with what they need. */
export const metricWgsl = [metricShader, eigen2Shader].join('\n');

/** What they are told, as method_constant(0) to (3): which metric, and the matrix of its inverse. */
export function metricConstants(metric: Metric): readonly number[] {
  if (metric === 'newton') return [2, 0, 0, 0];
  return [metric === 'fisher' ? 1 : 0, ...inverseAt(metric, 1).matrix.map(finite)];
}

/** One mode of a quadratic with the Hessian A: along `right` the coordinate left·θ relaxes like e^{−rate·t}. */
export interface Mode {
  readonly right: Point;
  readonly left: Point;
  readonly rate: number;
  /** The coordinate's velocity is −inverse·(right·∇f). */
  readonly inverse: number;
}

/** The two modes of natural gradient flow on a quadratic; null where the metric changes from place to place. */
export function modesOf(metric: Metric, A: Symmetric2): readonly [Mode, Mode] | null {
  if (metric === 'fisher') return null;
  if (metric === 'newton') {
    const { low, high, u, v } = spectrum(A);
    const least = leastCurvature(low, high);
    const mode = (lambda: number, direction: Point): Mode => {
      const size = Math.max(Math.abs(lambda), least);
      return { right: direction, left: direction, rate: lambda / size, inverse: 1 / size };
    };
    return [mode(low, u), mode(high, v)];
  }
  // In the coordinates G^{1/2}θ this is gradient flow.
  const root = matrixFunction(metric, Math.sqrt);
  const inverseRoot = matrixFunction(metric, (value) => 1 / Math.sqrt(value));
  const { low, high, u, v } = spectrum(congruent(inverseRoot, A));
  const mode = (rate: number, direction: Point): Mode => ({
    right: apply(inverseRoot, ...direction),
    left: apply(root, ...direction),
    rate,
    inverse: 1,
  });
  return [mode(low, u), mode(high, v)];
}

/** S A S. */
function congruent(S: Symmetric2, [a, b, c]: Symmetric2): Symmetric2 {
  const [p, q, r] = S;
  // Columns of AS.
  const [x, y] = apply([a, b, c], p, q);
  const [z, w] = apply([a, b, c], q, r);
  return [p * x + q * y, p * z + q * w, q * z + r * w];
}

/**
 * The least and the largest eigenvalue of G⁻¹H on quadratics of this curvature, or bounds of them where only bounds of H
 * are known; null where G changes from place to place.
 */
export function relaxationRates(
  metric: Metric,
  { L, mu, A }: Curvature,
): readonly [slow: number, fast: number] | null {
  if (metric === 'fisher') return null;
  if (metric === 'newton') {
    const least = leastCurvature(mu, L);
    return [mu / Math.max(Math.abs(mu), least), L / Math.max(Math.abs(L), least)];
  }
  if (A !== null)
    return eigenvalues(
      congruent(
        matrixFunction(metric, (value) => 1 / Math.sqrt(value)),
        A,
      ),
    );
  const [low, high] = eigenvalues(metric);
  return [mu / (mu > 0 ? high : low), L / (L > 0 ? low : high)];
}

export function dot([a, b]: Point, [x, y]: Point): number {
  return a * x + b * y;
}
