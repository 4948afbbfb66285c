import { circumstancesOf } from '../experiment/circumstances';
import { eigenvalues } from '../math/symmetric2';
import { METHODS } from '../methods/table';
import { sharpnessLimit, sideOfEdge } from '../theory/lab/edge';
import { change } from './actions';
import { button, el, explain, write } from './dom';
import { figures, whole } from './numbers';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** "pair 7 is marked ×", while one is, and how sharp f is where it is. */
export function pairLine(session: Session): Part & { readonly element: HTMLElement } {
  const { instrument } = session;
  const words = el('span');
  const unmark = button(
    { class: 'unmark', 'aria-label': 'Unmark' },
    () => change(session, { pair: null }),
    '×',
  );
  explain(unmark, 'Takes the mark off the pair');
  const edge = el('span', { class: 'caption-edge' });
  const element = el('p', { class: 'caption-words caption-pair' }, words, ' ', unmark, edge);
  const sharpness = whenChanged(
    () => [instrument.whereabouts, instrument.experiment],
    () => write(edge, sharpnessText(session)),
  );
  const name = whenChanged(
    () => [session.experiment.pair, instrument.count],
    (pair, count) => {
      element.hidden = pair === null;
      if (pair === null) return;
      write(words, pair < count ? `pair ${whole(pair)} is marked` : `there is no pair ${whole(pair)}`);
    },
  );
  const update = (): void => {
    name();
    sharpness();
  };
  return { element, update };
}

/** "GD: λmax = 3.1, 2/η = 2.9: beyond the edge of stability", of the first method that has such an edge. */
function sharpnessText({ instrument }: Session): string {
  const { experiment, objective, whereabouts } = instrument;
  for (const { id, short } of METHODS) {
    const particle = whereabouts.get(id)?.marked ?? null;
    const circumstances = circumstancesOf(experiment, id);
    const limit = sharpnessLimit(id, circumstances.eta, circumstances);
    if (particle === null || limit === null) continue;
    const [, sharp] = eigenvalues(objective.hessian(...particle.position));
    const numbers = `λmax = ${figures(sharp, 3)}, ${limit.formula} = ${figures(limit.value, 3)}`;
    return `${short}: ${numbers}: ${sideOfEdge(sharp, limit)}`;
  }
  return '';
}
