import { defaultEtas } from '../../../experiment/eta';
import { css, THEMES } from '../../../experiment/theme';
import { along, shareAlong } from '../../../math/range';
import type { Branch, Threshold } from '../../../theory/lab/thresholds';
import type { OrbitDiagram } from '../../../theory/orbits';
import { change, setEta } from '../../actions';
import { el, mark, write } from '../../dom';
import { watchGestures } from '../../gestures';
import { KEPT } from '../../kept';
import { whenChanged } from '../../part';
import type { Session } from '../../session';
import { type FigureStyle, figureStyle } from '../figureStyle';
import {
  densityImage,
  frameOf,
  groundOf,
  type OrbitsFrame,
  type OrbitsScene,
  paintOrbits,
} from './orbitsPaint';
import { readoutAt } from './orbitsReadout';
import { type Grain, type OrbitsView, panned, type Share, zoomed } from './orbitsView';

/** What theory knows of a diagram. */
interface Known {
  readonly thresholds: readonly Threshold[];
  readonly branches: readonly Branch[];
}

/** The diagram on screen. */
export interface OrbitsPlot {
  readonly element: HTMLElement;
  /** What the place under the pointer says. */
  readonly words: HTMLElement;
  readonly view: OrbitsView;
  readonly scene: OrbitsScene;
  readonly style: FigureStyle;
  readonly size: { readonly width: number; readonly height: number };
  /** Pixels of the screen that the density has. */
  readonly grain: Grain;
  readonly tell: (known: Known) => void;
  /** The diagram is another one. */
  readonly repaint: () => void;
  readonly update: () => void;
  readonly dispose: () => void;
}

/** A press this near to the line of the present η (CSS pixels) takes hold of it. */
const GRIP = 6;
/** Zoom per pixel of the wheel, of a key, and how far a key moves the cursor (CSS pixels). */
const ZOOM = { pixel: 0.002, key: 1.5 } as const;
const STRIDE = { usual: 1, large: 20 } as const;
const INVITATION = 'Wheel: zoom (Shift: η only). Drag: move. Click: sets η. Double click: all of it.';
const LIMIT = 'The zoom ends here: f32 tells no more numbers apart.';

/** Mounts the two canvases; `diagram` is what is to be shown, as far as it has been computed. */
export function mountOrbitsPlot(session: Session, diagram: () => OrbitDiagram | null): OrbitsPlot {
  const { instrument } = session;
  const ground = el('canvas');
  const over = el('canvas', { class: 'over' });
  const element = el('div', { class: 'orbits-plot', tabindex: '0', role: 'application' }, ground, over);
  mark(
    element,
    'aria-label',
    'Bifurcation diagram. Arrow keys move a cursor, Enter sets η, plus and minus zoom, 0 shows all.',
  );
  const words = el('p', { class: 'orbits-words', 'aria-live': 'polite' }, INVITATION);
  let known: Known = { thresholds: [], branches: [] };
  let image: HTMLCanvasElement | null = null;
  let imaged: OrbitDiagram | null = null;
  let cursor: Share | null = null;

  const size = () => ({ width: element.clientWidth, height: element.clientHeight });
  const style = () => figureStyle(element);
  const frame = (): OrbitsFrame => frameOf(size().width, size().height, style().size);
  const view = (): OrbitsView => {
    const { etas, band } = session.experiment;
    return { etas, band: band ?? diagram()?.band ?? [-1, 1] };
  };
  const grain = (): Grain => {
    const { density } = frame();
    const pixels = devicePixelRatio / Math.round(style().pen); // a branch is one of them thick
    return { columns: Math.round(density.width * pixels), rows: Math.round(density.height * pixels) };
  };
  const scene = (): OrbitsScene => ({
    ...{ view: view(), diagram: diagram(), style: style(), ...known },
    ...{ visits: instrument.experiment.visits, theme: instrument.experiment.theme },
  });
  const paint = (): void => {
    const context = fitted(ground, size());
    if (context === null) return;
    const now = scene();
    if (now.diagram !== imaged) {
      image =
        now.diagram === null ? null : canvasOf(densityImage(now.diagram, now.theme, groundOf(now.style)));
      imaged = now.diagram;
    }
    paintOrbits(context, frame(), now, image);
    paintOver();
  };
  const paintOver = (): void => {
    const context = fitted(over, size());
    if (context !== null) drawOver(context, frame(), { view: view(), cursor, session, style: style() });
  };
  const say = (text?: string): void => {
    write(words, text ?? (cursor === null ? INVITATION : told(cursor)));
  };
  const told = (at: Share): string => {
    const near = nearestThreshold(known.thresholds, view(), at, frame());
    return readoutAt(view(), at, diagram(), instrument.experiment.visits, near).join('  ·  ');
  };
  const point = (at: Share | null): void => {
    cursor = at;
    paintOver();
    say();
  };
  const show = ({ etas, band }: OrbitsView): void => change(session, { etas, band });
  const zoom = (at: Share, factor: number, only?: 'eta'): void => {
    const next = zoomed(view(), at, factor, grain(), only);
    if (next.stopped) say(LIMIT);
    // A band that follows the visits goes on doing so as long as only η is asked for.
    else if (only === 'eta' && session.experiment.band === null) change(session, { etas: next.view.etas });
    else show(next.view);
  };
  const end = listen(element, {
    session,
    ...{ frame, view, point, show, zoom },
    cursor: () => cursor,
  });
  const restyle = whenChanged(
    () => [instrument.experiment.theme],
    () => {
      imaged = null;
    },
  );
  const redraw = whenChanged(() => {
    const { etas, band, eta, theme, visits } = session.experiment;
    return [etas, band, eta, theme, visits, element.clientWidth, element.clientHeight, known];
  }, paint);
  const update = (): void => {
    restyle();
    redraw();
  };
  return {
    element,
    words,
    get view() {
      return view();
    },
    get scene() {
      return scene();
    },
    get style() {
      return style();
    },
    get size() {
      return size();
    },
    get grain() {
      return grain();
    },
    tell: (next) => {
      known = next;
    },
    repaint: () => {
      paint();
      if (cursor !== null) say();
    },
    update,
    dispose: end,
  };
}

/** The diagram as it opens. */
export function resetView(session: Session): void {
  change(session, { band: null, etas: defaultEtas(session.instrument.objective) });
}

/** A canvas as large as its element on this screen, empty. */
function fitted(
  canvas: HTMLCanvasElement,
  { width, height }: { width: number; height: number },
): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d', KEPT);
  if (context === null || width === 0 || height === 0) return null;
  const density = devicePixelRatio;
  const [columns, rows] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== columns || canvas.height !== rows) [canvas.width, canvas.height] = [columns, rows];
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

function canvasOf(image: ImageData): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext('2d', KEPT)?.putImageData(image, 0, 0);
  return canvas;
}

interface Over {
  readonly view: OrbitsView;
  readonly cursor: Share | null;
  readonly session: Session;
  readonly style: FigureStyle;
}

/** The line of the present η, with a handle, and the cursor. */
function drawOver(
  context: CanvasRenderingContext2D,
  { density, exponent }: OrbitsFrame,
  { view, cursor, session, style }: Over,
): void {
  const { eta, rule, theme } = session.experiment;
  const [top, bottom] = [density.y, exponent.y + exponent.height];
  if (cursor !== null) {
    const x = Math.round(density.x + cursor.u * density.width) + 0.5;
    const y = Math.round(density.y + (1 - cursor.v) * density.height) + 0.5;
    context.strokeStyle = style.text;
    context.globalAlpha = 0.55;
    line(context, x, top, x, bottom);
    if (cursor.v >= 0 && cursor.v <= 1) line(context, density.x, y, density.x + density.width, y);
    context.globalAlpha = 1;
  }
  const share = shareAlong(view.etas, eta);
  if (!(share >= 0 && share <= 1)) return;
  const x = density.x + share * density.width;
  const color = css(THEMES[theme].methods[rule]);
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = 1.5 * style.pen;
  line(context, x, top, x, bottom);
  context.beginPath();
  context.moveTo(x, bottom - 2);
  context.lineTo(x - 5 * style.pen, bottom + 6 * style.pen);
  context.lineTo(x + 5 * style.pen, bottom + 6 * style.pen);
  context.fill();
}

function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function nearestThreshold(
  thresholds: readonly Threshold[],
  { etas }: OrbitsView,
  { u }: Share,
  { density }: OrbitsFrame,
): Threshold | null {
  const away = ({ eta }: Threshold) => Math.abs(shareAlong(etas, eta) - u) * density.width;
  const [nearest] = [...thresholds].sort((a, b) => away(a) - away(b));
  return nearest !== undefined && away(nearest) <= GRIP ? nearest : null;
}

interface Listener {
  readonly session: Session;
  readonly frame: () => OrbitsFrame;
  readonly view: () => OrbitsView;
  readonly cursor: () => Share | null;
  readonly point: (at: Share | null) => void;
  readonly show: (view: OrbitsView) => void;
  readonly zoom: (at: Share, factor: number, only?: 'eta') => void;
}

/** Pointer, wheel and keys; returns what ends it. */
function listen(element: HTMLElement, listener: Listener): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const shareOf = ([x, y]: readonly [number, number]): Share => {
    const { density } = listener.frame();
    return { u: (x - density.x) / density.width, v: 1 - (y - density.y) / density.height };
  };
  const inside = ({ u }: Share) => u >= 0 && u <= 1;
  const at = (event: MouseEvent): Share => {
    const { left, top } = element.getBoundingClientRect();
    return shareOf([event.clientX - left, event.clientY - top]);
  };
  const grips = (event: MouseEvent): boolean => {
    const { session, frame, view } = listener;
    const share = shareAlong(view().etas, session.experiment.eta);
    return Math.abs(at(event).u - share) * frame().density.width <= GRIP;
  };
  watchEta(element, listener, { at, grips, signal });
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.shiftKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      listener.zoom(at(event), Math.exp(ZOOM.pixel * (event.deltaY + event.deltaX)), 'eta');
    },
    { passive: false, signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const share = at(event);
      listener.point(inside(share) ? share : null);
      element.classList.toggle('on-eta', grips(event));
    },
    { signal },
  );
  element.addEventListener('pointerleave', () => listener.point(null), { signal });
  watchKeys(element, listener, signal);
  const end = watchGestures(element, {
    pan: ([dx, dy]) => {
      const { density } = listener.frame();
      listener.show(panned(listener.view(), { u: dx / density.width, v: -dy / density.height }));
    },
    zoom: (pixel, factor) => listener.zoom(shareOf(pixel), factor),
    press: () => {},
    click: (pixel) => {
      const share = shareOf(pixel);
      if (inside(share)) setEtaAt(listener, share.u);
    },
    doubleClick: () => resetView(listener.session),
    pick: () => {},
    hold: () => {},
  });
  return () => {
    stop.abort();
    end();
  };
}

/** η at a share of the width, with as many digits as pixels tell apart. */
function setEtaAt({ session, view, frame }: Listener, u: number): void {
  const { etas } = view();
  const value = along(etas, Math.min(1, Math.max(0, u)));
  const pixel = (etas.to - etas.from) / frame().density.width;
  const digits = Math.max(3, Math.ceil(Math.log10(value / pixel)) + 1);
  setEta(session, Number(value.toPrecision(Math.min(15, digits))));
}

interface Grip {
  readonly at: (event: MouseEvent) => Share;
  readonly grips: (event: MouseEvent) => boolean;
  readonly signal: AbortSignal;
}

/** The line of the present η can be dragged. */
function watchEta(element: HTMLElement, listener: Listener, { at, grips, signal }: Grip): void {
  let held: number | null = null;
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || !grips(event)) return;
      held = event.pointerId;
      element.setPointerCapture(event.pointerId);
      event.stopImmediatePropagation();
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerId === held) setEtaAt(listener, at(event).u);
    },
    { signal },
  );
  for (const name of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(
      name,
      () => {
        held = null;
      },
      { signal },
    );
  }
}

/** Arrow keys move the cursor, with Shift in strides; Enter sets η; + and − zoom about the cursor, 0 shows all. */
function watchKeys(element: HTMLElement, listener: Listener, signal: AbortSignal): void {
  const middle: Share = { u: 0.5, v: 0.5 };
  element.addEventListener(
    'keydown',
    (event) => {
      const here = listener.cursor() ?? middle;
      const stride = event.shiftKey ? STRIDE.large : STRIDE.usual;
      const { density } = listener.frame();
      const [du, dv] = [stride / density.width, stride / density.height];
      const go = (u: number, v: number) => () =>
        listener.point({ u: Math.min(1, Math.max(0, here.u + u)), v: Math.min(1, Math.max(0, here.v + v)) });
      const actions: Readonly<Record<string, () => void>> = {
        ArrowRight: go(du, 0),
        ArrowLeft: go(-du, 0),
        ArrowUp: go(0, dv),
        ArrowDown: go(0, -dv),
        Enter: () => setEtaAt(listener, here.u),
        '+': () => listener.zoom(here, 1 / ZOOM.key),
        '-': () => listener.zoom(here, ZOOM.key),
        '0': () => resetView(listener.session),
      };
      const action = actions[event.key];
      if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      action();
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
}
