import { change, goHome, restart, shareLink, stepOnce, togglePlay, zoomFactor } from './actions';
import type { Dock } from './dock/dock';
import type { Help } from './help';
import type { Legend } from './legend';
import { zoomed } from './navigate';
import type { Part } from './part';
import type { Session } from './session';

/** What keys open and close. */
interface Overlays {
  readonly help: Help;
  readonly legend: Pick<Legend, 'toggleMenu'>;
  readonly dock: Pick<Dock, 'toggle'>;
}

/** One key and what it does. */
interface Shortcut {
  readonly keys: readonly string[];
  readonly run: (session: Session, overlays: Overlays) => void;
  /** Whether holding the key down goes on. */
  readonly repeats?: true;
}

const ZOOM_STEP = 1.25;
/** What is walked through, or moved, with the arrow keys. */
const WALKED = '[role="tab"], [role="radio"], [role="separator"], [role="application"]';

const SHORTCUTS: readonly Shortcut[] = [
  { keys: [' '], run: togglePlay },
  { keys: ['ArrowRight'], run: stepOnce, repeats: true },
  { keys: ['r', 'R'], run: restart },
  { keys: ['l', 'L'], run: (session) => void shareLink(session) },
  { keys: ['+', '='], run: (session) => zoomMiddle(session, 1 / ZOOM_STEP), repeats: true },
  { keys: ['-', '_', '−'], run: (session) => zoomMiddle(session, ZOOM_STEP), repeats: true },
  { keys: ['0'], run: goHome },
  { keys: ['m', 'M'], run: (_, { legend }) => legend.toggleMenu() },
  { keys: ['d', 'D'], run: (_, { dock }) => dock.toggle() },
  { keys: ['g', 'G'], run: (session) => change(session, { fate: !session.experiment.fate }) },
  { keys: ['e', 'E'], run: (session) => change(session, { fan: !session.experiment.fan }) },
  { keys: ['?'], run: (_, { help }) => help.toggle() },
];

/** The keys of the instrument. They are heard before the panel, which keeps keys to itself. */
export function mountKeyboard(session: Session, overlays: Overlays): Part {
  const focus = { byPointer: true };
  const hear = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') focus.byPointer = false;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isForTarget(event, focus.byPointer) || (overlays.help.isOpen && event.key !== '?')) return;
    const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(event.key));
    if (shortcut === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || shortcut.repeats) shortcut.run(session, overlays);
  };
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  const press = () => {
    focus.byPointer = true;
  };
  window.addEventListener('keydown', hear, options);
  window.addEventListener('pointerdown', press, options);
  return { update: () => undefined, dispose: () => stop.abort() };
}

/** Whether the key belongs to what has the focus: text that is edited, a slider, a menu, or a control reached by Tab. */
function isForTarget({ target, key }: KeyboardEvent, byPointer: boolean): boolean {
  if (target instanceof Element && target.closest('[role="menu"]')) return !/^m$/i.test(key);
  if (target instanceof Element && target.closest(WALKED)) {
    if (key.startsWith('Arrow')) return true;
  }
  if (target instanceof HTMLElement && target.dataset['keys']?.split(' ').includes(key)) return true;
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return key.startsWith('Arrow');
    return target.type !== 'checkbox' || (key === ' ' && !byPointer);
  }
  // A button that was clicked keeps the focus, but whoever then presses Space means the clock.
  if (target instanceof HTMLButtonElement) return key === ' ' && !byPointer;
  return target instanceof HTMLSelectElement && !byPointer;
}

function zoomMiddle(session: Session, factor: number): void {
  const { width, height, density } = session.instrument.window;
  const size = { width: width / density, height: height / density };
  const middle = [size.width / 2, size.height / 2] as const;
  const { view } = session.experiment;
  change(session, { view: zoomed(view, size, middle, zoomFactor(session, view, factor)) });
}
