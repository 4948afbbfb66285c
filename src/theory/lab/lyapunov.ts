import { apply } from '../../math/symmetric2';
import type { Particle } from '../../methods/method';
import type { FateCircumstances } from './fateCircumstances';

/** What goes beside an orbit and tells how fast orbits part from it. */
export interface Companion {
  /** By how much the distance has grown while the particle took this step, as a logarithm. */
  follow(before: Particle, after: Particle): number;
}

/** By what a distance can grow in one step, as far as that is counted. */
const LEAST = 1e-4;
const MOST = 1e4;
/** How far the second particle is, relative to 1 + ‖θ‖. */
const APART = 1e-7;

/**
 * Of gradient descent the tangent: v ← (I − ηH(θ))v, kept at length 1. Of all others a second particle with all that it
 * carries, brought back to the same small distance after every step (Benettin, Galgani, Giorgilli & Strelcyn, Meccanica 15,
 * 1980). The reference for tangent.wgsl and neighbour.wgsl.
 */
export function companionOf(start: Particle, at: FateCircumstances): Companion {
  return at.method.id === 'gd' ? tangent(at) : neighbour(start, at);
}

function tangent({ objective, told: { eta } }: FateCircumstances): Companion {
  let [vx, vy] = [0.8, 0.6];
  return {
    follow: ({ x, y }) => {
      const [hx, hy] = apply(objective.hessian(x, y), vx, vy);
      const [wx, wy] = [vx - eta * hx, vy - eta * hy];
      const size = Math.hypot(wx, wy);
      [vx, vy] = size > 1e-30 ? [wx / size, wy / size] : [vx, vy];
      return Math.log(Math.min(MOST, Math.max(LEAST, size)));
    },
  };
}

function neighbour(start: Particle, { method, objective, told }: FateCircumstances): Companion {
  const size = 1 + Math.hypot(start.x, start.y);
  const apart = APART * size;
  const carried = Math.hypot(...start.carry);
  // Flags are no part of the motion, and a carry may have other units than θ.
  const weight = method.flags === undefined ? Math.min(1, size / Math.max(carried, 1e-30)) : 0;
  let other: Particle = { ...start, x: start.x + 0.8 * apart, y: start.y + 0.6 * apart };
  return {
    follow: (_, after) => {
      const moved = method.advance(other, objective, told.eta, told);
      const carryGap = Math.hypot(...moved.carry.map((value, n) => value - (after.carry[n] ?? 0)));
      const gap = Math.hypot(moved.x - after.x, moved.y - after.y, weight * carryGap);
      const back = apart / Math.max(gap, 1e-6 * apart);
      const [dx, dy] = gap === 0 ? [0.8 * apart, 0.6 * apart] : [moved.x - after.x, moved.y - after.y];
      const carry = moved.carry.map((value, n) => {
        const own = after.carry[n] ?? 0;
        return own + back * (value - own);
      });
      other = { ...after, x: after.x + back * dx, y: after.y + back * dy, carry };
      return Math.log(Math.min(MOST, Math.max(LEAST, 1 / back)));
    },
  };
}
