import uPlot from 'uplot';
import { css } from '../../experiment/theme';
import { type Thinned, thinned } from './decimate';
import { drawMarks } from './figureMarks';
import type { FigureStyle } from './figureStyle';
import { axisTitle, type Plot, type PlotAxis, type PlotLine } from './plot';
import { plotExtent, plotRange, plotTicks } from './plotTicks';
import 'uplot/dist/uPlot.min.css';

/** Opacity of the band around a line. */
const BAND = 0.16;
/** CSS pixels that two points of a line share, the least and the greatest of what falls onto them. */
const GRAIN = 4;
/** Between two ticks, in sizes of the type: across, and upwards. */
const APART = { x: 7, y: 3.2 } as const;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a figure is told of where its cursor is. */
interface Watch {
  /** The cursor has come to this x, or has left: null. */
  readonly point: (x: number | null) => void;
}

type Range = readonly [number, number];

/**
 * The drawn part of a plot: axes, lines, bands, marks. A new figure is made where lines or axes are others, else only the
 * data are exchanged.
 */
export class Figure {
  readonly #host: HTMLElement;
  readonly #style: FigureStyle;
  /** By how much everything is enlarged, line widths and marks included. */
  readonly #factor: number;
  readonly #watch: Watch | null;
  #plot: Plot | null = null;
  #built = '';
  #chart: uPlot | null = null;
  #ranges: { x: Range; y: Range } = { x: [0, 1], y: [0, 1] };

  constructor(host: HTMLElement, style: FigureStyle, factor: number, watch: Watch | null) {
    this.#host = host;
    this.#style = style;
    this.#factor = factor * style.pen;
    this.#watch = watch;
  }

  /** Shows a plot that has rows. It is on the canvas when the present task is over. */
  draw(plot: Plot, size: Size): void {
    this.#plot = plot;
    const columns = thinned(plot, Math.max(64, size.width / GRAIN));
    this.#ranges = rangesOf(plot, columns);
    const data = dataOf(plot, columns);
    const structure = structureOf(plot);
    if (this.#chart !== null && structure === this.#built) {
      this.resize(size);
      this.#chart.setData(data);
      return;
    }
    this.#chart?.destroy();
    this.#built = structure;
    this.#chart = new uPlot(this.#options(plot, size), data, this.#host);
  }

  resize(size: Size): void {
    const chart = this.#chart;
    if (chart !== null && (chart.width !== size.width || chart.height !== size.height)) chart.setSize(size);
  }

  /** Puts the cursor on this x; null takes it away. */
  point(x: number | null): void {
    const chart = this.#chart;
    if (chart === null) return;
    if (x === null) chart.setCursor({ left: -10, top: -10 });
    else chart.setCursor({ left: chart.valToPos(x, 'x'), top: 0 });
  }

  get canvas(): HTMLCanvasElement | null {
    return this.#chart?.ctx.canvas ?? null;
  }

  dispose(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }

  #options(plot: Plot, size: Size): uPlot.Options {
    const { lines, bands } = seriesOf(plot.lines, this.#factor);
    return {
      ...size,
      scales: {
        x: { time: false, distr: plot.x.log ? 3 : 1, range: () => [...this.#ranges.x] },
        y: { distr: plot.y.log ? 3 : 1, range: () => [...this.#ranges.y] },
      },
      series: [{}, ...lines.map(({ series }) => series)],
      bands,
      axes: [this.#axis(plot.x, 'x'), this.#axis(plot.y, 'y')],
      padding: [0.5 * this.#style.size, 1.4 * this.#style.size, 0, 0],
      legend: { show: false },
      cursor: {
        show: this.#watch !== null,
        y: false,
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
      },
      hooks: {
        drawSeries: [
          (chart, index) => {
            const line = this.#plot?.lines[lines[index - 1]?.marks ?? -1];
            if (line !== undefined && this.#plot !== null)
              drawMarks(chart, this.#plot, line, this.#style, this.#factor);
          },
        ],
        setCursor: [(chart) => this.#watch?.point(cursorOf(chart))],
      },
    };
  }

  #axis(axis: PlotAxis, scale: 'x' | 'y'): uPlot.Axis {
    const { text, quiet, line, family, size } = this.#style;
    const font = `${size}px ${family}`;
    const apart = APART[scale] * size;
    const ticksOf = (low: number, high: number, length: number) => plotTicks(axis, low, high, length / apart);
    return {
      scale,
      stroke: quiet,
      font,
      label: axisTitle(axis),
      labelFont: font,
      labelSize: 1.4 * size,
      labelGap: 0,
      gap: 0.35 * size,
      size: scale === 'x' ? 1.6 * size : (chart, values) => labelWidth(chart, values, font, size),
      space: apart,
      splits: (chart, _, low, high) =>
        ticksOf(low, high, scale === 'x' ? chart.width : chart.height).map(({ value }) => value),
      filter: (_, splits) => splits,
      values: (chart, splits) => {
        const [low, high] = this.#ranges[scale];
        const ticks = ticksOf(low, high, scale === 'x' ? chart.width : chart.height);
        return splits.map((value) => ticks.find((tick) => tick.value === value)?.label ?? '');
      },
      grid: { stroke: line, width: this.#factor / this.#style.pen, filter: (_, splits) => splits },
      ticks: { show: false },
      border: { show: true, stroke: scale === 'x' ? text : line, width: this.#factor },
    };
  }
}

/** Where the cursor is; null if it is outside. */
function cursorOf(chart: uPlot): number | null {
  const { left = -1 } = chart.cursor;
  return left < 0 ? null : chart.posToVal(left, 'x');
}

/** Room for the widest label of the vertical axis. */
function labelWidth(chart: uPlot, values: readonly string[] | null, font: string, size: number): number {
  const { ctx } = chart;
  ctx.save();
  ctx.font = font;
  const widest = Math.max(0, ...(values ?? []).map((label) => ctx.measureText(label).width));
  ctx.restore();
  return Math.ceil(widest + 0.9 * size);
}

interface Drawn {
  readonly series: uPlot.Series;
  /** The line whose marks are drawn after it. */
  readonly marks: number | null;
}

/** Each line is up to three series of uPlot: the edges of its band, then its values on top. */
function seriesOf(
  lines: readonly PlotLine[],
  factor: number,
): { readonly lines: readonly Drawn[]; readonly bands: uPlot.Band[] } {
  const drawn: Drawn[] = [];
  const bands: uPlot.Band[] = [];
  const edge: uPlot.Series = { width: 0, points: { show: false }, spanGaps: false };
  for (const [n, { band, color, width, dash }] of lines.entries()) {
    if (band !== undefined) {
      drawn.push({ series: { ...edge }, marks: null }, { series: { ...edge }, marks: null });
      bands.push({ series: [drawn.length - 1, drawn.length], fill: css(color, BAND) });
    }
    const series: uPlot.Series = {
      stroke: css(color),
      width: factor * width,
      points: { show: false },
      pxAlign: 0,
      cap: 'round',
      ...(dash === undefined ? {} : { dash: dash.map((length) => factor * length), cap: 'butt' }),
    };
    drawn.push({ series, marks: n });
  }
  return { lines: drawn, bands };
}

/** As uPlot wants it: one x for all. Lines that stretch theirs are laid over it, which leaves undefined places to be skipped. */
function dataOf({ lines }: Plot, columns: Thinned): uPlot.AlignedData {
  const parts = columns.lines.map(({ at, low, high }) => (low && high ? [high, low, at] : [at]));
  const factors = new Set(lines.map(({ stretch = 1 }) => stretch));
  if (factors.size <= 1) {
    const [factor = 1] = factors;
    return [columns.x.map((x) => factor * x), ...parts.flat()];
  }
  return uPlot.join(parts.map((part, n) => [columns.x.map((x) => (lines[n]?.stretch ?? 1) * x), ...part]));
}

/** Everything that is not data, as a text to compare. */
function structureOf({ x, y, lines }: Plot): string {
  const axis = ({ label, unit, log }: PlotAxis) => [label, unit, log];
  return JSON.stringify([
    axis(x),
    axis(y),
    lines.map(({ id, color, width, dash, band, mark }) => [
      id,
      color,
      width,
      dash,
      band?.label,
      mark?.radius,
    ]),
  ]);
}

/** The axes reach from the first to the last row, and over all that was measured. */
function rangesOf({ x, y, lines }: Plot, columns: Thinned): { x: Range; y: Range } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const anyMeasured = lines.some(({ kind }) => kind === 'measured');
  for (const [n, line] of columns.lines.entries()) {
    if (anyMeasured && lines[n]?.kind === 'bound') continue;
    for (const column of [line.at, line.low, line.high]) {
      for (const value of column ?? []) {
        if (value === null) continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  const factors = lines.map(({ stretch = 1 }) => stretch);
  const first = Math.min(...factors) * (columns.x[0] ?? Number.NaN);
  const last = Math.max(...factors) * (columns.x.at(-1) ?? Number.NaN);
  return { x: plotExtent(x, first, last), y: plotRange(y, low, high) };
}
