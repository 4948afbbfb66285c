import { type ErrorBound, ErrorRules, UNIT } from './errorRules';
import { bind } from './evaluate';
import { Graph, type Node, NotFiniteError } from './graph';
import type { Operation } from './operations';
import { compile, type Program } from './program';

export { UNIT } from './errorRules';

/** What a parameter is off by when a shader reads it, in units of 2⁻²⁴. */
export type ParameterError = (graph: Graph, letter: string) => Node;

/** How the bound of a result is told that f32 cannot hold it. */
export type Overflow = 'tested' | 'shows';

/** For each output of a program, E with |f32 result − exact| ≤ E·2⁻²⁴ to first order; Infinity where that says nothing. */
export type RoundingBound = (x: number, y: number) => Float64Array;

/** Results beyond this overflow. */
const LARGEST = 3.4028234e38;

/**
 * The running error bound of a program as a shader computes it in f32, in the order of its instructions, with or
 * without fused multiply-adds. x and y are exact; parameters and numbers are rounded to f32 on the way in.
 *
 * E(r) = own(r) + Σ |∂r/∂uᵢ| E(uᵢ) for each operation.
 *
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, §3.3.
 */
export function bindRounding(program: Program, parameters: Readonly<Record<string, number>>): RoundingBound {
  const count = program.outputs.length;
  const error: ParameterError = (graph, letter) => graph.number(roundingOf(parameters[letter] ?? 0));
  const bounding = boundingProgram(program, error, 'tested');
  if (bounding === null) return () => new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const evaluate = bind(bounding, parameters);
  return (x, y) => {
    const numbers = evaluate(x, y);
    const promised = (value: number, i: number) => numbers[count + i] === 0 && !Number.isNaN(value);
    return numbers.slice(0, count).map((value, i) => (promised(value, i) ? value : Number.POSITIVE_INFINITY));
  };
}

/** What an f32 operation adds of its own to r = operation(u, v), in units of 2⁻²⁴; Infinity where f32 cannot hold that. */
export function ownError(operation: Operation, r: number, u: number, v: number): number {
  const graph = new Graph();
  const number = (value: number) => graph.number(value);
  const own = ifFinite(() => new ErrorRules(graph).own(operation, number(r), number(u), number(v)));
  return own?.kind === 'number' ? own.value : Number.POSITIVE_INFINITY;
}

/**
 * The bounds of a program's outputs as a program itself: first E of each, in units of 2⁻²⁴, then for each a number that
 * is 0 where that is promised and else positive. Null where they hold a number that f32 cannot.
 *
 * They hold whether x, y and all between are exact or as the shader computes them: the difference is of second order.
 */
export function boundingProgram(
  program: Program,
  parameterError: ParameterError,
  overflow: Overflow,
): Program | null {
  const bounds = ifFinite(() => outputBounds(program, parameterError, overflow));
  if (bounds === null) return null;
  return compile([...bounds.map(({ error }) => error), ...bounds.map(({ wild }) => wild)], program.letters);
}

/** What is made of a graph's nodes, or null if one of its numbers is more than f32 can hold. */
function ifFinite<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotFiniteError) return null;
    throw error;
  }
}

function outputBounds(
  program: Program,
  parameterError: ParameterError,
  overflow: Overflow,
): readonly ErrorBound[] {
  const graph = new Graph();
  const rules = new ErrorRules(graph);
  const { letters, numbers } = program;
  const values = [graph.x, graph.y].concat(
    letters.map((letter) => graph.parameter(letter)),
    numbers.map((value) => graph.number(value)),
  );
  const errors = [graph.zero, graph.zero].concat(
    letters.map((letter) => parameterError(graph, letter)),
    numbers.map((value) => graph.number(roundingOf(value))),
  );
  const bounds: ErrorBound[] = errors.map((error) => ({ error, wild: graph.zero }));
  for (const { operation, operands } of program.instructions) {
    const inputs = operands.map((register) => values[register]!);
    const r = nodeOf(graph, operation, inputs);
    const bound = rules.bound(
      operation,
      r,
      inputs,
      operands.map((register) => bounds[register]!),
    );
    values.push(r);
    bounds.push(overflow === 'tested' ? rules.wildBeyond(LARGEST, r, bound) : bound);
  }
  return program.outputs.map((register) => bounds[register]!);
}

/** By how much a number changes when it becomes an f32, in units of 2⁻²⁴. */
function roundingOf(value: number): number {
  return Math.abs(value - Math.fround(value)) / UNIT;
}

function nodeOf(graph: Graph, operation: Operation, operands: readonly Node[]): Node {
  const { zero } = graph;
  const [a = zero, b = zero, c = zero, d = zero] = operands;
  switch (operation) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
      return graph[operation](a, b);
    case 'negate':
      return graph.negate(a);
    case 'min':
    case 'max':
      return graph.extreme(operation, a, b);
    case 'choose':
      return graph.choose(a, b, c, d);
    case 'integerPower':
      throw new Error('programs have products in place of integer powers');
    default:
      return graph.apply(operation, a);
  }
}
