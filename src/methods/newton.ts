import eigen2Shader from '../../shaders/eigen2.wgsl?raw';
import own from '../../shaders/methods/newton.wgsl?raw';
import { apply, matrixFunction } from '../math/symmetric2';
import type { Method } from './method';

/**
 * Damped, saddle-free Newton. |H| is H with the absolute values of its eigenvalues, so that every step goes downhill and
 * away from saddles; 1/η is the damping of Levenberg and Marquardt. Small η: gradient descent with that step; large η:
 * Newton's step. On a convex quadratic it is the proximal point.
 */
export const newton: Method = {
  id: 'newton',
  label: 'damped Newton',
  short: 'Newton',
  rule: 'θₖ₊₁ = θₖ − (|∇²f(θₖ)| + I/η)⁻¹∇f(θₖ)',
  kind: 'map',
  approaches: { flow: 'gf', order: 1 },
  carry: 0,
  reads: [],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: () => Number.POSITIVE_INFINITY,
  limit: 'stable for every η on quadratics',
  rate: ({ mu }, { eta }) => 1 / (1 + eta * mu),
  source: 'Dauphin et al., NeurIPS 2014, arXiv 1406.2572; Marquardt, Journal of SIAM 11 (1963), p. 431',
  constants: () => [],
  advance: ({ x, y, carry }, objective, duration) => {
    const inverse = matrixFunction(
      objective.hessian(x, y),
      (lambda) => duration / (1 + duration * Math.abs(lambda)),
    );
    const [dx, dy] = apply(inverse, ...objective.gradient(x, y));
    return { x: x - dx, y: y - dy, carry };
  },
  wgsl: [own, eigen2Shader].join('\n'),
};
