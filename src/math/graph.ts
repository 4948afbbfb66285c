import { type Operation, operate } from './operations';

/** A shared subexpression. Two nodes of one graph that mean the same by construction are the same object. */
export type Node =
  | { readonly kind: 'number'; readonly id: number; readonly value: number }
  | { readonly kind: 'variable'; readonly id: number; readonly name: 'x' | 'y' }
  | { readonly kind: 'parameter'; readonly id: number; readonly letter: string }
  | OperationNode;

interface OperationNode {
  readonly kind: 'operation';
  readonly id: number;
  readonly operation: Operation;
  readonly operands: readonly Node[];
}

/** A number of a formula that came out infinite, undefined or beyond f32, such as 1/0 or log(−1). */
export class NotFiniteError extends Error {
  override readonly name = 'NotFiniteError';
}

/** The largest f32. Numbers of the graph must be representable on the GPU. */
const LARGEST = 3.4028234e38;

/** Powers with larger exponents are refused: their product would amplify the rounding of f32 beyond use. */
const LARGEST_EXPONENT = 1024;

type Unary = Exclude<
  Operation,
  'integerPower' | 'power' | 'choose' | 'min' | 'max' | 'add' | 'subtract' | 'multiply' | 'divide' | 'negate'
>;

/**
 * Formulas as a directed graph without duplicates. Each method returns the node of what it is named after,
 * simplified: numbers are folded in float64, factors and signs pulled out, equal terms and powers joined.
 * Simplifying may lose where a formula is not defined (x/x is 1): note that before, from its text.
 */
export class Graph {
  readonly zero: Node;
  readonly one: Node;
  readonly x: Node;
  readonly y: Node;
  readonly #nodes = new Map<string, Node>();

  constructor() {
    this.zero = this.number(0);
    this.one = this.number(1);
    this.x = this.#intern('x', (id) => ({ kind: 'variable', id, name: 'x' }));
    this.y = this.#intern('y', (id) => ({ kind: 'variable', id, name: 'y' }));
  }

  parameter(letter: string): Node {
    return this.#intern(`parameter ${letter}`, (id) => ({ kind: 'parameter', id, letter }));
  }

  /** @throws {NotFiniteError} */
  number(value: number): Node {
    if (Number.isNaN(value)) throw new NotFiniteError('it is not defined');
    if (!fits(value)) throw new NotFiniteError('it is infinite or beyond 3.4e38');
    const plain = value === 0 ? 0 : value;
    return this.#intern(`${plain}`, (id) => ({ kind: 'number', id, value: plain }));
  }

  add(a: Node, b: Node): Node {
    if (isNumber(a, 0)) return b;
    if (isNumber(b, 0)) return a;
    const joined = this.#joinTerms(a, b, 1);
    if (joined !== null) return joined;
    const [p, r] = this.#factor(a);
    const [q, s] = this.#factor(b);
    if (q < 0) return this.subtract(a, this.#scale(-q, s));
    if (p < 0) return this.subtract(b, this.#scale(-p, r));
    return this.#operation('add', a.id < b.id ? [a, b] : [b, a]);
  }

  subtract(a: Node, b: Node): Node {
    if (isNumber(b, 0)) return a;
    if (isNumber(a, 0)) return this.negate(b);
    const joined = this.#joinTerms(a, b, -1);
    if (joined !== null) return joined;
    const [q, s] = this.#factor(b);
    if (q < 0) return this.add(a, this.#scale(-q, s));
    return this.#operation('subtract', [a, b]);
  }

  negate(a: Node): Node {
    if (isOperation(a, 'subtract')) return this.subtract(operand(a, 1), operand(a, 0));
    return this.#scale(-1, a);
  }

  multiply(a: Node, b: Node): Node {
    const [p, r] = this.#factor(a);
    const [q, s] = this.#factor(b);
    if (!fits(p * q) || (p * q === 0 && p !== 0 && q !== 0)) return this.#operation('multiply', [a, b]);
    return this.#scale(p * q, p * q === 0 ? this.one : this.#product(r, s));
  }

  /** @throws {NotFiniteError} where b is the number 0, or so small that 1/b exceeds f32 */
  divide(a: Node, b: Node): Node {
    if (b.kind === 'number' && !fits(1 / b.value)) throw new NotFiniteError('division by zero');
    if (isNumber(a, 0)) return a;
    const [p, r] = this.#factor(a);
    const [q, s] = this.#factor(b);
    if (!fits(p / q) || p / q === 0) return this.#operation('divide', [a, b]);
    return this.#scale(p / q, this.#quotient(r, s));
  }

  /** uⁿ. @throws {NotFiniteError} where |n| > 1024 */
  integerPower(u: Node, n: number): Node {
    if (n === 0) return this.one;
    if (n === 1) return u;
    if (Math.abs(n) > LARGEST_EXPONENT) throw new NotFiniteError(`an exponent beyond ${LARGEST_EXPONENT}`);
    if (n < 0) return this.divide(this.one, this.integerPower(u, -n));
    if (u.kind === 'number') return this.number(u.value ** n);
    if (isOperation(u, 'integerPower')) {
      const [base, exponent] = this.#base(u);
      if (exponent * n <= LARGEST_EXPONENT) return this.integerPower(base, exponent * n);
    }
    if (n % 2 === 0 && isOperation(u, 'sqrt')) return this.integerPower(operand(u, 0), n / 2);
    if (n % 2 === 0 && isOperation(u, 'abs')) return this.integerPower(operand(u, 0), n);
    const [p, r] = this.#factor(u);
    if (p !== 1 && fits(p ** n) && p ** n !== 0) return this.#scale(p ** n, this.integerPower(r, n));
    return this.#operation('integerPower', [u, this.number(n)]);
  }

  /** @throws {NotFiniteError} where 0 or a number below is raised to what is not an integer */
  power(u: Node, v: Node): Node {
    if (v.kind === 'number') {
      if (Number.isInteger(v.value)) return this.integerPower(u, v.value);
      if (Math.abs(v.value) < LARGEST_EXPONENT && Number.isInteger(2 * v.value))
        return this.#halfPower(u, v.value);
      if (u.kind === 'number') return this.number(u.value ** v.value);
    }
    if (u.kind !== 'number') return this.#operation('power', [u, v]);
    return this.apply('exp', this.multiply(this.number(Math.log(u.value)), v));
  }

  /** A function of one argument. */
  apply(operation: Unary, u: Node): Node {
    if (u.kind === 'number') return this.number(operate(operation, u.value, 0, 0, 0));
    if (operation === 'sqrt' && isOperation(u, 'integerPower') && this.#base(u)[1] === 2) {
      return this.apply('abs', operand(u, 0));
    }
    if (operation === 'abs' && isNonNegative(u)) return u;
    if (operation === 'log' && this.#isOnePlusExp(u)) return this.apply('softplus', this.#exponent(u));
    if (operation === 'sin' || operation === 'cos') {
      const turns = this.#turns(u);
      if (turns !== null) return this.#operation(operation === 'sin' ? 'sinTurns' : 'cosTurns', [turns]);
    }
    return this.#operation(operation, [u]);
  }

  /** The smaller or the larger of two. */
  extreme(operation: 'min' | 'max', a: Node, b: Node): Node {
    return a === b ? a : this.#operation(operation, [a, b]);
  }

  /** u where a ≤ b, else v. */
  choose(a: Node, b: Node, u: Node, v: Node): Node {
    return u === v ? u : this.#operation('choose', [a, b, u, v]);
  }

  #intern(key: string, make: (id: number) => Node): Node {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = make(this.#nodes.size);
    this.#nodes.set(key, node);
    return node;
  }

  #operation(operation: Operation, operands: readonly Node[]): Node {
    if (operands.every((node) => node.kind === 'number')) {
      const [a, b, c, d] = operands.map(({ value }) => value);
      return this.number(operate(operation, a ?? 0, b ?? 0, c ?? 0, d ?? 0));
    }
    const key = `${operation} ${operands.map(({ id }) => id).join(' ')}`;
    return this.#intern(key, (id) => ({ kind: 'operation', id, operation, operands }));
  }

  /** A node as number · rest. */
  #factor(node: Node): readonly [number, Node] {
    if (node.kind === 'number') return [node.value, this.one];
    if (isOperation(node, 'negate')) return [-1, operand(node, 0)];
    const first = isOperation(node, 'multiply') ? operand(node, 0) : node;
    return first.kind === 'number' ? [first.value, operand(node, 1)] : [1, node];
  }

  #scale(factor: number, node: Node): Node {
    const [q, rest] = this.#factor(node);
    const total = factor * q;
    if (!fits(total) || (total === 0 && factor !== 0 && q !== 0)) {
      return this.#operation('multiply', [this.number(factor), node]);
    }
    if (rest === this.one || total === 0) return this.number(total);
    if (total === 1) return rest;
    return total === -1
      ? this.#operation('negate', [rest])
      : this.#operation('multiply', [this.number(total), rest]);
  }

  /** p·r ± q·r = (p ± q)·r, or null where the terms differ. */
  #joinTerms(a: Node, b: Node, sign: 1 | -1): Node | null {
    const [p, r] = this.#factor(a);
    const [q, s] = this.#factor(b);
    const total = p + sign * q;
    return r === s && (r === this.one || fits(total)) ? this.#scale(total, r) : null;
  }

  #base(node: Node): readonly [Node, number] {
    if (!isOperation(node, 'integerPower')) return [node, 1];
    const exponent = operand(node, 1);
    return [operand(node, 0), exponent.kind === 'number' ? exponent.value : 1];
  }

  #product(a: Node, b: Node): Node {
    if (a === this.one) return b;
    if (b === this.one) return a;
    const [u, m] = this.#base(a);
    const [v, n] = this.#base(b);
    if (u === v && m + n <= LARGEST_EXPONENT) return this.integerPower(u, m + n);
    if (isOperation(a, 'divide') && operand(a, 0) === this.one) return this.#quotient(b, operand(a, 1));
    if (isOperation(b, 'divide') && operand(b, 0) === this.one) return this.#quotient(a, operand(b, 1));
    const joined = this.#joinFactor(a, b) ?? this.#joinFactor(b, a);
    return joined ?? this.#operation('multiply', a.id < b.id ? [a, b] : [b, a]);
  }

  /** (u·q)·u = u²·q, or null where the factor is none of the product's, or the power would be too high. */
  #joinFactor(product: Node, factor: Node): Node | null {
    if (!isOperation(product, 'multiply')) return null;
    const [u, n] = this.#base(factor);
    const joins = (other: Node): boolean => {
      const [v, m] = this.#base(other);
      return u === v && m + n <= LARGEST_EXPONENT;
    };
    const [p, q] = [operand(product, 0), operand(product, 1)];
    if (joins(p)) return this.#product(this.#product(p, factor), q);
    return joins(q) ? this.#product(p, this.#product(q, factor)) : null;
  }

  #quotient(a: Node, b: Node): Node {
    if (b === this.one) return a;
    const [u, m] = this.#base(a);
    const [v, n] = this.#base(b);
    if (u === v && m === n) return this.one;
    if (u === v && m > n) return this.integerPower(u, m - n);
    if (u === v) return this.#quotient(this.one, this.integerPower(u, n - m));
    if (isOperation(a, 'sinh') && isOperation(b, 'cosh') && operand(a, 0) === operand(b, 0)) {
      return this.apply('tanh', operand(a, 0));
    }
    if (a === this.one && this.#isOnePlusExp(b))
      return this.apply('logistic', this.negate(this.#exponent(b)));
    return this.#operation('divide', [a, b]);
  }

  #halfPower(u: Node, exponent: number): Node {
    if (exponent < 0) return this.divide(this.one, this.#halfPower(u, -exponent));
    return this.multiply(this.integerPower(u, Math.floor(exponent)), this.apply('sqrt', u));
  }

  #isOnePlusExp(node: Node): boolean {
    return isOperation(node, 'add') && node.operands.includes(this.one) && this.#exponent(node) !== node;
  }

  /** The u of 1 + eᵘ. */
  #exponent(node: Node): Node {
    const exp = isOperation(node, 'add') ? node.operands.find((term) => isOperation(term, 'exp')) : undefined;
    return exp === undefined ? node : operand(exp, 0);
  }

  /** u/(2π) where that takes the π out of u exactly, as for 2πx or πx/2; else null. */
  #turns(u: Node): Node | null {
    const [factor, rest] = this.#factor(u);
    const turns = factor / (2 * Math.PI);
    const short = Math.fround(turns);
    return Math.abs(turns / short - 1) < 4 * Number.EPSILON ? this.#scale(short, rest) : null;
  }
}

/** The operand of an operation by its place. */
export function operand(node: Node, place: number): Node {
  const found = node.kind === 'operation' ? node.operands[place] : undefined;
  if (found === undefined) throw new RangeError(`no operand ${place}`);
  return found;
}

export function isOperation<O extends Operation>(
  node: Node,
  operation: O,
): node is OperationNode & { readonly operation: O } {
  return node.kind === 'operation' && node.operation === operation;
}

function isNumber(node: Node, value: number): boolean {
  return node.kind === 'number' && node.value === value;
}

function fits(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

/** True where the form of a node shows that it is nowhere negative; false says nothing. */
export function isNonNegative(node: Node): boolean {
  if (node.kind === 'number') return node.value >= 0;
  if (node.kind !== 'operation') return false;
  const { operation, operands } = node;
  switch (operation) {
    case 'sqrt':
    case 'abs':
    case 'acos':
      return true;
    case 'integerPower': {
      const exponent = operand(node, 1);
      return (exponent.kind === 'number' && exponent.value % 2 === 0) || isNonNegative(operand(node, 0));
    }
    case 'add':
    case 'multiply':
    case 'divide':
    case 'min':
      return operands.every(isNonNegative);
    case 'max':
      return operands.some(isNonNegative);
    default:
      return isPositive(node);
  }
}

/** True where the form of a node shows that it is positive everywhere; false says nothing. */
export function isPositive(node: Node): boolean {
  if (node.kind === 'number') return node.value > 0;
  if (node.kind !== 'operation') return false;
  const { operation, operands } = node;
  switch (operation) {
    case 'exp':
    case 'cosh':
    case 'softplus':
    case 'logistic':
      return true;
    case 'add':
      return operands.some(isPositive) && operands.every(isNonNegative);
    case 'multiply':
    case 'divide':
    case 'min':
    case 'sqrt':
      return operands.every(isPositive);
    case 'integerPower':
      return isPositive(operand(node, 0));
    case 'max':
      return operands.some(isPositive);
    default:
      return false;
  }
}
