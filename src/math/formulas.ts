import { Derivatives } from './derivative';
import { ExpressionError, parseExpression, type Syntax } from './expression';
import { Graph, isNonNegative, isPositive, type Node, NotFiniteError } from './graph';
import { weight } from './operations';
import { quadraticForm, varies } from './polynomial';
import { compile } from './program';
import type { FunctionName } from './words';

/** Something that must hold where f is defined: u > 0, u ≥ 0, u ≠ 0, |u| ≤ 1, or that u^v exists. */
export interface Condition {
  readonly rule: 'positive' | 'nonNegative' | 'nonZero' | 'unit' | 'power';
  readonly operands: readonly Node[];
}

/** f and its exact first and second derivatives as nodes of one graph. */
export interface Formulas {
  readonly f: Node;
  readonly fx: Node;
  readonly fy: Node;
  readonly fxx: Node;
  readonly fxy: Node;
  readonly fyy: Node;
  /** The parameters, sorted; at most 16. */
  readonly letters: readonly string[];
  /** f is defined where all of these hold. */
  readonly conditions: readonly Condition[];
  /** f is a polynomial of degree two at most, and so fxx, fxy, fyy hold neither x nor y. */
  readonly quadratic: boolean;
}

const MOST_PARAMETERS = 16;

/**
 * Weighted operations of f, ∇f, H and their domain together. Formulas of 2,000 to 2,800 took SwiftShader, on two
 * busy cores, 0.1–0.3 s for a shader with all four and at most 0.6 s for the step of gradient flow; 6,500 took 4 s.
 */
const MOST_OPERATIONS = 3000;

/**
 * Reads a formula and differentiates it.
 *
 * @throws {ExpressionError} for what `parseExpression` refuses, for parts that are not finite numbers (1/0),
 *   for more than 16 parameters, and for formulas that are too long for the GPU's compiler
 */
export function makeFormulas(text: string): Formulas {
  const builder = new Builder();
  const f = builder.build(parseExpression(text));
  const derivatives = differentiate(builder.graph, f, builder.conditions);
  const formulas = {
    f,
    ...derivatives,
    letters: [...builder.letters].sort(),
    conditions: builder.conditions,
  };
  checkSize(formulas);
  return formulas;
}

function differentiate(graph: Graph, f: Node, conditions: readonly Condition[]) {
  try {
    const derivatives = new Derivatives(graph);
    const fx = derivatives.of(f, 'x');
    const fy = derivatives.of(f, 'y');
    const everywhere = !conditions.some(({ operands }) => operands.some(varies));
    const form = everywhere ? quadraticForm(graph, f) : null;
    const fxx = form?.xx ?? derivatives.of(fx, 'x');
    const fxy = form?.xy ?? derivatives.of(fx, 'y');
    const fyy = form?.yy ?? derivatives.of(fy, 'y');
    return { fx, fy, fxx, fxy, fyy, quadratic: form !== null };
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
    throw new ExpressionError('The derivatives of this formula hold numbers beyond 3.4e38.', 1);
  }
}

/** The weight of all that shaders are given: f, ∇f, H and where they are defined. */
function compilerLoad({ f, fx, fy, fxx, fxy, fyy, letters, conditions }: Formulas): number {
  const domain = conditions.flatMap(({ operands }) => operands);
  const programs = [[f], [fx, fy], [fxx, fxy, fyy], domain].map((outputs) => compile(outputs, letters));
  const instructions = programs.flatMap((program) => program.instructions);
  return instructions.reduce((sum, { operation }) => sum + weight(operation), conditions.length);
}

function checkSize(formulas: Formulas): void {
  const load = compilerLoad(formulas);
  if (load <= MOST_OPERATIONS) return;
  throw new ExpressionError(
    `The formula is too long for the GPU: with its derivatives it takes ${load} operations, of ${MOST_OPERATIONS}.`,
    1,
  );
}

/** Turns syntax into nodes, and notes letters and where the formula is defined before simplification hides it. */
class Builder {
  readonly graph = new Graph();
  readonly letters = new Set<string>();
  readonly conditions: Condition[] = [];

  build(syntax: Syntax): Node {
    switch (syntax.kind) {
      case 'number':
        return this.graph.number(syntax.value);
      case 'variable':
        return this.graph[syntax.name];
      case 'parameter':
        return this.#parameter(syntax.name, syntax.column);
      default:
        return this.#call(syntax);
    }
  }

  #parameter(letter: string, column: number): Node {
    this.letters.add(letter);
    if (this.letters.size > MOST_PARAMETERS) {
      throw new ExpressionError(`At most ${MOST_PARAMETERS} different parameters are allowed.`, column);
    }
    return this.graph.parameter(letter);
  }

  #call(syntax: Syntax & { kind: 'call' }): Node {
    const operands = syntax.arguments.map((argument) => this.build(argument));
    try {
      return this.#operation(syntax.name, operands);
    } catch (error) {
      if (!(error instanceof NotFiniteError)) throw error;
      const culprit = syntax.name === 'divide' ? syntax.arguments.at(-1) : undefined;
      throw new ExpressionError(
        `This part is not a finite number: ${error.message}.`,
        (culprit ?? syntax).column,
      );
    }
  }

  #operation(name: (Syntax & { kind: 'call' })['name'], operands: readonly Node[]): Node {
    const g = this.graph;
    const [u = g.zero, v = g.zero] = operands;
    switch (name) {
      case 'add':
      case 'subtract':
      case 'multiply':
        return g[name](u, v);
      case 'negate':
        return g.negate(u);
      case 'divide':
        this.#require('nonZero', v);
        return g.divide(u, v);
      case 'power':
        this.#requirePower(u, v);
        return g.power(u, v);
      case 'min':
      case 'max':
        return operands.reduce((extreme, next) => g.extreme(name, extreme, next));
      default:
        return this.#function(name, u);
    }
  }

  #function(name: Exclude<FunctionName, 'min' | 'max'>, u: Node): Node {
    const g = this.graph;
    if (name.startsWith('log')) this.#require('positive', u);
    if (name === 'sqrt') this.#require('nonNegative', u);
    if (name === 'asin' || name === 'acos') this.#require('unit', u);
    if (name !== 'log10' && name !== 'log2') return g.apply(name, u);
    if (u.kind === 'number') return g.number(Math[name](u.value));
    return g.multiply(g.number(name === 'log2' ? Math.LOG2E : Math.LOG10E), g.apply('log', u));
  }

  /** u^v exists for u > 0; for integers v also below, for v > 0 also at 0. */
  #requirePower(u: Node, v: Node): void {
    if (u.kind === 'number') return;
    if (v.kind !== 'number') {
      if (varies(v)) this.#require('positive', u);
      else if (!isPositive(u)) this.#note('power', [u, v]);
    } else if (Number.isInteger(v.value)) {
      if (v.value < 0) this.#require('nonZero', u);
    } else {
      this.#require(v.value > 0 ? 'nonNegative' : 'positive', u);
    }
  }

  #require(rule: 'positive' | 'nonNegative' | 'nonZero' | 'unit', u: Node): void {
    const holds = rule === 'nonNegative' ? isNonNegative(u) : rule !== 'unit' && isPositive(u);
    if (u.kind !== 'number' && !holds) this.#note(rule, [u]);
  }

  #note(rule: Condition['rule'], operands: readonly Node[]): void {
    const known = this.conditions.some((condition) => {
      return condition.rule === rule && condition.operands.every((node, i) => node === operands[i]);
    });
    if (!known) this.conditions.push({ rule, operands });
  }
}
