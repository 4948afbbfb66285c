import type { Range } from '../math/range';
import { eigenvalues } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import { boxOfView, surveyObjective } from '../objectives/survey';

/** From and to, in units of the least and of the largest 2/λmax of the minima: from safe to beyond all of them. */
const WIDE = { from: 0.25, to: 2.1 } as const;

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

/**
 * The learning rates that a look at large η takes in at first: from a quarter of the least to twice the largest 2/λmax(H) of
 * the minima, to two digits; where none is known, of the lowest point of the home view.
 */
export function defaultEtas(objective: Objective): Range {
  const { minimisers, home } = objective;
  const points = minimisers.length > 0 ? minimisers : [surveyObjective(objective, boxOfView(home)).lowest];
  const limits = points.map(({ x, y }) => 2 / eigenvalues(objective.hessian(x, y))[1]);
  const known = limits.filter((limit) => limit > 0 && limit < 1e9);
  if (known.length === 0) known.push(defaultEta(objective));
  const digits = (eta: number) => Math.min(1e12, Number(eta.toPrecision(2)));
  const [from, to] = [digits(WIDE.from * Math.min(...known)), digits(WIDE.to * Math.max(...known))];
  return Object.freeze({ from, to, scale: 'lin' });
}
