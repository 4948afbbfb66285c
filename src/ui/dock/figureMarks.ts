import type uPlot from 'uplot';
import { css } from '../../experiment/theme';
import { isDrawable } from './decimate';
import type { FigureStyle } from './figureStyle';
import { traceMark } from './marks';
import { type Plot, type PlotLine, placeOf } from './plot';

/** Between two marks, in CSS pixels: marks that only name a line, and those that also tell a sign. */
const APART = { name: 44, sign: 13 } as const;

/**
 * Draws the marks of a line over its own rows, so many rows apart that they do not touch; an odd number of rows, so that
 * a sign that alternates is seen to alternate. Marks of a negative value are hollow.
 */
export function drawMarks(
  chart: uPlot,
  plot: Plot,
  line: PlotLine,
  style: FigureStyle,
  factor: number,
): void {
  const { mark, sign, color, at } = line;
  if (mark === undefined) return;
  const ratio = chart.bbox.width / chart.over.clientWidth || 1;
  const [filled, hollow] = [new Path2D(), new Path2D()];
  const gap = factor * ratio * (sign === undefined ? APART.name : APART.sign);
  const radius = factor * ratio * mark.radius;
  for (const row of markedRows(chart, plot, line, gap)) {
    const value = at(row);
    if (!isDrawable(value, plot.y.log)) continue;
    const [x, y] = [chart.valToPos(placeOf(plot, line, row), 'x', true), chart.valToPos(value, 'y', true)];
    traceMark(sign !== undefined && sign(row) < 0 ? hollow : filled, mark.shape, x, y, radius);
  }
  const { ctx } = chart;
  ctx.save();
  const { left, top, width, height } = chart.bbox;
  ctx.beginPath();
  ctx.rect(left - radius, top - radius, width + 2 * radius, height + 2 * radius);
  ctx.clip();
  ctx.setLineDash([]);
  ctx.fillStyle = ctx.strokeStyle = css(color);
  ctx.fill(filled, 'evenodd');
  ctx.lineWidth = 1.5 * factor * ratio;
  ctx.stroke(hollow);
  ctx.fillStyle = style.ground;
  ctx.fill(hollow);
  ctx.restore();
}

/** Rows whose places on the canvas are at least `gap` apart. */
function markedRows({ valToPos }: uPlot, plot: Plot, line: PlotLine, gap: number): readonly number[] {
  const { rows, x } = plot;
  const odd = line.sign !== undefined;
  const place = (row: number): number => valToPos(placeOf(plot, line, row), 'x', true);
  if (rows === 0) return [];
  if (x.log) return logRows(rows, place, (row) => x.at(row) > 0, gap);
  const spacing = (place(rows - 1) - place(0)) / Math.max(1, rows - 1);
  const least = spacing > 0 ? Math.ceil(gap / spacing) : 1;
  const stride = odd && least % 2 === 0 ? least + 1 : least;
  return Array.from({ length: Math.ceil(rows / stride) }, (_, n) => n * stride);
}

function logRows(
  rows: number,
  place: (row: number) => number,
  shown: (row: number) => boolean,
  gap: number,
): readonly number[] {
  const marked: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    if (!shown(row) || place(row) - last < gap) continue;
    marked.push(row);
    last = place(row);
  }
  return marked;
}
