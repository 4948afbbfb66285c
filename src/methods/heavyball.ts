import wgsl from '../../shaders/methods/heavyball.wgsl?raw';
import type { Method } from './method';
import { largerRoot, stepTime } from './momentum';

/**
 * Polyak's heavy ball. Carries its velocity v, a displacement per step: v⁺ = βv − η∇f(θ), θ⁺ = θ + v⁺.
 *
 * It is the centred discretisation (θₖ₊₁ − 2θₖ + θₖ₋₁)/h² + γ(θₖ₊₁ − θₖ₋₁)/(2h) + ∇f(θₖ) = 0 of the inertial flow from
 * rest, with h and γ as in momentum.ts. That is of order two; the start v = 0 makes the first step twice as long as the
 * flow's and costs an order. v = η∇f(θ₀)/(1 + β) would not.
 */
export const heavyball: Method = {
  id: 'heavyball',
  label: 'heavy ball',
  short: 'HB',
  rule: 'θₖ₊₁ = θₖ + β(θₖ − θₖ₋₁) − η∇f(θₖ)',
  kind: 'map',
  approaches: { flow: 'inertial', order: 1 },
  carry: 2,
  reads: ['momentum'],
  time: stepTime,
  clock: 't = k√(2η/(1 + β))',
  stabilityLimit: ({ L }, { momentum }) => (2 * (1 + momentum)) / L,
  limit: 'η < 2(1 + β)/L',
  rate: ({ L, mu }, { eta, momentum }) => {
    const at = (lambda: number) => largerRoot(1 + momentum - eta * lambda, momentum);
    return Math.max(at(L), at(mu));
  },
  source: 'Polyak, Some methods of speeding up the convergence of iteration methods (1964)',
  constants: (_objective, _duration, { momentum }) => [momentum],
  advance: ({ x, y, carry: [vx = 0, vy = 0] }, objective, duration, { momentum }) => {
    const [fx, fy] = objective.gradient(x, y);
    const [wx, wy] = [momentum * vx - duration * fx, momentum * vy - duration * fy];
    return { x: x + wx, y: y + wy, carry: [wx, wy] };
  },
  wgsl,
};
