import { markNearest, placePair } from './actions';
import { el, write } from './dom';
import { pointAt, type Size } from './navigate';
import { figures } from './numbers';
import type { Part } from './part';
import type { Session } from './session';

type Pixel = readonly [column: number, row: number];

/** CSS pixels by which an arrow key moves it, and by which it keeps from the edge. */
const STEP = 12;
const INSET = 24;
/** Pixels within which a particle is found. */
const PICK_REACH = 24;

const ARROWS: Readonly<Record<string, Pixel>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/**
 * Stands for the pointer while the plane has the focus of the keyboard: the arrow keys move it, and whatever tells of the
 * point under the pointer tells of this one; Enter places a pair there, with Shift it marks one.
 */
export function mountCrosshair(session: Session, root: HTMLElement, plane: HTMLElement): Part {
  const element = el('div', { class: 'crosshair', 'aria-hidden': 'true' });
  const spoken = el('p', { class: 'spoken', role: 'status', 'aria-label': 'Crosshair' });
  root.append(element, spoken);
  let at: Pixel | null = null;
  const size = (): Size => ({ width: plane.clientWidth, height: plane.clientHeight });
  const show = (pixel: Pixel | null): void => {
    at = pixel && within(size(), pixel);
    element.hidden = at === null;
    if (at === null) return;
    element.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
    const [clientX, clientY] = at;
    plane.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, pointerType: 'mouse' }));
    write(spoken, placeText(session, pointAt(session.experiment.view, size(), at)));
  };
  const hide = (): void => {
    if (at !== null) plane.dispatchEvent(new PointerEvent('pointerleave'));
    show(null);
  };
  const appear = (): void => {
    if (plane.matches(':focus-visible') && !session.experiment.embed) show(at ?? middleOf(size()));
  };
  const press = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (event.key !== 'Enter' && arrow === undefined) return;
    if (session.experiment.embed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = at ?? middleOf(size());
    if (arrow !== undefined) show([from[0] + STEP * arrow[0], from[1] + STEP * arrow[1]]);
    else enter(session, pointAt(session.experiment.view, size(), from), size(), event.shiftKey);
  };
  const stop = new AbortController();
  const { signal } = stop;
  plane.addEventListener('keydown', press, { signal });
  plane.addEventListener('focus', appear, { signal });
  plane.addEventListener('blur', hide, { signal });
  // Whoever takes the pointer has no need of it.
  plane.addEventListener('pointermove', ({ isTrusted }) => isTrusted && show(null), { signal });
  show(null);
  appear();
  const dispose = (): void => {
    stop.abort();
    element.remove();
    spoken.remove();
  };
  return { update: () => undefined, dispose };
}

function enter(session: Session, point: Pixel, { height }: Size, shifted: boolean): void {
  if (shifted) void markNearest(session, point, (PICK_REACH * 2 * session.experiment.view[2]) / height);
  else placePair(session, point);
}

function middleOf({ width, height }: Size): Pixel {
  return [width / 2, height / 2];
}

function within({ width, height }: Size, [column, row]: Pixel): Pixel {
  const clamp = (value: number, most: number): number =>
    Math.min(Math.max(value, INSET), Math.max(INSET, most - INSET));
  return [clamp(column, width), clamp(row, height)];
}

/** "x = 1.25, y = −0.5, f = 3.2" */
function placeText({ instrument }: Session, [x, y]: Pixel): string {
  const value = instrument.objective.value(x, y);
  const f = Number.isNaN(value) ? 'not defined' : figures(value, 4);
  return `x = ${figures(x, 3)}, y = ${figures(y, 3)}, f = ${f}`;
}
