import fc from 'fast-check';

const FUNCTIONS =
  'sqrt exp log ln log10 log2 sin cos tan asin acos atan sinh cosh tanh abs sign min max'.split(' ');

/** What strangers write who mean no formula, and what a formula must not become. */
const HOSTILE = [
  '__proto__',
  'constructor',
  'x.constructor',
  'toString()',
  'x=1',
  'f(x)=x',
  '"x"',
  '`x`',
  '[x, y]',
  '{x: 1}',
  'x;y',
  'x//y',
  'x/*y*/',
  'problem',
  'parameters',
  'precise_sin(x)',
  'objective_value(p)',
  't0',
  'p.x',
  '@group(0)',
  'while(true){}',
  '); }\nfn main() {',
  'хy',
  'ｘ+у',
  '𝑥',
  '\u202ex',
  'x\u0000',
  '\ud800',
  '1e999',
  '1e-999',
  '0/0',
  '1/0',
  '0^0',
  '(-1)^0.5',
  'log(0)',
  'NaN',
  'Infinity',
  '0x10',
  '1n',
  '1_000',
  '.',
  '1.2.3',
  '1e',
  '9'.repeat(400),
  `0.${'1'.repeat(400)}`,
  '('.repeat(5000),
  `${'('.repeat(64)}x${')'.repeat(64)}`,
  Array(2000).fill('x').join('+'),
  Array(200).fill('x').join('+'),
  'sin('.repeat(200),
  `${'sin('.repeat(30)}x${')'.repeat(30)}`,
  `${'-'.repeat(64)}x`,
  `${'x^'.repeat(60)}2`,
  '((x+y)^1024)^1024',
  '((x+y)^600)^3',
  '(((x y)^7)^11)^13',
  'x^1025',
  '2^x^y^x^y',
];

/** Numbers where something may happen. */
const NUMBERS = ['0', '1', '2', '3', '0.5', '1024', '1e-30', '3.4e38', '1e-45', '1e38', 'pi', 'e', '600'];

/** Formulas that mostly can be read: sums, products, powers and functions of each other. */
const wellFormed: fc.Arbitrary<string> = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 7, depthSize: 'large' },
    fc.constantFrom('x', 'y', 'x', 'y', 'a', 'b', ...NUMBERS),
    fc
      .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/', '^', ' '), tie('formula'))
      .map(([left, sign, right]) => `(${left})${sign}(${right})`),
    fc
      .tuple(tie('formula'), fc.constantFrom('2', '3', '0.5', '-1', '1024', '600', '-0.5'))
      .map(([u, n]) => `(${u})^${n}`),
    fc.tuple(fc.constantFrom(...FUNCTIONS.slice(0, -2)), tie('formula')).map(([name, u]) => `${name}(${u})`),
    fc
      .tuple(fc.constantFrom('min', 'max'), tie('formula'), tie('formula'))
      .map(([name, u, v]) => `${name}(${u}, ${v})`),
    tie('formula').map((u) => `-${u}`),
  ),
})).formula;

/** Words and signs in no order. */
const jumbled = fc
  .array(fc.constantFrom(...FUNCTIONS, ...NUMBERS, ...'xyabXY+-*/^()(),.²³⁻−×·|=%√'), { maxLength: 60 })
  .chain((parts) => fc.constantFrom('', ' ').map((glue) => parts.join(glue)));

/** The same text many times over. */
const repeated = fc
  .tuple(
    fc.oneof(wellFormed, fc.constantFrom('-', '(', 'x+', 'sin(', 'x^', '1/(x+', 'x*y+', 'abs(y-')),
    fc.nat(300),
    wellFormed,
  )
  .map(([part, times, end]) => `${part.repeat(times).slice(0, 6000)}${end}`);

/** Anything that may be typed where a formula is asked for. */
export const formulas: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: wellFormed },
  { weight: 2, arbitrary: jumbled },
  { weight: 1, arbitrary: repeated },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(wellFormed, fc.constantFrom(...HOSTILE), fc.nat(20))
      .map(([formula, bad, at]) => formula.slice(0, at) + bad + formula.slice(at)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
