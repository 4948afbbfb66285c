import { STYLES } from '../../experiment/marks';
import { THEMES } from '../../experiment/theme';
import type { BoxDimension } from '../../theory/lab/boxCounting';
import type { Plot } from './plot';

/** Boxes over their size, both axes logarithmic: a straight line whose slope is −D. */
export function dimensionPlot(found: BoxDimension, theme: keyof typeof THEMES): Plot {
  const { points, range, dimension } = found;
  const color = THEMES[theme].methods.gf;
  const [least, largest] = range ?? [0, 0];
  const fitted = points.filter(({ size }) => size >= least && size <= largest);
  const mean = (read: (n: number) => number) =>
    Math.exp(fitted.reduce((sum, _, n) => sum + Math.log(read(n)), 0) / fitted.length);
  const anchor = mean((n) => (fitted[n]?.count ?? 1) * (fitted[n]?.size ?? 1) ** dimension);
  const sizeOf = (row: number) => points[row]?.size ?? Number.NaN;
  const isFitted = (row: number) => sizeOf(row) >= least && sizeOf(row) <= largest;
  return {
    title: 'Boxes that hold a part of the boundary',
    description: 'The number of boxes over their size, and the line that is fitted to it.',
    notes: [],
    file: 'box counting',
    rows: points.length,
    x: { label: 'box', unit: 'px', log: true, at: sizeOf },
    y: { label: 'boxes', unit: '', log: true },
    lines: [
      {
        id: 'fit',
        label: 'fit',
        at: (row) => (isFitted(row) ? anchor * sizeOf(row) ** -dimension : Number.NaN),
        color: THEMES[theme].axis,
        width: 1.5,
        kind: 'bound',
      },
      {
        id: 'count',
        label: 'boxes',
        at: (row) => points[row]?.count ?? Number.NaN,
        color,
        width: 1,
        mark: { shape: STYLES.gf.mark, radius: 2.8 },
        sign: () => 1, // marks closer to one another than those that only name a line
        kind: 'measured',
      },
    ],
  };
}
