import type { Instrument } from '../instrument';
import { showNotice } from './notice';
import { showNow } from './part';

/** Whether the system asks for less motion. */
export const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The clock runs when the page opens, unless the page is a figure in another one or motion is not wanted. */
export function beginMoving(instrument: Instrument): void {
  if (instrument.experiment.embed) return;
  const play = (): void => {
    instrument.play();
    showNow();
  };
  if (!wantsStillness()) {
    play();
    return;
  }
  const text = 'Nothing moves yet, because your system asks for less motion. Space plays and pauses.';
  showNotice({ text, action: { label: 'Play', run: play } });
}
