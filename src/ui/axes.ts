import { css, THEMES } from '../experiment/theme';
import { toPixel, toPlane, type Window } from '../experiment/window';
import { el } from './dom';
import { type Part, whenChanged } from './part';
import type { Session } from './session';
import { axisTicks, type Tick } from './ticks';

/** Lengths in sizes of the type: between two ticks, about; the least between two labels; of a tick; and so on. */
const APART = { x: 100 / 13, y: 72 / 13 } as const;
const ROOM = 28 / 13;
const TICK = 5 / 13;
const GAP = 4 / 13;
const HALO = 3.5 / 13;
const LINE = 1.25 / 13;

/** Ticks and numbers along the left and the lower edge, drawn over the plane. `obstacles` cover the plane. */
export function mountAxes(session: Session, root: HTMLElement, obstacles: readonly Element[]): Part {
  const canvas = el('canvas', { class: 'axes', 'aria-hidden': 'true' });
  root.append(canvas);
  const paint = (...[x, y, scale, width, height, density, pen, theme]: AxesState): void => {
    const context = canvas.getContext('2d');
    if (context === null) return;
    canvas.width = width;
    canvas.height = height;
    const covered = obstacles.map((element) => element.getBoundingClientRect());
    drawAxes(context, { x, y, scale, width, height, density, pen }, theme, covered);
  };
  /** How often what covers the plane has changed its size. */
  let changes = 0;
  const state = (): AxesState => {
    const { x, y, scale, width, height, density, pen } = session.instrument.window;
    const { theme } = session.instrument.experiment;
    return [x, y, scale, width, height, density, pen, theme, changes, document.documentElement.className];
  };
  const update = whenChanged(state, paint);
  const observer = new ResizeObserver(() => {
    changes++;
    update();
  });
  for (const element of obstacles) observer.observe(element);
  const dispose = (): void => {
    observer.disconnect();
    canvas.remove();
  };
  return { update, dispose };
}

type ThemeName = keyof typeof THEMES;
type AxesState = [
  x: number,
  y: number,
  scale: number,
  width: number,
  height: number,
  density: number,
  pen: number,
  theme: ThemeName,
  changes: number,
  /** What of the page is hidden while it is painted. */
  painted: string,
];

/** Draws the axes into a picture of the window's size in device pixels. Labels keep clear of what is covered. */
function drawAxes(
  context: CanvasRenderingContext2D,
  window: Window,
  theme: ThemeName,
  covered: readonly DOMRect[],
): void {
  const pen = new AxisPen(context, theme, covered);
  context.save();
  context.scale(window.density, window.density);
  const [width, height] = [window.width / window.density, window.height / window.density];
  const [left, bottom] = toPlane(window, [0, window.height]);
  const [right, top] = toPlane(window, [window.width, 0]);
  for (const tick of pen.roomyTicks(left, right, width)) {
    const [column] = toPixel(window, [tick.value, bottom]);
    pen.below(column / window.density, tick, width, height);
  }
  for (const tick of axisTicks(bottom, top, height / (APART.y * pen.size))) {
    const [, row] = toPixel(window, [left, tick.value]);
    pen.beside(row / window.density, tick, height);
  }
  const { size } = pen;
  pen.name('x', width - (2 * GAP + 0.5) * size, height - 3 * GAP * size);
  pen.name('y', 2 * GAP * size, (1 + GAP) * size);
  context.restore();
}

class AxisPen {
  readonly #context: CanvasRenderingContext2D;
  readonly #covered: readonly DOMRect[];
  /** Of the type, in CSS pixels: the page's style says it. */
  readonly size: number;

  constructor(context: CanvasRenderingContext2D, theme: ThemeName, covered: readonly DOMRect[]) {
    const { axis, ground } = THEMES[theme];
    this.#context = context;
    this.#covered = covered;
    this.size = Number.parseFloat(styleOf(context, 'font-size'));
    context.font = `${this.size}px ${styleOf(context, '--sans')}`;
    context.fillStyle = css(axis);
    context.strokeStyle = css(ground, 0.7);
    context.lineJoin = 'round';
    context.textBaseline = 'middle';
  }

  /** As many ticks for the lower edge as their labels leave room for. */
  roomyTicks(low: number, high: number, width: number): readonly Tick[] {
    for (let count = width / (APART.x * this.size); ; count /= 1.5) {
      const ticks = axisTicks(low, high, count);
      const widest = Math.max(0, ...ticks.map(({ label }) => this.#context.measureText(label).width));
      if (count < 2 || ticks.length * (widest + ROOM * this.size) <= width) return ticks;
    }
  }

  /** A tick on the lower edge, its label above it. */
  below(x: number, { label }: Tick, width: number, height: number): void {
    const [tick, gap] = [TICK * this.size, GAP * this.size];
    this.#dash(x, height - tick, x, height);
    const half = this.#context.measureText(label).width / 2;
    const room = x - half > 6 * gap && x + half < width - 6 * gap;
    if (room) this.#label(label, x - half, height - tick - gap - this.size / 2);
  }

  /** A tick on the left edge, its label to the right. */
  beside(y: number, { label }: Tick, height: number): void {
    const [tick, gap] = [TICK * this.size, GAP * this.size];
    this.#dash(0, y, tick, y);
    if (y > 8 * gap && y < height - 8 * gap) this.#label(label, tick + gap, y);
  }

  name(name: string, x: number, y: number): void {
    this.#context.save();
    this.#context.font = `italic ${1.15 * this.size}px ${styleOf(this.#context, '--serif')}`;
    this.#label(name, x, y);
    this.#context.restore();
  }

  #dash(x0: number, y0: number, x1: number, y1: number): void {
    const context = this.#context;
    const line = new Path2D();
    line.moveTo(x0, y0);
    line.lineTo(x1, y1);
    context.lineWidth = HALO * this.size;
    context.stroke(line);
    context.save();
    context.strokeStyle = context.fillStyle;
    context.lineWidth = LINE * this.size;
    context.stroke(line);
    context.restore();
  }

  #label(label: string, x: number, y: number): void {
    const context = this.#context;
    const width = context.measureText(label).width;
    const hit = ({ left, right, top, bottom }: DOMRect): boolean =>
      x < right && x + width > left && y + this.size / 2 > top && y - this.size / 2 < bottom;
    if (this.#covered.some(hit)) return;
    context.lineWidth = HALO * this.size;
    context.strokeText(label, x, y);
    context.fillText(label, x, y);
  }
}

/** The page's own fonts. */
function styleOf({ canvas }: CanvasRenderingContext2D, property: string): string {
  return getComputedStyle(canvas).getPropertyValue(property);
}
