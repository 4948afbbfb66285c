import { zoomPart } from './lineFrame';
import type { LineModel } from './lineModel';

const STEP = 0.02;
const PAN = 0.1;
const ZOOM = 1.25;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/** The keys of the map of start × η, while it has the focus. */
export function watchLineKeys(
  element: HTMLElement,
  model: LineModel,
  choose: (u: number, v: number) => void,
): () => void {
  const hear = (event: KeyboardEvent): void => {
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!act(event, model, choose)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  element.addEventListener('keydown', hear);
  return () => element.removeEventListener('keydown', hear);
}

/** Whether the key means something here. */
function act(
  { key, shiftKey }: KeyboardEvent,
  model: LineModel,
  choose: (u: number, v: number) => void,
): boolean {
  const arrow = ARROWS[key];
  const { cursor } = model;
  const about = cursor ?? [0.5, 0.5];
  if (arrow !== undefined && shiftKey) {
    const [du, dv] = [PAN * arrow[0], PAN * arrow[1]];
    model.reframe({ left: du, right: 1 + du, low: dv, high: 1 + dv });
  } else if (arrow !== undefined) {
    const moved = about.map((at, n) => Math.min(1, Math.max(0, at + STEP * (arrow[n] ?? 0))));
    model.point([moved[0] ?? 0.5, moved[1] ?? 0.5], true);
  } else if (key === '+' || key === '=') model.reframe(zoomPart(about, [1 / ZOOM, 1 / ZOOM]));
  else if (key === '-' || key === '−') model.reframe(zoomPart(about, [ZOOM, ZOOM]));
  else if (key === '0' || key === 'Home') model.reset();
  else if (key === 'Enter' && cursor !== null) choose(...cursor);
  else if (key === 'Escape' && (cursor !== null || model.selecting)) {
    model.select(false);
    model.point(null);
  } else return false;
  return true;
}
