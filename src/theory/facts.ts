import { type Box, boxOfView, isIn } from '../objectives/box';
import type { Objective, View } from '../objectives/objective';
import { type Prospects, sharpenCurvatures } from '../objectives/survey';
import { type Constants, constants } from './constants';
import { type Minimum, minima } from './minima';

/** What decides which theorems promise anything, and what they promise. */
export interface Facts {
  readonly objective: Objective;
  readonly constants: Constants;
  /** Where L and μ hold if they were measured over the view: a particle that has left it is promised nothing. */
  readonly box: Box;
  /** Minima that are known or were found, the lowest first. */
  readonly minima: readonly Minimum[];
}

const NONE: Prospects = { steepest: [], hollowest: [], lowest: [] };

/**
 * What is known of an objective over a view. The curvatures at the minima count among those of the view, however narrow a
 * minimum is.
 *
 * @param prospects points that are worth a closer look than the survey's grid has taken
 */
export function factsOf(objective: Objective, view: View, prospects: Prospects = NONE): Facts {
  const box = boxOfView(view);
  if (objective.quadratic !== null)
    return { objective, constants: constants(objective, view), box, minima: minima(objective, box) };
  const { summits, ...curvatures } = sharpenCurvatures(objective, box, prospects);
  const found = minima(objective, box, [...prospects.lowest, ...summits]);
  const inView = found.filter(({ x, y }) => isIn(box, x, y)).map((minimum) => minimum.curvatures);
  const measured = {
    lambdaMax: inView.reduce((most, [, high]) => Math.max(most, high), curvatures.lambdaMax),
    lambdaMin: inView.reduce((least, [low]) => Math.min(least, low), curvatures.lambdaMin),
  };
  return { objective, constants: constants(objective, view, measured), box, minima: found };
}

/** Whether two say the same, to the last digit. */
export function sameFacts(a: Facts, b: Facts): boolean {
  const told = ({ constants: numbers, box, minima: points }: Facts) => JSON.stringify([numbers, box, points]);
  return a.objective === b.objective && told(a) === told(b);
}
