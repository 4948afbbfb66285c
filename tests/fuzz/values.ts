import fc from 'fast-check';
import { SETTING_NAMES } from '../../src/experiment/experiment';
import { formulas } from './formulas';

/** Keys that an experiment has, and some that it must not be fooled by. */
const keys = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('objective', 'a', 'b', ...SETTING_NAMES) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'x',
      'e',
      '',
      '#',
      '%',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

const numbers = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 300 }),
  fc.constantFrom(0, -0, 1e-300, 1e12, 1e308, 2 ** 24, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY, -1),
);

const WORDS = [
  'bowl', 'rosenbrock', 'himmelblau', 'gd', 'gf', 'gd,gf,adam', 'none', 'langevin', 'random', 'grid', 'ring',
  'points:1,2;3,4', 'points:', 'points:;;', '0,0,1', '1,2', '1,2;3,4', 'true', '1', '0', 'dark', 'light', 'plots',
  'checks', 'zigzag', 'gd:2', 'gd:2,gd:3', '0.1,1,log', '1,0.1,log', 'newton', '1,0,1', '1,1,1', 'lin', 'strokes',
]; // biome-ignore format: a list to be skimmed

const lists = fc.array(fc.oneof(numbers.map(String), fc.constantFrom('', 'x', '1e999', '0x1')), {
  maxLength: 300,
});

/** Texts that a link may have for a value. */
export const texts = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 3, arbitrary: numbers.map(String) },
  { weight: 2, arbitrary: formulas },
  { weight: 1, arbitrary: lists.map((parts) => parts.join(',')) },
  { weight: 1, arbitrary: lists.map((parts) => `points:${parts.join(';')}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

/** What a getter throws, or a text that something is asked to become: the script's own error, which it gets back. */
export class Trap extends Error {}

const trap = (): never => {
  throw new Trap('set by the script');
};
const cyclic: unknown[] = [];
cyclic.push(cyclic, { cyclic });

const TRAPS: readonly unknown[] = [
  cyclic,
  Object.create(null),
  { toString: trap, valueOf: trap },
  { toJSON: trap },
  [[[[]]]],
  new Map([['eta', 1]]),
  new Float64Array(3),
  new Date(Number.NaN),
  Symbol('eta'),
  10n ** 400n,
  () => trap(),
  Promise.resolve(1),
  // biome-ignore lint/suspicious/noThenProperty: a script may have one
  { then: 1 },
  'x'.repeat(100_000),
  Array(100_000).fill(0),
];

/** Whatever a script may pass: values of every kind, good ones among them. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 2, arbitrary: numbers },
  {
    weight: 2,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      maxDepth: 2,
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(...TRAPS) },
  { weight: 1, arbitrary: fc.array(numbers, { maxLength: 5 }) },
);

/** An object of keys with whatever for values, some behind getters that throw. */
export const changes: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(keys, anything), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries)),
  },
  {
    weight: 1,
    arbitrary: keys.map((key) => Object.defineProperty({}, key, { enumerable: true, get: trap })),
  },
  { weight: 1, arbitrary: anything },
);

/** Percent-encoding as it should be, none, and broken. */
const encoded = fc.tuple(texts, fc.constantFrom('good', 'none', 'broken')).map(([text, how]) => {
  if (how === 'good') return encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''));
  return how === 'none' ? text : `${text.slice(0, 5)}%E0%A4%A${text.slice(5)}`;
});

/** Links: pairs with duplicates, broken encoding, huge values, and no links at all. */
export const links: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '#', 'https://example.org/#', '##', '#&&'),
        fc.array(fc.tuple(keys, encoded), { maxLength: 12 }),
      )
      .map(([front, pairs]) => front + pairs.map(([key, value]) => `${key}=${value}`).join('&')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => `#${text}`) },
  { weight: 1, arbitrary: fc.tuple(keys, fc.nat(50_000)).map(([key, n]) => `#${key}=${'9'.repeat(n)}`) },
  { weight: 1, arbitrary: fc.tuple(keys, fc.nat(3000)).map(([key, n]) => `#${`${key}=1&`.repeat(n)}`) },
);
