import { STYLES } from '../../experiment/marks';
import { THEMES } from '../../experiment/theme';
import type { Level } from '../../theory/order';
import type { Errors, EulerTrial, OrderTrial } from '../../theory/trial';
import { figures } from '../numbers';
import type { Plot, PlotLine } from './plot';

interface Shown {
  readonly order: OrderTrial;
  readonly euler: EulerTrial;
  readonly theme: keyof typeof THEMES;
}

/** Errors over η, both axes logarithmic: straight lines whose slope is the order. */
export function orderPlot({ order, euler, theme }: Shown): Plot {
  const colors = THEMES[theme].methods;
  const etas = [...new Set([...order.levels, ...euler.levels].map(({ eta }) => eta))].sort((a, b) => a - b);
  const at = (levels: readonly Level[], read: (level: Level) => number) => {
    const values = new Map(levels.map((level) => [level.eta, read(level)]));
    return (row: number) => finite(values.get(etas[row] ?? Number.NaN));
  };
  const measured = { width: 2, kind: 'measured' } as const;
  const lines: PlotLine[] = [
    {
      ...measured,
      id: 'global',
      label: `error at t = ${figures(order.time, 3)}`,
      tip: 'Median over the particles of ‖θ_GD − θ_GF‖ at one and the same time',
      at: at(order.levels, ({ median }) => median),
      band: {
        label: 'up to the largest',
        low: at(order.levels, ({ median }) => median),
        high: at(order.levels, ({ median, max }) => (Number.isFinite(median) ? max : Number.NaN)),
      },
      color: colors.gd,
      mark: { shape: STYLES.gd.mark, radius: 3.5 },
    },
    {
      ...measured,
      id: 'local',
      label: 'error of one step',
      tip: 'Median over the particles of ‖θ_GD − θ_GF‖ after one step of gradient descent',
      at: at(euler.levels, ({ median }) => median),
      color: colors.adam,
      mark: { shape: STYLES.adam.mark, radius: 3.5 },
    },
    ...referenceLines(order, etas, { id: 'first', label: '∝ η', power: 1, color: colors.gd }),
    ...referenceLines(euler, etas, { id: 'second', label: '∝ η²', power: 2, color: colors.adam }),
    {
      id: 'floor',
      label: 'floor of f32',
      tip: 'What rounding alone may make of the error at that time',
      at: at(order.levels, ({ floor }) => floor),
      color: THEMES[theme].axis,
      width: 1,
      dash: [1, 4],
      kind: 'bound',
    },
  ];
  return {
    title: 'Gradient descent approaches gradient flow',
    description: `The error falls as η to the power ${slopeText(order)}, that of one step as η to the power ${slopeText(euler)}.`,
    notes: notesOf(order, euler),
    file: 'order of convergence',
    rows: etas.length,
    x: { label: 'η', unit: '', log: true, at: (row) => etas[row] ?? Number.NaN },
    y: { label: 'error', unit: 'units of the plane', log: true },
    lines,
  };
}

/** "1.003"; "—" where there is none. */
export function slopeText({ fit }: Errors): string {
  return figures(fit?.slope ?? Number.NaN, 4);
}

interface Reference {
  readonly id: string;
  readonly label: string;
  readonly power: number;
  readonly color: PlotLine['color'];
}

/** The promised slope, through the finest level that was fitted. */
function referenceLines(
  { levels, fit }: Errors,
  etas: readonly number[],
  { power, ...line }: Reference,
): readonly PlotLine[] {
  const anchor = fit === null ? undefined : levels[fit.end - 1];
  if (anchor === undefined) return [];
  const at = (row: number) => anchor.median * ((etas[row] ?? Number.NaN) / anchor.eta) ** power;
  return [{ ...line, at, width: 1.25, dash: [6, 5], kind: 'bound', tip: 'The slope that theory promises' }];
}

function notesOf(order: OrderTrial, euler: EulerTrial): readonly string[] {
  const fitted = [
    ['The error', order],
    ['That of a step', euler],
  ] as const;
  const slopes = fitted.map(([name, { fit, levels, reason }]) => {
    if (fit === null) return `${name} shows no order: ${reason}.`;
    const range = [levels[fit.end - 1]?.eta ?? 0, levels[fit.first]?.eta ?? 0].map((eta) => figures(eta, 2));
    return `${name} is fitted from η = ${range.join(' to ')}.`;
  });
  const lost = order.levels.filter(({ diverged }) => diverged > 0).length;
  return lost === 0 ? slopes : [...slopes, `Particles diverged at ${lost} of the ${order.levels.length} η.`];
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : Number.NaN;
}
