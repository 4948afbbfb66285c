import type { MethodId } from '../methods/method';

/**
 * The shape of a particle, with which it also marks its iterates. The plane is folded into a part of itself, and what
 * lies within two half planes there, n·p ≤ reach, is the shape; lengths are in radii. One formula thus has every shape,
 * for `shaders/mark.wgsl` as for the legend.
 */
export interface Mark {
  /** What is folded onto what: nothing (a disc, whatever the half planes), left onto right, onto a quarter, onto an eighth. */
  readonly fold: 'disc' | 'half' | 'quarter' | 'eighth';
  readonly planes: readonly [HalfPlane, HalfPlane];
  /** Thickness of the outline of a hollow shape; 0: it is filled. */
  readonly outline: number;
  /** Radius of the circle around it. */
  readonly reach: number;
}

type HalfPlane = readonly [x: number, y: number, reach: number];

/** How a method is drawn, apart from its colour. Lengths are in CSS pixels. */
export interface Style {
  readonly mark: Mark;
  /** Radius of the mark at each iterate; 0: none. */
  readonly dot: number;
  /** Radius of the particle itself. */
  readonly head: number;
  /** Half the thickness of a fresh stroke. */
  readonly halfWidth: number;
  readonly dash: Dash;
}

/** How many dashes a flow draws to a step, so that they tell the time, and which share of its length each fills. */
interface Dash {
  readonly dashes: number;
  readonly share: number;
}

const SLANT = Math.SQRT1_2;
const STEEP = Math.sqrt(3) / 2;
const EVERYWHERE: HalfPlane = [0, 0, 1];
const DEGREES = Array.from({ length: 360 }, (_, n) => (n * Math.PI) / 180);

function mark(fold: Mark['fold'], planes: Mark['planes'], outline = 0): Mark {
  const shape = { fold, planes, outline };
  const reach = Math.max(...DEGREES.map((angle) => extent(shape, [Math.cos(angle), Math.sin(angle)])));
  return { ...shape, reach };
}

/** Of about the same area; y points down, as pixels do. */
const disc = mark('disc', [EVERYWHERE, EVERYWHERE]);
const square = mark('eighth', [[1, 0, 0.86], EVERYWHERE]);
const diamond = mark('quarter', [[SLANT, SLANT, 0.92], EVERYWHERE]);
const triangleUp = mark('half', [
  [0, 1, 0.72],
  [STEEP, -0.5, 0.72],
]);
const triangleDown = mark('half', [
  [0, -1, 0.72],
  [STEEP, 0.5, 0.72],
]);
const plus = mark('eighth', [
  [1, 0, 1.3],
  [0, 1, 0.42],
]);
const ring = mark('disc', disc.planes, 0.45);
const hollowSquare = mark('eighth', square.planes, 0.42);

const SOLID: Dash = { dashes: 1, share: 1 };
const DASHED: Dash = { dashes: 4, share: 0.65 };
const DOTTED: Dash = { dashes: 4, share: 0.3 };
const NONE: Dash = { dashes: 1, share: 0 };

const flow = { dot: 0, head: 4.2, halfWidth: 1.1 } as const;
const map = { dot: 3.3, head: 4.5, halfWidth: 0.8, dash: SOLID } as const;

/**
 * Flows are curves without marks, told apart by their dashes; maps are chords with a mark at every iterate. Gradient
 * flow lies lowest, broad enough to be seen on both sides of what is on top of it.
 */
export const STYLES: Readonly<Record<MethodId, Style>> = {
  gd: { ...map, mark: disc, dot: 2.3, head: 3.4 },
  gf: { mark: disc, dot: 0, head: 3.2, halfWidth: 1.35, dash: SOLID },
  prox: { ...map, mark: square },
  newton: { ...map, mark: plus },
  heavyball: { ...map, mark: triangleUp },
  nesterov: { ...map, mark: triangleDown },
  inertial: { ...flow, mark: triangleUp, dash: DASHED },
  naturalgd: { ...map, mark: diamond },
  natural: { ...flow, mark: diamond, dash: DOTTED },
  langevin: { ...map, mark: disc, dot: 1.8, head: 3, halfWidth: 0.6, dash: NONE },
  rmsprop: { ...map, mark: hollowSquare, dot: 3.5, head: 4.6 },
  adam: { ...map, mark: ring, dot: 3.6, head: 4.6 },
};

/** Factor on all lengths of a style for pairs placed by hand among many. */
export function enlarged(style: Style, factor: number): Style {
  const { dot, head, halfWidth } = style;
  return { ...style, dot: factor * dot, head: factor * head, halfWidth: factor * halfWidth };
}

/** From the centre of a mark to its edge in the direction of a unit vector, less `inset` off each of its sides; in radii. */
export function extent(
  { fold, planes }: Omit<Mark, 'reach'>,
  [x, y]: readonly [number, number],
  inset = 0,
): number {
  if (fold === 'disc') return 1 - inset;
  const [u, v] = [Math.abs(x), Math.abs(y)];
  const [p, q] = fold === 'half' ? [u, y] : fold === 'quarter' ? [u, v] : [Math.max(u, v), Math.min(u, v)];
  const reaches = planes.map(([nx, ny, reach]) => (reach - inset) / Math.max(nx * p + ny * q, 1e-6));
  return Math.min(...reaches);
}
