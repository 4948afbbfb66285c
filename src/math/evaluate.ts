import type { Condition } from './formulas';
import { type Operation, operate } from './operations';
import { FIRST_PARAMETER, firstNumber, firstResult, type Program } from './program';

/**
 * A program bound to parameter values. The result is the list of its outputs at (x, y), in float64; the array
 * is the evaluator's own and holds the outputs of the latest call.
 */
export type Evaluator = (x: number, y: number) => Float64Array;

/**
 * Interprets a program in float64. What depends on parameters alone is computed once, here; a call makes no
 * garbage.
 */
export function bind(program: Program, parameters: Readonly<Record<string, number>>): Evaluator {
  const { registers, moving } = prepare(program, parameters);
  const { operations, operands, targets } = tape(program, moving);
  const outputs = Int32Array.from(program.outputs);
  const results = new Float64Array(outputs.length);
  return (x, y) => {
    registers[0] = x;
    registers[1] = y;
    run(operations, operands, targets, registers);
    for (let i = 0; i < outputs.length; i++) results[i] = registers[outputs[i]!]!;
    return results;
  };
}

/** Fills the registers with all that does not move with x and y; `moving` lists the instructions that do. */
function prepare(program: Program, parameters: Readonly<Record<string, number>>) {
  const first = firstResult(program);
  const registers = new Float64Array(first + program.instructions.length);
  registers.set(
    program.letters.map((letter) => parameters[letter] ?? Number.NaN),
    FIRST_PARAMETER,
  );
  registers.set(program.numbers, firstNumber(program));
  const moves = new Uint8Array(registers.length).fill(1, 0, FIRST_PARAMETER);
  const moving: number[] = [];
  program.instructions.forEach(({ operation, operands }, i) => {
    if (operands.some((register) => moves[register] === 1)) {
      moves[first + i] = 1;
      moving.push(i);
      return;
    }
    const [a, b, c, d] = operands.map((register) => registers[register]);
    registers[first + i] = operate(operation, a ?? 0, b ?? 0, c ?? 0, d ?? 0);
  });
  return { registers, moving };
}

/** Most operands of an operation. */
const WIDTH = 4;

function tape(program: Program, moving: readonly number[]) {
  const first = firstResult(program);
  const operations: Operation[] = [];
  const operands = new Int32Array(WIDTH * moving.length);
  const targets = Int32Array.from(moving, (i) => first + i);
  moving.forEach((i, place) => {
    const instruction = program.instructions[i]!;
    operations.push(instruction.operation);
    operands.set(instruction.operands, WIDTH * place);
  });
  return { operations, operands, targets };
}

/** The inner loop. The frequent operations are written out, as a call would box its result. */
function run(
  operations: readonly Operation[],
  operands: Int32Array,
  targets: Int32Array,
  registers: Float64Array,
): void {
  for (let i = 0, at = 0; i < operations.length; i++, at += WIDTH) {
    const operation = operations[i]!;
    const a = registers[operands[at]!]!;
    const b = registers[operands[at + 1]!]!;
    if (operation === 'multiply') registers[targets[i]!] = a * b;
    else if (operation === 'add') registers[targets[i]!] = a + b;
    else if (operation === 'subtract') registers[targets[i]!] = a - b;
    else if (operation === 'divide') registers[targets[i]!] = a / b;
    else if (operation === 'negate') registers[targets[i]!] = -a;
    else {
      const c = registers[operands[at + 2]!]!;
      const d = registers[operands[at + 3]!]!;
      registers[targets[i]!] = operate(operation, a, b, c, d);
    }
  }
}

/** Whether a condition holds for the values of its operands; never for NaN. */
export function holds(rule: Condition['rule'], u: number, v: number): boolean {
  switch (rule) {
    case 'positive':
      return u > 0;
    case 'nonNegative':
      return u >= 0;
    case 'nonZero':
      return u < 0 || u > 0;
    case 'unit':
      return Math.abs(u) <= 1;
    default:
      return u > 0 || (u < 0 && Number.isInteger(v)) || (u === 0 && v >= 0);
  }
}
