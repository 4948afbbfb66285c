import type { Range } from '../math/range';
import { shareAlong } from '../math/range';
import type { MapPart } from '../theory/lab/shares';
import type { FigureStyle } from './dock/figureStyle';
import { plotTicks } from './dock/plotTicks';
import { axisTicks, type Tick } from './ticks';

/** An edge of a map. */
interface MapAxis {
  readonly label: string;
  /** From the left, or from below; unlike a range of η it may be negative if it is linear. */
  readonly range: Range;
  /** What is written at its two ends, in a line of its own with the label. */
  readonly ends?: readonly [string, string];
}

/** A value of the vertical axis that means something. */
export interface MapLevel {
  readonly at: number;
  readonly label: string;
  /** Labels of a higher rank come first where there is no room for all. */
  readonly rank: number;
  /** Across the map, or only a tick beside it. */
  readonly across: boolean;
}

/** A map with its axes, ready to be drawn. */
export interface MapFigure {
  readonly x: MapAxis;
  readonly y: MapAxis;
  readonly image: CanvasImageSource | null;
  /** Where the image lies; it may be a little behind what is shown. */
  readonly placed: MapPart;
  readonly levels: readonly MapLevel[];
  /** The window in which something is measured. */
  readonly window: MapPart | null;
}

/** A rectangle in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Between two ticks, in sizes of the type: across, and upwards. */
const APART = { x: 7, y: 2.6 } as const;
/** Room around the map, in sizes of the type, and that of a digit. */
const ROOM = { left: 4.6, right: 9.6, top: 0.7, below: 3.1 } as const;
const DIGIT = 0.58;

/** Where the map itself lies in a figure of this size; the numbers of a narrow range of η are long. */
export function mapArea(width: number, height: number, { size }: FigureStyle, range: Range): Area {
  const room = (side: keyof typeof ROOM): number => Math.round(ROOM[side] * size);
  const ticks = mapTicks(range, height / (APART.y * size));
  const longest = Math.max(0, ...ticks.map(({ label }) => label.length));
  const left = Math.max(room('left'), Math.round((DIGIT * longest + 1.2) * size));
  return {
    left,
    top: room('top'),
    width: Math.max(1, Math.floor(width - left - room('right'))),
    height: Math.max(1, Math.floor(height - room('top') - room('below'))),
  };
}

/** Draws a figure into a context whose pixels are those of the style; `area` is where the map lies. */
export function drawMapFigure(
  context: CanvasRenderingContext2D,
  figure: MapFigure,
  style: FigureStyle,
  area: Area,
): void {
  context.save();
  context.font = `${style.size}px ${style.family}`;
  context.textBaseline = 'middle';
  drawImage(context, figure, style, area);
  drawLevels(context, figure, style, area);
  if (figure.window !== null) drawWindow(context, figure.window, style, area);
  drawHorizontal(context, figure.x, style, area);
  drawVertical(context, figure.y, style, area);
  context.restore();
}

function drawImage(
  context: CanvasRenderingContext2D,
  { image, placed }: MapFigure,
  { line }: FigureStyle,
  { left, top, width, height }: Area,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.fillStyle = line;
  context.fill();
  context.clip();
  context.imageSmoothingEnabled = false;
  if (image !== null) {
    context.drawImage(
      image,
      left + placed.left * width,
      top + (1 - placed.high) * height,
      (placed.right - placed.left) * width,
      (placed.high - placed.low) * height,
    );
  }
  context.restore();
}

/** Levels are labelled in the margin, as many as there is room for. */
function drawLevels(
  context: CanvasRenderingContext2D,
  { levels, y }: MapFigure,
  style: FigureStyle,
  area: Area,
): void {
  const { left, top, width, height } = area;
  const { size } = style;
  const right = left + width;
  const placed = levels
    .map((level) => ({ ...level, row: top + (1 - shareAlong(y.range, level.at)) * height }))
    .filter(({ row }) => row >= top && row <= top + height)
    .sort((a, b) => b.rank - a.rank || b.row - a.row);
  const labelled: number[] = [];
  context.fillStyle = style.text;
  context.textAlign = 'left';
  for (const { row, across, label } of placed) {
    const path = new Path2D();
    path.moveTo(across ? left : right - 0.8 * size, row);
    path.lineTo(right + 0.4 * size, row);
    stroked(context, path, style, across ? [0.5 * size, 0.3 * size] : []);
    if (labelled.some((other) => Math.abs(other - row) < 1.15 * size)) continue;
    context.fillText(label, right + 0.6 * size, row);
    labelled.push(row);
  }
}

function drawWindow(
  context: CanvasRenderingContext2D,
  { left, right, low, high }: MapPart,
  style: FigureStyle,
  area: Area,
): void {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  const path = new Path2D();
  path.rect(
    area.left + left * area.width,
    area.top + (1 - high) * area.height,
    (right - left) * area.width,
    (high - low) * area.height,
  );
  stroked(context, path, style, []);
  context.restore();
}

/** Seen on every colour: the theme's text on a rim of its ground. */
function stroked(
  context: CanvasRenderingContext2D,
  path: Path2D,
  { ground, text, size }: FigureStyle,
  dash: readonly number[],
): void {
  const unit = size / 13;
  context.save();
  context.globalAlpha = 0.75;
  context.strokeStyle = ground;
  context.lineWidth = 3 * unit;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = text;
  context.lineWidth = 1.25 * unit;
  context.setLineDash([...dash]);
  context.stroke(path);
  context.restore();
}

function drawHorizontal(
  context: CanvasRenderingContext2D,
  axis: MapAxis,
  style: FigureStyle,
  { left, top, width, height }: Area,
): void {
  const { size, text, quiet } = style;
  const floor = top + height;
  context.strokeStyle = context.fillStyle = quiet;
  context.lineWidth = size / 13;
  context.textAlign = 'center';
  for (const { value, label } of mapTicks(axis.range, width / (APART.x * size))) {
    const column = left + shareAlong(axis.range, value) * width;
    dash(context, [column, floor], [column, floor + 0.35 * size]);
    context.fillText(label, column, floor + 1.1 * size);
  }
  const base = floor + 2.35 * size;
  context.fillStyle = text;
  const [first = '', last = ''] = axis.ends ?? [];
  const needed = [axis.label, first, last].reduce((sum, one) => sum + context.measureText(one).width, 0);
  if (needed + 4 * size < width) context.fillText(axis.label, left + width / 2, base);
  context.textAlign = 'left';
  context.fillText(first, left, base);
  context.textAlign = 'right';
  context.fillText(last, left + width, base);
}

function drawVertical(
  context: CanvasRenderingContext2D,
  axis: MapAxis,
  style: FigureStyle,
  { left, top, height }: Area,
): void {
  const { size, text, quiet } = style;
  context.strokeStyle = context.fillStyle = quiet;
  context.lineWidth = size / 13;
  context.textAlign = 'right';
  for (const { value, label } of mapTicks(axis.range, height / (APART.y * size))) {
    const row = top + (1 - shareAlong(axis.range, value)) * height;
    dash(context, [left - 0.35 * size, row], [left, row]);
    if (row > top + 1.2 * size) context.fillText(label, left - 0.55 * size, row);
  }
  context.fillStyle = text;
  context.fillText(axis.label, left - 0.55 * size, top + 0.2 * size);
}

function dash(
  context: CanvasRenderingContext2D,
  from: readonly [number, number],
  to: readonly [number, number],
) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

/** Powers of ten and their parts on a logarithmic axis, as long as there are enough of them in it. */
function mapTicks({ from, to, scale }: Range, count: number): readonly Tick[] {
  if (scale === 'lin') return axisTicks(from, to, count);
  const ticks = plotTicks({ label: '', unit: '', log: true }, from, to, count);
  return ticks.length >= 3 ? ticks : axisTicks(from, to, count);
}
