import { toPixel, toPlane, type Window } from '../experiment/window';
import { method } from '../methods/table';
import type { Point } from '../objectives/box';
import type { FanReading } from '../theory/lab/fan';
import { change } from './actions';
import { el, mark, write } from './dom';
import { makeHandle } from './handle';
import { decimals } from './numbers';
import { type Part, whenChanged } from './part';
import type { Session } from './session';

/** CSS pixels by which an arrow key moves the start. */
const NUDGE = 2;
/** CSS pixels from the edge at which the handle of a start out of view waits. */
const INSET = 14;
/** Where on the curve's visible part its name stands, how far from it, and how long that part has to be. */
const LABEL = { share: 0.45, away: 16, room: 64 } as const;

type Pixel = readonly [column: number, row: number];

/** What lies over the plane beside the strokes of a fan: the handle of its start, and the name of the flow's curve. */
export function mountFanOverlay(session: Session, root: HTMLElement): Part {
  const { instrument } = session;
  const moves = new OriginChanges(session);
  const moveTo = ([column, row]: Pixel): void => {
    const { window } = instrument;
    moves.ask(rounded(window, toPlane(window, [column * window.density, row * window.density])));
  };
  const { element: handle, place } = makeHandle(
    'fan-start',
    'Start of the fan',
    'The start of the fan. Drag it.',
    {
      drag: moveTo,
      step: ([right, up]) => {
        const [column, row] = cssPixel(instrument.window, moves.latest);
        moveTo([column + NUDGE * right, row - NUDGE * up]);
      },
    },
  );
  const name = el('span', { class: 'fan-start-name' });
  handle.append(el('span', { class: 'fan-start-dot' }), name);
  const curve = el('span', { class: 'fan-curve-name' });
  const element = el('div', { class: 'fan-overlay' }, curve, handle);
  root.append(element);
  const show = whenChanged(
    () => {
      const { window, experiment, fan } = instrument;
      const { x, y, scale, width, height, density } = window;
      return [experiment.fan, experiment.origin, fan?.curve, fan?.flow, x, y, scale, width, height, density];
    },
    () => {
      const { window, fan, experiment } = instrument;
      element.hidden = !experiment.fan;
      const { origin } = experiment;
      const pixel = cssPixel(window, origin);
      const shown = inside(window, pixel);
      place(shown);
      handle.classList.toggle('away', shown[0] !== pixel[0] || shown[1] !== pixel[1]);
      const places = Math.max(0, Math.ceil(Math.log10(window.scale / window.density)));
      const text = origin.map((value) => decimals(value, places)).join(', ');
      write(name, text);
      mark(handle, 'aria-label', `Start of the fan, ${text}`);
      // Not where the fan goes from there: it goes up where f falls upwards.
      const [, slope] = instrument.objective.gradient(...origin);
      handle.classList.toggle('named-below', slope < 0);
      placeName(curve, window, fan);
    },
  );
  return { update: show, dispose: () => element.remove() };
}

/** Pointers report more often than pictures are drawn: the start changes once a frame. */
class OriginChanges {
  readonly #session: Session;
  #asked: Point | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  get latest(): Point {
    return this.#asked ?? this.#session.experiment.origin;
  }

  ask(origin: Point): void {
    if (this.#asked === null) requestAnimationFrame(() => this.#apply());
    this.#asked = origin;
  }

  #apply(): void {
    if (this.#asked !== null) change(this.#session, { origin: this.#asked });
    this.#asked = null;
  }
}

function cssPixel(window: Window, point: Point): Pixel {
  const [column, row] = toPixel(window, point);
  return [column / window.density, row / window.density];
}

/** The pixel of the picture's inner part that is nearest. */
function inside({ width, height, density }: Window, [column, row]: Pixel): Pixel {
  const clamp = (value: number, size: number): number =>
    Math.min(size / density - INSET, Math.max(INSET, value));
  return [clamp(column, width), clamp(row, height)];
}

/** To a tenth of a pixel: what a hand places has no more digits, and links stay short. */
function rounded({ scale, density }: Window, [x, y]: Point): Point {
  const places = Math.min(12, Math.max(0, Math.ceil(Math.log10((10 * scale) / density))));
  return [Number(x.toFixed(places)), Number(y.toFixed(places))];
}

/** Beside the curve, half way along what of it is to be seen. */
function placeName(name: HTMLElement, window: Window, fan: FanReading | null): void {
  const points = (fan?.curve ?? []).filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  const seen = points.map((point) => cssPixel(window, point)).filter((pixel) => isSeen(window, pixel));
  const spot = spotAlong(seen, LABEL.share);
  name.hidden = spot === null;
  if (spot === null || fan === null) return;
  write(name, method(fan.flow).short);
  const { at, aside } = spot;
  const [column, row] = [at[0] + LABEL.away * aside[0], at[1] + LABEL.away * aside[1]];
  name.style.transform = `translate(${column}px, ${row}px) translate(-50%, -50%)`;
}

function isSeen(window: Window, pixel: Pixel): boolean {
  const [column, row] = inside(window, pixel);
  return column === pixel[0] && row === pixel[1];
}

/** The pixel this share of the way along a line, and the direction across it; null where it is too short to be named. */
function spotAlong(
  line: readonly Pixel[],
  share: number,
): { readonly at: Pixel; readonly aside: Pixel } | null {
  const lengths = line.map((pixel, n) => (n === 0 ? 0 : distance(pixel, line[n - 1] ?? pixel)));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total < LABEL.room) return null;
  let left = share * total;
  for (const [n, length] of lengths.entries()) {
    const [here, before] = [line[n], line[n - 1]];
    if (here !== undefined && before !== undefined && length > 0 && length >= left) {
      const [dx, dy] = [(here[0] - before[0]) / length, (here[1] - before[1]) / length];
      const part = left / length;
      const at: Pixel = [before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])];
      // To the left of its way, where the fan's first chords rarely are.
      return { at, aside: [dy, -dx] };
    }
    left -= length;
  }
  return null;
}

function distance([a, b]: Pixel, [c, d]: Pixel): number {
  return Math.hypot(a - c, b - d);
}
