import { eigenvalues, type Symmetric2, spectrum } from '../math/symmetric2';
import { type Box, diagonalOf, type Point } from '../objectives/box';
import type { Minimiser, Objective } from '../objectives/objective';
import { newtonStep, polish } from '../objectives/polish';
import { surveyObjective } from '../objectives/survey';
import type { Minimum } from './minimum';
import { quadraticMinimum } from './quadratic';

export type { Minimum } from './minimum';

/** So many minima are kept: more are a texture. */
export const MOST_MINIMA = 64;

/** Points closer than this share of the box's diagonal are the same. */
const SAME = 1e-6;
/** The neighbourhood in which a minimum must be the lowest point, as a share of the diagonal. */
const NEIGHBOURHOOD = 1e-3;
/** Differences of f below this share of its range over the box are rounding. */
const ROUNDING = 2 ** -48;
/** A curvature below this share of those around is none. */
const FLAT = 1e-9;

/**
 * The minima of an objective, the lowest first, and of equally low ones that nearest to the centre of the box: those that
 * are known, and those that are found in the box. A quadratic has its one, θ* = A⁻¹b, wherever it is.
 *
 * @param prospects where else than at the survey's lowest points to look: positions of particles, say
 */
export function minima(objective: Objective, box: Box, prospects: readonly Point[] = []): readonly Minimum[] {
  if (objective.quadratic !== null) return quadraticMinimum(objective, objective.quadratic.A);
  const known = objective.minimisers.map((point) => surroundings(objective, point, box).as('exact'));
  return merged([...known, ...findMinima(objective, box, prospects)], objective, box);
}

/** The minima inside a box, from nothing but f: Newton's method from the low points of the survey and the prospects. */
export function findMinima(
  objective: Objective,
  box: Box,
  prospects: readonly Point[] = [],
): readonly Minimum[] {
  const { basins } = surveyObjective(objective, box);
  const found = [...basins, ...prospects].flatMap((point) => {
    const { x, y, f } = polish(objective, point, box);
    if (!isStill(objective, { x, y, f }, box)) return [];
    const around = surroundings(objective, { x, y, f }, box);
    return around.isLowest ? [around.as('view')] : [];
  });
  return merged(found, objective, box).map((minimum) =>
    minimum.isolated ? minimum : flattest(objective, minimum, box),
  );
}

/** So many steps along a curve of minima to its flattest point. */
const STEPS_ALONG = 60;

/** From one point of a curve of minima along it to where λmax is least: gradient descent is stable there for longest. */
function flattest(objective: Objective, minimum: Minimum, box: Box): Minimum {
  let here = minimum;
  let stride = 16 * NEIGHBOURHOOD * diagonalOf(box);
  for (let steps = 0; steps < STEPS_ALONG && here.curvatures[1] > 0; steps++) {
    const next = alongFlat(objective.hessian(here.x, here.y), false)
      .map(([dx, dy]) => polish(objective, [here.x + stride * dx, here.y + stride * dy], box))
      .filter((point) => point.f <= here.f + roundingOf(objective, box) && isStill(objective, point, box))
      .map((point) => surroundings(objective, point, box).as('view'))
      .find(({ curvatures: [, high], isolated }) => !isolated && high < here.curvatures[1]);
    if (next === undefined) stride /= 2;
    else here = next;
  }
  return here;
}

/** Whether a point lies within the box, not on its edge, and Newton's method would leave it where it is. */
function isStill(objective: Objective, { x, y, f }: Minimiser, box: Box): boolean {
  const { left, right, bottom, top } = box;
  const inside = x > left && x < right && y > bottom && y < top;
  if (!inside || !Number.isFinite(f)) return false;
  const gradient = Math.hypot(...objective.gradient(x, y));
  return gradient === 0 || Math.hypot(...newtonStep(objective, x, y, FLAT)) < SAME * diagonalOf(box);
}

/** What f is like on a small circle around a point. */
function surroundings(objective: Objective, point: Minimiser, box: Box) {
  const { x, y, f } = point;
  const radius = NEIGHBOURHOOD * diagonalOf(box);
  const circle = Array.from({ length: 8 }, (_, n) => {
    const angle = (Math.PI * (n + 0.5)) / 4;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
  const H = objective.hessian(x, y);
  const tolerance = roundingOf(objective, box);
  const as = (scope: Minimum['scope']): Minimum => {
    const bends = [H, ...circle.map((at) => objective.hessian(...at))].flatMap((h) =>
      eigenvalues(h).map(Math.abs),
    );
    const flat = FLAT * Math.max(...bends.filter(Number.isFinite));
    const [low, high] = eigenvalues(H).map((lambda) => (Math.abs(lambda) <= flat ? 0 : lambda));
    const curvatures = [low ?? 0, high ?? 0] as const;
    const isolated = low !== 0 || !alongFlat(H, high === 0).some((way) => goesOn(objective, point, way, box));
    return { ...point, curvatures, scope, isolated };
  };
  return { isLowest: circle.every((at) => !(objective.value(...at) < f - tolerance)), as };
}

/** Unit vectors, both ways, along which H has no curvature. */
function alongFlat(H: Symmetric2, everywhere: boolean): readonly Point[] {
  const { u, v } = spectrum(H);
  return (everywhere ? [u, v] : [u]).flatMap(([x, y]) => [[x, y] as const, [-x, -y] as const]);
}

/** Whether a step aside ends, back at the bottom, beside the minimum and as low: then there is no end to them. */
function goesOn(objective: Objective, { x, y, f }: Minimiser, [dx, dy]: Point, box: Box): boolean {
  const aside = NEIGHBOURHOOD * diagonalOf(box);
  const end = polish(objective, [x + aside * dx, y + aside * dy], box);
  return end.f <= f + roundingOf(objective, box) && Math.hypot(end.x - x, end.y - y) > aside / 2;
}

function roundingOf(objective: Objective, box: Box): number {
  const { fMin, fMax } = surveyObjective(objective, box);
  return Number.isFinite(fMax - fMin) ? ROUNDING * (fMax - fMin) : 0;
}

/** Each minimum once, and one of each curve of minima; sorted. */
function merged(all: readonly Minimum[], objective: Objective, box: Box): readonly Minimum[] {
  const rounding = roundingOf(objective, box);
  const lowest = Math.min(...all.map(({ f }) => f));
  const [cx, cy] = [(box.left + box.right) / 2, (box.bottom + box.top) / 2];
  const ranked = all.map((minimum) => ({
    minimum,
    level: rounding > 0 ? Math.round((minimum.f - lowest) / rounding) : minimum.f - lowest,
    // Of a curve of minima the flattest point stands for all.
    order: minimum.isolated ? Math.hypot(minimum.x - cx, minimum.y - cy) : minimum.curvatures[1],
    known: minimum.scope === 'exact' ? 0 : 1,
  }));
  ranked.sort((a, b) => a.level - b.level || a.known - b.known || a.order - b.order);
  const kept: typeof ranked = [];
  for (const next of ranked) {
    const again = ({ minimum, level }: (typeof ranked)[number]) =>
      apart(minimum, next.minimum) < SAME * diagonalOf(box) ||
      (level === next.level && !minimum.isolated && !next.minimum.isolated);
    if (kept.length < MOST_MINIMA && !kept.some(again)) kept.push(next);
  }
  return kept.map(({ minimum }) => minimum);
}

function apart(a: Minimiser, b: Minimiser): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
