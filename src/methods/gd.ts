import wgsl from '../../shaders/methods/gd.wgsl?raw';
import type { Method } from './method';

/** Gradient descent with a fixed learning rate: forward Euler on gradient flow. */
export const gd: Method = {
  id: 'gd',
  label: 'gradient descent',
  short: 'GD',
  rule: 'θₖ₊₁ = θₖ − η∇f(θₖ)',
  kind: 'map',
  approaches: { flow: 'gf', order: 1 },
  carry: 0,
  reads: [],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: ({ L }) => 2 / L,
  limit: 'η < 2/L',
  rate: ({ L, mu }, { eta }) => Math.max(Math.abs(1 - eta * L), Math.abs(1 - eta * mu)),
  source: 'Nesterov, Lectures on Convex Optimization (2018), §1.2.3',
  constants: () => [],
  advance: ({ x, y, carry }, objective, duration) => {
    const [fx, fy] = objective.gradient(x, y);
    return { x: x - duration * fx, y: y - duration * fy, carry };
  },
  wgsl,
};
