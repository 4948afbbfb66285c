import { change } from '../actions';
import { button, el, explain, mark } from '../dom';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { mountChart } from './chart';
import { choices } from './choices';
import { recordedPlot } from './recordedPlot';

/** Milliseconds from one drawing to the next, at least: nobody reads faster, and the plane needs the time. */
const REST = 240;

/** What all particles did, step by step. */
export function mountPlots(session: Session, root: HTMLElement): Part {
  const { instrument } = session;
  let logarithmic = false;
  const chart = mountChart(root);
  const quantity = choices('Quantity', QUANTITIES, (plot) => change(session, { plot }));
  quantity.element.classList.add('upright');
  const against = choices('Against', ABSCISSAS, (value) => change(session, { against: value }));
  const log = button({ class: 'dock-choice', 'aria-pressed': 'false' }, () => toggleLog(), 'log');
  explain(log, 'A logarithmic horizontal axis: a power of k is then a straight line.');
  const along = el('div', { class: 'dock-row' }, against.element, log);
  const live = button({ class: 'dock-tool' }, () => change(session, { respawn: false }), 'Live on');
  explain(live, 'Takes the field out of its endless round: every particle starts once, and lives on.');
  chart.tools.prepend(live);
  root.prepend(el('div', { class: 'dock-side' }, quantity.element, along, chart.tools));

  const toggleLog = (): void => {
    logarithmic = !logarithmic;
    mark(log, 'aria-pressed', String(logarithmic));
    draw();
  };
  const draw = (): void => {
    const { recording, experiment, objective, facts } = instrument;
    if (recording !== null && (recording.rows > 0 || !held)) {
      chart.show(recordedPlot({ recording, experiment, objective, facts, logarithmic }));
      held = recording.rows > 0;
    } else if (!held) chart.show('Nothing has been recorded yet.');
  };
  /** Whether a plot is on screen, which stays until the next record has a row. */
  let held = false;
  const soon = throttled(draw, REST);
  const restyle = whenChanged(
    () => [instrument.experiment.theme],
    () => {
      chart.restyle();
      draw();
    },
  );
  const choose = whenChanged(
    () => [session.experiment.plot, session.experiment.against, session.experiment.respawn],
    (plot, abscissa, respawn) => {
      quantity.show(plot);
      against.show(abscissa);
      live.hidden = !respawn;
    },
  );
  const redraw = whenChanged(
    () => [instrument.recording, instrument.recording?.version, instrument.experiment, instrument.facts],
    soon.ask,
  );
  const update = (): void => {
    choose();
    restyle();
    redraw();
  };
  const dispose = (): void => {
    soon.cancel();
    chart.dispose();
  };
  return { update, dispose };
}

const QUANTITIES = [
  { value: 'value', label: 'f − f*', tip: 'How far f is above its minimum.' },
  { value: 'distance', label: '‖θ − θ*‖', tip: 'How far a particle is from the minimiser.' },
  { value: 'modes', label: 'z₁, z₂', tip: 'On a quadratic: coordinates along the eigenvectors of A.' },
  { value: 'gradient', label: '‖∇f‖', tip: 'The length of the gradient.' },
  { value: 'norm', label: '‖θ‖', tip: 'How far a particle is from the origin, to the overflow.' },
  {
    value: 'edge',
    label: 'λmax(H)',
    tip: 'How sharp f is where the particles are, against the edge of stability 2/η.',
  },
  { value: 'shares', label: 'statuses', tip: 'Shares of particles that move, rest, cycle or are lost.' },
] as const;

const ABSCISSAS = [
  { value: 'k', label: 'k', tip: 'Against the step k.' },
  { value: 't', label: 't', tip: 'Against the time t, of each method by its own clock.' },
] as const;

/** Runs at once, but never twice within so many milliseconds: what is asked for in between is done at their end. */
function throttled(run: () => void, rest: number): { readonly ask: () => void; readonly cancel: () => void } {
  let timer = 0;
  let last = Number.NEGATIVE_INFINITY;
  const go = (): void => {
    timer = 0;
    last = performance.now();
    run();
  };
  const ask = (): void => {
    if (timer !== 0) return;
    const wait = last + rest - performance.now();
    if (wait <= 0) go();
    else timer = window.setTimeout(go, wait);
  };
  return { ask, cancel: () => clearTimeout(timer) };
}
