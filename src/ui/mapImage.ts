import { FATE_COLORS } from '../experiment/fateColors';
import type { Color, THEMES } from '../experiment/theme';
import type { Fate, FateMap } from '../theory/fate';
import { fateOfEntry } from '../theory/lab/entries';
import { levelOf, tempoOf } from '../theory/lab/fateTempo';
import { KEPT } from './kept';

/** A map of fates as a picture, a pixel for a pixel, the first row at the bottom. */
export function mapImage(map: FateMap, theme: keyof typeof THEMES): HTMLCanvasElement {
  const { columns, rows } = map;
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d', KEPT);
  if (context === null) return canvas;
  const image = context.createImageData(columns, rows);
  const shade = shades(map, theme);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 4 * ((rows - 1 - row) * columns + column);
      const color = shade(row * columns + column);
      image.data[at] = 255 * color[0];
      image.data[at + 1] = 255 * color[1];
      image.data[at + 2] = 255 * color[2];
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Steps of lightness. */
const LEVELS = 64;

/** The colour of an entry; each is worked out once. */
function shades(map: FateMap, theme: keyof typeof THEMES): (n: number) => Color {
  const known = new Map<number, Color>();
  const tempo = tempoOf(map);
  return (n) => {
    const fate = fateOfEntry(map, n);
    const level = Math.round((LEVELS - 1) * levelOf(fate, tempo));
    const key = ((map.kind[n] ?? 0) * 256 + fate.index) * LEVELS + level;
    const found = known.get(key);
    if (found !== undefined) return found;
    const color = fateColor(fate, level / (LEVELS - 1), map.minima.length, theme);
    known.set(key, color);
    return color;
  };
}

/** The colour of a fate, `level` being how fast it came or how strong the chaos is, from 0 to 1. */
export function fateColor(
  { kind, index }: Pick<Fate, 'kind' | 'index'>,
  level: number,
  minima: number,
  theme: keyof typeof THEMES,
): Color {
  const colors = FATE_COLORS[theme];
  if (kind === 'minimum') return colors.minimum(index, minima, level);
  if (kind === 'cycle') return colors.cycle(index);
  if (kind === 'chaos') return colors.chaos(level);
  return kind === 'diverged' ? colors.diverged(level) : colors[kind];
}
