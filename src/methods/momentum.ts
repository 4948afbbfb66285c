import type { Circumstances } from './method';

/**
 * The inertial flow θ̈ + γθ̇ + ∇f(θ) = 0 that heavy ball and Nesterov follow at a given η and β: one step of theirs
 * takes the time h = √(2η/(1+β)), and γ = 2a/h with a = (1−β)/(1+β). Then η = h²/(1+a) and β = (1−a)/(1+a), which make
 * the heavy ball a centred difference of the flow.
 */
export function stepTime({ eta, momentum }: Circumstances): number {
  return Math.sqrt((2 * eta) / (1 + momentum));
}

/** γ of that flow. */
export function damping(circumstances: Circumstances): number {
  const { momentum } = circumstances;
  return (2 * (1 - momentum)) / ((1 + momentum) * stepTime(circumstances));
}

/** The larger modulus of the two roots of z² − sum·z + product = 0. */
export function largerRoot(sum: number, product: number): number {
  const quarter = (sum / 2) ** 2 - product;
  return quarter < 0 ? Math.sqrt(product) : Math.abs(sum) / 2 + Math.sqrt(quarter);
}
