import { openBook } from '../../experiment/lessonBook';
import { button, el, explain } from '../dom';
import { later } from '../later';
import { firstLesson } from '../lessonSteps';
import type { Part } from '../part';
import type { Session } from '../session';

/** Where the lecture has its place. */
interface LecturePlace extends Part {
  readonly element: HTMLElement;
}

/**
 * The place of the lecture, above the caption: a button that opens it, or the card of the lesson, whose code comes with
 * the first one. The page knows the card's height as `--lecture`.
 */
export function mountLecturePlace(session: Session, root: HTMLElement): LecturePlace {
  const opener = button({ class: 'lecture-open card' }, () => void firstLesson(session), 'Lecture');
  explain(opener, 'Opens the first lesson on gradient descent and gradient flow. Key: PageDown.');
  const element = el('div', { class: 'lecture' }, opener);
  root.append(element);
  const isOn = (): boolean => session.experiment.lesson !== null;
  const card = later(isOn, async () => {
    const [{ mountLecture }, book] = await Promise.all([import('./lecture'), openBook()]);
    return () => mountLecture(session, element, book);
  });
  const sizes = new ResizeObserver(() => {
    document.documentElement.style.setProperty('--lecture', `${element.clientHeight}px`);
  });
  sizes.observe(element);
  const update = (): void => {
    element.hidden = session.experiment.embed;
    opener.hidden = isOn();
    card.update();
  };
  const dispose = (): void => {
    sizes.disconnect();
    card.dispose?.();
    element.remove();
  };
  return { element, update, dispose };
}
