import { ExpressionError, excerpt } from './expressionError';
import { ALLOWED, type Token } from './tokens';

/** The functions of a formula and how many arguments each takes. */
const FUNCTIONS = {
  sqrt: 'one',
  exp: 'one',
  log: 'one',
  log10: 'one',
  log2: 'one',
  sin: 'one',
  cos: 'one',
  tan: 'one',
  asin: 'one',
  acos: 'one',
  atan: 'one',
  sinh: 'one',
  cosh: 'one',
  tanh: 'one',
  abs: 'one',
  sign: 'one',
  min: 'two or more',
  max: 'two or more',
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

export function takesMany(name: FunctionName): boolean {
  return FUNCTIONS[name] === 'two or more';
}

/** A token whose name has been read: `xy` has become two variables, `pi` a constant, `ln` the function log. */
export type Word =
  | Exclude<Token, { kind: 'name' }>
  | { readonly kind: 'constant'; readonly value: number; readonly column: number }
  | { readonly kind: 'variable'; readonly name: 'x' | 'y'; readonly column: number }
  | { readonly kind: 'parameter'; readonly name: string; readonly column: number }
  | { readonly kind: 'function'; readonly name: FunctionName; readonly column: number };

const SPELLINGS: ReadonlyMap<string, FunctionName> = new Map([
  ...(Object.keys(FUNCTIONS) as FunctionName[]).map((name) => [name, name] as const),
  ['ln', 'log'] as const,
]);

/** What people write elsewhere for what is here called otherwise. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['arcsin', 'asin'],
  ['arccos', 'acos'],
  ['arctan', 'atan'],
  ['tg', 'tan'],
  ['sh', 'sinh'],
  ['ch', 'cosh'],
  ['th', 'tanh'],
  ['lg', 'log10'],
  ['lb', 'log2'],
  ['sgn', 'sign'],
  ['sqr', '(…)^2'],
  ['pow', 'u^v'],
  ['cbrt', 'u^(1/3)'],
  ['cot', '1/tan(x)'],
  ['sec', '1/cos(x)'],
  ['csc', '1/sin(x)'],
]);

/** Words of other languages that would otherwise fall into letters. */
const RESERVED: ReadonlySet<string> = new Set('mod to in and or xor not if is do true null'.split(' '));

/** Longer names are not held against the known ones. */
const LONGEST_NEAR_MISS = 16;

/** More parameters than this in one run of letters are a word, not a product. */
const MOST_PARAMETERS = 2;

/**
 * Reads every name: as a function, a constant, x, y, a one-letter parameter, or a product of such letters.
 *
 * A parameter is any letter of a–z, A–Z but x, y, e, X and Y (i and j are ordinary parameters, e is Euler's
 * number, X and Y would be mistaken for x and y). Letters fall apart into factors (`xy`, `2axy`, `ab(x+1)`)
 * when x or y is among them or when they are two different ones; never when they hold the name of a
 * function (`sinx`), except x, y or pi right before a call (`xsin(y)`).
 *
 * @throws {ExpressionError}
 */
export function readWords(tokens: readonly Token[]): readonly Word[] {
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'name') return [token];
    return readName(token.name, token.column, tokens[i + 1]?.kind === 'open');
  });
}

function readName(name: string, column: number, called: boolean): readonly Word[] {
  const exact = SPELLINGS.get(name);
  if (exact !== undefined) {
    if (called) return [{ kind: 'function', name: exact, column }];
    throw new ExpressionError(`${name} needs brackets around what it is applied to: ${name}(x).`, column);
  }
  const single = readFactor(name, column);
  if (single !== null) return [single];
  refuseNearMiss(name, column);
  const product = (called ? readFactorsAndFunction(name, column) : null) ?? readFactors(name, column);
  if (product !== null) return product;
  throw unknownName(name, column);
}

/** One letter, or pi. */
function readFactor(name: string, column: number): Word | null {
  if (name === 'x' || name === 'y') return { kind: 'variable', name, column };
  if (name === 'e') return { kind: 'constant', value: Math.E, column };
  if (name === 'pi') return { kind: 'constant', value: Math.PI, column };
  if (name === 'X' || name === 'Y') {
    throw new ExpressionError(
      `Did you mean ${name.toLowerCase()}? The variables are the small letters x and y.`,
      column,
    );
  }
  return /^[A-Za-z]$/.test(name) ? { kind: 'parameter', name, column } : null;
}

/** Names that are a known word in another spelling must not fall into letters: `PI`, `Sin`, `tg`. */
function refuseNearMiss(name: string, column: number): void {
  const small = name.toLowerCase();
  const meant =
    ELSEWHERE.get(small) ??
    (SPELLINGS.has(small) || small === 'pi' || RESERVED.has(small) ? small : undefined);
  if (meant === undefined) return;
  if (RESERVED.has(meant)) throw new ExpressionError(`The word “${name}” is not allowed. ${ALLOWED}`, column);
  throw new ExpressionError(`There is no “${name}”. Did you mean ${meant}?`, column);
}

/** `xsin(`, `2pixexp(`: factors without doubt and then a function. */
function readFactorsAndFunction(name: string, column: number): readonly Word[] | null {
  for (const [spelling, meant] of SPELLINGS) {
    if (!name.endsWith(spelling)) continue;
    const front = name.slice(0, -spelling.length);
    if (!/^(?:x|y|pi)+$/.test(front)) continue;
    const factors = pieces(front, column);
    return [...factors, { kind: 'function', name: meant, column: column + front.length }];
  }
  return null;
}

function readFactors(name: string, column: number): readonly Word[] | null {
  if (!/^[A-Za-z]+$/.test(name)) return null;
  const inner = [...SPELLINGS.keys()].filter((spelling) => name.includes(spelling));
  const longest = inner.sort((a, b) => b.length - a.length)[0];
  if (longest !== undefined) {
    const at = name.indexOf(longest);
    const front = at > 0 ? 'put * before it and ' : '';
    throw new ExpressionError(
      `“${excerpt(name)}” holds the function ${longest}: ${front}write ${longest}(…) with brackets.`,
      column + at,
    );
  }
  const words = pieces(name, column);
  const letters = words.flatMap((word) => (word.kind === 'parameter' ? [word.name] : []));
  const withVariable = words.some(({ kind }) => kind === 'variable');
  const pair = words.length === 2 && new Set(letters).size === letters.length;
  const isProduct = letters.length <= MOST_PARAMETERS && (withVariable || pair);
  return isProduct ? words : null;
}

function pieces(name: string, column: number): readonly Word[] {
  return [...name.matchAll(/pi|./g)].map(({ 0: piece, index }) => {
    const factor = readFactor(piece, column + index);
    if (factor === null) throw unknownName(name, column);
    return factor;
  });
}

function unknownName(name: string, column: number): ExpressionError {
  const small = name.toLowerCase();
  const candidates = name.length > LONGEST_NEAR_MISS ? [] : [...SPELLINGS.keys(), 'pi'];
  const near = candidates.find((known) => distance(small, known) <= 1 + Number(known.length > 3));
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new ExpressionError(`There is no “${excerpt(name)}”.${hint} ${ALLOWED}`, column);
}

/** Edits (insert, delete, replace) that make one word the other: Wagner & Fischer 1974. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (const [i, a] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, b] of [...to].entries()) {
      next.push(Math.min((row[j] ?? 0) + Number(a !== b), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
