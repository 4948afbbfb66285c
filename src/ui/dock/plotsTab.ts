import { el } from '../dom';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { mountChart } from './chart';

/** What all particles did, step by step. */
export function mountPlots({ instrument }: Session, root: HTMLElement): Part {
  const chart = mountChart(root);
  root.prepend(el('div', { class: 'dock-side' }, chart.tools));
  chart.show('Nothing has been recorded yet.');
  return { update: whenChanged(() => [instrument.experiment.theme], chart.restyle), dispose: chart.dispose };
}
