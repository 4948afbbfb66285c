import type { Minimum } from './minimum';

/** What the factor 1 − ηλ does to the component of θ − θ* along an eigenvector of H. */
export type ModeRegime = 'escaping' | 'flat' | 'monotone' | 'zigzag' | 'edge' | 'unstable';

/** Gradient descent along one eigenvector of H at a minimum. */
export interface Mode {
  /** The eigenvalue. */
  readonly lambda: number;
  /** 1 − ηλ, by which a step multiplies the component. */
  readonly factor: number;
  readonly regime: ModeRegime;
}

/** ηλ this close to 2 is on the edge, and an eigenvalue this small beside the other one is flat: rounding. */
const ROUNDING = 1e-9;

/**
 * The modes of gradient descent with the eigenvalues of H at a minimum, the shallow one first.
 *
 * 1 − ηλ: monotone for 0 < ηλ ≤ 1, zigzag up to 2, unstable beyond; λ < 0 escapes at every η.
 * Source: Goh, Why Momentum Really Works, Distill 2017.
 */
export function modesOf(eta: number, low: number, high: number): readonly [shallow: Mode, steep: Mode] {
  const floor = ROUNDING * Math.max(Math.abs(low), Math.abs(high));
  const mode = (lambda: number): Mode => ({
    lambda,
    factor: 1 - eta * lambda,
    regime: regimeOf(eta, lambda, floor),
  });
  return [mode(low), mode(high)];
}

function regimeOf(eta: number, lambda: number, floor: number): ModeRegime {
  if (Math.abs(lambda) <= floor) return 'flat';
  if (lambda < 0) return 'escaping';
  if (Math.abs(eta * lambda - 2) <= 2 * ROUNDING) return 'edge';
  if (eta * lambda <= 1) return 'monotone';
  return eta * lambda < 2 ? 'zigzag' : 'unstable';
}

/** How long it takes until ‖θ − θ*‖ has shrunk to a share ε of what it was. */
export interface Shrinkage {
  readonly epsilon: number;
  /** Steps of gradient descent; null where it never does. */
  readonly steps: number | null;
  /** Time t of gradient flow; null where no rate promises it. */
  readonly time: number | null;
}

/**
 * How long the slowest start near a minimum takes: the least k with ρᵏ ≤ ε, ρ = max|1 − ηλᵢ|, for gradient descent, and
 * t = ln(1/ε)/λ₁ for gradient flow, both of the same distance ‖θ − θ*‖. Exact on quadratics, from every start at least as
 * fast; elsewhere it is what happens close to the minimum. Where minimisers fill a curve it is the distance to the curve.
 */
export function shrinkage({ curvatures, isolated }: Minimum, eta: number, epsilon: number): Shrinkage {
  const bends = isolated ? curvatures : curvatures.filter((lambda) => lambda > 0);
  const slowest = Math.min(...bends);
  if (!(slowest > 0 && Number.isFinite(slowest))) return { epsilon, steps: null, time: null };
  const rho = Math.max(...bends.map((lambda) => Math.abs(1 - eta * lambda)));
  return { epsilon, steps: stepsFor(rho, epsilon), time: Math.log(1 / epsilon) / slowest };
}

function stepsFor(rho: number, epsilon: number): number | null {
  if (rho >= 1) return null;
  if (rho === 0) return 1;
  // ρᵏ = ε within rounding is enough.
  return Math.max(1, Math.ceil((Math.log(epsilon) / Math.log(rho)) * (1 - 1e-12)));
}
