import { el, explain, mark } from '../dom';

/** The dock takes no less and no more of the window's height. */
const LEAST_SHARE = 0.2;
const MOST_SHARE = 0.8;
/** What an arrow key adds. */
const KEY_STEP = 0.04;

/** The upper edge of the dock, which is dragged, or moved by the arrow keys. */
interface Resizer {
  readonly element: HTMLElement;
  /** Gives the dock its height once more: it has been opened or closed. */
  readonly adjust: () => void;
  readonly dispose: () => void;
}

/**
 * Sets the height of an element at the window's lower edge, as a share of the window's: `first` until another one is chosen;
 * `tell` hears of every change.
 */
export function mountResizer(target: HTMLElement, first: () => number, tell: () => void): Resizer {
  let chosen: number | null = null;
  const share = (): number => chosen ?? first();
  const element = el('div', {
    class: 'dock-edge',
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'horizontal',
    'aria-label': 'Height of the dock',
    'aria-valuemin': String(100 * LEAST_SHARE),
    'aria-valuemax': String(100 * MOST_SHARE),
  });
  explain(element, 'Drag to make the dock higher or lower. Arrow keys work, too.');
  const adjust = (): void => {
    target.style.height = `${Math.round(share() * innerHeight)}px`;
    mark(element, 'aria-valuenow', String(Math.round(100 * share())));
    tell();
  };
  const set = (wanted: number): void => {
    chosen = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, wanted));
    adjust();
  };
  listen(element, share, set);
  window.addEventListener('resize', adjust);
  return { element, adjust, dispose: () => window.removeEventListener('resize', adjust) };
}

function listen(element: HTMLElement, share: () => number, set: (share: number) => void): void {
  let grip: number | null = null;
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    grip = event.clientY - (1 - share()) * innerHeight;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    if (grip !== null) set(1 - (event.clientY - grip) / innerHeight);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(end, () => {
      grip = null;
    });
  }
  element.addEventListener('keydown', (event) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowUp: share() + KEY_STEP,
      ArrowDown: share() - KEY_STEP,
      Home: LEAST_SHARE,
      End: MOST_SHARE,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    set(target);
    event.preventDefault();
  });
}
