import { css, THEMES } from '../../experiment/theme';
import { toPixel, toPlane, type Window } from '../../experiment/window';
import type { Point } from '../../objectives/box';
import { el, mark } from '../dom';
import { pointText } from '../fateWords';
import { makeHandle } from '../handle';
import { KEPT } from '../kept';
import { keepShown } from '../part';
import { pointOf } from './lineFigure';
import type { LineModel } from './lineModel';

/** Of the view's height, by an arrow key. */
const STEP = 0.01;
const HALO = 4.5;
const WIDTH = 1.75;
/** Radius of the dot of the place under the pointer, and half the length of the strokes across the ends. */
const DOT = 5;

/** The line of starts on the plane, with two ends to drag, while its tab is open; returns what takes it away. */
export function mountLineOnPlane(model: LineModel): {
  readonly update: () => void;
  readonly dispose: () => void;
} {
  const { session } = model;
  const canvas = el('canvas', { class: 'line-on-plane', 'aria-hidden': 'true' });
  const layer = el('div', { class: 'line-layer' }, canvas);
  const move = (n: 0 | 1, to: Point): void => {
    const { line } = model.frame;
    const other = line[1 - n] ?? to;
    if (to[0] === other[0] && to[1] === other[1]) return;
    model.ask({ ...model.frame, line: n === 0 ? [to, other] : [other, to] });
  };
  /** Pixels of the picture for each CSS pixel. */
  const fineness = (): number => session.instrument.window.width / layer.clientWidth;
  const ends = ([0, 1] as const).map((n) =>
    makeHandle('line-end', n === 0 ? 'Left end' : 'Right end', 'An end of the line of starts. Drag it.', {
      drag: ([x, y]) => {
        const scale = fineness();
        move(n, toPlane(session.instrument.window, [x * scale, y * scale]));
      },
      step: ([right, up]) => {
        const [x, y] = model.frame.line[n];
        const step = STEP * session.experiment.view[2];
        move(n, [x + step * right, y + step * up]);
      },
    }),
  );
  layer.append(...ends.map(({ element }) => element));
  // Below everything that floats over the plane.
  document.querySelector('.interface')?.prepend(layer);

  const update = (): void => {
    const { instrument, experiment } = session;
    layer.hidden = experiment.dock !== 'line';
    if (layer.hidden) return;
    const { window } = instrument;
    const { line } = model.frame;
    draw(canvas, window, model, css(THEMES[experiment.theme].ground), css(THEMES[experiment.theme].axis));
    for (const [n, end] of ends.entries()) {
      const point = line[n] ?? line[0];
      const [x, y] = toPixel(window, point);
      const seen = x >= 0 && y >= 0 && x <= window.width && y <= window.height;
      end.place(seen ? [x / fineness(), y / fineness()] : null);
      const name = n === 0 ? 'Left end' : 'Right end';
      mark(end.element, 'aria-label', `${name} of the line of starts, ${pointText(point)}`);
    }
  };
  const forget = keepShown(update);
  const unsubscribe = session.instrument.subscribe(update);
  const dispose = (): void => {
    forget();
    unsubscribe();
    layer.remove();
  };
  return { update, dispose };
}

function draw(
  canvas: HTMLCanvasElement,
  window: Window,
  model: LineModel,
  ground: string,
  ink: string,
): void {
  const { line } = model.frame;
  const state = JSON.stringify([window, line, model.cursor, ground]);
  if (canvas.dataset['drawn'] === state) return;
  canvas.dataset['drawn'] = state;
  canvas.width = window.width;
  canvas.height = window.height;
  const context = canvas.getContext('2d', KEPT);
  if (context === null) return;
  const unit = window.pen;
  const path = new Path2D();
  const [from, to] = line.map((end) => toPixel(window, end));
  if (from === undefined || to === undefined) return;
  path.moveTo(...from);
  path.lineTo(...to);
  context.lineCap = 'round';
  context.strokeStyle = ground;
  context.globalAlpha = 0.7;
  context.lineWidth = HALO * unit;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = ink;
  context.lineWidth = WIDTH * unit;
  context.stroke(path);
  if (model.cursor === null) return;
  const [x, y] = toPixel(window, pointOf(model.frame, ...model.cursor).start);
  context.beginPath();
  context.arc(x, y, DOT * unit, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
  context.strokeStyle = ground;
  context.stroke();
}
