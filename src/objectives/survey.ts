import { eigenvalues } from '../math/symmetric2';
import { type Box, gridOver, isIn, type Point } from './box';
import { climb, type Extreme, type Field, highestOf } from './climb';
import type { Objective } from './objective';
import { polish } from './polish';
import type { Minimiser } from './row';

export { type Box, boxOfView, type Point } from './box';

/** What f is like over a box, as far as it is defined there; all NaN where it is nowhere. */
export interface Survey extends Curvatures {
  readonly fMin: number;
  readonly fMax: number;
  /** Where f is least. */
  readonly lowest: Minimiser;
  /** Grid points that are as low as all their neighbours, the lowest first. */
  readonly basins: readonly Point[];
  /** The value below which f is on a share q of the box. */
  readonly quantile: (q: number) => number;
  /** The median of ‖∇f‖. */
  readonly medianGradient: number;
}

/** The extremes of the curvature over a box. */
export interface Curvatures {
  /** sup λmax(∇²f). */
  readonly lambdaMax: number;
  /** inf λmin(∇²f). */
  readonly lambdaMin: number;
}

/** Points of a box that are worth a closer look. */
export interface Prospects {
  /** Where λmax is large. */
  readonly steepest: readonly Point[];
  /** Where λmin is small. */
  readonly hollowest: readonly Point[];
  /** Where f is low. */
  readonly lowest: readonly Point[];
}

/** Points of the grid along each side: odd, so that the centre is one. */
const SIDE = 49;
/** So many of the best grid points are refined. */
const CLIMBERS = 3;
/** Basins of a survey: more minima than that are a texture. */
const MOST_BASINS = 64;

const surveys = new WeakMap<Objective, Map<string, Survey>>();
const REMEMBERED = 4;

/**
 * Measures f, ∇f and the eigenvalues of H on a grid of 49 × 49 points, in float64, and refines the extremes by
 * compass search inside the box, the minimum of f by Newton's method. Undefined and infinite values are left out.
 * Surveys of an objective are remembered.
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

/**
 * The extremes of the curvature, refined from more points than a survey has looked at, in float64, and the summits of λmax
 * that were found. They lie beyond those of the survey, or are the same.
 */
export function sharpenCurvatures(
  objective: Objective,
  box: Box,
  { steepest, hollowest }: Pick<Prospects, 'steepest' | 'hollowest'>,
): Curvatures & { readonly summits: readonly Point[] } {
  const { lambdaMax, lambdaMin } = surveyObjective(objective, box);
  const climbed = (field: Field, points: readonly Point[]): readonly Extreme[] => {
    const inside = points.filter(([x, y]) => isIn(box, x, y));
    const values = inside.map(([x, y]) => field(x, y));
    return ranking(inside, values, MOST_CLIMBERS).map((start) => climb(field, start, box, 1 / SIDE));
  };
  const [steepness, hollowness] = curvatureFields(objective);
  const summits = climbed(steepness, steepest);
  const hollows = climbed(hollowness, hollowest);
  return {
    lambdaMax: larger(lambdaMax, highestOf(summits).value),
    lambdaMin: -larger(-lambdaMin, highestOf(hollows).value),
    summits: summits.map(({ x, y }) => [x, y]),
  };
}

/** So many prospects are refined. */
const MOST_CLIMBERS = 8;

/** The larger of two numbers, one of which may not exist. */
function larger(a: number, b: number): number {
  return b > a || Number.isNaN(a) ? b : a;
}

/** λmax and −λmin. */
function curvatureFields({ hessian }: Objective): readonly [steepest: Field, hollowest: Field] {
  return [(x, y) => eigenvalues(hessian(x, y))[1], (x, y) => -eigenvalues(hessian(x, y))[0]];
}

function measure(objective: Objective, box: Box): Survey {
  const points = gridOver(box, SIDE, SIDE);
  const values = points.map(([x, y]) => objective.value(x, y));
  const slopes = points.map(([x, y]) => {
    const [fx, fy] = objective.gradient(x, y);
    return Math.sqrt(fx * fx + fy * fy);
  });
  const curvatures = points.map(([x, y]) => eigenvalues(objective.hessian(x, y)));
  const search = (grid: readonly number[], field: Field) => highest(grid, field, points, box);
  const floor = search(
    values.map((value) => -value),
    (x, y) => -objective.value(x, y),
  );
  const lowest = polish(objective, [floor.x, floor.y], box);
  const [steepest, hollowest] = curvatureFields(objective);
  const ranked = sorted(values);
  return {
    lambdaMax: search(
      curvatures.map(([, high]) => high),
      steepest,
    ).value,
    lambdaMin: -search(
      curvatures.map(([low]) => -low),
      hollowest,
    ).value,
    fMin: lowest.f,
    fMax: search(values, objective.value).value,
    lowest,
    basins: basinsOf(points, values),
    quantile: (q) => quantile(ranked, q),
    medianGradient: quantile(sorted(slopes), 0.5),
  };
}

/** The largest value of a field over a box, from its best grid points uphill. */
function highest(grid: readonly number[], field: Field, points: readonly Point[], box: Box): Extreme {
  return highestOf(ranking(points, grid, CLIMBERS).map((start) => climb(field, start, box, 1 / (SIDE - 1))));
}

/** The points with the largest finite values, the best first; of equal ones the first. */
function ranking(points: readonly Point[], values: readonly number[], most: number): readonly Extreme[] {
  const best: Extreme[] = [];
  for (const [i, value] of values.entries()) {
    const last = best[most - 1];
    const [x, y] = points[i] ?? [Number.NaN, Number.NaN];
    if (!Number.isFinite(value) || (last !== undefined && value <= last.value)) continue;
    best.push({ x, y, value });
    best.sort((a, b) => b.value - a.value);
    best.length = Math.min(best.length, most);
  }
  return best;
}

const NEIGHBOURS: readonly Point[] = [-1, 0, 1].flatMap((dx) =>
  [-1, 0, 1].flatMap((dy) => (dx === 0 && dy === 0 ? [] : [[dx, dy] as const])),
);

function basinsOf(points: readonly Point[], values: readonly number[]): readonly Point[] {
  const isLow = (value: number, i: number): boolean => {
    const [column, row] = [i % SIDE, Math.floor(i / SIDE)];
    return NEIGHBOURS.every(([dx, dy]) => {
      if (column + dx < 0 || column + dx >= SIDE) return true;
      return !((values[(row + dy) * SIDE + column + dx] ?? Number.NaN) < value);
    });
  };
  const low = points.flatMap((point, i) => {
    const value = values[i] ?? Number.NaN;
    return Number.isFinite(value) && isLow(value, i) ? [{ point, value }] : [];
  });
  low.sort((a, b) => a.value - b.value);
  return low.slice(0, MOST_BASINS).map(({ point }) => point);
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
