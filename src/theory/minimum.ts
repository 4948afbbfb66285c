import type { Minimiser } from '../objectives/objective';

/** A local minimum of f. */
export interface Minimum extends Minimiser {
  /** λmin and λmax of H there; 0 where there is no curvature but rounding. */
  readonly curvatures: readonly [low: number, high: number];
  /** `exact`: known in closed form or to all digits; `view`: found over the box of the view. */
  readonly scope: 'exact' | 'view';
  /** False where minimisers fill a curve or more: this is one of them. */
  readonly isolated: boolean;
}
