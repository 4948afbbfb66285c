import { method } from '../../../methods/table';
import { branchesOf, thresholdsOf } from '../../../theory/lab/thresholds';
import { type OrbitDiagram, type OrbitRequest, whyNoOrbits } from '../../../theory/orbits';
import { wasGivenUp } from '../../../theory/trial';
import { change } from '../../actions';
import { button, el, explain, mark } from '../../dom';
import { download } from '../../download';
import { showNotice } from '../../notice';
import { type Part, whenChanged } from '../../part';
import type { Session } from '../../session';
import { choices } from '../choices';
import { OrbitsComputer } from './orbitsComputer';
import { diagramCsv, diagramNpy, diagramPicture, savedGrain } from './orbitsExport';
import { mountOrbitsPlot, type OrbitsPlot, resetView } from './orbitsPlot';
import './orbits.css';

/** How long a change of the view rests before the diagram is computed for it (ms). */
const REST = 90;
/** Starts for each η, steps that are not counted and that are; fewer where the CPU computes. */
const WORK = {
  hardware: { starts: 64, burnIn: 1000, counted: 8192 },
  software: { starts: 16, burnIn: 500, counted: 2048 },
} as const;
/** A diagram has no more columns and rows than this. */
const MOST = { columns: 4096, rows: 2048 } as const;

/** The bifurcation diagram: what orbits visit, over η. */
export function mountOrbits(session: Session, root: HTMLElement): Part {
  const { instrument } = session;
  let diagram: OrbitDiagram | null = null;
  const plot = mountOrbitsPlot(session, () => diagram);
  const progress = el('progress', {
    class: 'orbits-progress rests',
    max: '1',
    value: '0',
    'aria-label': 'Progress of the diagram',
  });
  const empty = el('p', { class: 'dock-empty' });
  const computer = new OrbitsComputer(instrument, {
    told: (next) => {
      diagram = next;
      progress.value = next.done;
      plot.repaint();
    },
    ended: (problem) => {
      progress.classList.add('rests');
      if (problem !== null) showNotice({ text: problem });
    },
  });
  const save = (kind: 'csv' | 'npy'): void => {
    if (diagram === null) return;
    const blob =
      kind === 'csv'
        ? new Blob([diagramCsv(diagram)], { type: 'text/csv' })
        : new Blob([diagramNpy(diagram)]);
    download(blob, `${fileName(session)}.${kind}`);
  };
  const side = sideOf(session, { png: () => savePicture(session, plot, requestOf), numbers: save });
  const figure = el('figure', { class: 'orbits' }, progress, plot.element, plot.words);
  root.append(side.element, figure, empty);

  const requestOf = (columns: number, rows: number): OrbitRequest => {
    const { etas, visits, band, rule } = instrument.experiment;
    return {
      ...{ etas, visits, band, rule, ...WORK[instrument.gpu.software ? 'software' : 'hardware'] },
      columns: Math.min(MOST.columns, columns),
      rows: Math.min(MOST.rows, rows),
    };
  };
  const compute = whenChanged(
    () => [subjectOf(session), JSON.stringify(plot.grain)],
    (subject, _grain) => {
      const refusal = whyNoOrbits(method(instrument.experiment.rule));
      figure.hidden = refusal !== null;
      empty.hidden = refusal === null;
      empty.textContent = refusal ?? '';
      if (subject !== last) diagram = null; // of something else
      last = subject;
      const { columns, rows } = plot.grain;
      if (refusal !== null || columns < 2 || rows < 2) return computer.cancel();
      progress.classList.remove('rests');
      progress.value = 0;
      computer.ask(requestOf(columns, rows), diagram === null ? 0 : REST);
    },
  );
  let last = '';
  const theory = whenChanged(
    () => [theorySubject(session)],
    () => {
      const { facts, experiment } = instrument;
      const { rule, factors } = experiment;
      const factor = factors[rule] ?? 1;
      const thresholds = thresholdsOf(facts, rule, experiment);
      plot.tell({
        thresholds: thresholds.map((one) => ({ ...one, eta: one.eta / factor })),
        branches: rule === 'gd' && factor === 1 ? branchesOf(facts.objective) : [],
      });
    },
  );
  const update = (): void => {
    side.update();
    theory();
    plot.update();
    compute();
  };
  const resized = new ResizeObserver(update);
  resized.observe(plot.element);
  const dispose = (): void => {
    resized.disconnect();
    computer.cancel();
    plot.dispose();
  };
  return { update, dispose };
}

/** What a diagram depends on beside the pixels that it has, as a text to compare. */
function subjectOf({ instrument }: Session): string {
  const { experiment, objective } = instrument;
  const { etas, visits, band, rule, region, seed, factors } = experiment;
  const settings = method(rule).reads.map((name) => experiment[name]);
  return JSON.stringify([
    objective.key,
    objective.parameters,
    etas,
    visits,
    band,
    rule,
    region,
    seed,
    factors[rule],
    settings,
  ]);
}

/** What thresholds depend on: following cascades takes a while, and facts are told anew with every view. */
function theorySubject({ instrument }: Session): string {
  const { facts, experiment } = instrument;
  const { objective, minima } = facts;
  const { rule, factors } = experiment;
  const settings = method(rule).reads.map((name) => experiment[name]);
  const places = minima.map(({ x, y }) => `${x.toPrecision(5)} ${y.toPrecision(5)}`).sort();
  return JSON.stringify([objective.key, objective.parameters, rule, factors[rule], settings, places]);
}

const VALUES = [
  { value: 'x', label: 'x', tip: 'The visited values of x.' },
  { value: 'y', label: 'y', tip: 'The visited values of y.' },
  { value: 'f', label: 'f', tip: 'The visited values of f.' },
] as const;

const SCALES = [
  { value: 'lin', label: 'lin', tip: 'η in equal steps.' },
  { value: 'log', label: 'log', tip: 'η in equal ratios.' },
] as const;

interface Savers {
  readonly png: () => Promise<void>;
  readonly numbers: (kind: 'csv' | 'npy') => void;
}

/** What is shown, the way back, and the exports. */
function sideOf(session: Session, savers: Savers) {
  const values = choices('Visited values', VALUES, (visits) => change(session, { visits, band: null }));
  const scales = choices('Scale of η', SCALES, (scale) =>
    change(session, { etas: { ...session.experiment.etas, scale } }),
  );
  const reset = button({ class: 'dock-tool' }, () => resetView(session), 'Reset');
  explain(reset, 'Back to all of the diagram. Double click does the same, and the key 0.');
  const png = button({ class: 'dock-tool' }, () => void savePng(), 'PNG');
  const savePng = async (): Promise<void> => {
    png.disabled = true;
    try {
      await savers.png();
    } catch (error) {
      if (!wasGivenUp(error)) showNotice({ text: `The picture could not be saved: ${error}` });
    }
    png.disabled = false;
  };
  explain(png, 'Computes the diagram with twice the pixels, and saves it with axes and caption.');
  const csv = button({ class: 'dock-tool' }, () => savers.numbers('csv'), 'CSV');
  explain(csv, 'Saves every count, exponent and period.');
  const npy = button({ class: 'dock-tool' }, () => savers.numbers('npy'), 'NPY');
  explain(npy, 'Saves the same for numpy: an array of records, rows × columns.');
  const tools = el(
    'div',
    { class: 'dock-tools', role: 'group', 'aria-label': 'Diagram' },
    reset,
    png,
    csv,
    npy,
  );
  const element = el('div', { class: 'dock-side' }, values.element, scales.element, tools);
  const update = whenChanged(
    () => [session.experiment.visits, session.experiment.etas.scale],
    (visits, scale) => {
      values.show(visits);
      scales.show(scale);
      mark(element, 'data-visits', visits);
    },
  );
  return { element, update };
}

/** A larger diagram with its axes and a caption. */
async function savePicture(
  session: Session,
  plot: OrbitsPlot,
  requestOf: (columns: number, rows: number) => OrbitRequest,
): Promise<void> {
  const { columns, rows } = savedGrain(plot.size, plot.style.size);
  const view = plot.view;
  const request = { ...requestOf(columns, rows), etas: view.etas, band: view.band };
  const diagram = await session.instrument.mapOrbits(request);
  const picture = await diagramPicture({ ...plot.scene, diagram }, plot.size, captionOf(session, diagram));
  download(picture, `${fileName(session)}.png`);
}

function captionOf({ instrument, link }: Session, { starts, counted, burnIn }: OrbitDiagram) {
  const { objective, experiment } = instrument;
  const { label, rule } = method(experiment.rule);
  const title = `Bifurcation diagram of ${label} on f = ${objective.expression}`;
  const work = `${rule}; ${starts} random starts for each η, ${burnIn} steps not counted, then ${counted} counted.`;
  return { title, notes: [work, link] };
}

function fileName({ instrument }: Session): string {
  const { objective, experiment } = instrument;
  return `etascope ${objective.row?.id ?? 'own'} bifurcation of ${experiment.rule}`;
}
