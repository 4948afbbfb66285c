import { along, type Range } from '../../math/range';
import type { Point } from '../../objectives/box';
import type { View } from '../../objectives/objective';
import type { Lens } from '../fate';

/** The starts of a view, `aspect` times as wide as it is high, all at one η. */
export function planeLens([x, y, half]: View, aspect: number, eta: number): Lens {
  return {
    corner: [x - half * aspect, y - half],
    across: [2 * half * aspect, 0],
    up: [0, 2 * half],
    etas: { from: eta, to: eta, scale: 'lin' },
  };
}

/** The starts of a line, from left to right, and the learning rates of a range, from below to above. */
export function lineLens([a, b]: readonly [Point, Point], etas: Range): Lens {
  return { corner: a, across: [b[0] - a[0], b[1] - a[1]], up: [0, 0], etas };
}

/** θ₀ at the shares u and v of the way across and up. */
export function startAt({ corner, across, up }: Lens, u: number, v: number): Point {
  return [corner[0] + u * across[0] + v * up[0], corner[1] + u * across[1] + v * up[1]];
}

/** η at the share v of the way up. */
export function etaAt({ etas }: Lens, v: number): number {
  return etas.from === etas.to ? etas.from : along(etas, v);
}

/** Where a point lies in a lens that takes in a part of the plane, (u, v): the inverse of `startAt`. */
export function placeIn({ corner, across, up }: Lens, [x, y]: Point): Point {
  const [dx, dy] = [x - corner[0], y - corner[1]];
  const area = across[0] * up[1] - across[1] * up[0];
  return [(dx * up[1] - dy * up[0]) / area, (across[0] * dy - across[1] * dx) / area];
}
