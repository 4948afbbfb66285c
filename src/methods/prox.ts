import eigen2Shader from '../../shaders/eigen2.wgsl?raw';
import exactShader from '../../shaders/exact.wgsl?raw';
import own from '../../shaders/methods/prox.wgsl?raw';
import { apply, eigenvalues, matrixFunction, type Symmetric2 } from '../math/symmetric2';
import { exactStep } from './exactStep';
import type { Method } from './method';
import { proximalPoint } from './proximalPoint';

const FLAGS = ['several solutions', 'not converged'] as const;
const [SEVERAL, NOT_CONVERGED] = [1, 2] as const;

/**
 * Proximal point, which is backward Euler on gradient flow. The step descends on Φ(u) = f(u) + ‖u − θ‖²/(2η) from θ to a
 * minimum of it: exactly on a quadratic, θ⁺ = (I + ηA)⁻¹(θ + ηb), elsewhere by Newton's method in a trust region.
 *
 * Carries what the step found, as flags. "several solutions": I + ηH has a negative eigenvalue at θ or on the way, so that Φ
 * is not convex and may have other minima, perhaps lower ones; the step took the one downhill from θ. "not converged": the
 * iteration ended short of a minimum, at a point where Φ is lower than at θ.
 *
 * Where Φ falls without end (a quadratic with 1 + ηλ ≤ 0, the monkey saddle) the step leads out of the trust radius and the
 * particle diverges, as is the limit 1 + ηλ → 0; it stays on the ridge if it stands there exactly: not converged.
 */
export const prox: Method = {
  id: 'prox',
  label: 'proximal point',
  short: 'prox',
  rule: 'θₖ₊₁ = θₖ − η∇f(θₖ₊₁) = argminᵤ f(u) + ‖u − θₖ‖²/(2η)',
  kind: 'map',
  approaches: { flow: 'gf', order: 1 },
  carry: 1,
  reads: [],
  flags: FLAGS,
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: () => Number.POSITIVE_INFINITY,
  limit: 'stable for every η on convex f',
  rate: ({ mu }, { eta }) => 1 / (1 + eta * mu),
  source: 'Rockafellar, SIAM Journal on Control and Optimization 14 (1976), p. 877',
  constants: (objective, duration) => {
    if (objective.quadratic === null) return [0];
    const { A } = objective.quadratic;
    return [1, ...exactStep(objective, A, (lambda) => implicitTime(lambda, duration)), flagsOn(A, duration)];
  },
  advance: ({ x, y }, objective, duration) => {
    if (objective.quadratic !== null) {
      const { A } = objective.quadratic;
      const inverse = matrixFunction(A, (lambda) => implicitTime(lambda, duration));
      const [dx, dy] = apply(inverse, ...objective.gradient(x, y));
      return { x: x - dx, y: y - dy, carry: [flagsOn(A, duration)] };
    }
    const { end, several, converged } = proximalPoint(objective, [x, y], duration);
    const flags = (several ? SEVERAL : 0) + (converged ? 0 : NOT_CONVERGED);
    return { x: end[0], y: end[1], carry: [flags] };
  },
  wgsl: [own, exactShader, eigen2Shader].join('\n'),
};

/** How many times farther than the distance to the ridge a particle goes where Φ falls without end. */
const WITHOUT_END = 1e20;

/** θ⁺ = θ − g∇f(θ) along an eigenvector: g = η/(1 + ηλ), and out of sight where Φ falls without end. */
function implicitTime(lambda: number, eta: number): number {
  return 1 + eta * lambda > 0 ? eta / (1 + eta * lambda) : WITHOUT_END / -lambda;
}

function flagsOn(A: Symmetric2, eta: number): number {
  return 1 + eta * eigenvalues(A)[0] > 0 ? 0 : NOT_CONVERGED;
}
