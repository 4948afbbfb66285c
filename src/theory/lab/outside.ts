import type { View } from '../../objectives/objective';

/** Where beyond the edges of the picture: its corners and sides. */
export const ZONES = [
  ...(['lower left', 'below', 'lower right'] as const),
  ...(['left', 'inside', 'right'] as const),
  ...(['upper left', 'above', 'upper right'] as const),
] as const;
export type Zone = (typeof ZONES)[number];

/** A rectangle of the plane. */
export interface Extent {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Particles of one method beyond one edge or corner. */
export interface Outside {
  readonly zone: Zone;
  /** Particles that still go on, and those that diverged. */
  readonly alive: number;
  readonly lost: number;
  /** The smallest rectangle around those that go on, or if there are none around those that diverged. */
  readonly extent: Extent;
}

/** Room around what is brought in, as a share of the view. */
const MARGIN = 0.06;

/** The view that shows what `view` shows of a picture `aspect` times as wide as high, and these rectangles beside. */
export function viewAround([x, y, half]: View, aspect: number, extents: readonly Extent[]): View {
  const left = Math.min(x - half * aspect, ...extents.map((extent) => extent.left));
  const right = Math.max(x + half * aspect, ...extents.map((extent) => extent.right));
  const bottom = Math.min(y - half, ...extents.map((extent) => extent.bottom));
  const top = Math.max(y + half, ...extents.map((extent) => extent.top));
  const least = Math.max((top - bottom) / 2, (right - left) / 2 / aspect);
  return [(left + right) / 2, (bottom + top) / 2, least * (1 + 2 * MARGIN)];
}
