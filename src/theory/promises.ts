import type { MethodId } from '../methods/method';
import type { Facts } from './facts';
import type { Quantity } from './recording';

/** The start that a promise is made from: how far from θ*, f₀ − f* and ‖∇f‖ there. */
export interface Start {
  readonly distance: number;
  readonly value: number;
  readonly gradient: number;
}

/** What a theorem says that a quantity does not exceed after k steps of size η. */
export interface Promised {
  readonly id: string;
  readonly formula: string;
  readonly at: (k: number) => number;
}

/**
 * The promises that hold for a quantity of gradient descent or gradient flow on this objective, at this η; none where f is
 * not convex, or η is too large. With 0 ≤ μ ≤ L, the extreme eigenvalues of H:
 *
 * GD, η ≤ 1/L: f(θₖ) − f* ≤ ‖θ₀ − θ*‖²/(2ηk). GF: f(θ(t)) − f* ≤ ‖θ₀ − θ*‖²/(2t).
 * GD, η < 2/L, μ > 0: ‖θₖ − θ*‖ and ‖∇f‖ shrink by q = max(|1 − ημ|, |1 − ηL|) a step, f − f* by q².
 * GF, μ > 0: ‖θ − θ*‖ and ‖∇f‖ like e^{−μt}, f − f* like e^{−2μt}.
 *
 * Sources: Nesterov, Lectures on Convex Optimization (2018), §2.1.5; the rates of GD in all three measures: Taylor, Hendrickx &
 * Glineur, "Exact worst-case convergence rates of the proximal gradient method for composite convex minimization" (2018).
 */
export function promises(
  id: MethodId,
  quantity: Quantity,
  { constants: { L, mu }, minima }: Pick<Facts, 'constants' | 'minima'>,
  eta: number,
  { distance, value, gradient }: Start,
): readonly Promised[] {
  const convex = mu >= 0 && L > 0 && minima.length > 0;
  if (!convex || (id !== 'gd' && id !== 'gf')) return [];
  const made: Promised[] = [];
  const add = (name: string, formula: string, at: (k: number) => number): void => {
    made.push({ id: name, formula, at });
  };
  const flow = id === 'gf';
  if (quantity === 'value' && (flow || eta * L <= 1 + ROUNDING)) {
    add('sublinear', flow ? '‖θ₀ − θ*‖²/(2t)' : '‖θ₀ − θ*‖²/(2ηk)', (k) => distance ** 2 / (2 * eta * k));
  }
  if (!(mu > 0) || (!flow && eta * L >= 2)) return made;
  const decay = flow ? Math.exp(-mu * eta) : contraction(mu, L, eta);
  if (quantity === 'value') {
    const formula = flow ? 'exp(−2μt)(f₀ − f*)' : 'q²ᵏ(f₀ − f*)';
    add('linear', formula, (k) => decay ** (2 * k) * value);
  }
  const name = flow ? 'exp(−μt)' : 'qᵏ';
  if (quantity === 'distance') add('linear', `${name}‖θ₀ − θ*‖`, (k) => decay ** k * distance);
  if (quantity === 'gradient') add('linear', `${name}‖∇f(θ₀)‖`, (k) => decay ** k * gradient);
  return made;
}

/** q = max(|1 − ημ|, |1 − ηL|): what a step of gradient descent multiplies the distance to θ* by, at most. */
export function contraction(mu: number, L: number, eta: number): number {
  return Math.max(Math.abs(1 - eta * mu), Math.abs(1 - eta * L));
}

/** η = 1/L may come out a little larger. */
const ROUNDING = 1e-12;

/** Why nothing is promised for gradient descent or flow, as a clause; null where something is. */
export function silence(
  id: 'gd' | 'gf',
  { constants: { L, mu, scope }, minima }: Pick<Facts, 'constants' | 'minima'>,
  eta: number,
): string | null {
  const where = scope === 'exact' ? '' : ' over the view';
  if (minima.length === 0) return 'no minimum of f is known here';
  if (!(mu >= 0)) return `f is not convex${where}`;
  if (id === 'gd' && !(eta * L < 2)) return 'η is not below 2/L';
  return null;
}
