import { etaOf } from '../experiment/circumstances';
import { method } from '../methods/table';
import { regime } from '../theory/regime';
import { countsText } from './counts';
import { el, mark, write } from './dom';
import { counted, figures, upperFirst, whole } from './numbers';
import type { Part } from './part';
import type { Session } from './session';

/** Milliseconds between two descriptions of a picture that moves. */
const PACE = 2000;

/**
 * The picture in words, for those who hear the page: the canvas always has them, and when the particles rest they are said
 * as well. While they move nothing is said, or nothing else could be heard.
 */
export function mountDescription(session: Session, root: HTMLElement, canvas: HTMLElement): Part {
  const spoken = el('p', { class: 'spoken', role: 'status', 'aria-label': 'The picture in words' });
  root.append(spoken);
  let timer: number | null = null;
  const tell = (): void => {
    timer = null;
    const words = describe(session);
    mark(canvas, 'aria-label', words);
    if (!session.instrument.playing) write(spoken, words);
  };
  const update = (): void => {
    timer ??= window.setTimeout(tell, PACE);
  };
  const dispose = (): void => {
    if (timer !== null) clearTimeout(timer);
    spoken.remove();
  };
  tell();
  return { update, dispose };
}

/** "f(x, y) = …. Learning rate 0.19, ηL = 1.9: zigzag. 20 pairs at step 40. Gradient descent: 18 moving, 2 converged. …" */
function describe({ instrument }: Session): string {
  const { experiment, facts, objective, step, playing, count } = instrument;
  const { methods, eta } = experiment;
  const { word } = methods.includes('gd') ? regime(facts, etaOf(experiment, 'gd')) : { word: '' };
  const rate = `Learning rate ${figures(eta, 4)}, ηL = ${figures(eta * facts.constants.L, 3)}`;
  const name = objective.row === null ? '' : `${objective.row.label}: `;
  const sentences = [
    `${name}f(x, y) = ${objective.expression}`,
    word === '' ? rate : `${rate}: ${word}`,
    methods.length === 0
      ? 'No method is on'
      : `${counted(count, 'pair')} at step ${whole(step)}, ${playing ? 'moving' : 'paused'}`,
    ...methods.map((id) => {
      const counts = countsText(instrument, method(id)).replaceAll(' · ', ', ');
      return `${upperFirst(method(id).label)}: ${counts || 'not counted yet'}`;
    }),
  ];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}
