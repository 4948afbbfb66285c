import wgsl from '../../shaders/methods/gf.wgsl?raw';
import { apply, integratedDecay, phi1, type Symmetric2, spectrum } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import type { Method } from './method';
import { rodas4 } from './rodas4';

/** The CPU twin is the reference for the flow itself, hence far tighter, and has the substeps that this takes. */
const REFERENCE = { tolerance: 1e-10, substeps: 20_000 };

/**
 * Gradient flow. On a quadratic θ⁺ = θ − tφ₁(−tA)∇f(θ), which is exact, also where A is singular or indefinite;
 * elsewhere Rodas4. Carries the integrator's substep h.
 */
export const gf: Method = {
  id: 'gf',
  label: 'gradient flow',
  short: 'GF',
  rule: 'dθ/dt = −∇f(θ)',
  kind: 'flow',
  approaches: { flow: 'gf', order: 4 },
  carry: 1,
  reads: [],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: () => Number.POSITIVE_INFINITY,
  limit: 'stable at every η',
  rate: ({ mu }, { eta }) => Math.exp(-eta * mu),
  source: 'Hairer & Wanner, Solving Ordinary Differential Equations II (1996), §IV.7: Rodas4',
  constants: (objective, duration, { tolerance }) =>
    objective.quadratic === null ? [tolerance] : [0, ...modes(objective, objective.quadratic.A, duration)],
  advance: ({ x, y, carry }, objective, duration) => {
    if (objective.quadratic !== null) {
      const [dx, dy] = apply(integratedDecay(objective.quadratic.A, duration), ...objective.gradient(x, y));
      return { x: x - dx, y: y - dy, carry };
    }
    const { end, h } = rodas4(objective, [x, y], duration, carry[0] ?? 0, REFERENCE);
    return { x: end[0], y: end[1], carry: [h] };
  },
  wgsl,
};

/**
 * The exact step mode by mode, for the shader: θ⁺ = θ − u(s₁ u·θ + c₁) − v(s₂ v·θ + c₂) with (u, v) the eigenvectors,
 * s = 1 − e^{−λt} and c = tφ₁(−λt) (vector)·∇f(0).
 *
 * In f32 this loses nothing however far apart the eigenvalues are. θ − tφ₁(−tA)∇f(θ) would: the gradient along the
 * flat direction is a small difference of large terms when the axes are not the eigenvectors.
 */
function modes(objective: Objective, A: Symmetric2, t: number): number[] {
  const { low, high, u, v } = spectrum(A);
  const slope = objective.gradient(0, 0);
  const mode = (lambda: number, [x, y]: readonly [number, number]) => {
    const time = finite(t * phi1(-lambda * t));
    return [finite(lambda * time), finite(time * (x * slope[0] + y * slope[1]))];
  };
  return [...v, ...mode(low, u), ...mode(high, v)];
}

/** Finite as an f32 too, so that a mode that explodes leaves a particle alone that rests on the saddle. */
function finite(value: number): number {
  return Math.min(1e38, Math.max(-1e38, value));
}
