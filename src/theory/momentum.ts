import type { Constants } from './constants';

/** Values of η and β that are best in some sense for given curvatures, and what they achieve. */
export interface Tuning {
  readonly method: 'heavyball' | 'nesterov';
  /** "heavy ball at its optimum" */
  readonly label: string;
  /** All three numbers as formulas of L, μ and κ. */
  readonly formula: string;
  readonly eta: number;
  /** β. */
  readonly momentum: number;
  /** What a step multiplies the distance to the minimiser by in the long run, on a quadratic with this L and μ. */
  readonly rate: number;
}

/**
 * The classical tunings for 0 < μ ≤ L; none for other curvatures, nor where κ is so large that β would be 1 in f32.
 * At κ = 1 all of them are gradient descent at η = 1/L, which is there in one step.
 *
 * They are tuned to quadratics. On other strongly convex f Nesterov's at η = 1/L still converges, while the heavy ball at
 * its optimum may cycle for ever (Lessard, Recht & Packard 2016, arXiv 1408.3595).
 */
export function tunings({ L, mu }: Pick<Constants, 'L' | 'mu'>): readonly Tuning[] {
  if (!(mu > 0 && mu <= L && L < Number.POSITIVE_INFINITY)) return [];
  const all = [heavyBallOptimum(L, mu), nesterovStandard(L, mu), nesterovOptimum(L, mu)];
  return all.every(({ momentum }) => Math.fround(momentum) < 1) ? all : [];
}

/**
 * η = 4/(√L + √μ)², β = ρ², ρ = (√κ − 1)/(√κ + 1): the roots at μ and at L are double and of modulus ρ,
 * and no other η and β has a smaller one on both.
 * Source: Polyak, Some methods of speeding up the convergence of iteration methods (1964).
 */
function heavyBallOptimum(L: number, mu: number): Tuning {
  const sum = Math.sqrt(L) + Math.sqrt(mu);
  const rate = (Math.sqrt(L) - Math.sqrt(mu)) / sum;
  return {
    method: 'heavyball',
    label: 'heavy ball at its optimum',
    formula: 'η = 4/(√L + √μ)², β = ((√κ − 1)/(√κ + 1))², rate (√κ − 1)/(√κ + 1)',
    eta: 4 / (sum * sum),
    momentum: rate * rate,
    rate,
  };
}

/**
 * η = 1/L, β = (√κ − 1)/(√κ + 1): rate 1 − 1/√κ on quadratics, and at most √(1 − 1/√κ) elsewhere.
 * Source: Nesterov, Introductory Lectures on Convex Optimization (2004), §2.2, constant step scheme III.
 */
function nesterovStandard(L: number, mu: number): Tuning {
  const [steep, shallow] = [Math.sqrt(L), Math.sqrt(mu)];
  return {
    method: 'nesterov',
    label: 'Nesterov at η = 1/L',
    formula: 'η = 1/L, β = (√κ − 1)/(√κ + 1), rate 1 − 1/√κ',
    eta: 1 / L,
    momentum: (steep - shallow) / (steep + shallow),
    rate: (steep - shallow) / steep,
  };
}

/**
 * η = 4/(3L + μ), β = (√(3κ+1) − 2)/(√(3κ+1) + 2): the best rate on quadratics, 1 − 2/√(3κ+1).
 * Source: Lessard, Recht & Packard, Analysis and Design of Optimization Algorithms via Integral Quadratic
 * Constraints (2016), arXiv 1408.3595, proposition 1.
 */
function nesterovOptimum(L: number, mu: number): Tuning {
  const [steep, shallow] = [Math.sqrt(3 * L + mu), 2 * Math.sqrt(mu)];
  return {
    method: 'nesterov',
    label: 'Nesterov at its optimum',
    formula: 'η = 4/(3L + μ), β = (√(3κ+1) − 2)/(√(3κ+1) + 2), rate 1 − 2/√(3κ+1)',
    eta: 4 / (3 * L + mu),
    momentum: (steep - shallow) / (steep + shallow),
    rate: (steep - shallow) / steep,
  };
}
