import type { Circumstances, Method } from '../../methods/method';
import type { Objective } from '../../objectives/objective';
import type { Landmarks } from './landmarks';

/** What decides the fate of a start beside its place. */
export interface FateCircumstances {
  readonly objective: Objective;
  readonly method: Method;
  /** What the method is told, η among it. */
  readonly told: Circumstances;
  readonly horizon: number;
  /** Beyond this |coordinate| a particle has escaped. */
  readonly trustRadius: number;
  /** A smaller ‖∇f‖ counts as none. */
  readonly stillness: number;
  /** The diagonal of what the objective shows at home. */
  readonly size: number;
  readonly landmarks: Landmarks;
}
