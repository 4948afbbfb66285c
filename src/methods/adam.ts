import wgsl from '../../shaders/methods/adam.wgsl?raw';
import shared from '../../shaders/rms.wgsl?raw';
import type { Method } from './method';
import { epsilonInF32, rms } from './rms';

/**
 * Adam, coordinate by coordinate: m⁺ = β₁m + (1 − β₁)g, v⁺ = β₂v + (1 − β₂)g²,
 * θ⁺ = θ − η(m⁺/c₁)/(√(v⁺/c₂) + ε) with the bias corrections cᵢ = 1 − βᵢᵏ.
 *
 * Carries m, √v, c₁ and c₂. Kept as the running mean of ones, c⁺ = βc + (1 − β), a correction does not cancel in f32
 * as 1 − βᵏ does, and errs as the mean does that it corrects.
 */
export const adam: Method = {
  id: 'adam',
  label: 'Adam',
  short: 'Adam',
  rule: [
    'θₖ₊₁ = θₖ − ηm̂/(√v̂ + ε), m̂ = mₖ₊₁/(1 − β₁ᵏ⁺¹), v̂ = vₖ₊₁/(1 − β₂ᵏ⁺¹)',
    'mₖ₊₁ = β₁mₖ + (1 − β₁)g, vₖ₊₁ = β₂vₖ + (1 − β₂)g², g = ∇f(θₖ)',
  ].join(', '),
  kind: 'map',
  approaches: null,
  carry: 6,
  reads: ['beta1', 'beta2', 'epsilon'],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: () => null,
  limit: 'λmax(P⁻¹H) < (2 + 2β₁)/((1 − β₁)η), P = diag(√v̂ + ε), which adapts',
  rate: () => null,
  source: 'Kingma & Ba, ICLR 2015, arXiv 1412.6980, algorithm 1; limit: Cohen et al. 2022, arXiv 2207.14484',
  constants: (_objective, _duration, { beta1, beta2, epsilon }) => [
    ...[beta1, 1 - beta1],
    ...[beta2, 1 - beta2],
    epsilonInF32(epsilon),
  ],
  advance: ({ x, y, carry }, objective, duration, { beta1, beta2, epsilon }) => {
    const [mx = 0, my = 0, rx = 0, ry = 0, c1 = 0, c2 = 0] = carry;
    const [gx, gy] = objective.gradient(x, y);
    const [nx, ny] = [beta1 * mx + (1 - beta1) * gx, beta1 * my + (1 - beta1) * gy];
    const [sx, sy] = [rms(rx, gx, beta2), rms(ry, gy, beta2)];
    const [d1, d2] = [beta1 * c1 + (1 - beta1), beta2 * c2 + (1 - beta2)];
    const step = (m: number, root: number) => (duration * (m / d1)) / (root / Math.sqrt(d2) + epsilon);
    return { x: x - step(nx, sx), y: y - step(ny, sy), carry: [nx, ny, sx, sy, d1, d2] };
  },
  wgsl: [shared, wgsl].join('\n'),
};
