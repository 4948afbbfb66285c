import { type Box, clampInto, type Point } from './box';

export type Field = (x: number, y: number) => number;

/** A point and the value of a field there. */
export interface Extreme {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

const NOWHERE: Extreme = { x: Number.NaN, y: Number.NaN, value: Number.NaN };

/** The search ends when its step is this share of the first one. */
const FINEST = 1e-7;
/** It also ends after so many steps: along a curved ridge it would creep. */
const MOST_STEPS = 400;

const COMPASS: readonly Point[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
];

/**
 * Uphill from a point inside a box by compass search: steps of `reach` times the box's sides along the axes and the
 * diagonals, halved when none goes up. It needs no derivative: eigenvalues have none where they cross.
 * Source: Kolda, Lewis & Torczon, SIAM Review 45, 2003, §1.
 */
export function climb(field: Field, start: Extreme, box: Box, reach: number): Extreme {
  const [width, height] = [box.right - box.left, box.top - box.bottom];
  let here = start;
  for (let step = reach, steps = 0; step > FINEST * reach && steps < MOST_STEPS; steps++) {
    const next = uphill(field, here, box, [step * width, step * height]);
    if (next === null) step /= 2;
    else here = next;
  }
  return here;
}

/** The best of the eight points around one, if it is higher. */
function uphill(field: Field, here: Extreme, box: Box, [dx, dy]: Point): Extreme | null {
  let best: Extreme | null = null;
  let highest = here.value;
  for (const [across, up] of COMPASS) {
    const [x, y] = clampInto(box, here.x + across * dx, here.y + up * dy);
    const value = field(x, y);
    if (!(value > highest) || !Number.isFinite(value)) continue;
    highest = value;
    best = { x, y, value };
  }
  return best;
}

/** The highest of several extremes; nowhere if there is none. */
export function highestOf(extremes: readonly Extreme[]): Extreme {
  return extremes.reduce(
    (best, next) => (next.value > best.value || Number.isNaN(best.value) ? next : best),
    NOWHERE,
  );
}
