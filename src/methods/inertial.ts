import followShader from '../../shaders/follow.wgsl?raw';
import own from '../../shaders/methods/inertial.wgsl?raw';
import stagesShader from '../../shaders/rodas4stages.wgsl?raw';
import substepsShader from '../../shaders/substeps.wgsl?raw';
import { eigenvalues, type Symmetric2, spectrum } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import { finite } from './exactStep';
import type { Method, Motion, Particle } from './method';
import { damping, stepTime } from './momentum';
import { oscillate } from './oscillator';
import { RODAS4 } from './rodas4';
import { follow, type Integrator, REFERENCE, type Substep } from './substeps';

/** A coarse substep that errs by more may throw a particle out of its well. */
const CONTROL = { ...REFERENCE, coarse: 1e-3 };

/** Position and velocity. */
type Phase = readonly [x: number, y: number, vx: number, vy: number];

/**
 * The inertial flow θ̈ + γθ̇ + ∇f(θ) = 0 from rest, with the γ and the clock of the heavy ball at the same η and β: see
 * momentum.ts. On a quadratic exact, mode by mode; elsewhere Rodas4. Carries the velocity and the integrator's substep h.
 */
export const inertial: Method = {
  id: 'inertial',
  label: 'inertial flow',
  short: 'inertial',
  rule: 'θ̈ + γθ̇ + ∇f(θ) = 0, γ = (1 − β)√(2/(η(1 + β)))',
  kind: 'flow',
  approaches: { flow: 'inertial', order: 4 },
  carry: 3,
  reads: ['momentum'],
  time: stepTime,
  clock: 't = k√(2η/(1 + β))',
  stabilityLimit: () => Number.POSITIVE_INFINITY,
  limit: 'stable at every η',
  // The root of s² + γs + λ that is farther right; at μ it is never left of that at L.
  rate: ({ mu }, circumstances) => {
    const half = damping(circumstances) / 2;
    const square = half * half - mu;
    const root = square > 0 ? -mu / (half + Math.sqrt(square)) : -half;
    return Math.exp(root * stepTime(circumstances));
  },
  source: 'Shi, Du, Jordan & Su, arXiv 1810.08907; Rodas4: Hairer & Wanner II (1996), §IV.7',
  constants: (objective, duration, circumstances) =>
    objective.quadratic === null
      ? [circumstances.tolerance, damping(circumstances)]
      : [0, ...modes(objective, objective.quadratic.A, damping(circumstances), duration)],
  advance: (particle, objective, duration, circumstances) => {
    const gamma = damping(circumstances);
    if (objective.quadratic !== null) {
      return swing(particle, objective, objective.quadratic.A, gamma, duration);
    }
    const { x, y, carry } = particle;
    const [vx = 0, vy = 0, h0 = 0] = carry;
    const { end, h } = follow(glider(objective, gamma), [x, y, vx, vy], duration, h0, CONTROL);
    return { x: end[0], y: end[1], carry: [end[2], end[3], h] };
  },
  wgsl: [own, followShader, stagesShader, substepsShader].join('\n'),
};

/** The exact step on a quadratic: every mode is an oscillator, with the slope along it for its force. */
function swing(
  { x, y, carry }: Particle,
  objective: Objective,
  A: Symmetric2,
  gamma: number,
  t: number,
): Motion {
  const { low, high, u, v } = spectrum(A);
  const [vx = 0, vy = 0, h = 0] = carry;
  const [fx, fy] = objective.gradient(x, y);
  const along = (lambda: number, [ux, uy]: readonly [number, number]) => {
    const { drift, hold, push } = oscillate(lambda, gamma, t);
    const [velocity, slope] = [ux * vx + uy * vy, ux * fx + uy * fy];
    return [drift * velocity - push * slope, hold * velocity - drift * slope] as const;
  };
  const [[du, wu], [dv, wv]] = [along(low, u), along(high, v)];
  return {
    x: x + du * u[0] + dv * v[0],
    y: y + du * u[1] + dv * v[1],
    carry: [wu * u[0] + wv * v[0], wu * u[1] + wv * v[1], h],
  };
}

/**
 * The same for the shader: the eigenvector v, and of each mode ψ, ψ̇, λΨ, sΨ, λψ and sψ with s its slope at 0.
 * That the slope is not taken at θ keeps the flat mode's digits, as in exactStep.ts.
 */
function modes(objective: Objective, A: Symmetric2, gamma: number, t: number): readonly number[] {
  const { low, high, u, v } = spectrum(A);
  const [fx, fy] = objective.gradient(0, 0);
  const mode = (lambda: number, [ux, uy]: readonly [number, number]) => {
    const { drift, hold, push } = oscillate(lambda, gamma, t);
    const slope = ux * fx + uy * fy;
    return [drift, hold, lambda * push, slope * push, lambda * drift, slope * drift].map(finite);
  };
  return [...v, ...mode(low, u), ...mode(high, v)];
}

/** How to follow the inertial flow by Rodas4. The same, line by line, as shaders/methods/inertial.wgsl. */
function glider(f: Pick<Objective, 'gradient' | 'hessian' | 'defined'>, gamma: number): Integrator<Phase> {
  return {
    bounded: ([x, y], h) => bounded(f.hessian(x, y), h),
    step: (start, h) => glide(f, gamma, start, h),
  };
}

/**
 * One step of Rodas4 for z = (θ, w) with w = hθ̇: all that it adds up is a displacement, also the error estimate. With
 * kᵢ = (p, q), rᵢ = (w, −h²∇f(θ) − hγw) + Σⱼ cᵢⱼkⱼ at the stage's z, and d = 4 + hγ, 4k − (q, −h²Hp − hγq) = r becomes
 * (4d + h²H) p = dr₁ + r₂, q = 4p − r₁.
 */
export function glide(
  f: Pick<Objective, 'gradient' | 'hessian' | 'defined'>,
  gamma: number,
  [x, y, vx, vy]: Phase,
  h: number,
): Substep<Phase> {
  const drag = h * gamma;
  const d = 4 + drag;
  const [xx, xy, yy] = f.hessian(x, y);
  const [m11, m12, m22] = [4 * d + h * h * xx, h * h * xy, 4 * d + h * h * yy];
  const determinant = m11 * m22 - m12 * m12;
  const start: Phase = [x, y, h * vx, h * vy];
  const k: Phase[] = [];
  let end = start;
  for (let stage = 0; stage < 6; stage++) {
    const u = combine(start, RODAS4.A[stage] ?? [], k);
    const velocity = [u[2] / h, u[3] / h] as const;
    if (!f.defined(u[0], u[1])) return { defined: false, end: [u[0], u[1], ...velocity], error: Infinity };
    const [fx, fy] = f.gradient(u[0], u[1]);
    const force = [-h * h * fx - drag * u[2], -h * h * fy - drag * u[3]] as const;
    const [r1, r2, r3, r4] = combine([u[2], u[3], ...force], RODAS4.C[stage] ?? [], k);
    const [bx, by] = [d * r1 + r3, d * r2 + r4];
    const [px, py] = [(m22 * bx - m12 * by) / determinant, (m11 * by - m12 * bx) / determinant];
    const next: Phase = [px, py, 4 * px - r1, 4 * py - r2];
    k.push(next);
    end = combine(u, [1], [next]);
  }
  const error = Math.max(...(k[5] ?? []).map(Math.abs));
  return { defined: true, end: [end[0], end[1], end[2] / h, end[3] / h], error };
}

/** h, found from H if not known yet, and in a concave direction at most 2/√|λmin|: it grows by e² at most. */
function bounded(H: Symmetric2, h: number): number {
  const [low] = eigenvalues(H);
  const known = h === 0 ? 1 / Math.sqrt(Math.hypot(H[0], H[1], H[1], H[2])) : h;
  return low < 0 ? Math.min(known, 2 / Math.sqrt(-low)) : known;
}

/** z + Σ weightⱼ kⱼ. */
function combine(z: Phase, weights: readonly number[], k: readonly Phase[]): Phase {
  let [x, y, vx, vy] = z;
  k.forEach(([kx, ky, kvx, kvy], j) => {
    const weight = weights[j] ?? 0;
    x += weight * kx;
    y += weight * ky;
    vx += weight * kvx;
    vy += weight * kvy;
  });
  return [x, y, vx, vy];
}
