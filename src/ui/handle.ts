import { el, explain } from './dom';

/** Something small that is dragged, or moved with the arrow keys. */
export interface Handle {
  readonly element: HTMLElement;
  /** Puts its middle there, in CSS pixels of what it lies in; null hides it. */
  readonly place: (at: readonly [number, number] | null) => void;
}

interface Moves {
  /** Dragged to here, in CSS pixels of the page. */
  readonly drag: (to: readonly [number, number]) => void;
  /** An arrow key: −1, 0 or 1 to the right and upwards, ten times as much with Shift. */
  readonly step: (by: readonly [number, number]) => void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/** Makes a handle; what it lies in does not hear of what is done to it. */
export function makeHandle(kind: string, name: string, tip: string, moves: Moves): Handle {
  const element = el('div', {
    class: `handle ${kind}`,
    role: 'application',
    'aria-roledescription': 'handle',
    'aria-label': name,
    tabindex: '0',
  });
  explain(element, `${tip} Arrow keys move it, too.`);
  /** From the pointer to the middle. */
  let grip: readonly [number, number] | null = null;
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const { left, top, width, height } = element.getBoundingClientRect();
    grip = [left + width / 2 - event.clientX, top + height / 2 - event.clientY];
    element.setPointerCapture(event.pointerId);
    event.stopPropagation();
  });
  element.addEventListener('pointermove', (event) => {
    if (grip === null) return;
    moves.drag([event.clientX + grip[0], event.clientY + grip[1]]);
    event.stopPropagation();
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(end, (event) => {
      if (grip !== null) event.stopPropagation();
      grip = null;
    });
  }
  element.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const far = event.shiftKey ? 10 : 1;
    moves.step([far * arrow[0], far * arrow[1]]);
    event.preventDefault();
    event.stopPropagation();
  });
  const place = (at: readonly [number, number] | null): void => {
    element.hidden = at === null;
    if (at !== null) element.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
  };
  return { element, place };
}
