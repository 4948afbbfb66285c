import type { Settings } from '../../../experiment/keys';
import { type Color, css } from '../../../experiment/theme';
import { along, shareAlong } from '../../../math/range';
import type { Branch, Threshold } from '../../../theory/lab/thresholds';
import { type OrbitDiagram, outsideOf } from '../../../theory/orbits';
import { axisTicks, type Tick } from '../../ticks';
import type { FigureStyle } from '../figureStyle';
import { plotTicks } from '../plotTicks';
import { exponentColors, rgb, toneAt, tonesOf } from './orbitsColors';
import type { OrbitsView } from './orbitsView';

/** All that a picture of a diagram shows. */
export interface OrbitsScene {
  readonly view: OrbitsView;
  /** As far as it has been computed; it may be of another view. */
  readonly diagram: OrbitDiagram | null;
  readonly visits: Settings['visits'];
  readonly thresholds: readonly Threshold[];
  readonly branches: readonly Branch[];
  readonly theme: Settings['theme'];
  readonly style: FigureStyle;
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the two plots of a picture stand, in CSS pixels. */
export interface OrbitsFrame {
  readonly density: Rect;
  readonly exponent: Rect;
}

/** Rows of threshold labels. */
const LABEL_ROWS = 2;
/** Share of the height that the exponent has. */
const EXPONENT_SHARE = 0.27;
/** The exponent's axis goes no deeper than this, or than so many times its largest value. */
const DEEPEST = { least: 1, times: 1.6 } as const;

/** Lays out a picture of a size; the plots' edges are on whole pixels. */
export function frameOf(width: number, height: number, size: number): OrbitsFrame {
  const [left, right] = [Math.round(5.2 * size), Math.round(0.8 * size)];
  const top = Math.round(LABEL_ROWS * 1.2 * size + 0.5 * size);
  const bottom = Math.round(1.9 * size);
  const gap = Math.round(0.6 * size);
  const inner = Math.max(2, height - top - bottom - gap);
  const lower = Math.max(1, Math.round(EXPONENT_SHARE * inner));
  const across = { x: left, width: Math.max(1, width - left - right) };
  return {
    density: { ...across, y: top, height: inner - lower },
    exponent: { ...across, y: top + inner - lower + gap, height: lower },
  };
}

/** The density as a picture of its own, a pixel to a cell. Columns that are not computed yet look like the next one on their left. */
export function densityImage(diagram: OrbitDiagram, theme: Settings['theme'], ground: Color): ImageData {
  const { columns, rows, density, samples, lost } = diagram;
  const tones = tonesOf(theme, ground);
  const image = new ImageData(columns, rows);
  const { data } = image;
  let source = 0;
  for (let column = 0; column < columns; column++) {
    if (!Number.isNaN(lost[column] ?? Number.NaN)) source = column;
    const total = samples[source] ?? 0;
    for (let row = 0; row < rows; row++) {
      const visits = density[row * columns + source] ?? 0;
      const tone = visits === 0 ? 0 : 3 * toneAt(visits, total, rows);
      const at = 4 * ((rows - 1 - row) * columns + column);
      for (let c = 0; c < 3; c++) data[at + c] = tones[tone + c] ?? 0;
      data[at + 3] = 255;
    }
  }
  return image;
}

/** Paints a diagram with its axes; `image` is the density's own picture. */
export function paintOrbits(
  context: CanvasRenderingContext2D,
  frame: OrbitsFrame,
  scene: OrbitsScene,
  image: CanvasImageSource | null,
): void {
  const pen = new OrbitsPen(context, frame, scene);
  pen.density(image);
  pen.losses();
  pen.branches();
  pen.exponent();
  pen.thresholds();
  pen.axes();
}

class OrbitsPen {
  readonly #context: CanvasRenderingContext2D;
  readonly #frame: OrbitsFrame;
  readonly #scene: OrbitsScene;

  constructor(context: CanvasRenderingContext2D, frame: OrbitsFrame, scene: OrbitsScene) {
    this.#context = context;
    this.#frame = frame;
    this.#scene = scene;
    context.font = `${scene.style.size}px ${scene.style.family}`;
    context.lineJoin = 'round';
  }

  /** The picture, where it belongs in the present view: it may have been computed for another one. */
  density(image: CanvasImageSource | null): void {
    const { diagram } = this.#scene;
    if (image === null || diagram === null) return;
    const [left, right] = [this.#across(diagram.etas.from), this.#across(diagram.etas.to)];
    const [low, high] = [this.#up(diagram.band[0]), this.#up(diagram.band[1])];
    this.#within(this.#frame.density, (context) => {
      context.imageSmoothingEnabled = false;
      context.drawImage(image, left, high, right - left, low - high);
    });
  }

  /** A strip along the upper edge, as opaque as starts diverge, and one along the lower edge for what is visited out of sight. */
  losses(): void {
    const { diagram } = this.#scene;
    if (diagram === null) return;
    const { y, height } = this.#frame.density;
    this.#strip(diagram, y - 4, diagram.lost);
    if (this.#scene.view.band.every((edge, n) => edge === diagram.band[n])) {
      this.#strip(diagram, y + height + 1, this.#outside(diagram));
    }
    this.#nameLosses(diagram);
  }

  #outside(diagram: OrbitDiagram): Float32Array {
    return Float32Array.from({ length: diagram.columns }, (_, column) => outsideOf(diagram, column));
  }

  #strip(diagram: OrbitDiagram, top: number, shares: Float32Array): void {
    const { x, width: whole } = this.#frame.density;
    this.#within({ x, y: top, width: whole, height: 3 }, (context) => {
      context.fillStyle = this.#scene.style.quiet;
      this.#columns(diagram, (column, left, width) => {
        context.globalAlpha = shares[column] ?? 0;
        context.fillRect(left, top, width + 0.5, 3);
      });
    });
  }

  /** Where nothing stays, it says so in words. */
  #nameLosses(diagram: OrbitDiagram): void {
    const { density: rect } = this.#frame;
    const context = this.#context;
    const { style } = this.#scene;
    const text = 'every start diverges';
    const room = context.measureText(text).width + style.size;
    let from: number | null = null;
    const say = (to: number): void => {
      const [left, right] = [Math.max(rect.x, from ?? to), Math.min(rect.x + rect.width, to)];
      if (from !== null && right - left > room)
        context.fillText(text, (left + right) / 2, rect.y + rect.height / 2);
      from = null;
    };
    context.save();
    context.fillStyle = style.quiet;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    let end = rect.x;
    this.#columns(diagram, (column, left, width) => {
      if (diagram.lost[column] === 1) from ??= left;
      else say(left);
      end = left + width;
    });
    say(end);
    context.restore();
  }

  /** Cycles that have a formula, where they no longer attract. */
  branches(): void {
    const { branches, visits, style, view } = this.#scene;
    this.#within(this.#frame.density, (context) => {
      context.strokeStyle = style.quiet;
      context.globalAlpha = 0.5;
      context.setLineDash([2, 4]);
      for (const { at, stableTo } of branches.filter((branch) => branch.axis === visits)) {
        context.beginPath();
        const { x, width } = this.#frame.density;
        for (let n = 0; n <= width; n += 2) {
          const eta = along(view.etas, n / width);
          if (eta >= stableTo && Number.isFinite(at(eta))) context.lineTo(x + n, this.#up(at(eta)));
        }
        context.stroke();
      }
    });
  }

  /** The largest Lyapunov exponent, filled towards zero, with its spread over the starts. */
  exponent(): void {
    const { diagram, theme, style } = this.#scene;
    const { exponent: rect } = this.#frame;
    const context = this.#context;
    const [low, high] = this.#exponents();
    const heightOf = (value: number) =>
      rect.y + rect.height * (1 - (Math.max(low, Math.min(high, value)) - low) / (high - low));
    const zero = heightOf(0);
    const { chaos, calm } = exponentColors(theme);
    if (diagram !== null) {
      this.#within(rect, () => {
        this.#columns(diagram, (column, left, width) => {
          const value = diagram.exponent[column] ?? Number.NaN;
          if (Number.isNaN(value)) return;
          const color = value > 0 ? chaos : calm;
          const at = heightOf(value);
          context.fillStyle = css(color, 0.45);
          context.fillRect(left, Math.min(at, zero), width, Math.max(0.5, Math.abs(at - zero)));
          context.fillStyle = css(color);
          context.fillRect(left, at - 0.75, width, 1.5);
          const [top, bottom] = [
            heightOf(diagram.exponentHigh[column] ?? value),
            heightOf(diagram.exponentLow[column] ?? value),
          ];
          const part = (from: number, to: number, kind: Color) => {
            context.fillStyle = css(kind, 0.25);
            if (to > from) context.fillRect(left, from, width, to - from);
          };
          part(top, Math.min(bottom, zero), chaos);
          part(Math.max(top, zero), bottom, calm);
        });
      });
    }
    context.fillStyle = style.text;
    context.fillRect(rect.x, Math.round(zero) - 0.5, rect.width, 1);
    this.#exponentAxis(heightOf, low, high);
  }

  #exponentAxis(heightOf: (value: number) => number, low: number, high: number): void {
    const { style, theme } = this.#scene;
    const { exponent: rect } = this.#frame;
    const context = this.#context;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillStyle = style.quiet;
    for (const { value, label } of axisTicks(low, high, Math.max(2, rect.height / (2 * style.size)))) {
      const at = heightOf(value);
      if (at - rect.y >= 0.4 * style.size && rect.y + rect.height - at >= 0.2 * style.size) {
        context.fillText(label, rect.x - 0.5 * style.size, at);
      }
    }
    const { chaos, calm } = exponentColors(theme);
    context.textAlign = 'left';
    const zero = heightOf(0);
    const name = (text: string, color: Color, y: number) => {
      context.strokeStyle = style.ground;
      context.lineWidth = 3 * style.pen;
      context.strokeText(text, rect.x + 0.4 * style.size, y);
      context.fillStyle = css(color);
      context.fillText(text, rect.x + 0.4 * style.size, y);
    };
    if (zero - rect.y > 1.1 * style.size)
      name('Lyapunov exponent > 0: chaos', chaos, rect.y + 0.65 * style.size);
    if (rect.y + rect.height - zero > 1.2 * style.size)
      name('< 0: drawn into a cycle', calm, rect.y + rect.height - 0.65 * style.size);
  }

  /** Least and largest exponent on the axis: it includes zero and all that is positive. */
  #exponents(): readonly [number, number] {
    const values = [...(this.#scene.diagram?.exponent ?? [])].filter((value) => Number.isFinite(value));
    const high = Math.max(0.1, ...values) * 1.12;
    const low = Math.max(Math.min(-0.1, ...values), -Math.max(DEEPEST.least, DEEPEST.times * high));
    return [1.06 * low, high];
  }

  /** Vertical lines through both plots, and as many of their labels as have room. */
  thresholds(): void {
    const { thresholds, style } = this.#scene;
    const { density, exponent } = this.#frame;
    const context = this.#context;
    const lines = thresholds
      .map((threshold) => ({ ...threshold, at: this.#across(threshold.eta) }))
      .filter(({ at }) => at >= density.x - 0.5 && at <= density.x + density.width + 0.5);
    context.save();
    context.strokeStyle = style.quiet;
    context.lineWidth = style.pen;
    for (const { at, rank } of lines) {
      context.globalAlpha = rank >= 1 ? 0.75 : 0.4;
      context.setLineDash(rank >= 1 ? [5, 3] : [2, 3]);
      context.beginPath();
      context.moveTo(Math.round(at) + 0.5, density.y - 4);
      context.lineTo(Math.round(at) + 0.5, exponent.y + exponent.height);
      context.stroke();
    }
    context.restore();
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = style.text;
    const taken: { row: number; from: number; to: number }[] = [];
    for (const { at, label } of [...lines].sort((a, b) => b.rank - a.rank)) {
      const width = context.measureText(label).width;
      const end = density.x + density.width;
      const from = Math.min(Math.max(density.x, at - width / 2), end - width);
      const free = (row: number) =>
        taken.every(
          (other) =>
            other.row !== row || from > other.to + style.size || from + width < other.from - style.size,
        );
      const row = Array.from({ length: LABEL_ROWS }, (_, n) => n).find(free);
      if (row === undefined) continue;
      taken.push({ row, from, to: from + width });
      context.fillText(label, from, density.y - 5 - (row + 0.5) * 1.2 * style.size);
    }
  }

  axes(): void {
    const { view, visits, style } = this.#scene;
    const { density, exponent } = this.#frame;
    const context = this.#context;
    const { size } = style;
    context.strokeStyle = style.line;
    context.lineWidth = style.pen;
    for (const { x, y, width, height } of [density, exponent])
      context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
    context.fillStyle = style.quiet;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    const [low, high] = view.band;
    for (const { value, label } of axisTicks(low, high, Math.max(2, density.height / (2.4 * size)))) {
      context.fillText(label, density.x - 0.5 * size, this.#up(value));
    }
    context.textAlign = 'center';
    const below = exponent.y + exponent.height + 1.05 * size;
    let free = density.x - size;
    const { from, to, scale } = view.etas;
    for (const { value, label } of etaTicks(from, to, scale === 'log', density.width / (7 * size))) {
      const at = this.#across(value);
      const half = context.measureText(label).width / 2;
      context.fillRect(Math.round(at) - 0.5, exponent.y + exponent.height, 1, 4);
      if (at - half < free || at + half > density.x + density.width - 1.5 * size) continue;
      context.fillText(label, at, below);
      free = at + half + size;
    }
    context.fillStyle = style.text;
    context.font = `italic ${1.1 * size}px ${style.family}`;
    context.fillText('η', density.x + density.width - 0.4 * size, below);
    context.fillText(visits, 0.8 * size, density.y + 0.6 * size);
    context.font = `${size}px ${style.family}`;
  }

  /** Each column of a diagram with its place in the present view. */
  #columns(diagram: OrbitDiagram, paint: (column: number, left: number, width: number) => void): void {
    const [left, right] = [this.#across(diagram.etas.from), this.#across(diagram.etas.to)];
    const width = (right - left) / diagram.columns;
    let source = -1;
    for (let column = 0; column < diagram.columns; column++) {
      if (!Number.isNaN(diagram.lost[column] ?? Number.NaN)) source = column;
      if (source >= 0) paint(source, left + column * width, width);
    }
  }

  #within(rect: Rect, paint: (context: CanvasRenderingContext2D) => void): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(rect.x, rect.y, rect.width, rect.height);
    context.clip();
    paint(context);
    context.restore();
  }

  #across(eta: number): number {
    const { x, width } = this.#frame.density;
    return x + width * shareAlong(this.#scene.view.etas, eta);
  }

  #up(value: number): number {
    const { y, height } = this.#frame.density;
    const [low, high] = this.#scene.view.band;
    return y + height * (1 - (value - low) / (high - low));
  }
}

/** The ground of a style, as a colour. */
export function groundOf({ ground }: FigureStyle): Color {
  return rgb(ground);
}

function etaTicks(low: number, high: number, log: boolean, count: number): readonly Tick[] {
  const decades = log && high / low > 4;
  return decades
    ? plotTicks({ label: 'η', unit: '', log: true }, low, high, count)
    : axisTicks(low, high, count);
}
