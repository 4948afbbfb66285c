import type { Sweep } from '../../experiment/lesson';
import type { Session } from '../session';

/** Milliseconds between two learning rates, at least. */
const PACE = 100;
/** Steps that are shown at once of each, at most. */
const MOST_STEPS = 64;

/** A sweep that runs. */
export interface RunningSweep {
  readonly stop: () => void;
}

/**
 * Runs η through the range, evenly, and tells the share that is done after each; 1 when it ends by itself, null when it
 * is stopped. Whatever else changes the experiment stops it, as do play and pause, and a page that is hidden or
 * black. All of it is undone as one change.
 *
 * Where every η begins anew, what is shown of each are its first steps, all at once: the path bends as η grows.
 */
export function runSweep(session: Session, sweep: Sweep, told: (share: number | null) => void): RunningSweep {
  const { instrument } = session;
  const { L } = instrument.constants;
  const begun = performance.now();
  const anew = sweep.each === 'restart' || !session.experiment.respawn;
  const played = instrument.playing;
  let expected = session.experiment;
  let stopped = false;
  const isDisturbed = (): boolean =>
    stopped ||
    document.hidden ||
    document.querySelector('.blackout') !== null ||
    session.experiment !== expected ||
    instrument.playing === anew;

  const show = async (share: number): Promise<void> => {
    const eta = round((sweep.from + share * (sweep.to - sweep.from)) / L);
    const shown = session.change({ eta }, { passing: true });
    expected = session.experiment;
    await shown;
    if (!anew) return;
    instrument.restart();
    await instrument.advance(Math.min(MOST_STEPS, expected.trail));
  };
  const run = async (): Promise<boolean> => {
    if (anew) instrument.pause();
    else instrument.play();
    while (!isDisturbed()) {
      const next = performance.now() + PACE;
      const share = Math.min(1, (performance.now() - begun) / (1000 * sweep.seconds));
      await show(share);
      if (isDisturbed()) return false;
      if (share === 1) return true;
      told(share);
      await rest(next - performance.now());
    }
    return false;
  };
  const end = (whole: boolean): void => {
    if (played) instrument.play();
    told(whole ? 1 : null);
  };
  run().then(end, () => end(false));
  return {
    stop: () => {
      stopped = true;
    },
  };
}

/** To four figures: a number that runs is read better. */
const round = (eta: number): number => Number(eta.toPrecision(4));

const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
