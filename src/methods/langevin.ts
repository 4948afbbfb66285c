import own from '../../shaders/methods/langevin.wgsl?raw';
import normalShader from '../../shaders/normal.wgsl?raw';
import { normalPair } from '../math/normal';
import { threefry } from '../math/threefry';
import type { Circumstances, Method } from './method';

/** The second word of the Threefry key: not that of starts, so that forces and starts are independent. */
const LANGEVIN_PURPOSE = 0x4c61_0000;

/**
 * Overdamped Langevin dynamics dθ = −∇f dt + √(2T) dW, T = 1/β, whose stationary density is ∝ e^{−f/T}.
 *
 * `euler` (Euler–Maruyama): θ⁺ = θ − η∇f + √(2ηT) ξₖ. On a quadratic its variance is (T/λ)/(1 − ηλ/2).
 * `leimkuhler` (Leimkuhler & Matthews): θ⁺ = θ − η∇f + √(ηT/2) (ξₖ₋₁ + ξₖ). There its variance is T/λ exactly.
 *
 * ξₖ follows from seed, particle and k alone, so that every run repeats. Leimkuhler carries ξₖ to the next step, as
 * drawing it takes longer than all else; no force came before a start.
 *
 * It approaches no flow: a single path is random, however small η.
 */
export const langevin: Method = {
  id: 'langevin',
  label: 'Langevin dynamics',
  short: 'Langevin',
  rule: 'dθ = −∇f(θ) dt + √(2T) dW',
  kind: 'map',
  approaches: null,
  carry: 2,
  reads: ['temperature', 'noise'],
  stochastic: true,
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: ({ L }) => 2 / L,
  limit: 'η < 2/L',
  // Of the mean over all particles: the force has mean 0.
  rate: ({ L, mu }, { eta }) => Math.max(Math.abs(1 - eta * L), Math.abs(1 - eta * mu)),
  source:
    'Leimkuhler & Matthews, Rational construction of stochastic numerical methods for molecular sampling, ' +
    'Appl. Math. Res. eXpress 2013, 34–56, eq. (1.3); Kloeden & Platen (1992), §10.2',
  constants: (_, duration, circumstances) => [
    weight(duration, circumstances),
    circumstances.noise === 'leimkuhler' ? 1 : 0,
  ],
  advance: ({ x, y, carry: [cx = 0, cy = 0], index, tick }, objective, duration, circumstances) => {
    const [fx, fy] = objective.gradient(x, y);
    const a = weight(duration, circumstances);
    const [nx, ny] = normalPair(threefry([circumstances.seed, LANGEVIN_PURPOSE], [index, tick]));
    const [mx, my] = [x - duration * fx, y - duration * fy];
    if (circumstances.noise === 'euler') return { x: mx + a * nx, y: my + a * ny, carry: [0, 0] };
    return { x: mx + a * (cx + nx), y: my + a * (cy + ny), carry: [nx, ny] };
  },
  wgsl: [own, normalShader].join('\n'),
};

/** √(2ηT), by which ξₖ is multiplied, or √(ηT/2) for the sum of two. */
function weight(eta: number, { temperature, noise }: Circumstances): number {
  return Math.sqrt((noise === 'euler' ? 2 : 0.5) * eta * temperature);
}
