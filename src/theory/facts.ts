import type { Objective } from '../objectives/objective';
import type { Box } from '../objectives/survey';
import type { Constants } from './constants';
import type { Minimum } from './minima';

/** What decides which theorems promise anything, and what they promise. */
export interface Facts {
  readonly objective: Objective;
  readonly constants: Constants;
  /** Where L and μ hold if they were measured over the view: a particle that has left it is promised nothing. */
  readonly box: Box;
  /** Minima that are known or were found, the lowest first. */
  readonly minima: readonly Minimum[];
}
