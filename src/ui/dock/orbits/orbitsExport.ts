import { along } from '../../../math/range';
import type { OrbitDiagram } from '../../../theory/orbits';
import { type NpyField, npyOf } from '../../npy';
import { enlargedStyle } from '../figureStyle';
import { densityImage, frameOf, groundOf, type OrbitsScene, paintOrbits } from './orbitsPaint';

/**
 * A diagram as comma separated values: a line for every η, with the exponent (mean, least, largest over the starts that stayed),
 * the period, the share that diverged, the positions counted, and then the visits from the lowest row to the highest, each
 * under the value in the middle of its row.
 */
export function diagramCsv(diagram: OrbitDiagram): string {
  const { etas, columns, rows, band, visits, density } = diagram;
  const middle = (row: number) => band[0] + ((row + 0.5) / rows) * (band[1] - band[0]);
  const names = [
    'eta',
    'exponent',
    'exponent, least',
    'exponent, largest',
    'period',
    'share diverged',
    'positions',
  ];
  const head = [...names, ...Array.from({ length: rows }, (_, row) => `${visits} = ${middle(row)}`)];
  const lines = [head.map((name) => `"${name}"`).join(',')];
  for (let column = 0; column < columns; column++) {
    const { exponent, exponentLow, exponentHigh, period, lost, samples } = diagram;
    const facts = [exponent, exponentLow, exponentHigh, period, lost, samples].map((list) =>
      cell(list[column]),
    );
    const counts = Array.from({ length: rows }, (_, row) => density[row * columns + column] ?? 0);
    lines.push([along(etas, (column + 0.5) / columns), ...facts, ...counts].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function cell(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}

/** The same as an array of records for numpy, rows × columns, row 0 the lowest: η, the value in the middle of the row, its visits, and of the whole column the exponent, period and share that diverged. */
export function diagramNpy(diagram: OrbitDiagram): Uint8Array<ArrayBuffer> {
  const { etas, columns, rows, band, density, exponent, period, lost } = diagram;
  const share = (n: number) => ((n % columns) + 0.5) / columns;
  const fields: readonly NpyField[] = [
    { name: 'eta', type: '<f8', at: (n) => along(etas, share(n)) },
    {
      name: 'value',
      type: '<f8',
      at: (n) => band[0] + ((Math.floor(n / columns) + 0.5) / rows) * (band[1] - band[0]),
    },
    { name: 'visits', type: '<f8', at: (n) => density[n] ?? 0 },
    { name: 'exponent', type: '<f4', at: (n) => exponent[n % columns] ?? Number.NaN },
    { name: 'period', type: '|u1', at: (n) => period[n % columns] ?? 0 },
    { name: 'diverged', type: '<f4', at: (n) => lost[n % columns] ?? Number.NaN },
  ];
  return npyOf(fields, [rows, columns]);
}

/** By how much the saved picture is larger than what is on screen. */
const FACTOR = 2;

/** A PNG of a diagram with its axes and a caption; `scene.diagram` is shown pixel by pixel, whatever it was computed for. */
export async function diagramPicture(
  scene: OrbitsScene,
  size: { readonly width: number; readonly height: number },
  caption: { readonly title: string; readonly notes: readonly string[] },
): Promise<Blob> {
  const style = enlargedStyle(scene.style, FACTOR);
  const [width, height] = [FACTOR * size.width, FACTOR * size.height];
  const [head, line] = [2.8 * style.size, 1.5 * style.size];
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.ceil(head + height + caption.notes.length * line + 0.6 * style.size);
  const context = canvas.getContext('2d');
  if (context === null || scene.diagram === null)
    throw new Error('There is nothing to paint, or nothing to paint on.');
  context.fillStyle = style.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  context.fillStyle = style.text;
  context.font = `600 ${1.2 * style.size}px ${style.family}`;
  context.fillText(caption.title, style.size, 1.6 * style.size);
  context.font = `${style.size}px ${style.family}`;
  context.fillStyle = style.quiet;
  for (const [n, note] of caption.notes.entries())
    context.fillText(note, style.size, head + height + (n + 0.5) * line);
  context.translate(0, Math.round(head));
  const image = await createImageBitmap(densityImage(scene.diagram, scene.theme, groundOf(style)));
  paintOrbits(context, frameOf(width, height, style.size), { ...scene, style }, image);
  image.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not make a PNG of the diagram.'));
      else resolve(blob);
    }, 'image/png');
  });
}

/** The size in pixels that the density has in a saved picture. */
export function savedGrain(size: { readonly width: number; readonly height: number }, type: number) {
  const { density } = frameOf(FACTOR * size.width, FACTOR * size.height, FACTOR * type);
  return { columns: Math.round(density.width), rows: Math.round(density.height) };
}
