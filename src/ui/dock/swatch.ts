import { css } from '../../experiment/theme';
import { traceMark } from './marks';
import type { PlotLine } from './plot';

/** CSS pixels that the sample of a line takes. */
export const SWATCH = { width: 34, height: 16 } as const;

/** Draws a sample of a line, as a legend has it, into the box at (x, y), `factor` times as large. */
export function drawSwatch(
  context: CanvasRenderingContext2D,
  { color, width, dash, band, mark, sign }: PlotLine,
  [x, y]: readonly [number, number],
  factor: number,
): void {
  context.save();
  context.translate(x, y);
  context.scale(factor, factor);
  const middle = SWATCH.height / 2;
  if (band !== undefined) {
    context.fillStyle = css(color, 0.28);
    context.fillRect(1, 1.5, SWATCH.width - 2, SWATCH.height - 3);
  }
  context.strokeStyle = context.fillStyle = css(color);
  context.lineWidth = width;
  context.setLineDash([...(dash ?? [])]);
  context.beginPath();
  context.moveTo(1, middle);
  context.lineTo(SWATCH.width - 1, middle);
  context.stroke();
  if (mark !== undefined) {
    const shapes = new Path2D();
    const places = sign === undefined ? [SWATCH.width / 2] : [9];
    for (const place of places) traceMark(shapes, mark.shape, place, middle, mark.radius);
    context.fill(shapes, 'evenodd');
  }
  context.restore();
}
