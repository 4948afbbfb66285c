import type { Lesson, Sweep } from '../../experiment/lesson';
import { button, el, explain, mark } from '../dom';
import { mathElement } from '../mathText';
import { figures } from '../numbers';
import { showNow } from '../part';
import type { Session } from '../session';
import { lessonIcon } from './signs';
import { type RunningSweep, runSweep } from './sweep';

/** What runs a lesson's sweep, shows how far it is, and stops it. */
interface SweepControl {
  readonly element: HTMLElement;
  readonly runs: boolean;
  readonly show: (lesson: Lesson) => void;
  /** Ends the sweep; whether one was running. */
  readonly stop: () => boolean;
  readonly update: () => void;
}

export function sweepControl(session: Session): SweepControl {
  let sweep: Sweep | null = null;
  let running: RunningSweep | null = null;
  const sign = el('span', { class: 'lecture-sweep-sign' });
  const name = el('span', { class: 'lecture-sweep-name' });
  const bar = el('span', { class: 'lecture-sweep-bar', 'aria-hidden': 'true' });
  const stop = (): boolean => {
    const ran = running !== null;
    running?.stop();
    running = null;
    tell(null);
    return ran;
  };
  const start = (wanted: Sweep): void => {
    const mine = runSweep(session, wanted, (share) => {
      if (running !== mine) return;
      if (share === null || share === 1) running = null;
      tell(running === null ? null : share);
      showNow();
    });
    running = mine;
    tell(0);
    showNow();
  };
  const element = button(
    { class: 'lecture-sweep' },
    () => {
      if (!stop() && sweep !== null) start(sweep);
      showNow();
    },
    sign,
    name,
    bar,
  );
  const tell = (share: number | null): void => {
    const runs = share !== null;
    bar.style.transform = `scaleX(${share ?? 0})`;
    mark(element, 'aria-pressed', String(runs));
    if (element.dataset['sign'] === String(runs)) return;
    element.dataset['sign'] = String(runs);
    sign.replaceChildren(lessonIcon(runs ? 'stop' : 'run'));
  };
  const show = ({ sweep: own }: Lesson): void => {
    stop();
    sweep = own ?? null;
    element.hidden = own === undefined;
    if (own === undefined) return;
    const [from, to] = [own.from, own.to].map((ratio) => figures(ratio, 3));
    name.replaceChildren('Sweep ', mathElement(`η = ${from}/L … ${to}/L`));
    explain(
      element,
      `η runs from ${from}/L to ${to}/L in ${own.seconds} seconds and stays there. Esc, or any change, stops it.`,
    );
  };
  tell(null);
  const update = (): void => {
    if (session.experiment.lesson === null) stop();
  };
  return {
    element,
    get runs() {
      return running !== null;
    },
    show,
    stop,
    update,
  };
}
