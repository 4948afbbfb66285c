import { circumstancesOf, etaOf } from '../../experiment/circumstances';
import { STYLES } from '../../experiment/marks';
import { type Color, THEMES } from '../../experiment/theme';
import type { Method, MethodId } from '../../methods/method';
import { method } from '../../methods/table';
import { sharpnessLimit } from '../../theory/lab/edge';
import { promises, type Start } from '../../theory/promises';
import { type Quantity, STATUSES, type Status } from '../../theory/recording';
import { figures } from '../numbers';
import type { PlotLine } from './plot';
import type { Source } from './source';

/** How lines of one kind are told from those of another, beside their colours. */
const BOUND_DASHES: Readonly<Record<string, readonly number[]>> = { linear: [8, 4], sublinear: [3, 4] };
const PAIR_DASH = [1.5, 3];
const SECOND_DASH = [9, 4];
const EDGE_DASH = [8, 4];
/** An edge so many times as high as everything measured is not in the picture, or nothing else would be. */
const TOO_FAR = 4;
const STATUS_DASHES: Readonly<Record<Status, readonly number[]>> = {
  moving: [],
  converged: [10, 4],
  diverged: [2, 4],
  cycling: [10, 4, 2, 4],
};

/** For each method the median and the band, the followed pair if there is one, and what theory promises. */
export function levelLines(source: Source, quantity: Quantity): readonly PlotLine[] {
  return recorded(source).flatMap((row) => [
    medianLine(source, row, quantity),
    ...pairLine(source, row, quantity),
    ...boundLines(source, row, quantity),
  ]);
}

/** The sharpness beyond which each method that has such a limit is not stable. */
export function edgeLines(source: Source): readonly PlotLine[] {
  const { experiment } = source;
  const most = sharpest(source);
  return recorded(source).flatMap((row): PlotLine[] => {
    const circumstances = circumstancesOf(experiment, row.id);
    const limit = sharpnessLimit(row.id, circumstances.eta, circumstances);
    if (limit === null) return [];
    return [
      {
        id: `${row.id} edge`,
        label: `${row.short} ${limit.formula}`,
        tip: `The edge of stability: a quadratic as sharp as this, ${limit.formula} = ${figures(limit.value, 4)}, is the sharpest on which ${row.label} is stable`,
        at: () => limit.value,
        color: colorOf(source, row.id),
        width: 1.25,
        dash: EDGE_DASH,
        ...stretchOf(source, row.id),
        kind: limit.value <= TOO_FAR * most ? 'measured' : 'bound',
      },
    ];
  });
}

/** The greatest sharpness that nine tenths of the particles of any method have met. */
function sharpest({ recording }: Source): number {
  let most = 0;
  for (const id of recording.subject.methods) {
    const { values } = recording.level(id, 'sharpness', 'high');
    for (const value of values.subarray(0, recording.rows)) {
      if (value > most && value < Number.POSITIVE_INFINITY) most = value;
    }
  }
  return most;
}

/** For each method |z₁| and |z₂| of the followed pair with their signs, and the medians over the ensemble. */
export function modeLines(source: Source): readonly PlotLine[] {
  const { recording } = source;
  return recorded(source).flatMap((row) =>
    (['first', 'second'] as const).map((quantity): PlotLine => {
      const signed = recording.followed(row.id, quantity);
      const name = quantity === 'first' ? 'z₁' : 'z₂';
      const style = styleOf(source, row);
      return {
        ...style,
        id: `${row.id} ${quantity}`,
        label: `${row.short} ${name}`,
        tip: `${name} of pair ${recording.pair}, filled where it is positive, hollow where it is negative`,
        at: (k) => Math.abs(signed(k)),
        sign: signed,
        width: 1.5,
        ...(quantity === 'second' ? { dash: SECOND_DASH } : {}),
        kind: 'measured',
      };
    }),
  );
}

/** For each method the share of its particles that have each status, of those that occur. */
export function shareLines(source: Source): readonly PlotLine[] {
  const { recording } = source;
  return recorded(source).flatMap((row) =>
    STATUSES.filter((status) => recording.hasMet(status)).map((status): PlotLine => {
      const { dash: _, mark, ...style } = styleOf(source, row);
      return {
        ...style,
        id: `${row.id} ${status}`,
        label: `${row.short} ${status}`,
        at: recording.share(row.id, status),
        ...(mark === undefined || status !== 'moving' ? {} : { mark }),
        ...(status === 'moving' ? {} : { dash: STATUS_DASHES[status] }),
        kind: 'measured',
      };
    }),
  );
}

/** The methods that were recorded, flows first: they lie lowest, broad enough to be seen beside what is on top. */
function recorded({ recording }: Source): readonly Method[] {
  const methods = recording.subject.methods.map((id) => method(id));
  return [...methods].sort((a, b) => Number(a.kind === 'map') - Number(b.kind === 'map'));
}

function medianLine(source: Source, row: Method, quantity: Quantity): PlotLine {
  const level = (name: 'low' | 'median' | 'high') => source.recording.level(row.id, quantity, name);
  return {
    ...styleOf(source, row),
    id: row.id,
    label: `${row.short} median`,
    tip: `${row.label}: the median over all particles, with the band that holds nine tenths of them`,
    at: level('median'),
    band: { label: '5–95 %', low: level('low'), high: level('high') },
    kind: 'measured',
  };
}

function pairLine(source: Source, row: Method, quantity: Quantity): readonly PlotLine[] {
  if (source.experiment.pair === null) return [];
  const { pair } = source.recording;
  const { mark: _, ...style } = styleOf(source, row);
  return [
    {
      ...style,
      id: `${row.id} pair`,
      label: `${row.short} pair ${pair}`,
      at: source.recording.followed(row.id, quantity),
      width: 1.5,
      dash: PAIR_DASH,
      kind: 'measured',
    },
  ];
}

function boundLines(source: Source, row: Method, quantity: Quantity): readonly PlotLine[] {
  const { recording, facts, experiment } = source;
  const { since, abscissa } = recording.subject;
  const eta = etaOf(experiment, row.id);
  const from = abscissa === 'age' ? 0 : since;
  const made = promises(row.id, quantity, facts, eta, startOf(source, row.id));
  return made.map(({ id, formula, at }) => ({
    id: `${row.id} ${id}`,
    label: `${row.short} ≤ ${formula}`,
    tip: `What theory promises for ${row.label}, from the farthest start`,
    at: (n) => at(recording.step(n) - from),
    color: colorOf(source, row.id),
    width: 1.25,
    dash: BOUND_DASHES[id] ?? [],
    ...stretchOf(source, row.id),
    kind: 'bound',
  }));
}

/** The farthest, highest and steepest start of all: what holds from there holds from every other one. */
export function startOf({ recording }: Source, id: MethodId): Start {
  const most = (quantity: Quantity): number => recording.level(id, quantity, 'most')(0);
  return { distance: most('distance'), value: most('value'), gradient: most('gradient') };
}

function styleOf(source: Source, { id, kind }: Method) {
  const { dash, mark, halfWidth } = STYLES[id];
  const period = 24 / dash.dashes;
  const dashes =
    kind === 'flow' && dash.share < 1 ? { dash: [period * dash.share, period * (1 - dash.share)] } : {};
  const marks = kind === 'map' ? { mark: { shape: mark, radius: id === 'gd' ? 2.6 : 3.4 } } : {};
  return {
    color: colorOf(source, id),
    width: Math.max(1.25, 1.7 * halfWidth),
    ...dashes,
    ...marks,
    ...stretchOf(source, id),
  };
}

/** Against t each method's step is as long as its own clock has it. */
function stretchOf({ experiment }: Source, id: MethodId): { readonly stretch?: number } {
  if (experiment.against === 'k') return {};
  return { stretch: method(id).time(circumstancesOf(experiment, id)) };
}

function colorOf({ experiment }: Source, id: MethodId): Color {
  return THEMES[experiment.theme].methods[id];
}

/** "3.2" for a note. */
export function startText({ distance, value }: Start): string {
  return `‖θ₀ − θ*‖ = ${figures(distance, 3)}, f₀ − f* = ${figures(value, 3)}`;
}
