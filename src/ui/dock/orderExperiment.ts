import { NO_TRIALS, SLOPE_TOLERANCE, type Trials, wasGivenUp } from '../../theory/trial';
import { change, messageOf } from '../actions';
import { button, el, explain, mark, write } from '../dom';
import { counted, figures, whole } from '../numbers';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { mountChart } from './chart';
import { orderPlot, slopeText } from './orderPlot';

const INVITATION =
  'How the error of gradient descent against gradient flow falls with η: at a fixed time from these starts, and in one step.';

/** Gradient descent against gradient flow: the gap now, and by experiment the order at which it closes. */
export function mountOrderExperiment(session: Session, root: HTMLElement): Part {
  const { instrument } = session;
  const gap = gapNow(session);
  const trial = trialControls(session);
  const side = el('div', { class: 'dock-side order-side' }, gap.element, trial.element);
  root.append(side);
  const chart = mountChart(root);
  side.append(chart.tools);
  const draw = whenChanged(
    () => [instrument.trials, instrument.experiment.theme],
    ({ order, euler }, theme) => {
      chart.restyle();
      chart.show(order === null || euler === null ? INVITATION : orderPlot({ order, euler, theme }));
    },
  );
  const update = (): void => {
    gap.update();
    trial.update();
    draw();
  };
  const dispose = (): void => {
    trial.dispose();
    chart.dispose();
  };
  return { update, dispose };
}

/** "Gap now: median 0.03, largest 2.3 of pair 17", the pair being a button that marks it. */
function gapNow(session: Session) {
  const { instrument } = session;
  const numbers = el('span');
  const pair = button({ class: 'order-pair' }, () => {
    const { gaps } = instrument;
    if (gaps !== null && typeof gaps !== 'string') change(session, { pair: gaps.pair });
  });
  explain(pair, 'Marks this pair on the plane.');
  const rest = el('span');
  const element = el('p', { class: 'order-gap' }, numbers, pair, rest);
  const update = whenChanged(
    () => [instrument.gaps],
    (gaps) => {
      const known = gaps !== null && typeof gaps !== 'string';
      pair.hidden = !known || gaps.pair === null;
      if (!known) {
        write(numbers, gaps === null ? 'Gap now: not measured yet.' : `No gap: ${gaps}.`);
        write(rest, '');
        return;
      }
      const { median, max, lost } = gaps;
      if (gaps.pair === null) {
        write(
          numbers,
          `No gap: ${lost === 1 ? 'the pair has' : `all ${whole(lost)} pairs have`} a diverged particle.`,
        );
        write(rest, '');
        return;
      }
      write(numbers, `Gap now: median ${figures(median, 3)}, largest ${figures(max, 3)}, of `);
      write(pair, `pair ${whole(gaps.pair)}`);
      write(
        rest,
        lost === 0
          ? '.'
          : `; ${counted(lost, 'pair')} with a diverged particle ${lost === 1 ? 'is' : 'are'} left out.`,
      );
    },
  );
  return { element, update };
}

/** The button, the progress of what it has started, and what came out. */
function trialControls({ instrument }: Session) {
  let running: AbortController | null = null;
  const start = button(
    { class: 'dock-choice order-start' },
    () => void run(),
    'Measure the order of convergence',
  );
  explain(
    start,
    'Runs gradient descent off screen with η, η/2, η/4, … from these starts, and gradient flow.',
  );
  const bar = el('progress', { max: '1', value: '0', 'aria-label': 'Progress of the measurement' });
  const cancel = button({ class: 'dock-tool' }, () => running?.abort(), 'Cancel');
  const busy = el('div', { class: 'order-busy' }, bar, cancel);
  const words = el('div', { class: 'order-words', 'aria-live': 'polite' });
  const element = el('div', { class: 'order-trial' }, start, busy, words);
  const show = (): void => {
    start.hidden = running !== null;
    busy.hidden = running === null;
  };
  const say = (...sentences: readonly string[]): void => {
    words.replaceChildren(...sentences.map((text) => el('p', {}, text)));
  };
  const run = async (): Promise<void> => {
    if (running !== null) return;
    const own = new AbortController();
    running = own;
    bar.value = 0;
    say();
    show();
    const progress = (share: number): void => {
      bar.value = share;
      mark(bar, 'aria-valuetext', `${Math.round(100 * share)} %`);
    };
    try {
      await instrument.trial('all', { progress, signal: own.signal });
    } catch (error) {
      const reason = own.signal.aborted ? 'Cancelled.' : 'Given up: objective, η or starts have changed.';
      say(wasGivenUp(error) ? reason : messageOf(error));
    }
    running = null;
    show();
  };
  show();
  const update = whenChanged(
    () => [instrument.trials],
    (trials) => {
      if (trials !== NO_TRIALS) say(...sentencesOf(trials));
      else if (running === null) say();
    },
  );
  return { element, update, dispose: () => running?.abort() };
}

/** What was found, and whether that is what theory promises. */
function sentencesOf({ order, euler, threshold }: Trials): readonly string[] {
  const sentences: string[] = [];
  if (order !== null) {
    const verdict =
      order.fit === null
        ? `no order: ${order.reason}`
        : `error ∝ η^${slopeText(order)}: ${verdictOf(order.fit.slope, 1, 'first')}`;
    sentences.push(`At t = ${figures(order.time, 3)}: ${verdict}.`);
  }
  if (euler !== null) {
    const verdict =
      euler.fit === null
        ? `no order: ${euler.reason}`
        : `error ∝ η^${slopeText(euler)}: ${verdictOf(euler.fit.slope, 2, 'second')}`;
    sentences.push(`In one step: ${verdict}.`);
    const decided = euler.count - euler.undecided;
    if (decided > 0) {
      const share = figures(100 * euler.deviation, 2);
      sentences.push(
        `As η → 0 it is (η²/2)‖H∇f‖ to ${share} %, the median of ${whole(decided)} particles that f32 can tell.`,
      );
    }
  }
  if (threshold !== null) {
    const { measured, predicted, reason } = threshold;
    const found = `Converges up to η = ${figures(measured ?? Number.NaN, 5)}; 2/λₘₐₓ = ${figures(predicted ?? Number.NaN, 5)}.`;
    sentences.push(measured === null ? `No threshold of stability: ${reason}.` : found);
  }
  return sentences;
}

function verdictOf(slope: number, promised: number, name: string): string {
  return Math.abs(slope - promised) <= SLOPE_TOLERANCE
    ? `${name} order, as promised`
    : `not of ${name} order, as it should be`;
}
