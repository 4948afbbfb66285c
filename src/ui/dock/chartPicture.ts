import { Figure } from './figure';
import { enlargedStyle, type FigureStyle } from './figureStyle';
import type { Plot } from './plot';
import { drawSwatch, SWATCH } from './swatch';

/** Pixels of an exported picture for each CSS pixel: sharp in print. */
const FACTOR = 2;
const LEAST = { width: 640, height: 320 } as const;

/** A PNG of a plot as it stands on screen, twice as large, with its title, its legend and its notes. */
export async function plotPicture(
  plot: Plot,
  style: FigureStyle,
  size: { readonly width: number; readonly height: number },
): Promise<Blob> {
  const width = Math.max(LEAST.width, size.width);
  const height = Math.max(LEAST.height, size.height);
  const large = enlargedStyle(style, FACTOR);
  const host = document.createElement('div');
  const figure = new Figure(host, large, FACTOR, null);
  figure.draw(plot, { width: FACTOR * width, height: FACTOR * height });
  await Promise.resolve(); // uPlot draws when the present task is over
  await new Promise((resolve) => setTimeout(resolve));
  const { canvas } = figure;
  if (canvas === null) throw new Error('The plot could not be drawn.');
  const picture = composed(plot, large, canvas, FACTOR * width, FACTOR * height);
  figure.dispose();
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not make a PNG of the plot.'));
      else resolve(blob);
    }, 'image/png');
  });
}

function composed(
  plot: Plot,
  style: FigureStyle,
  figure: HTMLCanvasElement,
  width: number,
  height: number,
): HTMLCanvasElement {
  const { size, family } = style;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas to paint the picture on.');
  context.font = `${size}px ${family}`;
  const names = Math.max(0, ...plot.lines.map(({ label }) => context.measureText(label).width));
  const legend = FACTOR * SWATCH.width + names + 3 * size;
  const notes = plot.notes.flatMap((note) => wrapped(context, note, width + legend - 2 * size));
  const line = 1.45 * size;
  canvas.width = width + legend;
  canvas.height = height + 2.6 * size + (notes.length > 0 ? size + notes.length * line : 0);
  context.fillStyle = style.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  context.fillStyle = style.text;
  context.font = `600 ${1.15 * size}px ${family}`;
  context.fillText(plot.title, size, 1.5 * size);
  context.drawImage(figure, 0, 2.6 * size, width, height);
  context.font = `${size}px ${family}`;
  for (const [n, one] of plot.lines.entries()) {
    const top = 3.4 * size + n * line;
    drawSwatch(context, one, [width + size, top], FACTOR);
    context.fillStyle = style.text;
    context.fillText(
      one.label,
      width + 1.6 * size + FACTOR * SWATCH.width,
      top + (FACTOR * SWATCH.height) / 2,
    );
  }
  context.fillStyle = style.quiet;
  for (const [n, note] of notes.entries()) {
    context.fillText(note, size, 2.6 * size + height + (n + 0.5) * line);
  }
  return canvas;
}

/** A text in lines no wider than this. */
function wrapped(context: CanvasRenderingContext2D, text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
