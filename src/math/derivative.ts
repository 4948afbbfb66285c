import { type Graph, type Node, operand } from './graph';

/**
 * Exact partial derivatives in a graph, by the chain rule, each node once per variable. |u|, min and max are
 * differentiated on the side that is taken; at the kink, sign(0) = 0 and min, max take their first argument.
 */
export class Derivatives {
  readonly #graph: Graph;
  readonly #known = { x: new Map<Node, Node>(), y: new Map<Node, Node>() };

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** ∂node/∂variable. */
  of(node: Node, variable: 'x' | 'y'): Node {
    const known = this.#known[variable].get(node);
    if (known !== undefined) return known;
    const derivative = this.#derive(node, variable);
    this.#known[variable].set(node, derivative);
    return derivative;
  }

  #derive(node: Node, variable: 'x' | 'y'): Node {
    const { zero, one } = this.#graph;
    if (node.kind === 'variable') return node.name === variable ? one : zero;
    if (node.kind !== 'operation') return zero;
    const rates = node.operands.map((inner) => this.of(inner, variable));
    if (rates.every((rate) => rate === zero)) return zero;
    return this.#chain(node, rates);
  }

  /** The derivative of an operation from those of its operands. */
  #chain(node: Node & { kind: 'operation' }, rates: readonly Node[]): Node {
    const g = this.#graph;
    const u = operand(node, 0);
    const [du = g.zero, dv = g.zero] = rates;
    switch (node.operation) {
      case 'add':
        return g.add(du, dv);
      case 'subtract':
        return g.subtract(du, dv);
      case 'multiply':
        return g.add(g.multiply(du, operand(node, 1)), g.multiply(u, dv));
      case 'divide':
        return g.divide(g.subtract(du, g.multiply(node, dv)), operand(node, 1));
      case 'negate':
        return g.negate(du);
      case 'integerPower':
        return g.multiply(this.#slopeOfPower(u, operand(node, 1)), du);
      case 'power':
        return this.#generalPower(node, du, dv);
      case 'min':
        return g.choose(u, operand(node, 1), du, dv);
      case 'max':
        return g.choose(operand(node, 1), u, du, dv);
      case 'choose':
        return g.choose(u, operand(node, 1), rates[2] ?? g.zero, rates[3] ?? g.zero);
      default:
        return g.multiply(this.#slope(node), du);
    }
  }

  /** v u^(v − 1). */
  #slopeOfPower(u: Node, v: Node): Node {
    const g = this.#graph;
    return g.multiply(v, g.power(u, g.subtract(v, g.one)));
  }

  /** (u^v)′ = v u^(v−1) u′ + u^v log(u) v′; where v does not vary, log(u) must not be asked for. */
  #generalPower(node: Node, du: Node, dv: Node): Node {
    const g = this.#graph;
    const u = operand(node, 0);
    const inBase = g.multiply(this.#slopeOfPower(u, operand(node, 1)), du);
    return dv === g.zero ? inBase : g.add(inBase, g.multiply(g.multiply(node, g.apply('log', u)), dv));
  }

  /** g′(u) of a function g of one argument. */
  #slope(node: Node & { kind: 'operation' }): Node {
    const g = this.#graph;
    const u = operand(node, 0);
    const turn = g.number(2 * Math.PI);
    switch (node.operation) {
      case 'sqrt':
        return g.divide(g.number(0.5), node);
      case 'exp':
        return node;
      case 'log':
        return g.divide(g.one, u);
      case 'sin':
        return g.apply('cos', u);
      case 'cos':
        return g.negate(g.apply('sin', u));
      case 'sinTurns':
        return g.multiply(turn, g.apply('cosTurns', u));
      case 'cosTurns':
        return g.negate(g.multiply(turn, g.apply('sinTurns', u)));
      case 'tan':
        return g.add(g.one, g.integerPower(node, 2));
      case 'asin':
        return g.divide(g.one, this.#circle(u));
      case 'acos':
        return g.negate(g.divide(g.one, this.#circle(u)));
      case 'atan':
        return g.divide(g.one, g.add(g.one, g.integerPower(u, 2)));
      case 'sinh':
        return g.apply('cosh', u);
      case 'cosh':
        return g.apply('sinh', u);
      case 'tanh':
        return g.subtract(g.one, g.integerPower(node, 2));
      case 'softplus':
        return g.apply('logistic', u);
      case 'logistic':
        return g.multiply(node, g.subtract(g.one, node));
      case 'abs':
        return g.apply('sign', u);
      default:
        return g.zero;
    }
  }

  /** √(1 − u²), written so that it keeps its digits where |u| is near 1. */
  #circle(u: Node): Node {
    const g = this.#graph;
    return g.apply('sqrt', g.multiply(g.subtract(g.one, u), g.add(g.one, u)));
  }
}
