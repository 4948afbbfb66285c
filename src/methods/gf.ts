import exactShader from '../../shaders/exact.wgsl?raw';
import followShader from '../../shaders/follow.wgsl?raw';
import own from '../../shaders/methods/gf.wgsl?raw';
import rodas4Shader from '../../shaders/rodas4.wgsl?raw';
import rodas4StagesShader from '../../shaders/rodas4stages.wgsl?raw';
import substepsShader from '../../shaders/substeps.wgsl?raw';
import { apply, integratedDecay, phi1 } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import { exactStep } from './exactStep';
import type { Method } from './method';
import { type Flow, rodas4 } from './rodas4';
import { follow, REFERENCE } from './substeps';

/**
 * Gradient flow. On a quadratic θ⁺ = θ − tφ₁(−tA)∇f(θ), which is exact, also where A is singular or indefinite;
 * elsewhere Rodas4. Carries (h, E, S, D), of which h is the integrator's substep, and the others are what `meteredGf`
 * makes of them: here they stay as they are.
 */
export const gf: Method = {
  id: 'gf',
  label: 'gradient flow',
  short: 'GF',
  rule: 'dθ/dt = −∇f(θ)',
  kind: 'flow',
  approaches: { flow: 'gf', order: 4 },
  carry: 4,
  reads: [],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: () => Number.POSITIVE_INFINITY,
  limit: 'stable at every η',
  rate: ({ mu }, { eta }) => Math.exp(-eta * mu),
  source: 'Hairer & Wanner, Solving Ordinary Differential Equations II (1996), §IV.7: Rodas4',
  constants: (objective, duration, { tolerance }) =>
    objective.quadratic === null
      ? [tolerance]
      : [0, ...exactStep(objective, objective.quadratic.A, (lambda) => decayTime(lambda, duration))],
  advance: ({ x, y, carry }, objective, duration) => {
    const [h = 0, ...account] = carry;
    if (objective.quadratic !== null) {
      const [dx, dy] = apply(integratedDecay(objective.quadratic.A, duration), ...objective.gradient(x, y));
      return { x: x - dx, y: y - dy, carry };
    }
    const { end, h: next } = follow(rodas4(descent(objective)), [x, y], duration, h, REFERENCE);
    return { x: end[0], y: end[1], carry: [next, ...account] };
  },
  wgsl: [own, exactShader, followShader, rodas4Shader, rodas4StagesShader, substepsShader].join('\n'),
};

/** ∫₀ᵗ e^{−λs} ds. */
export function decayTime(lambda: number, t: number): number {
  return t * phi1(-lambda * t);
}

/** What gradient flow needs to know of an objective. */
export type Landscape = Pick<Objective, 'gradient' | 'hessian' | 'defined'>;

/** dθ/dt = −∇f(θ), whose Jacobian is −H. */
export function descent({ gradient, hessian, defined }: Landscape): Flow {
  return {
    velocity: ([x, y]) => {
      const [fx, fy] = gradient(x, y);
      return [-fx, -fy];
    },
    jacobian: ([x, y]) => {
      const [xx, xy, yy] = hessian(x, y);
      return [-xx, -xy, -xy, -yy];
    },
    defined,
  };
}
