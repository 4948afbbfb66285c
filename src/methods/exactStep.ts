import { type Symmetric2, spectrum } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';

/**
 * A step θ⁺ = θ − g(A)∇f(θ) on a quadratic, mode by mode, as six numbers for `step_exactly` of shaders/exact.wgsl:
 * θ⁺ = θ − u(s₁ u·θ + c₁) − v(s₂ v·θ + c₂) with (u, v) the eigenvectors of A, s = λg(λ) and c = g(λ)(vector)·∇f(0).
 *
 * In f32 this loses nothing however far apart the eigenvalues are. θ − g(A)∇f(θ) would: the gradient along the
 * flat direction is a small difference of large terms when the axes are not the eigenvectors.
 */
export function exactStep(
  objective: Objective,
  A: Symmetric2,
  g: (eigenvalue: number) => number,
): readonly number[] {
  const { low, high, u, v } = spectrum(A);
  const slope = objective.gradient(0, 0);
  const mode = (lambda: number, [x, y]: readonly [number, number]) => {
    const factor = finite(g(lambda));
    return [finite(lambda * factor), finite(factor * (x * slope[0] + y * slope[1]))];
  };
  return [...v, ...mode(low, u), ...mode(high, v)];
}

/** Finite as an f32 too, so that a mode that explodes leaves a particle alone that rests on the saddle. */
export function finite(value: number): number {
  return Math.min(1e38, Math.max(-1e38, value));
}
