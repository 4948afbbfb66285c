import type { Objective } from '../objectives/objective';
import { boxOfView, surveyObjective } from '../objectives/survey';

/** Share of the home's half height that a particle moves per step where f has no curvature to go by. */
const STROLL = 0.02;

/**
 * The learning rate that an objective opens with: its row's, and for a typed expression 1/L to two digits.
 *
 * L is the largest curvature over the 16:9 box of the home view. Where f is nowhere convex there, its largest
 * curvature of either sign stands in for it; where it is linear, η lets the median gradient move a particle by
 * 2 % of the half height.
 */
export function defaultEta(objective: Objective): number {
  if (objective.row) return objective.row.eta;
  const [, , half] = objective.home;
  const { lambdaMax, lambdaMin, medianGradient } = surveyObjective(objective, boxOfView(objective.home));
  const curvature = lambdaMax > 0 ? lambdaMax : -lambdaMin;
  const eta = curvature > 0 ? 1 / curvature : (STROLL * half) / medianGradient;
  return Number.isFinite(eta) && eta > 0 ? Math.min(Number(eta.toPrecision(2)), 1e12) : 1;
}
