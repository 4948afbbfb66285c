import type { Point } from '../../objectives/box';
import { FATE_KINDS, type Fate, type FateMap } from '../fate';

/** Where entry n of a map lies in it: the middle of its pixel, as shares of its width and its height. */
export function middleOf({ columns, rows }: Pick<FateMap, 'columns' | 'rows'>, n: number): Point {
  return [((n % columns) + 0.5) / columns, (Math.floor(n / columns) + 0.5) / rows];
}

/** The entry of a map at (u, v); null outside. */
export function entryAt(
  { columns, rows }: Pick<FateMap, 'columns' | 'rows'>,
  u: number,
  v: number,
): number | null {
  const [column, row] = [Math.floor(u * columns), Math.floor(v * rows)];
  return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : null;
}

/** The fate of entry n. */
export function fateOfEntry({ kind, index, time, exponent }: FateMap, n: number): Fate {
  return {
    kind: FATE_KINDS[kind[n] ?? 0] ?? 'undecided',
    index: index[n] ?? 0,
    time: time[n] ?? Number.NaN,
    exponent: exponent[n] ?? Number.NaN,
  };
}
