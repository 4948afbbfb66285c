import { createParse } from 'mathjs/number';

/**
 * The nodes that the parser of mathjs may build. They stand in for its own classes, so that whatever else its
 * language has (assignments, strings, ranges, accessors, …) cannot even be represented: `Refused` throws.
 * It tells nodes apart by the `is…` properties and reads `op` and `args` to find "number / number symbol".
 */
export abstract class SyntaxNode {
  get isNode(): true {
    return true;
  }
}

export class ConstantNode extends SyntaxNode {
  readonly isConstantNode = true;
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
}

export class SymbolNode extends SyntaxNode {
  readonly isSymbolNode = true;
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

export class ParenthesisNode extends SyntaxNode {
  readonly content: SyntaxNode;
  constructor(content: SyntaxNode) {
    super();
    this.content = content;
  }
}

export class OperatorNode extends SyntaxNode {
  readonly isOperatorNode = true;
  readonly op: string;
  readonly fn: string;
  readonly args: readonly SyntaxNode[];
  constructor(op: string, fn: string, args: readonly SyntaxNode[]) {
    super();
    this.op = op;
    this.fn = fn;
    this.args = args;
  }
}

export class FunctionNode extends SyntaxNode {
  readonly fn: SyntaxNode;
  readonly args: readonly SyntaxNode[];
  constructor(fn: SyntaxNode, args: readonly SyntaxNode[]) {
    super();
    this.fn = fn;
    this.args = args;
  }
}

class Refused extends SyntaxNode {
  constructor() {
    super();
    throw new SyntaxError('outside of the language of formulas');
  }
}

declare module 'mathjs/number' {
  /** The factory of mathjs's `parse`, from which its bundles are made; its published types leave it out. */
  export function createParse(parts: Readonly<Record<string, unknown>>): (text: string) => SyntaxNode;
}

/** Dispatch by argument type, which the rest of mathjs does with typed-function: here there is only text. */
const typed = Object.assign(
  (_name: string, signatures: { readonly string: (text: string) => SyntaxNode }) => signatures.string,
  { addConversion: () => {} },
);

/**
 * mathjs's parser.
 * @throws {SyntaxError} with the position `char`, where the text is not of its language
 */
export const parse = createParse({
  typed,
  numeric: Number,
  config: { number: 'number' },
  ConstantNode,
  SymbolNode,
  ParenthesisNode,
  OperatorNode,
  FunctionNode,
  AccessorNode: Refused,
  ArrayNode: Refused,
  AssignmentNode: Refused,
  BlockNode: Refused,
  ConditionalNode: Refused,
  FunctionAssignmentNode: Refused,
  IndexNode: Refused,
  ObjectNode: Refused,
  RangeNode: Refused,
  RelationalNode: Refused,
});
