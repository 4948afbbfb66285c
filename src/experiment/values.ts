import type { Range } from '../math/range';
import type { Symmetric2 } from '../math/symmetric2';
import type { Metric } from '../methods/method';
import type { View } from '../objectives/objective';

/** A point of the plane. */
export type Point = readonly [x: number, y: number];

/** One kind of value: how it is read from a link or a script, written to a link, and named to people. */
export interface Kind<V> {
  /** Completes the sentence "eta must be …". */
  readonly allowed: string;
  /** The value that `given` (its text, or the value itself) stands for, frozen; undefined where it is not allowed. */
  readonly read: (given: unknown) => V | undefined;
  /** Text that `read` turns back into exactly this value. */
  readonly write: (value: V) => string;
}

/** Beyond this, coordinates and sizes say nothing that a picture in f32 could show. */
const FAR = 1e9;
/** The smallest half height of a view, and the smallest as a share of its centre's distance: f32 resolves about 1e-7. */
const NEAR = 1e-9;
const NEAR_SHARE = 1e-6;

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number, or the decimal text of one; undefined for anything else (hexadecimal, blanks, "Infinity"). -0 becomes 0. */
function readNumber(given: unknown): number | undefined {
  const text = typeof given === 'string' ? given.trim() : null;
  const value = text === null ? given : DECIMAL.test(text) ? Number(text) : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined;
}

const readNumbers = (given: unknown): readonly number[] | undefined => {
  const parts: unknown = typeof given === 'string' ? given.split(',') : given;
  if (!Array.isArray(parts)) return undefined;
  const numbers = parts.map(readNumber);
  return numbers.every((value) => value !== undefined) ? numbers : undefined;
};

const filter =
  <V>(read: (given: unknown) => V | undefined, fits: (value: V) => boolean) =>
  (given: unknown): V | undefined => {
    const value = read(given);
    return value !== undefined && fits(value) ? value : undefined;
  };

/** Numbers that pass `fits`. */
export const numberKind = (allowed: string, fits: (value: number) => boolean): Kind<number> => ({
  allowed,
  read: filter(readNumber, fits),
  write: String,
});

/** Whole numbers from `min` to `max`. */
export const wholeKind = (min: number, max: number): Kind<number> =>
  numberKind(
    `a whole number from ${min} to ${max.toLocaleString('en-US')}`,
    (value) => Number.isInteger(value) && value >= min && value <= max,
  );

/** A value, or none: `none` in links, null in scripts. */
export const optionalKind = <V>(kind: Kind<V>): Kind<V | null> => ({
  allowed: `${kind.allowed}, or none`,
  read: (given) => (given === null || given === 'none' ? null : kind.read(given)),
  write: (value) => (value === null ? 'none' : kind.write(value)),
});

/** Yes or no: `1` and `0` in links. */
export const switchKind: Kind<boolean> = {
  allowed: '0 or 1',
  read: (given) => {
    if (given === true || given === 1 || given === '1' || given === 'true') return true;
    if (given === false || given === 0 || given === '0' || given === 'false') return false;
    return undefined;
  },
  write: (value) => (value ? '1' : '0'),
};

/** One of a few words. */
export const choiceKind = <W extends string>(...words: readonly W[]): Kind<W> => ({
  allowed: oneOf(words),
  read: (given) => words.find((word) => word === given),
  write: (value) => value,
});

/** Some of a few words, in the order of `words`; none at all is written `none`. */
export const choicesKind = <W extends string>(words: readonly W[]): Kind<readonly W[]> => ({
  allowed: `a list of ${words.join(', ')}, or none`,
  read: (given) => {
    const parts: unknown = typeof given === 'string' ? given.split(',').map((part) => part.trim()) : given;
    if (!Array.isArray(parts)) return undefined;
    const chosen: readonly unknown[] = parts.length === 1 && parts[0] === 'none' ? [] : parts;
    if (!chosen.every((part) => words.some((word) => word === part))) return undefined;
    return Object.freeze(words.filter((word) => chosen.includes(word)));
  },
  write: (value) => (value.length > 0 ? value.join(',') : 'none'),
});

const smallestHalfHeight = (x: number, y: number): number =>
  Math.max(NEAR, NEAR_SHARE * Math.abs(x), NEAR_SHARE * Math.abs(y));

/** Centre and half height of a rectangle of the plane. */
export const viewKind: Kind<View> = {
  allowed:
    'three numbers: centre x, centre y (at most 1e9 in size) and half height (from 1e-9 to 1e9, and at least 1e-6 of the centre coordinates)',
  read: (given) => {
    const [x, y, half, ...rest] = readNumbers(given) ?? [];
    if (x === undefined || y === undefined || half === undefined || rest.length > 0) return undefined;
    const fits = Math.abs(x) <= FAR && Math.abs(y) <= FAR && half >= smallestHalfHeight(x, y) && half <= FAR;
    return fits ? Object.freeze([x, y, half] as const) : undefined;
  },
  write: (view) => view.join(','),
};

/** The allowed view nearest to (x, y, half), which must be finite: what panning and zooming end at. */
export function clampView(x: number, y: number, half: number): View {
  const centre = [x, y].map((value) => Math.min(FAR, Math.max(-FAR, value)));
  const [cx = 0, cy = 0] = centre;
  return Object.freeze([cx, cy, Math.min(FAR, Math.max(smallestHalfHeight(cx, cy), half))] as const);
}

/** Points as `x,y;x,y`, from `min` to `max` of them. */
export const pointsKind = (min: number, max: number): Kind<readonly Point[]> => ({
  allowed: `${min > 0 ? `${min} to ${max}` : `at most ${max}`} points as x,y;x,y with coordinates up to 1e9 in size`,
  read: (given) => {
    const parts: unknown = typeof given !== 'string' ? given : given.trim() === '' ? [] : given.split(';');
    if (!Array.isArray(parts) || parts.length < min || parts.length > max) return undefined;
    const points = parts.map(readPoint);
    return points.every((point) => point !== undefined) ? Object.freeze(points) : undefined;
  },
  write: (points) => points.join(';'),
});

function readPoint(given: unknown): Point | undefined {
  const [x, y, ...rest] = readNumbers(given) ?? [];
  if (x === undefined || y === undefined || rest.length > 0) return undefined;
  return Math.abs(x) <= FAR && Math.abs(y) <= FAR ? Object.freeze([x, y] as const) : undefined;
}

/** Two positive numbers, the smaller first, and how to walk from one to the other: `0.01,0.5,log`. */
export const rangeKind: Kind<Range> = {
  allowed: 'two positive numbers up to 1e12, the smaller first, and lin or log: 0.01,0.5,log',
  read: (given) => {
    const { from, to, scale = 'lin' } = rangeParts(given);
    const [low, high] = [readNumber(from), readNumber(to)];
    if (low === undefined || high === undefined || (scale !== 'lin' && scale !== 'log')) return undefined;
    const apart = high - low > RANGE_SHARE * high;
    return low > 0 && apart && high <= 1e12 ? Object.freeze({ from: low, to: high, scale }) : undefined;
  },
  write: ({ from, to, scale }) => `${from},${to},${scale}`,
};

/** The narrowest range as a share of its end: f32 tells a few hundred numbers apart in it. */
const RANGE_SHARE = 1e-5;

function rangeParts(given: unknown): { from?: unknown; to?: unknown; scale?: unknown } {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  if (typeof given !== 'string') return {};
  const [from, to, scale = 'lin', ...rest] = given.split(',').map((part) => part.trim());
  return rest.length > 0 ? {} : { from, to, scale };
}

/** A rectangle by its lower left and its upper right corner, `x,y;x,y`. */
export const boxKind: Kind<readonly [Point, Point]> = {
  allowed: 'the lower left and the upper right corner of a rectangle as x,y;x,y',
  read: (given) => {
    const [low, high] = pointsKind(2, 2).read(given) ?? [];
    if (low === undefined || high === undefined) return undefined;
    return low[0] < high[0] && low[1] < high[1] ? Object.freeze([low, high] as const) : undefined;
  },
  write: (corners) => corners.join(';'),
};

/** Two points that are not the same, as x,y;x,y. */
export const lineKind: Kind<readonly [Point, Point]> = {
  allowed: 'two different points as x,y;x,y with coordinates up to 1e9 in size',
  read: (given) => {
    const [one, other] = pointsKind(2, 2).read(given) ?? [];
    if (one === undefined || other === undefined) return undefined;
    return one[0] !== other[0] || one[1] !== other[1] ? Object.freeze([one, other] as const) : undefined;
  },
  write: (points) => points.join(';'),
};

/** A point as x,y. */
export const pointKind: Kind<Point> = {
  allowed: 'a point as x,y with coordinates up to 1e9 in size',
  read: readPoint,
  write: (point) => point.join(','),
};

/** Two numbers, the smaller first, as low,high. */
export const bandKind: Kind<readonly [number, number]> = {
  allowed: 'two numbers, the smaller first',
  read: (given) => {
    const [low, high, ...rest] = readNumbers(given) ?? [];
    const fits = low !== undefined && high !== undefined && rest.length === 0 && low < high;
    return fits ? Object.freeze([low, high] as const) : undefined;
  },
  write: (band) => band.join(','),
};

/** Numbers by name, as `name:number,name:number`. */
export const factorsKind = <W extends string>(
  words: readonly W[],
  factor: Kind<number>,
): Kind<{ readonly [M in W]?: number }> => ({
  allowed: `a list of method:factor with ${oneOf(words)}, each once, and ${factor.allowed}`,
  read: (given) => {
    const pairs = pairsOf(given);
    const known = pairs?.map(
      ([name, text]) => [words.find((word) => word === name), factor.read(text)] as const,
    );
    if (known?.every((pair): pair is [W, number] => pair[0] !== undefined && pair[1] !== undefined) !== true)
      return undefined;
    if (new Set(known.map(([word]) => word)).size < known.length) return undefined;
    const named = new Map(known);
    // In the order of the words, so that equal factors make equal links.
    const ordered = words.flatMap((word) => (named.has(word) ? [[word, named.get(word)]] : []));
    return Object.freeze(Object.fromEntries(ordered) as { readonly [M in W]?: number });
  },
  write: (factors) =>
    Object.entries(factors)
      .map(([word, value]) => `${word}:${value}`)
      .join(','),
});

function pairsOf(given: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return Object.entries(given);
  if (typeof given !== 'string') return undefined;
  if (given.trim() === '') return [];
  return given.split(',').map((part) => {
    const colon = part.indexOf(':');
    return colon < 0 ? [part.trim(), ''] : [part.slice(0, colon).trim(), part.slice(colon + 1)];
  });
}

/** A metric: `fisher`, `newton` or the three numbers p, q, r of a positive definite [[p, q], [q, r]]. */
export const metricKind: Kind<Metric> = {
  allowed: 'fisher, newton or p,q,r with [[p,q],[q,r]] positive definite and entries up to 1e9',
  read: (given) => {
    if (given === 'fisher' || given === 'newton') return given;
    const [p, q, r, ...rest] = readNumbers(given) ?? [];
    if (p === undefined || q === undefined || r === undefined || rest.length > 0) return undefined;
    const fits = p > 0 && r > 0 && p * r - q * q > 0 && [p, q, r].every((value) => Math.abs(value) <= FAR);
    return fits ? Object.freeze([p, q, r] as Symmetric2) : undefined;
  },
  write: (metric) => (typeof metric === 'string' ? metric : metric.join(',')),
};

/** "a, b or c" */
const oneOf = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join('');
