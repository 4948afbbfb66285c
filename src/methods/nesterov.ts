import wgsl from '../../shaders/methods/nesterov.wgsl?raw';
import type { Method } from './method';
import { largerRoot, stepTime } from './momentum';

/**
 * Nesterov's accelerated gradient with constant momentum. Carries the last displacement d = θ − θ₋:
 * y = θ + βd, d⁺ = βd − η∇f(y), θ⁺ = θ + d⁺.
 *
 * The heavy ball with the gradient taken ahead, at y. Against the inertial flow on the heavy ball's clock that is a term
 * βh∇²f θ̇ more, which damps steep directions and vanishes with h: order one, whatever the start.
 */
export const nesterov: Method = {
  id: 'nesterov',
  label: 'Nesterov acceleration',
  short: 'NAG',
  rule: 'θₖ₊₁ = y − η∇f(y), y = θₖ + β(θₖ − θₖ₋₁)',
  kind: 'map',
  approaches: { flow: 'inertial', order: 1 },
  carry: 2,
  reads: ['momentum'],
  time: stepTime,
  clock: 't = k√(2η/(1 + β))',
  stabilityLimit: ({ L }, { momentum }) => (2 * (1 + momentum)) / ((1 + 2 * momentum) * L),
  limit: 'η < 2(1 + β)/((1 + 2β)L)',
  rate: ({ L, mu }, { eta, momentum }) => {
    const at = (lambda: number) =>
      largerRoot((1 + momentum) * (1 - eta * lambda), momentum * (1 - eta * lambda));
    return Math.max(at(L), at(mu));
  },
  source:
    'Nesterov, Introductory Lectures on Convex Optimization (2004), §2.2; clock: Shi, Du, Jordan & Su, arXiv 1810.08907',
  constants: (_objective, _duration, { momentum }) => [momentum],
  advance: ({ x, y, carry: [dx = 0, dy = 0] }, objective, duration, { momentum }) => {
    const [px, py] = [momentum * dx, momentum * dy];
    // Where there is no gradient ahead the particle is lost, and is left where its caller finds it so.
    if (!objective.defined(x + px, y + py)) return { x: x + px, y: y + py, carry: [px, py] };
    const [fx, fy] = objective.gradient(x + px, y + py);
    const [ex, ey] = [px - duration * fx, py - duration * fy];
    return { x: x + ex, y: y + ey, carry: [ex, ey] };
  },
  wgsl,
};
