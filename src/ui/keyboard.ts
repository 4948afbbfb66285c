import {
  change,
  goHome,
  restart,
  shareLink,
  stepOnce,
  toggleFullScreen,
  togglePlay,
  toggleProjector,
  walkPast,
  zoomFactor,
} from './actions';
import type { Dock } from './dock/dock';
import type { Legend } from './legend';
import { nextLesson, previousLesson } from './lessonSteps';
import { panned, type Size, zoomed } from './navigate';
import { openExport } from './openExport';
import type { Part } from './part';
import type { Session } from './session';

/** What keys open and close. */
interface Overlays {
  readonly help: () => void;
  /** A black screen. */
  readonly black: () => void;
  readonly legend: Pick<Legend, 'toggleMenu'>;
  readonly dock: Pick<Dock, 'toggle'>;
}

/** One key and what it does. */
interface Shortcut {
  readonly keys: readonly string[];
  readonly run: (session: Session, overlays: Overlays) => void;
  /** Whether it is meant with the Shift key only. */
  readonly shifted?: true;
  /** Whether holding the key down goes on. */
  readonly repeats?: true;
  /** Whether it is heard in a figure of another page, too; the others are left to that page. */
  readonly embedded?: true;
}

const ZOOM_STEP = 1.25;
/** The share of the picture's height by which a key moves the view. */
const PAN_STEP = 1 / 12;
/** What is walked through, or moved, with the arrow keys. */
const WALKED = '[role="tab"], [role="radio"], [role="separator"], [role="application"]';

const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: ['ArrowRight'],
    shifted: true,
    run: (session) => pan(session, [1, 0]),
    repeats: true,
    embedded: true,
  },
  {
    keys: ['ArrowLeft'],
    shifted: true,
    run: (session) => pan(session, [-1, 0]),
    repeats: true,
    embedded: true,
  },
  {
    keys: ['ArrowDown'],
    shifted: true,
    run: (session) => pan(session, [0, 1]),
    repeats: true,
    embedded: true,
  },
  {
    keys: ['ArrowUp'],
    shifted: true,
    run: (session) => pan(session, [0, -1]),
    repeats: true,
    embedded: true,
  },
  { keys: [' '], run: togglePlay, embedded: true },
  { keys: ['ArrowRight'], run: stepOnce, repeats: true, embedded: true },
  { keys: ['r', 'R'], run: restart, embedded: true },
  { keys: ['PageDown'], run: (session) => void nextLesson(session) },
  { keys: ['PageUp'], run: (session) => void previousLesson(session) },
  { keys: ['b', 'B', '.'], run: (_, { black }) => black() },
  { keys: ['p', 'P'], run: toggleProjector },
  { keys: ['f', 'F'], run: () => void toggleFullScreen() },
  { keys: ['l', 'L'], run: (session) => void shareLink(session) },
  { keys: ['s', 'S'], run: openExport },
  { keys: ['+', '='], run: (session) => zoomMiddle(session, 1 / ZOOM_STEP), repeats: true, embedded: true },
  { keys: ['-', '_', '−'], run: (session) => zoomMiddle(session, ZOOM_STEP), repeats: true, embedded: true },
  { keys: ['0'], run: goHome, embedded: true },
  { keys: ['m', 'M'], run: (_, { legend }) => legend.toggleMenu() },
  { keys: ['d', 'D'], run: (_, { dock }) => dock.toggle() },
  { keys: ['g', 'G'], run: (session) => change(session, { fate: !session.experiment.fate }) },
  { keys: ['e', 'E'], run: (session) => change(session, { fan: !session.experiment.fan }) },
  { keys: ['?'], run: (_, { help }) => help() },
];

/** With the control or the command key. */
const CONTROLLED: readonly Shortcut[] = [
  { keys: ['z'], run: (session) => void walkPast(session, 'undo'), repeats: true, embedded: true },
  { keys: ['Z', 'y'], run: (session) => void walkPast(session, 'redo'), repeats: true, embedded: true },
];

/** Keys that mean nothing to a line of text that is not being edited, although it has the focus. */
const PASSES_TEXT: readonly string[] = ['PageDown', 'PageUp', 'z', 'Z', 'y'];

/** What the keyboard remembers of the page. */
interface Focus {
  byPointer: boolean;
  /** The field whose text is being edited. */
  edited: EventTarget | null;
}

/** The keys of the instrument. They are heard before the panel, which keeps keys to itself. */
export function mountKeyboard(session: Session, overlays: Overlays): Part {
  const focus: Focus = { byPointer: true, edited: null };
  const hear = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') focus.byPointer = false;
    if (event.key === 'Enter' || event.key === 'Escape') focus.edited = null;
    if (event.altKey || event.isComposing) return;
    const shortcut = shortcutOf(event, session.experiment.embed);
    if (shortcut === undefined || isForTarget(event, focus) || isForDialog(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || shortcut.repeats) shortcut.run(session, overlays);
  };
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  const press = () => {
    focus.byPointer = true;
    session.past.press();
  };
  window.addEventListener('keydown', hear, options);
  window.addEventListener('pointerdown', press, options);
  for (const type of ['pointerup', 'pointercancel', 'blur']) {
    window.addEventListener(type, () => session.past.release(), options);
  }
  window.addEventListener('input', ({ target }) => (focus.edited = target), options);
  window.addEventListener('focusout', () => (focus.edited = null), options);
  return { update: () => undefined, dispose: () => stop.abort() };
}

function shortcutOf(event: KeyboardEvent, embedded: boolean): Shortcut | undefined {
  const { key, shiftKey, ctrlKey, metaKey } = event;
  const shortcuts = ctrlKey || metaKey ? CONTROLLED : SHORTCUTS;
  return shortcuts.find(
    (one) => one.keys.includes(key) && (!one.shifted || shiftKey) && (!embedded || one.embedded),
  );
}

/** What is open above everything else has the keys, but for the one that also closes it. */
function isForDialog({ key }: KeyboardEvent): boolean {
  return document.querySelector(key === '?' ? 'dialog:modal:not(.help)' : 'dialog:modal') !== null;
}

/** Whether the key belongs to what has the focus: text that is edited, a slider, a menu, or a control reached by Tab. */
function isForTarget({ target, key, shiftKey }: KeyboardEvent, { byPointer, edited }: Focus): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="menu"]')) return !/^m$/i.test(key);
  // There is a crosshair on the plane, for those who came there by Tab.
  if (target.id === 'plane') return key.startsWith('Arrow') && !shiftKey && !byPointer;
  if (target.closest(WALKED) && key.startsWith('Arrow')) return true;
  if (target.dataset['keys']?.split(' ').includes(key)) return true;
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return key.startsWith('Arrow');
    if (target.type === 'checkbox') return key === ' ' && !byPointer;
    return target === edited || !PASSES_TEXT.includes(key);
  }
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return true;
  // A button that was clicked keeps the focus, but whoever then presses Space means the clock.
  if (target instanceof HTMLButtonElement) return key === ' ' && !byPointer;
  return target instanceof HTMLSelectElement && !byPointer && !key.startsWith('Page');
}

function zoomMiddle(session: Session, factor: number): void {
  const size = sizeOf(session);
  const middle = [size.width / 2, size.height / 2] as const;
  const { view } = session.experiment;
  change(session, { view: zoomed(view, size, middle, zoomFactor(session, view, factor)) });
}

/** Looks farther to the right and down. */
function pan(session: Session, [right, down]: readonly [number, number]): void {
  const size = sizeOf(session);
  const far = -PAN_STEP * size.height; // the plane goes the other way
  change(session, { view: panned(session.experiment.view, size, [far * right, far * down]) });
}

/** The picture in CSS pixels. */
function sizeOf({ instrument }: Session): Size {
  const { width, height, density } = instrument.window;
  return { width: width / density, height: height / density };
}
