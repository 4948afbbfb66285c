import type { Method } from '../methods/method';
import { METHODS } from '../methods/table';
import { toggleMethod } from './actions';
import { button, el, explain, mark, write } from './dom';
import { whole } from './numbers';
import { type Part, whenChanged } from './part';
import { lineSample } from './sample';
import type { Session } from './session';

/** Words for the statuses, in the order in which they are counted. */
const STATUSES = ['moving', 'converged', 'diverged', 'cycling'] as const;

export interface Legend extends Part {
  readonly element: HTMLElement;
}

/** The methods, how each is drawn, and how its particles fare. A click switches a method on or off. */
export function mountLegend(session: Session, root: HTMLElement): Legend {
  const rows = METHODS.map((method) => legendRow(session, method));
  const element = el('section', { class: 'legend card', 'aria-label': 'Methods' });
  element.append(...rows.map((row) => row.element));
  root.append(element);
  const update = () => {
    for (const row of rows) row.update();
  };
  return { element, update, dispose: () => element.remove() };
}

function legendRow(session: Session, method: Method): Legend {
  const { instrument } = session;
  const sample = lineSample(method);
  const counts = el('span', { class: 'legend-counts' });
  const name = el('span', { class: 'legend-name' }, `${method.label} (${method.short})`);
  const short = el('span', { class: 'legend-short' }, method.short); // where there is no room for more
  const text = el('span', { class: 'legend-text' }, name, short, counts);
  const toggle = () => toggleMethod(session, method.id);
  const element = button({ class: 'legend-row' }, toggle, sample.element, text);
  explain(element, `${method.rule}. Click to show or hide it.`);
  const restyle = whenChanged(() => [instrument.experiment.theme], sample.paint);
  const update = () => {
    mark(element, 'aria-pressed', String(session.experiment.methods.includes(method.id)));
    write(counts, countsText(session, method));
    restyle();
  };
  return { element, update };
}

/** "1,980 moving · 20 diverged", or "off"; an em space keeps the line where nothing has been counted. */
function countsText({ experiment, instrument }: Session, { id }: Method): string {
  if (!experiment.methods.includes(id)) return 'off';
  const numbers = instrument.counts.get(id);
  if (numbers === undefined) return '\u2003';
  const told = STATUSES.map((word, status) => [numbers[status] ?? 0, word] as const);
  const present = told.filter(([count]) => count > 0);
  return present.map(([count, word]) => `${whole(count)} ${word}`).join(' · ') || '\u2003';
}
