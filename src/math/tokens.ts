import { ExpressionError, excerpt } from './expressionError';

type Operator = '+' | '-' | '*' | '/' | '^';

/** A word of a formula; `column` is that of its first character in the user's text. */
export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly column: number }
  | { readonly kind: 'name'; readonly name: string; readonly column: number }
  | { readonly kind: 'operator'; readonly operator: Operator; readonly column: number }
  | { readonly kind: 'open' | 'close' | 'comma'; readonly column: number };

const LONGEST = 512;

/** Numbers go to the GPU as f32. */
const LARGEST = 3.4028234e38;

export const ALLOWED =
  'Allowed are numbers, x, y, one-letter parameters, pi, e, + - * / ^ ( ) and sqrt exp log (natural; also ln) log10 log2 ' +
  'sin cos tan asin acos atan sinh cosh tanh abs min max sign.';

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...[...'+＋'].map((c) => [c, '+'] as const),
  ...[...'-−–—‐‑－'].map((c) => [c, '-'] as const),
  ...[...'*×·⋅∙✕＊'].map((c) => [c, '*'] as const),
  ...[...'/÷∕⁄／'].map((c) => [c, '/'] as const),
  ...[...'^＾'].map((c) => [c, '^'] as const),
]);

const BRACKETS: ReadonlyMap<string, 'open' | 'close' | 'comma'> = new Map([
  ['(', 'open'],
  ['（', 'open'],
  [')', 'close'],
  ['）', 'close'],
  [',', 'comma'],
  ['，', 'comma'],
]);

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Letters of other scripts that look like Latin ones: they come with a pasted formula or another keyboard. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...zip('хуаесорікмтнвХУАЕСОРІКМТНВ', 'xyaecopikmthbXYAECOPIKMTHB'),
  ...zip('χγυνικορΧΥΑΒΕΖΗΙΚΜΝΟΡΤ', 'xyuvikopXYABEZHIKMNOPT'),
  ...zip('ｘｙ𝑥𝑦𝐱𝐲', 'xyxyxy'),
]);

/** What to do instead, for characters that people try. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['=', 'Write only the right-hand side of f(x, y) = …'],
  ['|', 'Write abs(x) for |x|.'],
  ['[', 'Use round brackets.'],
  [']', 'Use round brackets.'],
  ['{', 'Use round brackets.'],
  ['}', 'Use round brackets.'],
  ['√', 'Write sqrt(x).'],
  ['%', 'Write 0.05 for 5%.'],
  ["'", 'Derivatives are found by the instrument; write f itself.'],
]);

function* zip(from: string, to: string): Generator<readonly [string, string]> {
  const letters = [...to];
  for (const [i, letter] of [...from].entries()) yield [letter, letters[i] ?? ''];
}

/**
 * Cuts a formula into tokens. × ÷ − · ² ³ π and their like are read as * / - * ^2 ^3 pi, `**` as ^.
 * Checks the length, the characters and the size of numbers.
 *
 * @throws {ExpressionError}
 */
export function tokenize(text: string): readonly Token[] {
  if (text.length > LONGEST) {
    throw new ExpressionError(
      `The formula has ${text.length} characters; at most ${LONGEST} are allowed.`,
      LONGEST + 1,
    );
  }
  const tokens = cut(text);
  if (tokens.length === 0) {
    throw new ExpressionError('The formula is empty. Write one in x and y, such as x^2 + 10 y^2.', 1);
  }
  return tokens;
}

function cut(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const length = /^\s/u.test(text.slice(at, at + 1)) ? 1 : readToken(text, at, tokens);
    at += length;
  }
  return tokens;
}

/** Appends the token at `at` and returns how many characters it takes. */
function readToken(text: string, at: number, tokens: Token[]): number {
  const column = at + 1;
  const number = match(NUMBER, text, at);
  if (number !== '') {
    tokens.push({ kind: 'number', value: readNumber(number, column), column });
    return number.length;
  }
  const name = match(NAME, text, at);
  if (name !== '') {
    tokens.push({ kind: 'name', name: name === 'π' ? 'pi' : name, column });
    return name.length;
  }
  const raised = match(RAISED, text, at);
  if (raised !== '') {
    tokens.push({ kind: 'operator', operator: '^', column });
    pushSuperscript(raised, column, tokens);
    return raised.length;
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character === '*' && text[at + 1] === '*') {
    tokens.push({ kind: 'operator', operator: '^', column });
    return 2;
  }
  const operator = OPERATORS.get(character);
  const bracket = BRACKETS.get(character);
  if (operator !== undefined) tokens.push({ kind: 'operator', operator, column });
  else if (bracket !== undefined) tokens.push({ kind: bracket, column });
  else throw notAllowed(character, column);
  return character.length;
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /π|[A-Za-z][A-Za-z0-9]*/y;
const RAISED = /⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/y;

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function pushSuperscript(raised: string, column: number, tokens: Token[]): void {
  const negative = raised.startsWith('⁻');
  if (negative) tokens.push({ kind: 'operator', operator: '-', column });
  const digits = [...raised.slice(negative ? 1 : 0)].map((digit) => SUPERSCRIPTS.indexOf(digit)).join('');
  tokens.push({ kind: 'number', value: readNumber(digits, column), column });
}

function readNumber(text: string, column: number): number {
  const value = Number(text);
  if (value <= LARGEST) return value;
  throw new ExpressionError(`The number ${excerpt(text)} is too large: numbers go up to 3.4e38.`, column);
}

function notAllowed(character: string, column: number): ExpressionError {
  const latin = LOOKALIKES.get(character);
  if (latin !== undefined) {
    return new ExpressionError(
      `This “${character}” only looks like ${latin}: it is a letter of another alphabet. Type a Latin ${latin}.`,
      column,
    );
  }
  const instead = INSTEAD.get(character) ?? ALLOWED;
  return new ExpressionError(`The character “${character}” is not allowed. ${instead}`, column);
}
