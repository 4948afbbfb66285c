import type { Method } from '../../src/methods/method';
import { toleranceOf } from '../gpu/tolerances';
import type { Known } from './check';
import { CLOSED_FORMS } from './closedForms';

/** What tests know of a row of the table. */
export function knownOf(row: Method): Known {
  return { tolerance: toleranceOf, closedForm: CLOSED_FORMS[row.id] };
}
