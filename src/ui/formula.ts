import { parseExpression, type Syntax } from '../math/expression';
import { merged, type Run, runsElement } from './runs';

/** How tightly a piece binds; what binds less than its surroundings ask for gets brackets. */
const BINDING = { sum: 1, negative: 2, product: 3, quotient: 4, power: 5, atom: 6 } as const;

interface Piece {
  readonly runs: readonly Run[];
  readonly binding: number;
  /** Begins with a digit: a factor before it needs a dot. */
  readonly digit: boolean;
}

const THIN = '\u2009';

/**
 * A formula as people write it on one line: `b*(y-x^2)^2` becomes b (y − x²)².
 * @throws {ExpressionError} if the text is not a formula
 */
export function formulaRuns(expression: string): readonly Run[] {
  return merged(render(parseExpression(expression), 0).runs);
}

/** The formula as an element; screen readers get the text as typed. */
export function formulaElement(expression: string): HTMLElement {
  return runsElement(formulaRuns(expression), expression);
}

function render(syntax: Syntax, raised: number): Piece {
  switch (syntax.kind) {
    case 'number':
      return number(syntax.value, raised);
    case 'variable':
    case 'parameter':
      return {
        runs: [{ text: syntax.name, slanted: true, raised }],
        binding: BINDING.atom,
        digit: false,
      };
    case 'call':
      return call(syntax.name, syntax.arguments, raised);
  }
}

function number(value: number, raised: number): Piece {
  const name = value === Math.PI ? 'π' : value === Math.E ? 'e' : null;
  if (name !== null) return { runs: [plain(name, raised)], binding: BINDING.atom, digit: false };
  const [mantissa = '', exponent] = String(Number(value.toPrecision(12))).split('e');
  if (exponent === undefined) return { runs: [plain(mantissa, raised)], binding: BINDING.atom, digit: true };
  const base = plain(mantissa === '1' ? '10' : `${mantissa} · 10`, raised);
  const power = plain(String(Number(exponent)).replace('-', '−'), raised + 1);
  return { runs: [base, power], binding: mantissa === '1' ? BINDING.power : BINDING.product, digit: true };
}

type Call = Extract<Syntax, { kind: 'call' }>;

function call(name: Call['name'], parts: readonly Syntax[], raised: number): Piece {
  const [first, second] = parts;
  if (first === undefined) return { runs: [], binding: BINDING.atom, digit: false };
  if (second === undefined || name === 'min' || name === 'max') return applied(name, parts, raised);
  const [left, right] = [render(first, raised), render(second, raised)];
  switch (name) {
    case 'add':
      return joined([left, plain(' + ', raised), positive(right, raised)], BINDING.sum, left);
    case 'subtract':
      return joined(
        [left, plain(' − ', raised), bracketed(right, BINDING.product, raised)],
        BINDING.sum,
        left,
      );
    case 'multiply':
      return product(left, right, raised);
    case 'divide':
      return quotient(left, right, raised);
    default:
      return raisedTo(left, render(second, raised + 1), raised);
  }
}

/** A sum within a sum needs no brackets, but a sign must not follow another sign. */
function positive(piece: Piece, raised: number): Piece {
  return piece.binding === BINDING.negative ? bracketed(piece, BINDING.product, raised) : piece;
}

function product(left: Piece, right: Piece, raised: number): Piece {
  const [a, b] = [bracketed(left, BINDING.negative, raised), bracketed(right, BINDING.product, raised)];
  const dot = b.digit || left.binding === BINDING.quotient;
  return joined([a, plain(dot ? ' · ' : THIN, raised), b], signed(a, BINDING.product), a);
}

function quotient(left: Piece, right: Piece, raised: number): Piece {
  const [a, b] = [bracketed(left, BINDING.negative, raised), bracketed(right, BINDING.power, raised)];
  return joined([a, plain('/', raised), b], signed(a, BINDING.quotient), a);
}

/** What begins with a minus sign binds like one. */
function signed(first: Piece, binding: number): number {
  return first.binding === BINDING.negative ? BINDING.negative : binding;
}

function raisedTo(base: Piece, exponent: Piece, raised: number): Piece {
  const a = bracketed(base, BINDING.atom, raised);
  return joined([a, exponent], BINDING.power, a);
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  log: 'ln',
  log10: 'log₁₀',
  log2: 'log₂',
  asin: 'arcsin',
  acos: 'arccos',
  atan: 'arctan',
  sign: 'sgn',
};

function applied(name: Call['name'], parts: readonly Syntax[], raised: number): Piece {
  const inner = parts.map((part) => render(part, raised));
  const [only] = inner;
  if (name === 'negate' && only !== undefined) {
    return joined([plain('−', raised), bracketed(only, BINDING.product, raised)], BINDING.negative, null);
  }
  if (name === 'abs' && only !== undefined) {
    return joined([plain('|', raised), only, plain('|', raised)], BINDING.atom, null);
  }
  if (name === 'sqrt' && only !== undefined) {
    return joined([plain('√', raised), bracketed(only, BINDING.atom, raised)], BINDING.atom, null);
  }
  const list = inner.flatMap((piece, i) => (i === 0 ? [piece] : [plain(', ', raised), piece]));
  const title = FUNCTIONS[name] ?? name;
  return joined([plain(`${title}(`, raised), ...list, plain(')', raised)], BINDING.atom, null);
}

function bracketed(piece: Piece, least: number, raised: number): Piece {
  if (piece.binding >= least) return piece;
  return joined([plain('(', raised), piece, plain(')', raised)], BINDING.atom, null);
}

const plain = (text: string, raised: number): Run => ({ text, slanted: false, raised });

function joined(parts: readonly (Piece | Run)[], binding: number, first: Piece | null): Piece {
  const runs = parts.flatMap((part) => ('runs' in part ? part.runs : [part]));
  return { runs, binding, digit: first?.digit ?? false };
}
