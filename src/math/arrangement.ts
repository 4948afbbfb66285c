import { ExpressionError } from './expressionError';
import type { Word } from './words';

const DEEPEST = 64;

/** Refuses what is nested too deep: brackets in brackets, or an operator within an operator within … */
export function checkDepth(depth: number, column: number): void {
  if (depth > DEEPEST) throw new ExpressionError(`The formula is nested more than ${DEEPEST} deep.`, column);
}

/**
 * Checks that brackets match, that commas only separate arguments, and that operands and operators alternate
 * (but for signs before an operand and products without a sign), so that the message can say what is missing.
 *
 * @throws {ExpressionError}
 */
export function checkArrangement(words: readonly Word[], end: number): void {
  checkBrackets(words);
  let previous: Word | undefined;
  for (const word of words) {
    checkPair(previous, word);
    previous = word;
  }
  if (previous?.kind === 'operator') {
    throw new ExpressionError(`The formula ends after ${previous.operator}: something must follow it.`, end);
  }
}

function checkBrackets(words: readonly Word[]): void {
  const open: { readonly column: number; readonly call: boolean }[] = [];
  for (const [i, { kind, column }] of words.entries()) {
    if (kind === 'open') open.push({ column, call: words[i - 1]?.kind === 'function' });
    if (kind === 'close' && open.pop() === undefined) {
      throw new ExpressionError('This closing bracket has no opening one.', column);
    }
    if (kind === 'comma' && open.at(-1)?.call !== true) {
      throw new ExpressionError(
        'A comma can only stand between the arguments of min and max; decimals are written with a point.',
        column,
      );
    }
    checkDepth(open.length, column);
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) throw new ExpressionError('This bracket is never closed.', unclosed.column);
}

function checkPair(previous: Word | undefined, word: Word): void {
  const operandBefore = previous !== undefined && endsOperand(previous);
  if (word.kind === 'number' && operandBefore) {
    throw new ExpressionError(
      'A number cannot follow directly here: write * or an operator before it.',
      word.column,
    );
  }
  if (operandBefore || startsOperand(word)) return;
  const sign = word.kind === 'operator' ? word.operator : word.kind === 'comma' ? 'the comma' : 'the bracket';
  throw new ExpressionError(`Something is missing before ${sign}.`, word.column);
}

function endsOperand({ kind }: Word): boolean {
  return kind !== 'operator' && kind !== 'open' && kind !== 'comma' && kind !== 'function';
}

function startsOperand(word: Word): boolean {
  if (word.kind === 'operator') return word.operator === '+' || word.operator === '-';
  return word.kind !== 'close' && word.kind !== 'comma';
}
