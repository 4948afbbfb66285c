import { makeFormulas } from '../math/formulas';
import type { Operation } from '../math/operations';
import { compile, type Instruction } from '../math/program';
import type { Objective } from '../objectives/objective';

/** What one step of gradient descent has to compute, whoever computes it. */
export interface StepWork {
  /** Operations that a processor does in one instruction: additions, multiplications, comparisons, on words too. */
  readonly simple: number;
  /** Divisions, roots and elementary functions, by what they are. */
  readonly special: ReadonlyMap<Operation, number>;
}

/** θ − η∇f: two products, two differences. */
const STEP = 4;
/** |x| and |y| as words, and the larger of each and the farthest so far: shaders/step.wgsl looks for overflow so. */
const WATCH = 4;

const SIMPLE: ReadonlySet<Operation> = new Set<Operation>([
  ...(['add', 'subtract', 'multiply', 'negate'] as const),
  ...(['abs', 'min', 'max', 'choose'] as const),
]);

/** Counts the operations of a step of gradient descent from the objective's graph, as its shader has them. */
export function workOf({ expression }: Pick<Objective, 'expression'>): StepWork {
  const { fx, fy, letters, conditions } = makeFormulas(expression);
  const gradient = compile([fx, fy], letters).instructions;
  const operands = conditions.flatMap((condition) => condition.operands);
  const domain = compile(operands, letters).instructions;
  return countWork([...gradient, ...domain], STEP + WATCH + 2 * conditions.length);
}

/** Counts instructions by what they are, and so many simple ones beside. */
export function countWork(instructions: readonly Instruction[], beside: number): StepWork {
  const special = new Map<Operation, number>();
  let simple = beside;
  for (const { operation } of instructions) {
    if (SIMPLE.has(operation)) simple++;
    else special.set(operation, (special.get(operation) ?? 0) + 1);
  }
  return { simple, special };
}

/** How many simple operations a step is worth, if an operation that is none is worth so many of them. */
export function worthOf({ simple, special }: StepWork, worth: (operation: Operation) => number): number {
  return [...special].reduce((sum, [operation, count]) => sum + count * worth(operation), simple);
}
