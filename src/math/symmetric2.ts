/** The symmetric 2×2 matrix [[a, b], [b, c]], as [a, b, c]. A Hessian is [f_xx, f_xy, f_yy]. */
export type Symmetric2 = readonly [a: number, b: number, c: number];

type Vector2 = readonly [x: number, y: number];

/** A = low·u uᵀ + high·v vᵀ with low ≤ high, v a unit vector and u = (−v_y, v_x). */
export interface Spectrum {
  readonly low: number;
  readonly high: number;
  /** Unit eigenvector of `low`. */
  readonly u: Vector2;
  /** Unit eigenvector of `high`. */
  readonly v: Vector2;
}

/**
 * The two real eigenvalues [λmin, λmax], ascending.
 *
 * λ = (a + c)/2 ± √(((a − c)/2)² + b²), where the one that would cancel is (a/λ)c − (b/λ)b, λ the other:
 * diagonal matrices come out exact and a flat direction beside a steep one keeps its digits.
 * Source: LAPACK, dlae2.
 */
export function eigenvalues([a, b, c]: Symmetric2): readonly [low: number, high: number] {
  const mean = a / 2 + c / 2;
  const radius = Math.hypot(a / 2 - c / 2, b);
  const dominant = mean < 0 ? mean - radius : mean + radius;
  if (dominant === 0) return [0, 0];
  const larger = Math.abs(a) > Math.abs(c) ? a : c;
  const smaller = Math.abs(a) > Math.abs(c) ? c : a;
  const other = (larger / dominant) * smaller - (b / dominant) * b;
  return dominant < other ? [dominant, other] : [other, dominant];
}

/**
 * Eigenvalues with their orthonormal eigenvectors.
 * A multiple of the identity has any frame; it gets v = (1, 0), u = (0, 1).
 */
export function spectrum(A: Symmetric2): Spectrum {
  const [low, high] = eigenvalues(A);
  const [a, b, c] = A;
  const half = a / 2 - c / 2;
  const radius = Math.hypot(half, b);
  // Both pairs are multiples of the eigenvector of the larger eigenvalue; the sum without cancellation is taken.
  const x = half < 0 ? b : half + radius;
  const y = half < 0 ? radius - half : b;
  const length = Math.hypot(x, y);
  const v: Vector2 = length === 0 ? [1, 0] : [x / length, y / length];
  return { low, high, u: [-v[1], v[0]], v };
}

/** The product A (x, y)ᵀ. */
export function apply([a, b, c]: Symmetric2, x: number, y: number): Vector2 {
  return [a * x + b * y, b * x + c * y];
}

/** g(A) = g(λmin) u uᵀ + g(λmax) v vᵀ. */
export function matrixFunction(A: Symmetric2, g: (eigenvalue: number) => number): Symmetric2 {
  const { low, high, v } = spectrum(A);
  const [gLow, gHigh] = [g(low), g(high)];
  const [x, y] = v;
  return [gLow * y * y + gHigh * x * x, (gHigh - gLow) * x * y, gLow * x * x + gHigh * y * y];
}

/** e^{−At}: what gradient flow on ½θᵀAθ does to θ in time t. */
export function decay(A: Symmetric2, t: number): Symmetric2 {
  return matrixFunction(A, (lambda) => Math.exp(-lambda * t));
}

/**
 * t φ₁(−At) = ∫₀ᵗ e^{−As} ds: gradient flow on a quadratic is θ(t) = θ₀ − t φ₁(−At) ∇f(θ₀), also where A is
 * singular or indefinite.
 */
export function integratedDecay(A: Symmetric2, t: number): Symmetric2 {
  return matrixFunction(A, (lambda) => t * phi1(-lambda * t));
}

/** φ₁(z) = (eᶻ − 1)/z, φ₁(0) = 1, to full precision at every z. */
export function phi1(z: number): number {
  return z === 0 ? 1 : Math.expm1(z) / z;
}
