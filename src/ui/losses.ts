import type { Guard, Instrument } from '../instrument';
import { forgetLoss, noteLoss } from './lastLoss';
import { showNotice } from './notice';

/** Milliseconds that a device has to live after a loss until nothing is held against the experiment any more. */
const TRUST_AFTER = 5000;

/** What the guard of an instrument needs of the page. */
interface Page {
  /** Null as long as the page is being opened. */
  readonly instrument: () => Instrument | null;
  /** Of the experiment on screen. */
  readonly link: () => string;
  /** Tells of what a device refuses. */
  readonly watch: (gpu: Instrument['gpu']) => void;
  readonly fail: (error: unknown) => void;
}

/** Tells of a lost device, and of everything being back; where nothing comes back, the page fails. */
export function guardOf({ instrument, link, watch, fail }: Page): Guard {
  let dismiss = (): void => undefined;
  let trust = 0;
  let played = false;
  let recorded = false;
  const lost = (): void => {
    const { playing = false, recording = null } = instrument() ?? {};
    clearTimeout(trust);
    noteLoss(link());
    document.documentElement.dataset['lost'] = '';
    played = playing;
    recorded = recording !== null;
    dismiss();
    dismiss = showNotice({
      text: 'The graphics processor was reset. Everything is being brought back …',
      lasting: true,
    });
  };
  const recovered: Guard['recovered'] = (gpu) => {
    watch(gpu);
    trust = window.setTimeout(forgetLoss, TRUST_AFTER);
    dismiss();
    delete document.documentElement.dataset['lost'];
    const stopped = played && instrument()?.playing === false;
    const back = `Everything is back where it was${stopped ? ', but paused: it was lost several times' : ''}.`;
    const rest = recorded ? ' What the dock records begins anew.' : '';
    dismiss = showNotice({ text: `The graphics processor was reset. ${back}${rest}` });
  };
  return { lost, recovered, failed: fail };
}
