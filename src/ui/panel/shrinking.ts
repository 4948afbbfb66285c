import type { GUI } from 'lil-gui';
import { lessonOf } from '../../experiment/lessonBook';
import { button, explain, mark, write } from '../dom';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';

/** Folders that stay open on a projector outside of lessons. */
const KEPT_OPEN: readonly string[] = ['Objective', 'Learning rate'];

/**
 * On a projector the panel is small: in a lesson it shows, as one list, what the lesson uses (the rows that `belongsTo` has
 * told of), and all else at the press of a button; outside of one, only the first folders are open.
 */
export function shrinking(session: Session, panel: GUI): Part {
  let all = false;
  const more = button({ class: 'panel-more' }, () => {
    all = !all;
    arrange();
  });
  explain(more, 'Shows all controls, or only those that this lesson uses.');
  panel.$children.append(more);

  const arrange = whenChanged(
    () => [session.experiment.theme, session.experiment.lesson, panel.controllersRecursive().length, all],
    (theme, id, _rows, whole) => {
      const lesson = theme === 'projector' ? lessonOf(id) : undefined;
      const used = new Set<string | null>([...(lesson?.controls ?? []), 'speed']);
      for (const row of panel.domElement.querySelectorAll('[data-control]'))
        row.classList.toggle('used', used.has(row.getAttribute('data-control')));
      panel.domElement.classList.toggle('shrunk', lesson !== undefined && !whole);
      more.hidden = lesson === undefined;
      mark(more, 'aria-expanded', String(whole));
      write(more, whole ? 'fewer controls' : 'more controls');
    },
  );
  const fold = whenChanged(
    () => [session.experiment.theme],
    (theme) => {
      if (theme !== 'projector') return;
      for (const folder of panel.folders) if (!KEPT_OPEN.includes(folder._title)) folder.close();
    },
  );
  const renew = whenChanged(
    () => [session.experiment.lesson],
    () => {
      all = false;
    },
  );
  const update = (): void => {
    renew();
    arrange();
    fold();
  };
  return { update };
}
