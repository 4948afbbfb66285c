import type { Lesson } from '../../experiment/lesson';
import { el } from '../dom';
import { prose } from './prose';
import { typeset } from './typeset';

/** What a lesson says. */
interface Slide {
  readonly element: HTMLElement;
  readonly show: (lesson: Lesson) => void;
  readonly dispose: () => void;
}

/** Title, formula, what to look for, what to try. A formula that is too wide for the card is set smaller. */
export function slideOf(): Slide {
  const title = el('h2', { class: 'lecture-title' });
  const formula = el('div', { class: 'lecture-formula' });
  const look = el('p', { class: 'lecture-look' });
  const attempt = el('p', { class: 'lecture-try' });
  const text = el('div', { class: 'lecture-text' }, look, attempt);
  const element = el('div', { class: 'lecture-slide', 'aria-live': 'polite' }, title, formula, text);
  const sizes = new ResizeObserver(() => shrink(formula));
  const show = (lesson: Lesson): void => {
    title.replaceChildren(...prose(lesson.title));
    sizes.disconnect();
    formula.replaceChildren(...typeset(lesson.formula));
    for (const set of formula.querySelectorAll('.katex')) sizes.observe(set); // grows when its fonts have come
    sizes.observe(formula);
    shrink(formula);
    look.replaceChildren(...prose(lesson.look));
    attempt.replaceChildren(el('strong', {}, 'Try'), ' ', ...prose(lesson.attempt));
    element.scrollTop = 0;
  };
  return { element, show, dispose: () => sizes.disconnect() };
}

/** Scales a formula so that its widest piece has room. */
function shrink(formula: HTMLElement): void {
  const room = formula.clientWidth;
  if (room === 0) return;
  const own = Number(formula.dataset['scale'] ?? 1);
  const widths = [...formula.querySelectorAll<HTMLElement>('.katex')].map(({ offsetWidth }) => offsetWidth);
  const scale = Math.min(1, (own * room) / Math.max(1, ...widths));
  if (Math.abs(scale - own) < 0.01) return;
  formula.dataset['scale'] = String(scale);
  formula.style.setProperty('--fit', String(scale));
}
