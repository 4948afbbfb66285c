import { messageOf } from './actions';
import { showNotice } from './notice';
import type { Session } from './session';

/** Opens the dialog that saves what is there as files. */
export function openExport(session: Session): void {
  import('./export/dialog').then(
    ({ showExport }) => showExport(session),
    (error: unknown) => showNotice({ text: messageOf(error) }),
  );
}
