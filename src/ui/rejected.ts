import type { Rejected } from '../experiment/link';
import { showNotice } from './notice';

/** Lists the parts of a link that were not taken, as text. */
export function showRejected(rejected: readonly Rejected[]): void {
  if (rejected.length === 0) return;
  const text =
    rejected.length === 1
      ? 'A part of the link was not used:'
      : `${rejected.length} parts of the link were not used:`;
  const details = rejected.map(
    ({ key, value, reason }) => `${key} ${reason}${value === '' ? '' : ` (given: “${value}”)`}`,
  );
  showNotice({ text, details });
}
