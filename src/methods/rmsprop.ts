import wgsl from '../../shaders/methods/rmsprop.wgsl?raw';
import shared from '../../shaders/rms.wgsl?raw';
import type { Method } from './method';
import { epsilonInF32, rms } from './rms';

/**
 * RMSProp, coordinate by coordinate: v⁺ = β₂v + (1 − β₂)g², θ⁺ = θ − ηg/(√v⁺ + ε). Carries √v.
 *
 * Where v has caught up with g² it moves by η whatever the slope is; as η → 0 with t = kη it follows
 * dθᵢ/dt = −gᵢ/(|gᵢ| + ε). It does not come to rest at a minimiser: v falls with g² until steps overshoot, and what is
 * left is the cycle θᵢ = ±(η/2 − ε/λ) or, for β₂ near 1, bursts of that size. Only where η < 2ε/λ even the step ηg/ε at
 * v = 0 is a contraction.
 */
export const rmsprop: Method = {
  id: 'rmsprop',
  label: 'RMSProp',
  short: 'RMSProp',
  rule: 'θₖ₊₁ = θₖ − ηg/(√vₖ₊₁ + ε), vₖ₊₁ = β₂vₖ + (1 − β₂)g², g = ∇f(θₖ)',
  kind: 'map',
  approaches: null,
  carry: 2,
  reads: ['beta2', 'epsilon'],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: () => null,
  limit: 'at rest in a minimum only if η < 2ε/L; else jumps of about η recur',
  rate: () => null,
  source: 'Tieleman & Hinton, Lecture 6.5, COURSERA: Neural Networks for Machine Learning (2012)',
  constants: (_objective, _duration, { beta2, epsilon }) => [beta2, 1 - beta2, epsilonInF32(epsilon)],
  advance: ({ x, y, carry: [rx = 0, ry = 0] }, objective, duration, { beta2, epsilon }) => {
    const [gx, gy] = objective.gradient(x, y);
    const [sx, sy] = [rms(rx, gx, beta2), rms(ry, gy, beta2)];
    return {
      x: x - (duration * gx) / (sx + epsilon),
      y: y - (duration * gy) / (sy + epsilon),
      carry: [sx, sy],
    };
  },
  wgsl: [shared, wgsl].join('\n'),
};
