import type { FateMap } from '../../theory/fate';
import type { MapPart } from '../../theory/lab/shares';
import { el, mark } from '../dom';
import { watchGestures } from '../gestures';
import { KEPT } from '../kept';
import { type Area, drawMapFigure, type MapFigure, mapArea } from '../mapFigure';
import { mapImage } from '../mapImage';
import { type Part, whenChanged } from '../part';
import { figureStyle } from './figureStyle';
import { levelsOf, lineFigure } from './lineFigure';
import { boxOfPart, zoomPart } from './lineFrame';
import { watchLineKeys } from './lineKeys';
import type { LineModel } from './lineModel';

type Pixel = readonly [number, number];

/** The map of start × η on screen. */
export interface LineView extends Part {
  /** Holds what lies over the map; its pixels are CSS pixels. */
  readonly element: HTMLElement;
  readonly area: () => Area;
  readonly figure: () => MapFigure;
  /** Draws when the page is drawn next. */
  readonly ask: () => void;
  readonly dispose: () => void;
}

/** A window narrower than this many pixels was not meant. */
const MEANT = 6;
/** Pixels of a map at most: a large screen is drawn coarser. */
const MOST_PIXELS = 600_000;

const LABEL =
  'What becomes of each start on the line, from left to right, at each learning rate η, upwards. ' +
  'Arrow keys move a cursor, with Shift the map; plus and minus zoom, 0 shows all, Enter sets η and places a pair.';

/** Mounts the map into `root`; `choose` hears of a click. */
export function mountLineView(
  model: LineModel,
  root: HTMLElement,
  choose: (u: number, v: number) => void,
): LineView {
  const canvas = el('canvas', { class: 'line-canvas', 'aria-hidden': 'true' });
  const element = el('div', {
    class: 'line-plot',
    tabindex: '0',
    role: 'application',
    'aria-label': LABEL,
    'data-keys': '+ = - − 0',
  });
  element.append(canvas);
  root.append(element);
  const image = cachedImage(model);
  const area = (): Area =>
    mapArea(element.clientWidth, element.clientHeight, figureStyle(element), model.frame.etas);
  let levels: MapFigure['levels'] = [];
  const known = whenChanged(
    () => [model.session.instrument.facts, rulingOf(model)],
    () => {
      levels = levelsOf(model);
    },
  );
  const figure = (): MapFigure => {
    known();
    return lineFigure(model, image(), levels);
  };
  const draw = (): void => {
    const context = canvas.getContext('2d', KEPT);
    const { clientWidth: width, clientHeight: height } = element;
    if (context === null || width === 0 || height === 0) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    drawMapFigure(context, figure(), figureStyle(element), area());
    mark(element, 'data-done', String(model.progress ?? 1));
  };
  let asked = 0;
  const ask = (): void => {
    if (asked !== 0) return;
    asked = requestAnimationFrame(() => {
      asked = 0;
      match();
      draw();
    });
  };
  /** A map has a pixel for each of the screen's. */
  const match = (): void => {
    if (element.clientWidth === 0) return;
    const { width, height } = area();
    const density = Math.min(devicePixelRatio, Math.sqrt(MOST_PIXELS / (width * height)));
    model.resize({ columns: Math.round(width * density), rows: Math.round(height * density) });
  };
  const observer = new ResizeObserver(() => {
    match();
    ask();
  });
  observer.observe(element);
  const ends = [
    watchSelection(element, model, area),
    watchMap(element, model, area, choose),
    watchLineKeys(element, model, choose),
  ];
  const dispose = (): void => {
    cancelAnimationFrame(asked);
    observer.disconnect();
    for (const end of ends) end();
  };
  return { element, area, figure, ask, update: () => undefined, dispose };
}

/** What decides the thresholds beside the objective. */
function rulingOf({ session }: LineModel): string {
  const { rule, momentum, beta1, beta2, epsilon, metric } = session.instrument.experiment;
  return JSON.stringify([rule, momentum, beta1, beta2, epsilon, metric]);
}

/** The picture of the latest map, painted once. */
function cachedImage(model: LineModel): () => HTMLCanvasElement | null {
  let last: { readonly map: FateMap; readonly done: number; readonly theme: string } | null = null;
  let image: HTMLCanvasElement | null = null;
  return () => {
    const map = model.shown?.map;
    if (map === undefined) return null;
    const { theme } = model.session.experiment;
    if (last?.map !== map || last.done !== map.done || last.theme !== theme) image = mapImage(map, theme);
    last = { map, done: map.done, theme };
    return image;
  };
}

/** Shares of the map's width and height at a pixel of the element. */
function shareAt({ left, top, width, height }: Area, [x, y]: Pixel): Pixel {
  return [(x - left) / width, 1 - (y - top) / height];
}

const isInside = ([u, v]: Pixel): boolean => u >= 0 && u <= 1 && v >= 0 && v <= 1;

/** Drag, wheel, pinch and clicks; over an axis the wheel zooms along this axis only. */
function watchMap(
  element: HTMLElement,
  model: LineModel,
  area: () => Area,
  choose: (u: number, v: number) => void,
): () => void {
  const clampedShare = (at: Pixel): Pixel => {
    const [u, v] = shareAt(area(), at);
    return [Math.min(1, Math.max(0, u)), Math.min(1, Math.max(0, v))];
  };
  const endGestures = watchGestures(element, {
    pan: ([right, down]) => {
      const { width, height } = area();
      const [du, dv] = [right / width, down / height];
      model.reframe({ left: -du, right: 1 - du, low: dv, high: 1 + dv });
    },
    zoom: (at, factor) => {
      const [u, v] = shareAt(area(), at);
      const [across, up] = v < 0 ? [factor, 1] : u < 0 ? [1, factor] : [factor, factor];
      model.reframe(zoomPart(clampedShare(at), [across, up]));
    },
    press: () => undefined,
    click: (at) => {
      const share = shareAt(area(), at);
      if (isInside(share)) choose(...share);
    },
    doubleClick: () => model.reset(),
    pick: () => undefined,
    hold: (holding) => element.classList.toggle('held', holding),
  });
  const move = (event: PointerEvent): void => {
    const share = shareAt(area(), within(element, event));
    model.point(isInside(share) ? share : null);
  };
  const leave = (): void => model.point(null);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerleave', leave);
  return () => {
    endGestures();
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerleave', leave);
  };
}

function within(element: HTMLElement, event: MouseEvent): Pixel {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** A drag with Shift, or after the button, draws the window. It is heard before the drags that move the map. */
function watchSelection(element: HTMLElement, model: LineModel, area: () => Area): () => void {
  let began: { readonly at: Pixel; readonly pointer: number } | null = null;
  const share = (event: PointerEvent): Pixel => {
    const [u, v] = shareAt(area(), within(element, event));
    return [Math.min(1, Math.max(0, u)), Math.min(1, Math.max(0, v))];
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.shiftKey || model.selecting)) return;
    if (event.target !== element && !(event.target instanceof HTMLCanvasElement)) return;
    began = { at: share(event), pointer: event.pointerId };
    element.setPointerCapture(event.pointerId);
    event.stopImmediatePropagation();
  };
  const move = (event: PointerEvent): void => {
    if (began?.pointer !== event.pointerId) return;
    event.stopImmediatePropagation();
    const part = between(began.at, share(event));
    const { width, height } = area();
    if ((part.right - part.left) * width < MEANT || (part.high - part.low) * height < MEANT) return;
    model.ask({ ...model.frame, box: boxOfPart(part, model.frame.etas) });
  };
  const up = (event: PointerEvent): void => {
    if (began?.pointer !== event.pointerId) return;
    event.stopImmediatePropagation();
    began = null;
    model.select(false);
  };
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  element.addEventListener('pointerdown', down, options);
  element.addEventListener('pointermove', move, options);
  element.addEventListener('pointerup', up, options);
  element.addEventListener('pointercancel', up, options);
  return () => stop.abort();
}

function between([u0, v0]: Pixel, [u1, v1]: Pixel): MapPart {
  return {
    left: Math.min(u0, u1),
    right: Math.max(u0, u1),
    low: Math.min(v0, v1),
    high: Math.max(v0, v1),
  };
}
