import { eigenvalues } from '../math/symmetric2';
import type { Minimiser, Objective } from '../objectives/objective';
import { type Box, surveyObjective } from '../objectives/survey';

/** A local minimum of f. */
export interface Minimum extends Minimiser {
  /** λmin and λmax of H there. */
  readonly curvatures: readonly [low: number, high: number];
  /** `exact`: known in closed form or to all digits; `view`: found over the box of the view. */
  readonly scope: 'exact' | 'view';
}

/** The minima of an objective, the lowest first; none where f has none in the box, nor is one known. */
export function minima(objective: Objective, box: Box): readonly Minimum[] {
  const known = objective.minimisers;
  if (known.length > 0) return known.map((point) => minimumAt(objective, point, 'exact')).sort(byValue);
  const { lowest } = surveyObjective(objective, box);
  return isMinimum(objective, lowest, box) ? [minimumAt(objective, lowest, 'view')] : [];
}

function minimumAt(objective: Objective, { x, y, f }: Minimiser, scope: Minimum['scope']): Minimum {
  return { x, y, f, curvatures: eigenvalues(objective.hessian(x, y)), scope };
}

function byValue(a: Minimum, b: Minimum): number {
  return a.f - b.f;
}

/** Whether the lowest point of a box lies within it, and not on its edge. */
function isMinimum(objective: Objective, { x, y, f }: Minimiser, { left, right, bottom, top }: Box): boolean {
  const inside = x > left && x < right && y > bottom && y < top;
  return inside && Number.isFinite(f) && eigenvalues(objective.hessian(x, y))[0] >= 0;
}
