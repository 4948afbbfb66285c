import type { Facts } from './facts';
import type { Minimum } from './minimum';
import { type Mode, modesOf, type Shrinkage, shrinkage } from './modes';

/** The shares of ‖θ₀ − θ*‖ to which the time is told. */
export const EPSILONS = [1e-3, 1e-6] as const;

/** What theory says, as a script reads it. */
export interface Theory {
  /** sup λmax(H). */
  readonly L: number;
  /** inf λmin(H). */
  readonly mu: number;
  readonly kappa: number;
  /** 2/L. */
  readonly etaMax: number;
  /** `exact`: everywhere. `view`: L and μ were measured over the view. */
  readonly scope: 'exact' | 'view';
  /** 2/(L+μ); null where f is not strongly convex. */
  readonly best: number | null;
  /** The lowest minimum, and of equally low ones that nearest to the centre of the view; null where none is known. */
  readonly minimum: Minimum | null;
  /** All that are known, the lowest first. */
  readonly minima: readonly Minimum[];
  /** Of gradient descent at `minimum`, with its η; the shallow one first. */
  readonly modes: readonly Mode[] | null;
  /** How long it takes to shrink ‖θ − θ*‖ there. */
  readonly steps: readonly Shrinkage[] | null;
}

/** What theory says of an objective, and of gradient descent with η on it. */
export function theoryOf({ constants, minima }: Facts, eta: number): Theory {
  const { L, mu, kappa, etaMax, scope, best } = constants;
  const [minimum = null] = minima;
  const modes = minimum && modesOf(eta, ...minimum.curvatures);
  const steps = minimum && EPSILONS.map((epsilon) => shrinkage(minimum, eta, epsilon));
  return { L, mu, kappa, etaMax, scope, best, minimum, minima, modes, steps };
}
