import type { Lesson } from '../../experiment/lesson';
import { button, el, mark } from '../dom';
import { partsOf } from './parts';
import { prose } from './prose';

/** The list of all lessons, above everything else. */
interface Contents {
  readonly element: HTMLElement;
  /** Opens it at the lesson that is on. */
  readonly open: (current: string | null) => void;
}

/** All lessons by part. The arrow keys, Home and End walk through them, Enter begins one, Esc closes. */
export function contentsDialog(book: readonly Lesson[], go: (id: string) => void): Contents {
  const element = el('dialog', { class: 'lecture-contents', 'aria-labelledby': 'lecture-contents-title' });
  const close = button({ class: 'help-close', 'aria-label': 'Close' }, () => element.close(), '×');
  const list = el('div', { class: 'lecture-list', role: 'menu', 'aria-label': 'Lessons' });
  const entries = new Map<string, HTMLElement>();
  for (const { name, lessons } of partsOf(book)) {
    const heading = el('h3', { 'aria-hidden': 'true' }, name);
    const group = el('div', { class: 'lecture-chapter', role: 'group', 'aria-label': name }, heading);
    for (const lesson of lessons) {
      const choose = (): void => {
        element.close();
        go(lesson.id);
      };
      const entry = entryOf(lesson, book.indexOf(lesson) + 1, choose);
      entries.set(lesson.id, entry);
      group.append(entry);
    }
    list.append(group);
  }
  element.append(el('header', {}, el('h2', { id: 'lecture-contents-title' }, 'Lecture'), close), list);
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close(); // beside the list
  });
  walk(list, [...entries.values()]);
  const open = (current: string | null): void => {
    for (const [id, entry] of entries) mark(entry, 'aria-checked', String(id === current));
    element.showModal();
    (entries.get(current ?? '') ?? entries.values().next().value)?.focus();
  };
  return { element, open };
}

function entryOf({ title }: Lesson, number: number, choose: () => void): HTMLElement {
  const name = el('span', {}, ...prose(title));
  const attributes = { class: 'lecture-entry', role: 'menuitemradio', tabindex: '-1' };
  return button(attributes, choose, el('span', { class: 'lecture-number' }, String(number)), name);
}

function walk(list: HTMLElement, entries: readonly HTMLElement[]): void {
  list.addEventListener('keydown', (event) => {
    const at = entries.indexOf(event.target as HTMLElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % entries.length,
      ArrowRight: (at + 1) % entries.length,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: -1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    entries.at(target)?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
}
