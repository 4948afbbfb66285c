import type { Graph, Node } from './graph';
import type { Operation } from './operations';

/** 2⁻²⁴: the relative error of one correctly rounded f32 operation. */
export const UNIT = 2 ** -24;

/** An absolute error in units of 2⁻²⁴ for results that are flushed to zero below 2⁻¹²⁶. */
const FLUSH = 2 ** -126 / UNIT;

/** WGSL lets a division err by 2.5 ulp, and a square root by that and the 2 ulp of inverseSqrt ("Floating point accuracy"). */
const DIVISION = 5;
const SQUARE_ROOT = 9;

/** Arguments beyond this leave sin, cos and tan without any promise. */
const LARGEST_ANGLE = 1e4;

/** How far a result may be off, as formulas. */
export interface ErrorBound {
  /** In units of 2⁻²⁴. */
  readonly error: Node;
  /** Positive where nothing can be promised, else 0. */
  readonly wild: Node;
}

/**
 * The rules of running error analysis, each as a formula of the graph that the results themselves are formulas of, so
 * that CPU and shader evaluate one and the same.
 *
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, §3.3.
 */
export class ErrorRules {
  readonly #g: Graph;

  constructor(graph: Graph) {
    this.#g = graph;
  }

  /** The error of r = operation(operands), given what the operands are and how far off: own(r) + Σ |∂r/∂uᵢ| E(uᵢ). */
  bound(operation: Operation, r: Node, operands: readonly Node[], errors: readonly ErrorBound[]): ErrorBound {
    const [u = this.#g.zero, v = this.#g.zero] = operands;
    const inherited = this.#inherited(operation, r, operands, errors);
    const own = this.own(operation, r, u, v);
    const wild = operation === 'tan' ? this.#beyondAngles(u, this.#number(1)) : this.#g.zero;
    return { error: this.#sum(own, inherited.error), wild: this.#any(wild, inherited.wild) };
  }

  /** The bound, wild also where |r| is larger than this. */
  wildBeyond(largest: number, r: Node, { error, wild }: ErrorBound): ErrorBound {
    const beyond = this.#g.choose(this.#size(r), this.#number(largest), this.#g.zero, this.#g.one);
    return { error, wild: this.#any(wild, beyond) };
  }

  /**
   * What an f32 operation adds of its own, in units of 2⁻²⁴, for exact operands u and v and the result r:
   * IEEE for + − ×, the WGSL specification for ÷ and √, and for the functions of shaders/elementary.wgsl their
   * error on top of the divisions and roots in them. tests/gpu/elementary.test.ts holds them to this.
   */
  own(operation: Operation, r: Node, u: Node, v: Node): Node {
    switch (operation) {
      case 'negate':
      case 'abs':
      case 'sign':
      case 'min':
      case 'max':
      case 'choose':
        return this.#g.zero;
      default:
        return this.#sum(this.#ownOf(operation, r, u, v), this.#number(FLUSH));
    }
  }

  #ownOf(operation: Operation, r: Node, u: Node, v: Node): Node {
    const size = this.#size(r);
    const times = (factor: number, more = 0) => this.#sum(this.#scaled(factor, size), this.#number(more));
    switch (operation) {
      case 'divide':
        return times(DIVISION);
      case 'sqrt':
        return times(SQUARE_ROOT);
      case 'exp':
      case 'log':
        return times(1.5);
      case 'power': {
        const exponent = this.#size(this.#g.multiply(v, this.#g.apply('log', this.#size(u))));
        return this.#g.multiply(this.#sum(this.#scaled(2.5, exponent), this.#number(1.5)), size);
      }
      case 'sin':
      case 'cos':
        return this.#withinAngles(u, this.#sum(times(3), this.#scaled(1e-4, this.#size(u))));
      case 'tan': {
        const steepness = this.#sum(this.#number(1), this.#square(r));
        const reduced = this.#g.multiply(this.#scaled(1e-4, this.#size(u)), steepness);
        return this.#sum(times(11), reduced);
      }
      case 'sinTurns':
      case 'cosTurns':
        return times(3, 1e-6);
      case 'asin':
        return times(24);
      case 'acos':
        return times(13);
      case 'atan':
        return times(9);
      case 'sinh':
      case 'cosh':
        return times(5);
      case 'tanh':
      case 'logistic':
        return times(8);
      case 'softplus':
        return times(3, 1.5);
      default:
        return size;
    }
  }

  /** Σ |∂r/∂uᵢ| E(uᵢ); wild where an error reaches a pole or the edge of a domain. */
  #inherited(
    operation: Operation,
    r: Node,
    [a = this.#g.zero, b = this.#g.zero, c = this.#g.zero, d = this.#g.zero]: readonly Node[],
    [ea = this.#exact, eb = this.#exact, ec = this.#exact, ed = this.#exact]: readonly ErrorBound[],
  ): ErrorBound {
    const wild = this.#any(ea.wild, eb.wild);
    switch (operation) {
      case 'add':
      case 'subtract':
        return { error: this.#sum(ea.error, eb.error), wild };
      case 'multiply':
        return { error: this.#ofProduct(a, b, ea.error, eb.error), wild };
      case 'divide':
        return {
          error: this.#g.divide(
            this.#sum(ea.error, this.#g.multiply(this.#size(r), eb.error)),
            this.#least(b, eb.error),
          ),
          wild: this.#any(wild, this.#reaches(b, eb.error)),
        };
      case 'power':
        return this.#ofPower(r, a, b, ea, eb);
      case 'min':
      case 'max': {
        const excess = operation === 'min' ? this.#g.subtract(a, b) : this.#g.subtract(b, a);
        return this.#ofChoice(excess, this.#sum(ea.error, eb.error), ea, eb);
      }
      case 'choose':
        return this.#ofChoice(
          this.#g.subtract(a, b),
          this.#sum(ea.error, eb.error),
          ec,
          ed,
          this.#scaled(1 / UNIT, this.#size(this.#g.subtract(c, d))),
        );
      case 'sign':
        return { error: this.#scaled(2 / UNIT, this.#reaches(a, ea.error)), wild };
      default:
        return this.#ofFunction(operation, r, a, ea);
    }
  }

  /** |a| E(b) + |b| E(a) + 3·2⁻²⁴E(a)E(b), which holds for the computed a and b as well as for the exact ones. */
  #ofProduct(a: Node, b: Node, ea: Node, eb: Node): Node {
    const both = this.#scaled(3 * UNIT, this.#g.multiply(ea, eb));
    return this.#sum(this.#g.multiply(this.#size(a), eb), this.#g.multiply(this.#size(b), ea), both);
  }

  #ofPower(r: Node, u: Node, v: Node, eu: ErrorBound, ev: ErrorBound): ErrorBound {
    const g = this.#g;
    const relative = g.divide(g.multiply(this.#size(v), eu.error), this.#least(u, eu.error));
    const byExponent = g.multiply(this.#size(g.apply('log', this.#size(u))), ev.error);
    return {
      error: g.multiply(this.#size(r), this.#sum(relative, byExponent)),
      wild: this.#any(eu.wild, ev.wild, this.#reaches(u, eu.error)),
    };
  }

  /** Of the first where the difference is not positive, else of the second; where errors may decide, of both and the gap. */
  #ofChoice(
    difference: Node,
    error: Node,
    first: ErrorBound,
    second: ErrorBound,
    gap = this.#g.zero,
  ): ErrorBound {
    const undecided = this.#reaches(difference, error);
    const pick = (one: Node, other: Node, both: Node) => {
      const decided = this.#g.choose(difference, this.#g.zero, one, other);
      return this.#g.choose(undecided, this.#g.zero, decided, both);
    };
    const larger = this.#larger(first.error, second.error);
    return {
      error: pick(first.error, second.error, this.#sum(larger, gap)),
      wild: pick(first.wild, second.wild, this.#any(first.wild, second.wild)),
    };
  }

  #ofFunction(operation: Operation, r: Node, u: Node, { error, wild }: ErrorBound): ErrorBound {
    if (this.#isZero(error)) return { error, wild };
    return {
      error: this.#g.multiply(this.#steepness(operation, r, u, error), error),
      wild: this.#any(wild, this.#edge(operation, u, error)),
    };
  }

  /** Whether the error reaches the edge of the operation's domain. */
  #edge(operation: Operation, u: Node, error: Node): Node {
    if (operation === 'sqrt' || operation === 'log') return this.#reaches(u, error);
    if (operation !== 'asin' && operation !== 'acos') return this.#g.zero;
    return this.#reaches(this.#g.subtract(this.#g.one, this.#size(u)), error);
  }

  /** |g′(u)|. */
  #steepness(operation: Operation, r: Node, u: Node, error: Node): Node {
    const g = this.#g;
    const inverse = (w: Node) => g.divide(g.one, w);
    switch (operation) {
      case 'sqrt':
        return g.divide(this.#number(0.5), r);
      case 'exp':
        return r;
      case 'log':
        return inverse(this.#least(u, error));
      case 'sin':
        return this.#size(g.apply('cos', u));
      case 'cos':
        return this.#size(g.apply('sin', u));
      case 'sinTurns':
        return this.#scaled(2 * Math.PI, this.#size(g.apply('cosTurns', u)));
      case 'cosTurns':
        return this.#scaled(2 * Math.PI, this.#size(g.apply('sinTurns', u)));
      case 'tan':
        return g.add(g.one, this.#square(r));
      case 'asin':
      case 'acos':
        return inverse(g.apply('sqrt', g.multiply(g.subtract(g.one, u), g.add(g.one, u))));
      case 'atan':
        return inverse(g.add(g.one, this.#square(u)));
      case 'sinh':
        return g.apply('cosh', u);
      case 'cosh':
        return this.#size(g.apply('sinh', u));
      case 'tanh':
        return inverse(this.#square(g.apply('cosh', u)));
      case 'softplus':
        return g.apply('logistic', u);
      case 'logistic':
        return g.multiply(r, g.subtract(g.one, r));
      default:
        return g.one;
    }
  }

  /** 1 where an error may take u to 0 or halfway there, beyond which first order says nothing; else 0. */
  #reaches(u: Node, error: Node): Node {
    if (this.#isZero(error)) return this.#g.zero;
    return this.#g.choose(this.#size(u), this.#scaled(2 * UNIT, error), this.#g.one, this.#g.zero);
  }

  /** What |u| is at least. */
  #least(u: Node, error: Node): Node {
    return this.#g.subtract(this.#size(u), this.#scaled(UNIT, error));
  }

  #withinAngles(u: Node, promise: Node): Node {
    return this.#g.choose(this.#size(u), this.#number(LARGEST_ANGLE), promise, this.#number(2 / UNIT));
  }

  #beyondAngles(u: Node, value: Node): Node {
    return this.#g.choose(this.#size(u), this.#number(LARGEST_ANGLE), this.#g.zero, value);
  }

  /** Positive where one of them is. */
  #any(...wild: readonly Node[]): Node {
    return wild.reduce((one, other) => this.#larger(one, other));
  }

  #larger(a: Node, b: Node): Node {
    if (this.#isZero(a)) return b;
    return this.#isZero(b) ? a : this.#g.extreme('max', a, b);
  }

  #sum(...terms: readonly Node[]): Node {
    return terms.reduce((sum, term) => this.#g.add(sum, term));
  }

  #square(u: Node): Node {
    return this.#g.integerPower(u, 2);
  }

  #scaled(factor: number, u: Node): Node {
    return this.#g.multiply(this.#number(factor), u);
  }

  #size(u: Node): Node {
    return this.#g.apply('abs', u);
  }

  #number(value: number): Node {
    return this.#g.number(value);
  }

  #isZero(node: Node): boolean {
    return node === this.#g.zero;
  }

  get #exact(): ErrorBound {
    return { error: this.#g.zero, wild: this.#g.zero };
  }
}
