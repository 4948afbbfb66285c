import type { Lesson } from '../../experiment/lesson';
import { button, el } from '../dom';
import { partsOf } from './parts';

/** A bar with a segment for each lesson, grouped by part: how far the lecture has come. A press goes there. */
export function progressBar(
  book: readonly Lesson[],
  go: (id: string) => void,
): { readonly element: HTMLElement; readonly show: (id: string) => void } {
  // For the pointer only: whoever uses the keyboard, or listens, has the contents and the place in words.
  const element = el('div', { class: 'lecture-progress', 'aria-hidden': 'true' });
  const segments = new Map<string, HTMLElement>();
  for (const { lessons } of partsOf(book)) {
    const group = el('div', { class: 'lecture-part' });
    group.style.flexGrow = String(lessons.length);
    for (const { id, title } of lessons) {
      const segment = button({ class: 'lecture-segment', title, tabindex: '-1' }, () => go(id));
      segments.set(id, segment);
      group.append(segment);
    }
    element.append(group);
  }
  const show = (id: string): void => {
    let state = 'past';
    for (const [lesson, segment] of segments) {
      if (lesson === id) state = 'present';
      segment.dataset['state'] = state;
      if (lesson === id) state = 'future';
    }
  };
  return { element, show };
}
