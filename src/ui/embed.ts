import { changeExperiment } from '../experiment/experiment';
import { formatLink } from '../experiment/link';
import { el, explain } from './dom';
import type { Part } from './part';
import type { Session } from './session';

/** Pages that are made of text have no address that could be opened. */
const ADDRESSED = ['http:', 'https:', 'file:'];

/** The way from a figure in another page to the instrument, with what the figure shows. */
export function mountEmbed(session: Session, root: HTMLElement): Part {
  const link = el('a', { class: 'embed-link card', target: '_blank', rel: 'noopener' }, 'open in etascope');
  explain(link, 'Opens this experiment in a page of its own, with everything that can be set.');
  const point = (): void => {
    const { experiment, environment } = session;
    const whole = formatLink(changeExperiment(experiment, { embed: false }, environment), environment);
    link.href = `${location.href.replace(/#.*$/, '')}${whole}`;
  };
  point();
  // Before it can be followed or copied; not with every change.
  for (const type of ['pointerenter', 'pointerdown', 'focus']) link.addEventListener(type, point);
  if (ADDRESSED.includes(location.protocol)) root.append(link);
  const update = (): void => {
    link.hidden = !session.experiment.embed;
  };
  return { update, dispose: () => link.remove() };
}
