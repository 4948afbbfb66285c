import { css, THEMES } from '../experiment/theme';
import type { Method } from '../methods/method';
import { el } from './dom';

const WIDTH = 44;
const HEIGHT = 20;

/** How a method looks on the plane: a flow as a smooth curve, a map as chords with a dot at every iterate. */
export interface Sample {
  readonly element: HTMLCanvasElement;
  readonly paint: (theme: keyof typeof THEMES) => void;
}

export function lineSample(method: Method): Sample {
  const element = el('canvas', { class: 'sample', 'aria-hidden': 'true' });
  const paint = (theme: keyof typeof THEMES) => {
    const density = Math.max(2, devicePixelRatio);
    element.width = WIDTH * density;
    element.height = HEIGHT * density;
    const context = element.getContext('2d');
    if (context === null) return;
    context.scale(density, density);
    context.strokeStyle = context.fillStyle = css(THEMES[theme].methods[method.id]);
    context.lineJoin = context.lineCap = 'round';
    if (method.kind === 'flow') drawFlow(context);
    else drawMap(context);
  };
  return { element, paint };
}

function drawFlow(context: CanvasRenderingContext2D): void {
  context.lineWidth = 2.7;
  context.beginPath();
  context.moveTo(3, 3.5);
  context.bezierCurveTo(8, 16, 18, 16.5, 41, 16.5);
  context.stroke();
}

function drawMap(context: CanvasRenderingContext2D): void {
  const points = [
    [4, 3.5],
    [13, 16.5],
    [22, 5.5],
    [31, 15],
    [40, 7.5],
  ] as const;
  context.lineWidth = 1.6;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(x, y, 2.4, 0, 2 * Math.PI);
    context.fill();
  }
}
