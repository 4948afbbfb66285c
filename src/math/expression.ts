import { checkArrangement, checkDepth } from './arrangement';
import { ExpressionError } from './expressionError';
import {
  ConstantNode,
  FunctionNode,
  OperatorNode,
  ParenthesisNode,
  parse,
  SymbolNode,
  type SyntaxNode,
} from './grammar';
import { tokenize } from './tokens';
import { type FunctionName, readWords, takesMany, type Word } from './words';

export { ExpressionError } from './expressionError';

type OperatorName = 'add' | 'subtract' | 'multiply' | 'divide' | 'power' | 'negate';

/** The tree of a formula; `column` is where its first letter or digit stands in the user's text. */
export type Syntax =
  | { readonly kind: 'number'; readonly value: number; readonly column: number }
  | { readonly kind: 'variable'; readonly name: 'x' | 'y'; readonly column: number }
  | { readonly kind: 'parameter'; readonly name: string; readonly column: number }
  | {
      readonly kind: 'call';
      readonly name: OperatorName | FunctionName;
      readonly arguments: readonly Syntax[];
      readonly column: number;
    };

const OPERATORS: ReadonlyMap<string, OperatorName> = new Map([
  ['add', 'add'],
  ['subtract', 'subtract'],
  ['multiply', 'multiply'],
  ['divide', 'divide'],
  ['pow', 'power'],
  ['unaryMinus', 'negate'],
]);

/**
 * Reads a formula in x, y and one-letter parameters.
 *
 * Binding, strongest first: `^` (right-associative, `-x^2` is −(x²)), products without a sign (`1/2x` with two
 * numbers is x/2, else `a/bx` is a/(bx)), `*` and `/`, `+` and `-`.
 *
 * @throws {ExpressionError} with the column and what is allowed, for everything else
 */
export function parseExpression(text: string): Syntax {
  const words = readWords(tokenize(text));
  checkArrangement(words, text.length + 1);
  return new Reader(words).read(parseWords(words), 0);
}

/**
 * The parser sees neither numbers nor names of the user: number k of the text is the word it stands for, and so
 * is the name `v…k` or `f…k`. Letters are put in brackets, else `x(y)` would be read as a call.
 */
function parseWords(words: readonly Word[]): SyntaxNode {
  const texts = words.map((word, i) => {
    switch (word.kind) {
      case 'number':
        return `${i}`;
      case 'function':
        return `f${i}`;
      case 'operator':
        return word.operator;
      case 'open':
        return '(';
      case 'close':
        return ')';
      case 'comma':
        return ',';
      default:
        return `(v${i})`;
    }
  });
  try {
    return parse(texts.join(' '));
  } catch (error) {
    throw syntaxError(error, texts, words);
  }
}

/** The parser's complaint, at the word where it stopped. */
function syntaxError(error: unknown, texts: readonly string[], words: readonly Word[]): ExpressionError {
  const at = error instanceof SyntaxError && 'char' in error ? Number(error.char) - 1 : 0;
  let end = 0;
  const index = texts.findIndex((text) => {
    end += text.length + 1;
    return end > at;
  });
  const { column } = words[index] ?? { column: 1 };
  return new ExpressionError(
    'The formula cannot be read from here on. Is an operator or a bracket missing?',
    column,
  );
}

/** Turns the parser's nodes into syntax; what it does not know, it refuses. */
class Reader {
  readonly #words: readonly Word[];

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  read(node: SyntaxNode, depth: number): Syntax {
    if (node instanceof ParenthesisNode) return this.read(node.content, depth);
    if (node instanceof ConstantNode) return this.#leaf(node.value);
    if (node instanceof SymbolNode) return this.#leaf(Number(node.name.slice(1)));
    if (node instanceof OperatorNode) return this.#operator(node, depth);
    if (node instanceof FunctionNode && node.fn instanceof SymbolNode)
      return this.#call(node, node.fn, depth);
    throw new ExpressionError('Only sums, products, powers and functions are allowed.', 1);
  }

  #leaf(index: number): Syntax {
    const word = this.#words[index];
    switch (word?.kind) {
      case 'variable':
      case 'parameter':
        return word;
      case 'number':
      case 'constant':
        return { kind: 'number', value: word.value, column: word.column };
      default:
        throw new ExpressionError(
          'A number, x, y or a one-letter parameter is expected here.',
          word?.column ?? 1,
        );
    }
  }

  #operator({ fn, args }: OperatorNode, depth: number): Syntax {
    // A sum of many terms is a list, not a tower: only its right operands are nested in it.
    const chained = args.length === 2 && fn !== 'pow';
    const operands = args.map((arg, i) => {
      return this.read(arg, chained && i === 0 && arg instanceof OperatorNode ? depth : depth + 1);
    });
    const { column } = operands[0] ?? { column: 1 };
    checkDepth(depth, column);
    if (fn === 'unaryPlus' && operands[0] !== undefined) return operands[0];
    const name = OPERATORS.get(fn);
    if (name === undefined) throw new ExpressionError('Only the operators + - * / ^ are allowed.', column);
    return { kind: 'call', name, arguments: operands, column };
  }

  #call({ args }: FunctionNode, { name }: SymbolNode, depth: number): Syntax {
    const word = this.#words[Number(name.slice(1))];
    if (word?.kind !== 'function') {
      throw new ExpressionError('Only functions can be applied to something in brackets.', word?.column ?? 1);
    }
    const { column } = word;
    checkDepth(depth, column);
    if (takesMany(word.name) ? args.length < 2 : args.length !== 1) {
      const count = takesMany(word.name) ? 'two or more values, separated by commas' : 'one value';
      throw new ExpressionError(`${word.name} takes ${count}.`, column);
    }
    return { kind: 'call', name: word.name, arguments: args.map((arg) => this.read(arg, depth + 1)), column };
  }
}
