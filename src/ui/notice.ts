import { button, el } from './dom';

/** Something to tell that needs no answer. All of it is shown as text. */
export interface Notice {
  readonly text: string;
  /** A list below the text, one line each. */
  readonly details?: readonly string[];
  /** A text to copy by hand, shown selected. */
  readonly copy?: string;
  /** What can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until it is dismissed; others go after a while. */
  readonly lasting?: boolean;
}

const READING_TIME = 6000;
/** Older notices give way. */
const MOST = 4;

let shelf: HTMLElement | null = null;

/** Shows a notice below the plane's middle; returns what takes it away. One with the same text replaces the last. */
export function showNotice(notice: Notice): () => void {
  const list = openShelf();
  for (const old of list.querySelectorAll<HTMLElement>('.notice')) {
    if (old.dataset['text'] === notice.text) old.remove();
  }
  const card = el('div', { class: 'notice' });
  card.dataset['text'] = notice.text;
  const dismiss = () => card.remove();
  card.append(...contents(notice, dismiss));
  list.append(card);
  while (list.childElementCount > MOST) list.firstElementChild?.remove();
  card.querySelector('input')?.select();
  const lasting = notice.lasting ?? (notice.details !== undefined || notice.copy !== undefined);
  if (!lasting) leaveAfterReading(card, dismiss);
  return dismiss;
}

/** The live region must be there before the first notice, or screen readers do not read it. */
function openShelf(): HTMLElement {
  if (shelf === null || !shelf.isConnected) {
    shelf = el('div', { class: 'notices', role: 'status', 'aria-live': 'polite', 'aria-label': 'Notices' });
    document.body.append(shelf);
  }
  return shelf;
}

function contents({ text, details, copy, action }: Notice, dismiss: () => void): readonly Node[] {
  const nodes: Node[] = [el('p', {}, text)];
  if (details !== undefined) nodes.push(el('ul', {}, ...details.map((line) => el('li', {}, line))));
  if (copy !== undefined) {
    nodes.push(el('input', { type: 'text', readonly: '', value: copy, 'aria-label': 'Text to copy' }));
  }
  const buttons = el('div', { class: 'notice-buttons' });
  if (action !== undefined) {
    const act = () => {
      dismiss();
      action.run();
    };
    buttons.append(button({ class: 'notice-action' }, act, action.label));
  }
  buttons.append(button({ class: 'notice-close', 'aria-label': 'Dismiss', title: 'Dismiss' }, dismiss, '×'));
  return [...nodes, buttons];
}

/** Time stands still while the notice is pointed at or has the focus. */
function leaveAfterReading(card: HTMLElement, dismiss: () => void): void {
  let timer = window.setTimeout(dismiss, READING_TIME);
  const hold = () => clearTimeout(timer);
  const go = () => {
    clearTimeout(timer);
    timer = window.setTimeout(dismiss, READING_TIME);
  };
  card.addEventListener('pointerenter', hold);
  card.addEventListener('pointerleave', go);
  card.addEventListener('focusin', hold);
  card.addEventListener('focusout', go);
}
