import type { Color } from '../experiment/theme';
import { css } from '../experiment/theme';
import { FATE_KINDS, type FateMap } from '../theory/fate';
import { middleOf } from '../theory/lab/entries';
import { etaAt, startAt } from '../theory/lab/lens';
import type { FateShare } from '../theory/lab/shares';
import { enlargedStyle, type FigureStyle } from './dock/figureStyle';
import { shareText } from './fateWords';
import { drawMapFigure, type MapFigure, mapArea } from './mapFigure';
import { type NpyField, npyOf } from './npy';

/**
 * All pixels of a map as comma separated values, row by row from the lowest: the start, η, what became of it in words, the
 * number of the minimum or the period, the steps until then, the Lyapunov exponent. Empty where there is no such number.
 */
export function fateCsv(map: FateMap): string {
  const lines = ['x,y,eta,fate,index,time,exponent'];
  const number = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '' : String(value);
  for (let n = 0; n < map.kind.length; n++) {
    const [u, v] = middleOf(map, n);
    const cells = [
      ...startAt(map.lens, u, v),
      etaAt(map.lens, v),
      FATE_KINDS[map.kind[n] ?? 0],
      map.index[n],
      number(map.time[n]),
      number(map.exponent[n]),
    ];
    lines.push(cells.join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** The same as an array of records for numpy, rows × columns, row 0 the lowest; `kind` is a place in FATE_KINDS. */
export function fateNpy(map: FateMap): Uint8Array<ArrayBuffer> {
  const { lens } = map;
  const middle = (n: number) => middleOf(map, n);
  const fields: readonly NpyField[] = [
    { name: 'x', type: '<f8', at: (n) => startAt(lens, ...middle(n))[0] },
    { name: 'y', type: '<f8', at: (n) => startAt(lens, ...middle(n))[1] },
    { name: 'eta', type: '<f8', at: (n) => etaAt(lens, middle(n)[1]) },
    { name: 'kind', type: '|u1', at: (n) => map.kind[n] ?? 0 },
    { name: 'index', type: '|u1', at: (n) => map.index[n] ?? 0 },
    { name: 'time', type: '<f4', at: (n) => map.time[n] ?? Number.NaN },
    { name: 'exponent', type: '<f4', at: (n) => map.exponent[n] ?? Number.NaN },
  ];
  return npyOf(fields, [map.rows, map.columns]);
}

/** An entry of the legend of a map. */
export interface MapEntry {
  readonly name: string;
  readonly color: Color;
  readonly count: FateShare['count'];
  readonly share: FateShare['share'];
}

/** What is on an exported picture of a map. */
export interface MapSheet {
  readonly title: string;
  readonly figure: MapFigure;
  readonly legend: readonly MapEntry[];
  /** Each a line below it. */
  readonly notes: readonly string[];
}

/** Pixels of an exported picture for each CSS pixel: sharp in print. */
const FACTOR = 2;
const LEAST = { width: 640, height: 360 } as const;

/** A PNG of a map with its axes, title, legend and notes, twice as large as on screen; `size` is that of the figure there. */
export function mapPicture(
  sheet: MapSheet,
  style: FigureStyle,
  size: { readonly width: number; readonly height: number },
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas to paint the picture on.');
  compose(canvas, context, sheet, enlargedStyle(style, FACTOR), [
    FACTOR * Math.max(LEAST.width, size.width),
    FACTOR * Math.max(LEAST.height, size.height),
  ]);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not make a PNG of the map.'));
      else resolve(blob);
    }, 'image/png');
  });
}

function compose(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  { title, figure, legend, notes }: MapSheet,
  style: FigureStyle,
  [width, height]: readonly [number, number],
): void {
  const { size, family } = style;
  const line = 1.5 * size;
  const head = 2.4 * size;
  context.font = `${size}px ${family}`;
  const widest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => context.measureText(text).width));
  const names = widest(legend.map(({ name }) => name));
  const shares = widest(legend.map(shareText));
  canvas.width = Math.ceil(width + names + shares + 5.5 * size);
  canvas.height = Math.ceil(head + Math.max(height, (legend.length + 1) * line) + notes.length * line + size);
  context.fillStyle = style.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  context.fillStyle = style.text;
  context.font = `600 ${1.15 * size}px ${family}`;
  context.fillText(title, size, 1.4 * size);
  context.font = `${size}px ${family}`;
  for (const [n, entry] of legend.entries()) {
    const middle = head + (n + 1) * line;
    context.fillStyle = css(entry.color);
    context.fillRect(width, middle - 0.45 * size, 1.4 * size, 0.9 * size);
    context.fillStyle = style.text;
    context.fillText(entry.name, width + 2 * size, middle);
    context.fillStyle = style.quiet;
    context.fillText(shareText(entry), width + names + 3.4 * size, middle);
  }
  for (const [n, note] of notes.entries())
    context.fillText(note, size, canvas.height - (notes.length - n) * line + 0.2 * size);
  context.translate(0, head);
  drawMapFigure(context, figure, style, mapArea(width, height, style, figure.y.range));
}
