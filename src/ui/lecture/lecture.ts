import type { Lesson } from '../../experiment/lesson';
import { button, el, explain, mark, write } from '../dom';
import {
  backToLesson,
  beginLesson,
  differsFromLesson,
  leaveLecture,
  nextLesson,
  previousLesson,
} from '../lessonSteps';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { contentsDialog } from './contents';
import { heedEscape } from './escape';
import { progressBar } from './progress';
import { type LessonIcon, lessonIcon } from './signs';
import { slideOf } from './slide';
import { sweepControl } from './sweepControl';

/** A plane lower than this, in units of its text, has room for less. */
const SHORT = 30;

/** The card of the lesson that is on: where it stands in the lecture, what it says, and the way on. */
export function mountLecture(session: Session, root: HTMLElement, book: readonly Lesson[]): Part {
  const go = (id: string): void => void beginLesson(session, id);
  const contents = contentsDialog(book, go);
  const progress = progressBar(book, go);
  const place = el('p', { class: 'lecture-place' });
  const slide = slideOf();
  const sweep = sweepControl(session);
  const back = button({ class: 'lecture-back' }, () => void backToLesson(session), 'Back to the lesson');
  explain(back, 'Restores everything as this lesson begins.');
  const previous = signButton('previous', 'Previous lesson', 'PageUp', () => void previousLesson(session));
  const next = signButton('next', 'Next lesson', 'PageDown', () => void nextLesson(session));
  const fold = foldButton((folded) => card.classList.toggle('folded', folded));
  const tools = el(
    'div',
    { class: 'lecture-tools' },
    signButton('contents', 'Contents', '', () => contents.open(session.experiment.lesson)),
    fold,
    signButton('leave', 'Leave the lecture', 'Esc', () => void leaveLecture(session)),
  );
  const head = el('header', { class: 'lecture-head' }, place, tools);
  const steps = el('div', { class: 'lecture-steps' }, previous, next);
  const foot = el('footer', { class: 'lecture-foot' }, steps, sweep.element, back);
  const card = el(
    'section',
    { class: 'lecture-card card', 'aria-label': 'Lesson' },
    ...[progress.element, head, slide.element, foot],
  );
  root.append(card, contents.element);

  const showLesson = whenChanged(
    () => [session.experiment.lesson],
    (id) => {
      const at = book.findIndex((lesson) => lesson.id === id);
      const lesson = book[at];
      card.hidden = lesson === undefined;
      if (lesson === undefined) return;
      progress.show(lesson.id);
      slide.show(lesson);
      sweep.show(lesson);
      previous.disabled = at === 0;
      next.disabled = at === book.length - 1;
    },
  );
  const showPlace = whenChanged(
    () => [session.experiment.lesson, session.instrument.playing || sweep.runs] as const,
    (id, moves) => write(place, placeText(book, id, moves)),
  );
  const showBack = whenChanged(
    () => [session.experiment],
    () => {
      back.disabled = !differsFromLesson(session);
    },
  );
  const plane = document.querySelector('#plane') ?? root;
  const room = new ResizeObserver(() => {
    const size = Number.parseFloat(getComputedStyle(card).fontSize); // another theme has another one
    card.classList.toggle('short', plane.clientHeight < SHORT * size);
  });
  room.observe(plane);
  room.observe(card);
  const deaf = heedEscape(() => {
    if (session.experiment.lesson === null) return false;
    if (!sweep.stop()) void leaveLecture(session);
    return true;
  });
  const update = (): void => {
    showLesson();
    sweep.update();
    showPlace();
    showBack();
  };
  const dispose = (): void => {
    deaf();
    room.disconnect();
    sweep.stop();
    slide.dispose();
    card.remove();
    contents.element.remove();
  };
  return { update, dispose };
}

/** "Stability · 13 of 24 · paused" */
function placeText(book: readonly Lesson[], id: string | null, moves: boolean): string {
  const at = book.findIndex((lesson) => lesson.id === id);
  const part = book[at]?.part ?? '';
  return `${part} · ${at + 1} of ${book.length}${moves ? '' : ' · paused'}`;
}

/** Folds the card to its title, and unfolds it. */
function foldButton(fold: (folded: boolean) => void): HTMLButtonElement {
  const element = signButton('fold', 'Fold the card', '', () => {
    const folded = element.getAttribute('aria-expanded') === 'true';
    fold(folded);
    show(folded);
  });
  const show = (folded: boolean): void => {
    mark(element, 'aria-expanded', String(!folded));
    explain(element, folded ? 'Shows the whole lesson.' : 'Leaves only the title.');
  };
  show(false);
  return element;
}

function signButton(sign: LessonIcon, title: string, key: string, run: () => void): HTMLButtonElement {
  const element = button({ class: 'lecture-button', 'aria-label': title }, run, lessonIcon(sign));
  explain(element, key === '' ? title : `${title} (${key})`);
  return element;
}
