import './blackout.css';
import { el } from './dom';
import { showNow } from './part';
import type { Session } from './session';

/** These are held while another key is pressed, and do nothing by themselves. */
const HELD = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'];

let lifted: (() => void) | null = null;

/** Makes the screen black, or brings the picture back. */
export function toggleBlackout(session: Session, root: HTMLElement): void {
  if (lifted === null) lifted = blackOut(session, root);
  else lifted();
}

/**
 * Makes the whole screen black and everything rest, until a key is pressed or anything is clicked; then it goes on as it
 * was. That key does nothing else, but the browser's own keys stay the browser's.
 *
 * @returns what brings the picture back
 */
function blackOut({ instrument }: Session, root: HTMLElement): () => void {
  const words = el('p', {}, 'Any key or click brings the picture back.');
  const dialog = el('dialog', { class: 'blackout', 'aria-label': 'Black screen' }, words);
  let { playing } = instrument;
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  /** What begins to move meanwhile waits, too. */
  const rest = (): void => {
    if (!instrument.playing) return;
    playing = true;
    instrument.pause();
  };
  const lift = (): void => {
    if (stop.signal.aborted) return;
    stop.abort();
    unsubscribe();
    lifted = null;
    dialog.close(); // gives the focus back
    dialog.remove();
    if (playing) instrument.play();
    showNow();
  };
  const press = (event: KeyboardEvent): void => {
    if (HELD.includes(event.key)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) lift();
  };
  window.addEventListener('keydown', press, options);
  dialog.addEventListener('close', lift);
  dialog.addEventListener('click', lift);
  const unsubscribe = instrument.subscribe(rest);
  rest();
  root.append(dialog);
  dialog.showModal();
  showNow();
  return lift;
}
