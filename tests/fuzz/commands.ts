import fc from 'fast-check';
import { formulas } from './formulas';
import { links, texts } from './values';

/** A value for a script that no message to the page can carry, by its name in `attack.ts`. */
export const ODDITIES = [
  'undefined',
  'NaN',
  'Infinity',
  'cyclic',
  'bare',
  'trap',
  'getter',
  'symbol',
  'bigint',
  'function',
  'promise',
  'throwing progress',
  'aborted',
  'long',
] as const;

/** What is done to the page: a call of `window.etascope`, another address, a file that is dropped. */
export type Command =
  | { readonly kind: 'call'; readonly method: string; readonly arguments: readonly Argument[] }
  | { readonly kind: 'address'; readonly hash: string }
  | { readonly kind: 'drop'; readonly name: string; readonly bytes: readonly number[] };

export type Argument = { readonly plain: unknown } | { readonly odd: (typeof ODDITIES)[number] };

/** What keeps a command from being work for minutes, where the CPU draws. */
const LIGHT = { count: 20, trail: 4, horizon: 20, dock: 'closed' } as const;
const LIGHT_LINK = Object.entries(LIGHT)
  .map(([key, value]) => `${key}=${value}`)
  .join('&');

const METHODS = [
  'load',
  'advance',
  'read',
  'fate',
  'orbit',
  'picture',
  'clip',
  'checks',
  'theory',
  'restart',
  'play',
  'pause',
];

const odd = fc.constantFrom(...ODDITIES).map((name): Argument => ({ odd: name }));
const light = fc
  .dictionary(
    fc.constantFrom(
      'eta',
      'view',
      'methods',
      'starts',
      'a',
      'objective',
      'theme',
      'embed',
      'colour',
      'factors',
    ),
    texts,
    { maxKeys: 3 },
  )
  .map((change): Argument => ({ plain: { ...change, ...LIGHT } }));
const sized = fc
  .dictionary(
    fc.constantFrom(
      'columns',
      'rows',
      'width',
      'height',
      'scale',
      'steps',
      'fps',
      'speed',
      'type',
      'from',
      'over',
      'legend',
      'particles',
    ),
    fc.constantFrom<unknown>(-1, 0, 1, 2, 64, 65, 0.5, 'webm', 'now', 'line', null, [], 1e300, false),
    { maxKeys: 4 },
  )
  .map(
    (options): Argument => ({
      plain: {
        columns: 8,
        rows: 8,
        width: 64,
        height: 64,
        burnIn: 5,
        counted: 5,
        particles: 2,
        horizon: 10,
        ...options,
      },
    }),
  );
const small = fc
  .constantFrom<unknown>(0, 1, 3, -1, 0.5, '2', 'gd', 'gf', 'nothing', null, [], {})
  .map((plain): Argument => ({ plain }));
const safeLink = links.map((link) => `#${LIGHT_LINK}&${link.replace(/^[^#]*#/, '')}`);
const typed = formulas.map((objective): Argument => ({ plain: { objective, ...LIGHT } }));

/** A sequence of things that strangers may do to the page. */
export const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...METHODS), fc.array(fc.oneof(odd, light, sized, small), { maxLength: 2 }))
        .map(([method, list]): Command => ({ kind: 'call', method, arguments: list })),
    },
    {
      weight: 3,
      arbitrary: typed.map((change): Command => ({ kind: 'call', method: 'load', arguments: [change] })),
    },
    {
      weight: 2,
      arbitrary: safeLink.map(
        (link): Command => ({ kind: 'call', method: 'load', arguments: [{ plain: link }] }),
      ),
    },
    { weight: 2, arbitrary: safeLink.map((hash): Command => ({ kind: 'address', hash })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('a.json', 'a.png', '<img src=x onerror=ran()>.txt'),
          fc.oneof(
            safeLink.map((link) => JSON.stringify({ etascope: 1, link })),
            texts.map((eta) => JSON.stringify({ etascope: 1, experiment: { ...LIGHT, eta } })),
            fc.string({ unit: 'binary', maxLength: 50 }),
          ),
        )
        .map(
          ([name, text]): Command => ({
            kind: 'drop',
            name,
            bytes: [...new TextEncoder().encode(text.slice(0, 5000))],
          }),
        ),
    },
  ),
  { minLength: 1, maxLength: 12 },
);
