import exactShader from '../../shaders/exact.wgsl?raw';
import followShader from '../../shaders/follow.wgsl?raw';
import own from '../../shaders/methods/meteredGf.wgsl?raw';
import rodas4StagesShader from '../../shaders/rodas4stages.wgsl?raw';
import substepsShader from '../../shaders/substeps.wgsl?raw';
import { UNIT } from '../math/rounding';
import { apply, integratedDecay, matrixFunction, type Symmetric2, spectrum } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import { dissipating } from './dissipation';
import { finite } from './exactStep';
import { decayTime, descent, gf } from './gf';
import type { Method, Motion, Particle } from './method';
import { type Arrival, follow, largerComponent, REFERENCE } from './substeps';

/**
 * Gradient flow with a meter: the same motion as `gf`, bit for bit where a compiler does not fuse products with sums, and
 * dearer. What it reads is of use to whoever checks the flow, and to no one else. Carries (h, E, S, D): the integrator's
 * substep; the energy E(t) = ∫₀ᵗ‖∇f(θ(s))‖²ds that was dissipated, which is to be f(θ₀) − f(θ(t)); and by how much
 * |f(θ₀) − f(θ(t)) − E(t)| may miss 0, beside the rounding of both f:
 *
 * S = Σ tolerance·(1 + max|θ|)·‖∇f‖ over the substeps, ∇f being the larger of those at both ends, as an error δ of θ
 * changes f by ∇f·δ; and what E is in doubt by, a fifth of its error estimate, but no more than 7 times the former.
 * Substeps are controlled by what is estimated of θ alone, and E's own error may be some times that, as ‖∇f‖² relaxes
 * twice as fast: measured over all objectives and up to 1000 times their η, the balance takes 0.6 of S at most.
 * To that comes what f32 rounds: 2⁻²⁴E a tick for the sum, and 32·2⁻²⁴ of what is added to it. Where f32 cannot hold E,
 * E and S are 1e38.
 * D = Σ tolerance·(1 + max|θ|) is how far the substeps may have led the position itself astray.
 */
export const meteredGf: Method = {
  ...gf,
  label: 'gradient flow with a meter',
  constants: (objective, duration, circumstances) => {
    const common = gf.constants(objective, duration, circumstances);
    const { quadratic } = objective;
    return quadratic === null ? common : [...common, ...dissipations(quadratic.A, duration)];
  },
  advance: (particle, objective, duration) => {
    if (objective.quadratic !== null) return glide(particle, objective, objective.quadratic.A, duration);
    const { x, y, carry } = particle;
    const flow = dissipating(descent(objective));
    const { end, h, energy, slack, allowance } = follow(flow, [x, y], duration, carry[0] ?? 0, REFERENCE);
    return {
      x: end[0],
      y: end[1],
      carry: carryOn([h, ...carry.slice(1)], energy, { allowance, slack }),
    };
  },
  wgsl: [own, exactShader, followShader, rodas4StagesShader, substepsShader].join('\n'),
};

/**
 * The larger of a mode's slopes before and after the time t, by its displacement. The energy that it dissipates on the
 * way is half the sum of both slopes times the displacement.
 */
function slopePerMove(lambda: number, t: number): number {
  return 1 / decayTime(Math.abs(lambda), t);
}

/** For the shader, of both modes: that slope, and the energy by the squared displacement, (λ/2) coth(λt/2). */
function dissipations(A: Symmetric2, t: number): readonly number[] {
  const { low, high } = spectrum(A);
  const slopes = [low, high].map((lambda) => slopePerMove(lambda, t));
  const energies = [low, high].map((lambda) => slopePerMove(lambda, t) - Math.abs(lambda) / 2);
  return [...slopes, ...energies].map(finite);
}

/**
 * The exact step, on which E grows by ∇fᵀ(tφ₁(−2tA))∇f. In f32 θ⁺ and the displacements that E is made of err by the
 * rounding of terms of |θ| and |θ⁺ − θ|, and f then by ‖∇f‖ times that.
 */
function glide({ x, y, carry }: Particle, objective: Objective, A: Symmetric2, t: number): Motion {
  const slope = objective.gradient(x, y);
  const [dx, dy] = apply(integratedDecay(A, t), ...slope);
  const dissipation = matrixFunction(A, (lambda) => decayTime(2 * lambda, t));
  const [ex, ey] = apply(dissipation, ...slope);
  const larger = matrixFunction(A, (lambda) => slopePerMove(lambda, t));
  const { low, high, u, v } = spectrum(A);
  const stretch = 1 + Math.abs(Math.expm1(-low * t)) + Math.abs(Math.expm1(-high * t));
  const moved = Math.abs(u[0] * dx + u[1] * dy) + Math.abs(v[0] * dx + v[1] * dy);
  const size = largerComponent([x, y]) * stretch + moved;
  const allowance = 4 * UNIT * size * Math.hypot(...apply(larger, dx, dy));
  return {
    x: x - dx,
    y: y - dy,
    carry: carryOn(carry, slope[0] * ex + slope[1] * ey, { allowance, slack: 0 }),
  };
}

/**
 * The carry after `energy` more, which may be off by `allowance` and by the rounding of its terms and of the sum, and
 * after the position may have gone off by `slack` more.
 */
function carryOn(
  [h = 0, before = 0, allowed = 0, loose = 0]: readonly number[],
  energy: number,
  { allowance, slack }: Pick<Arrival, 'allowance' | 'slack'>,
): readonly number[] {
  const total = before + energy;
  const off = allowed + allowance + UNIT * (Math.abs(total) + 32 * Math.abs(energy));
  const known = Math.abs(total) < FAR && off < FAR;
  const strayed = Math.min(loose + slack, FAR);
  return known ? [h, total, off, strayed] : [h, FAR, FAR, strayed];
}

/** Where f32 is about to end. */
const FAR = 1e38;
