import './export.css';
import { messageOf } from '../actions';
import { el } from '../dom';
import { showNotice } from '../notice';
import type { Session } from '../session';
import { loadFile } from './load';

/** What is seen where a file may be dropped, and what becomes of it. */
export interface DropTarget {
  /** A file is over the window, or no more. */
  readonly show: (shown: boolean) => void;
  readonly take: (files: readonly File[]) => void;
}

export function dropTarget(session: Session): DropTarget {
  const words = el('p', {}, 'Drop it to load the experiment');
  const note = el('p', { class: 'export-note' }, 'JSON or PNG that was saved here, or a text with a link');
  // A popover lies above an open dialog, too.
  const attributes = { class: 'drop-target', popover: 'manual', 'aria-hidden': 'true' };
  const element = el('div', attributes, el('div', {}, words, note));
  document.body.append(element);
  const take = ([file, ...others]: readonly File[]): void => {
    if (file === undefined) return;
    document.querySelector<HTMLDialogElement>('dialog.export')?.close(); // what is said of the file is below it
    if (others.length > 0) return void showNotice({ text: 'One file at a time: nothing was loaded.' });
    loadFile(session, file).catch((error: unknown) =>
      showNotice({ text: error instanceof Error ? error.message : messageOf(error), lasting: true }),
    );
  };
  const show = (shown: boolean): void => {
    element.togglePopover(shown);
  };
  return { show, take };
}
