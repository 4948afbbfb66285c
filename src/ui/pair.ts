import { change } from './actions';
import { button, el, explain, write } from './dom';
import { whole } from './numbers';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** "pair 7 is marked ×", while one is. */
export function pairLine(session: Session): Part & { readonly element: HTMLElement } {
  const { instrument } = session;
  const words = el('span');
  const unmark = button(
    { class: 'unmark', 'aria-label': 'Unmark' },
    () => change(session, { pair: null }),
    '×',
  );
  explain(unmark, 'Takes the mark off the pair');
  const element = el('p', { class: 'caption-words caption-pair' }, words, ' ', unmark);
  const update = whenChanged(
    () => [session.experiment.pair, instrument.count],
    (pair, count) => {
      element.hidden = pair === null;
      if (pair === null) return;
      write(words, pair < count ? `pair ${whole(pair)} is marked` : `there is no pair ${whole(pair)}`);
    },
  );
  return { element, update };
}
