import type { Part } from '../part';
import type { Session } from '../session';
import { mountOrderExperiment } from './orderExperiment';

/** What people run beside what people analyse. */
export function mountCompareTab(session: Session, root: HTMLElement): Part {
  return mountOrderExperiment(session, root);
}
