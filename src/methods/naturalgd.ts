import own from '../../shaders/methods/naturalgd.wgsl?raw';
import type { Method } from './method';
import { metricConstants, metricWgsl, naturalGradient, relaxationRates } from './metric';

/** Natural gradient descent: forward Euler on natural gradient flow. */
export const naturalgd: Method = {
  id: 'naturalgd',
  label: 'natural gradient descent',
  short: 'NGD',
  rule: 'θₖ₊₁ = θₖ − ηG(θₖ)⁻¹∇f(θₖ)',
  kind: 'map',
  approaches: { flow: 'natural', order: 1 },
  carry: 0,
  reads: ['metric'],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: (curvature, { metric }) => {
    const rates = relaxationRates(metric, curvature);
    if (rates === null) return null;
    return rates[1] > 0 ? 2 / rates[1] : Number.POSITIVE_INFINITY;
  },
  limit: 'η < 2/λmax(G⁻¹H)',
  rate: (curvature, { eta, metric }) => {
    const rates = relaxationRates(metric, curvature);
    return rates && Math.max(...rates.map((rate) => Math.abs(1 - eta * rate)));
  },
  source: 'Amari, Natural gradient works efficiently in learning, Neural Computation 10 (1998)',
  constants: (_objective, _duration, { metric }) => metricConstants(metric),
  advance: ({ x, y, carry }, objective, duration, { metric }) => {
    const [dx, dy] = naturalGradient(metric, objective, [x, y]);
    return { x: x - duration * dx, y: y - duration * dy, carry };
  },
  wgsl: [own, metricWgsl].join('\n'),
};
