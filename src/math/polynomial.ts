import { type Graph, isOperation, type Node, operand } from './graph';

/** Coefficients by degree: the node at 'i j' belongs to xⁱyʲ. */
type Polynomial = ReadonlyMap<string, Node>;

/** Intermediate results may have this degree and cancel later; beyond, a formula does not count as quadratic. */
const HIGHEST = 4;

/** The second derivatives of a quadratic: numbers and parameters only. */
export interface QuadraticForm {
  readonly xx: Node;
  readonly xy: Node;
  readonly yy: Node;
}

/**
 * The constant Hessian of f if multiplying out shows that f is a polynomial of degree two at most; else null.
 * (Second derivatives without x and y would not be enough: those of |x| are zero.)
 */
export function quadraticForm(graph: Graph, f: Node): QuadraticForm | null {
  const terms = new Expansion(graph).expand(f);
  if (terms === null) return null;
  for (const [degrees, coefficient] of terms) {
    if (degree(degrees) > 2 && coefficient !== graph.zero) return null;
  }
  const twice = (term: string) => graph.multiply(graph.number(2), terms.get(term) ?? graph.zero);
  return { xx: twice('2 0'), xy: terms.get('1 1') ?? graph.zero, yy: twice('0 2') };
}

/** Whether x or y occurs in a node. */
export function varies(node: Node): boolean {
  const seen = new Set<Node>();
  const visit = (inner: Node): boolean => {
    if (seen.has(inner)) return false;
    seen.add(inner);
    return inner.kind === 'variable' || (inner.kind === 'operation' && inner.operands.some(visit));
  };
  return visit(node);
}

class Expansion {
  readonly #graph: Graph;
  readonly #known = new Map<Node, Polynomial | null>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  expand(node: Node): Polynomial | null {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const terms = this.#terms(node);
    this.#known.set(node, terms);
    return terms;
  }

  #terms(node: Node): Polynomial | null {
    if (node.kind === 'variable') return new Map([[node.name === 'x' ? '1 0' : '0 1', this.#graph.one]]);
    if (!varies(node)) return new Map([['0 0', node]]);
    if (isOperation(node, 'integerPower')) return this.#power(operand(node, 0), operand(node, 1));
    if (node.kind !== 'operation') return null;
    const [a, b] = node.operands.map((inner) => this.expand(inner));
    if (a === null || b === null || a === undefined) return null;
    switch (node.operation) {
      case 'negate':
        return this.#combine(new Map(), a, 'subtract');
      case 'add':
      case 'subtract':
        return this.#combine(a, b ?? new Map(), node.operation);
      case 'multiply':
        return this.#multiply(a, b ?? new Map());
      case 'divide':
        return varies(operand(node, 1)) ? null : this.#divide(a, operand(node, 1));
      default:
        return null;
    }
  }

  #combine(a: Polynomial, b: Polynomial, operation: 'add' | 'subtract'): Polynomial {
    const sum = new Map(a);
    for (const [degrees, coefficient] of b) {
      sum.set(degrees, this.#graph[operation](sum.get(degrees) ?? this.#graph.zero, coefficient));
    }
    return sum;
  }

  #multiply(a: Polynomial, b: Polynomial): Polynomial | null {
    const product = new Map<string, Node>();
    for (const [p, left] of a) {
      for (const [q, right] of b) {
        const degrees = sumOfDegrees(p, q);
        if (degree(degrees) > HIGHEST) return null;
        const term = this.#graph.multiply(left, right);
        product.set(degrees, this.#graph.add(product.get(degrees) ?? this.#graph.zero, term));
      }
    }
    return product;
  }

  #divide(a: Polynomial, divisor: Node): Polynomial {
    return new Map(
      [...a].map(([degrees, coefficient]) => [degrees, this.#graph.divide(coefficient, divisor)]),
    );
  }

  #power(base: Node, exponent: Node): Polynomial | null {
    const factor = this.expand(base);
    if (factor === null || exponent.kind !== 'number' || exponent.value > HIGHEST) return null;
    let product: Polynomial | null = factor;
    for (let n = 1; n < exponent.value && product !== null; n++) product = this.#multiply(product, factor);
    return product;
  }
}

function degree(degrees: string): number {
  return Number(degrees[0]) + Number(degrees[2]);
}

function sumOfDegrees(p: string, q: string): string {
  return `${Number(p[0]) + Number(q[0])} ${Number(p[2]) + Number(q[2])}`;
}
