import type { Range } from '../../math/range';
import { METHODS } from '../../methods/table';
import { entryAt, fateOfEntry } from '../../theory/lab/entries';
import { change, placePair } from '../actions';
import { button, el, explain, mark, write } from '../dom';
import { download } from '../download';
import { fateWords, pointText } from '../fateWords';
import { fateCsv, fateNpy, mapPicture } from '../mapExport';
import { showNotice } from '../notice';
import { figures, upperFirst } from '../numbers';
import { keepShown, type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { choices } from './choices';
import { figureStyle } from './figureStyle';
import { boundaryText, entriesOf, mountLineFacts } from './lineFacts';
import { digitsOf, pointOf } from './lineFigure';
import { LineModel } from './lineModel';
import { mountLineOnPlane } from './lineOnPlane';
import { mountLineOverlay } from './lineOverlay';
import { type LineView, mountLineView } from './lineView';

/** The map over the starts of a line and η: what becomes of each, and what the edge of divergence is like. */
export function mountLineTab(session: Session, root: HTMLElement): Part {
  const model = new LineModel(session, () => ask());
  const side = el('div', { class: 'dock-side line-side' });
  const middle = el('div', { class: 'line-middle' });
  root.append(side, middle);
  const head = mountHead(model, middle);
  const view = mountLineView(model, middle, (u, v) => {
    const { start, eta } = pointOf(model.frame, u, v);
    placePair(session, start, { eta: Number(eta.toPrecision(6)) });
  });
  const overlay = mountLineOverlay(model, view.element, view.area);
  const facts = mountLineFacts(model, root);
  const controls = mountControls(model, side, view);
  const plane = mountLineOnPlane(model);
  const parts = [head, overlay, facts, controls, plane];
  const { instrument } = session;
  const redraw = whenChanged(
    () => [model.frame, model.shown, model.shown?.map.done, instrument.facts, instrument.experiment],
    () => view.ask(),
  );
  const update = (): void => {
    model.attend();
    redraw();
    for (const part of parts) part.update();
  };
  let asked = 0;
  const ask = (): void => {
    if (asked === 0)
      asked = requestAnimationFrame(() => {
        asked = 0;
        update();
      });
  };
  // The dock updates what is on screen; this hears of its closing as well.
  const attend = (): void => model.attend();
  const ends = [instrument.subscribe(attend), keepShown(update)];
  const dispose = (): void => {
    cancelAnimationFrame(asked);
    for (const end of ends) end();
    model.dispose();
    view.dispose();
    plane.dispose();
    facts.dispose?.();
  };
  return { update, dispose };
}

/** Above the map: what is under the pointer, and how far the computing is. */
function mountHead(model: LineModel, root: HTMLElement): Part {
  const readout = el('p', { class: 'line-readout', 'aria-live': 'polite' });
  const bar = el('progress', { class: 'line-progress', max: '1', 'aria-label': 'Progress of the map' });
  root.append(el('div', { class: 'line-head' }, readout, bar));
  const update = (): void => {
    write(readout, readoutOf(model));
    const { progress } = model;
    bar.classList.toggle('idle', progress === null);
    bar.value = progress ?? 1;
  };
  return { update };
}

function readoutOf(model: LineModel): string {
  const { cursor, shown, problem, frame } = model;
  if (problem !== null) return problem;
  if (model.selecting) return 'Drag a rectangle: the window in which the boundary is measured.';
  if (cursor === null || shown === null)
    return 'Point at the map to read it; click to set η and place a pair.';
  const { start, eta } = pointOf(frame, ...cursor);
  const entry = shown.frame === frame || sameFrame(model) ? entryAt(shown.map, ...cursor) : null;
  const digits = digitsOf(frame.line) + 1;
  const where = `start ${pointText(start, digits)}, η = ${figures(eta, etaDigits(frame.etas))}`;
  if (entry === null) return where;
  return `${where}: ${fateWords(fateOfEntry(shown.map, entry), shown.map.minima, shown.map.horizon)}`;
}

const etaDigits = ({ from, to }: Range): number => 4 + Math.max(0, Math.ceil(Math.log10(to / (to - from))));

/** Whether the map on screen is of the frame that is asked for. */
function sameFrame({ frame, shown }: LineModel): boolean {
  return JSON.stringify([frame.line, frame.etas]) === JSON.stringify([shown?.frame.line, shown?.frame.etas]);
}

/** Beside the map: the axis of η, the window, the way back, and what is saved. */
function mountControls(model: LineModel, root: HTMLElement, view: LineView): Part {
  const { session } = model;
  const scale = choices('Axis of η', SCALES, (value) =>
    change(session, { etas: { ...session.experiment.etas, scale: value } }),
  );
  scale.element.prepend(el('span', { class: 'line-scale' }, 'η'));
  const select = button(
    { class: 'dock-tool', 'aria-pressed': 'false' },
    () => model.select(!model.selecting),
    'Window',
  );
  explain(
    select,
    'The next drag on the map draws the window in which the boundary is measured. Or drag with Shift.',
  );
  const home = button({ class: 'dock-tool' }, () => model.reset(), 'Show all');
  explain(home, 'The objective’s own line and learning rates. Double click, or 0, does the same.');
  const tools = exportTools(model, view);
  root.append(scale.element, select, home, tools);
  const choose = whenChanged(
    () => [session.experiment.etas.scale, model.selecting, model.shown === null],
    (chosen, selecting, empty) => {
      scale.show(chosen);
      mark(select, 'aria-pressed', String(selecting));
      for (const tool of tools.children) (tool as HTMLButtonElement).disabled = empty;
    },
  );
  return { update: choose };
}

const SCALES = [
  { value: 'lin', label: 'lin', tip: 'η in equal steps.' },
  { value: 'log', label: 'log', tip: 'η in equal ratios.' },
] as const;

function exportTools(model: LineModel, view: LineView): HTMLElement {
  const name = (): string => `start x eta ${model.session.instrument.objective.row?.id ?? 'own'}`;
  const picture = async (): Promise<Blob> => {
    const { experiment, objective } = model.session.instrument;
    const rule = METHODS.find(({ id }) => id === experiment.rule)?.label ?? experiment.rule;
    const horizon = `${upperFirst(rule)}, at most ${figures(experiment.horizon, 6)} steps`;
    const sheet = {
      title: `${objective.label}: what becomes of each start at each η`,
      figure: view.figure(),
      legend: entriesOf(model),
      notes: [`${horizon}; ${boundaryText(model.boundary)}`],
    };
    const { clientWidth: width, clientHeight: height } = view.element;
    return mapPicture(sheet, figureStyle(view.element), { width, height });
  };
  const tool = (label: string, tip: string, make: () => Promise<Blob>, ending: string): HTMLButtonElement => {
    const save = async (): Promise<void> => {
      if (model.shown !== null) download(await make(), `${name()}.${ending}`);
    };
    const element = button({ class: 'dock-tool' }, () => void save().catch(failed), label);
    explain(element, tip);
    return element;
  };
  const map = () => {
    if (model.shown === null) throw new Error('there is no map yet');
    return model.shown.map;
  };
  return el(
    'div',
    { class: 'dock-tools', role: 'group', 'aria-label': 'Export' },
    tool('PNG', 'Saves the map as a picture, with axes and legend.', picture, 'png'),
    tool(
      'CSV',
      'Saves every pixel as a row: start, η, fate, steps, exponent.',
      async () => new Blob([fateCsv(map())], { type: 'text/csv' }),
      'csv',
    ),
    tool(
      'NPY',
      'Saves all pixels as an array of records for numpy.',
      async () => new Blob([fateNpy(map())]),
      'npy',
    ),
  );
}

function failed(error: unknown): void {
  showNotice({ text: `The map could not be saved: ${error}` });
}
