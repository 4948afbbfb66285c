import { enlarged, extent, type Mark, STYLES, type Style } from '../experiment/marks';
import { css, THEMES } from '../experiment/theme';
import type { Method } from '../methods/method';
import { el } from './dom';
import { KEPT } from './kept';

const WIDTH = 44;
const HEIGHT = 20;
const DEGREE = Math.PI / 180;

/** On a projector samples stand larger in the legend, and are bolder. */
const BOLD = {
  dark: { density: 1, factor: 1 },
  light: { density: 1, factor: 1 },
  projector: { density: 2, factor: 1.35 },
} as const;

type Spot = readonly [x: number, y: number];

/** How a method looks on the plane: a flow as a smooth curve with its dashes, a map as chords with its mark at every iterate. */
export interface Sample {
  readonly element: HTMLCanvasElement;
  readonly paint: (theme: keyof typeof THEMES) => void;
}

export function lineSample(method: Method): Sample {
  const element = el('canvas', { class: 'sample', 'aria-hidden': 'true' });
  const paint = (theme: keyof typeof THEMES) => {
    const bold = BOLD[theme];
    const density = Math.max(2, devicePixelRatio) * bold.density;
    element.width = WIDTH * density;
    element.height = HEIGHT * density;
    const context = element.getContext('2d', KEPT);
    if (context === null) return;
    context.scale(density, density);
    context.strokeStyle = context.fillStyle = css(THEMES[theme].methods[method.id]);
    context.lineJoin = context.lineCap = 'round';
    const style = enlarged(STYLES[method.id], bold.factor);
    context.lineWidth = 2 * style.halfWidth;
    if (method.kind === 'flow') drawFlow(context, style);
    else drawMap(context, style);
  };
  return { element, paint };
}

/** One step along a curve that bends as gradient flow does on its way into a valley, with the particle at its end. */
function drawFlow(context: CanvasRenderingContext2D, { dash, mark, head }: Style): void {
  const at = (t: number): Spot => [4 + 34 * t, 15.5 - 12 * Math.exp(-5 * t)];
  for (let n = 0; n < dash.dashes; n++) {
    const parts = Array.from({ length: 13 }, (_, part) => (n + (part / 12) * dash.share) / dash.dashes);
    drawLine(context, parts.map(at));
  }
  drawMark(context, mark, at(1), head);
}

function drawMap(context: CanvasRenderingContext2D, { dash, mark, dot }: Style): void {
  const spots: readonly Spot[] = [
    [5, 5],
    [16.5, 15],
    [28, 5.5],
    [39, 14],
  ];
  spots.slice(1).forEach((to, n) => {
    const from = spots[n] ?? to;
    const chord = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const gap = mark.outline > 0 ? dot / chord : 0;
    const part = (t: number): Spot => [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
    if (dash.share > 0) drawLine(context, [part(gap), part(1 - gap)]);
  });
  for (const spot of spots) drawMark(context, mark, spot, dot);
}

function drawLine(context: CanvasRenderingContext2D, spots: readonly Spot[]): void {
  context.beginPath();
  for (const [x, y] of spots) context.lineTo(x, y);
  context.stroke();
}

function drawMark(context: CanvasRenderingContext2D, mark: Mark, [x, y]: Spot, radius: number): void {
  context.beginPath();
  for (const inset of mark.outline > 0 ? [0, mark.outline] : [0]) {
    for (let angle = 0; angle < 360; angle += 3) {
      const ray: Spot = [Math.cos(angle * DEGREE), Math.sin(angle * DEGREE)];
      const far = radius * extent(mark, ray, inset);
      if (angle === 0) context.moveTo(x + far * ray[0], y + far * ray[1]);
      else context.lineTo(x + far * ray[0], y + far * ray[1]);
    }
    context.closePath();
  }
  context.fill('evenodd');
}
