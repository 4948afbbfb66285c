import type { DropTarget } from './export/drop';
import type { Part } from './part';
import type { Session } from './session';

/** Takes files that are dropped onto the window; what reads them is loaded when the first one comes. */
export function mountDrops(session: Session): Part {
  let target: Promise<DropTarget> | null = null;
  let over = false;
  const stop = new AbortController();
  const hear = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault(); // the browser would leave the page for the file
    const leaves = event.type === 'dragleave' && event.relatedTarget === null;
    const files = event.type === 'drop' ? [...event.dataTransfer.files] : [];
    const ends = leaves || event.type === 'drop';
    if (over === !ends && files.length === 0) return;
    over = !ends;
    target ??= import('./export/drop').then(({ dropTarget }) => dropTarget(session));
    target.then(
      ({ show, take }) => {
        show(over);
        take(files);
      },
      () => {
        target = null; // the network may come back
      },
    );
  };
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const)
    window.addEventListener(type, hear, { signal: stop.signal });
  return { update: () => undefined, dispose: () => stop.abort() };
}
