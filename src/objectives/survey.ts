import { apply, eigenvalues, matrixFunction } from '../math/symmetric2';
import type { Objective } from './objective';
import type { View } from './row';

/** A rectangle of the plane. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** What f is like over a box, as far as it is defined there; all NaN where it is nowhere. */
export interface Survey {
  /** sup λmax(∇²f). */
  readonly lambdaMax: number;
  /** inf λmin(∇²f). */
  readonly lambdaMin: number;
  readonly fMin: number;
  readonly fMax: number;
  /** Where f is least. */
  readonly lowest: { readonly x: number; readonly y: number; readonly f: number };
  /** The value below which f is on a share q of the box. */
  readonly quantile: (q: number) => number;
  /** The median of ‖∇f‖. */
  readonly medianGradient: number;
}

/** Points of the grid along each side: odd, so that the centre is one. */
const SIDE = 49;
/** So many of the best grid points are refined. */
const CLIMBERS = 3;
/** The search for an extreme ends when its step is this share of the grid's. */
const FINEST = 1e-7;
/** It also ends after so many steps: along a curved ridge it would creep. */
const MOST_STEPS = 200;

/** The box that a 16:9 window shows: [x ± 16/9 h] × [y ± h]. The region of starts is that of the home view. */
export function boxOfView([x, y, half]: View): Box {
  const width = (16 / 9) * half;
  return { left: x - width, right: x + width, bottom: y - half, top: y + half };
}

const surveys = new WeakMap<Objective, Map<string, Survey>>();
const REMEMBERED = 4;

/**
 * Measures f, ∇f and the eigenvalues of H on a grid of 49 × 49 points, in float64, and refines the extremes by
 * compass search inside the box, the minimum of f by Newton's method too. Undefined and infinite values are left out. Surveys of an objective are
 * remembered.
 */
export function surveyObjective(objective: Objective, box: Box): Survey {
  const known = surveys.get(objective) ?? new Map<string, Survey>();
  surveys.set(objective, known);
  const key = `${box.left} ${box.right} ${box.bottom} ${box.top}`;
  const survey = known.get(key) ?? measure(objective, box);
  const [oldest] = known.keys();
  if (!known.has(key) && known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
  known.set(key, survey);
  return survey;
}

type Field = (x: number, y: number) => number;

function measure(objective: Objective, box: Box): Survey {
  const points = gridOf(box);
  const values = points.map(([x, y]) => objective.value(x, y));
  const slopes = points.map(([x, y]) => {
    const [fx, fy] = objective.gradient(x, y);
    return Math.sqrt(fx * fx + fy * fy);
  });
  const curvatures = points.map(([x, y]) => eigenvalues(objective.hessian(x, y)));
  const search = (grid: readonly number[], field: Field) => highest(grid, field, points, box);
  const negatives = values.map((value) => -value);
  const lowest = descend(
    objective,
    search(negatives, (x, y) => -objective.value(x, y)),
    box,
  );
  const peak = search(values, objective.value);
  const steepest = search(
    curvatures.map(([, high]) => high),
    (x, y) => eigenvalues(objective.hessian(x, y))[1],
  );
  const hollowest = search(
    curvatures.map(([low]) => -low),
    (x, y) => -eigenvalues(objective.hessian(x, y))[0],
  );
  const ranked = sorted(values);
  return {
    lambdaMax: steepest.value,
    lambdaMin: -hollowest.value,
    fMin: lowest.value,
    fMax: peak.value,
    lowest: { x: lowest.x, y: lowest.y, f: lowest.value },
    quantile: (q) => quantile(ranked, q),
    medianGradient: quantile(sorted(slopes), 0.5),
  };
}

type Point = readonly [x: number, y: number];

function gridOf({ left, right, bottom, top }: Box): readonly Point[] {
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const column = (i % SIDE) / (SIDE - 1);
    const row = Math.floor(i / SIDE) / (SIDE - 1);
    return [left + column * (right - left), bottom + row * (top - bottom)] as const;
  });
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values.filter(Number.isFinite)).sort();
}

/** Linear between the order statistics. */
function quantile(values: Float64Array, q: number): number {
  const at = q * (values.length - 1);
  const below = values[Math.floor(at)] ?? Number.NaN;
  const above = values[Math.ceil(at)] ?? Number.NaN;
  return below + (at - Math.floor(at)) * (above - below);
}

interface Extreme {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** The largest value of a field over a box, from its best grid points uphill. */
function highest(grid: readonly number[], field: Field, points: readonly Point[], box: Box): Extreme {
  const best: Extreme[] = [];
  for (const [i, value] of grid.entries()) {
    const last = best[CLIMBERS - 1];
    const [x, y] = points[i] ?? [Number.NaN, Number.NaN];
    if (!Number.isFinite(value) || (last !== undefined && value <= last.value)) continue;
    best.push({ x, y, value });
    best.sort((a, b) => b.value - a.value);
    best.length = Math.min(best.length, CLIMBERS);
  }
  const climbed = best.map((start) => climb(field, start, box));
  climbed.sort((a, b) => b.value - a.value);
  return climbed[0] ?? { x: Number.NaN, y: Number.NaN, value: Number.NaN };
}

const COMPASS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** Compass search: steps along the axes, halved when none goes up. Kolda, Lewis & Torczon, SIAM Review 45, 2003, §1. */
function climb(field: Field, start: Extreme, box: Box): Extreme {
  const { left, right, bottom, top } = box;
  let here = start;
  for (let step = 1, steps = 0; step > FINEST && steps < MOST_STEPS; steps++) {
    const reach = step / (SIDE - 1);
    const next = COMPASS.map(([dx, dy]) => {
      const x = Math.min(right, Math.max(left, here.x + dx * reach * (right - left)));
      const y = Math.min(top, Math.max(bottom, here.y + dy * reach * (top - bottom)));
      return { x, y, value: field(x, y) };
    }).find(({ value }) => value > here.value && Number.isFinite(value));
    if (next === undefined) step /= 2;
    else here = next;
  }
  return here;
}

const NEWTON_STEPS = 40;
/** Eigenvalues below this share of the largest do not stretch the step any further. */
const FLATTEST = 1e-9;

/** Down to a minimum by θ − t|H|⁻¹∇f, t halved until f falls: it ends where rounding stops it, or the box. */
function descend(objective: Objective, { x, y, value }: Extreme, box: Box): Extreme {
  let here: Extreme = { x, y, value: -value };
  for (let i = 0; i < NEWTON_STEPS; i++) {
    const next = newtonStep(objective, here, box);
    if (next === null) break;
    here = next;
  }
  return here;
}

function newtonStep(objective: Objective, here: Extreme, { left, right, bottom, top }: Box): Extreme | null {
  const H = objective.hessian(here.x, here.y);
  const scale = Math.max(...eigenvalues(H).map(Math.abs));
  const inverse = matrixFunction(H, (lambda) => 1 / Math.max(Math.abs(lambda), FLATTEST * scale));
  const [dx, dy] = apply(inverse, ...objective.gradient(here.x, here.y));
  for (let t = 1; t > 1e-3; t /= 2) {
    const x = Math.min(right, Math.max(left, here.x - t * dx));
    const y = Math.min(top, Math.max(bottom, here.y - t * dy));
    const value = objective.value(x, y);
    if (value < here.value) return { x, y, value };
  }
  return null;
}
