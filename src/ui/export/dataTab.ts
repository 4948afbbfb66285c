import { fileName } from '../actions';
import { csvOf } from '../dock/csv';
import type { Plot } from '../dock/plot';
import { recordedPlot } from '../dock/recordedPlot';
import { el } from '../dom';
import { download } from '../download';
import { counted } from '../numbers';
import type { Session } from '../session';
import { footer } from './controls';
import { particlesCsv } from './particles';
import type { ExportTab } from './tab';

/** The particles, and what was recorded of them, as numbers. */
export function dataTab(session: Session): ExportTab {
  const { instrument } = session;
  const save = (text: string, name: string): void =>
    download(new Blob([text], { type: 'text/csv' }), `${name}.csv`);
  const saveParticles = async (): Promise<void> => {
    try {
      save(await particlesCsv(session), `etascope particles ${fileName(session)}`);
    } catch (error) {
      particles.refuse(error);
    }
  };
  const plot = (): Plot => {
    const { recording, experiment, objective, facts } = instrument;
    if (recording === null)
      throw new Error('Nothing has been recorded yet: the dock’s plots record while they are open (D).');
    const found = recordedPlot({ recording, experiment, objective, facts, logarithmic: false });
    if (typeof found === 'string') throw new Error(found);
    return found;
  };
  const particles = footer(
    'Save CSV',
    () => {
      const { methods } = session.experiment;
      if (methods.length === 0) throw new Error('No method is on: there are no particles.');
      return `${counted(instrument.count, 'pair')}, ${counted(methods.length, 'method')}, at k = ${instrument.step}`;
    },
    () => void saveParticles(),
  );
  const plots = footer(
    'Save CSV',
    () => {
      const { title, rows } = plot();
      return `${title}: ${counted(rows, 'row')}`;
    },
    () => save(csvOf(plot()), plot().file),
  );
  const panel = el(
    'div',
    {},
    el('h3', {}, 'Particles'),
    el(
      'p',
      { class: 'export-note' },
      'Of every particle: method, index, x, y, f, status, period, step of escape, start.',
    ),
    particles.element,
    el('h3', {}, 'Plot'),
    el('p', { class: 'export-note' }, 'What the plot in the dock shows, step by step, with all digits.'),
    plots.element,
  );
  const update = (): void => {
    particles.update();
    plots.update();
  };
  return { id: 'data', title: 'Data', panel, update };
}
