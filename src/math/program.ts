import { type Node, operand } from './graph';
import type { Operation } from './operations';

/** One operation; its operands are registers. */
export interface Instruction {
  readonly operation: Operation;
  readonly operands: readonly number[];
}

/**
 * Nodes of a graph as straight-line code: the registers hold x, y, the parameters, the numbers, and then the
 * result of each instruction in turn. CPU, shader and error bound all follow this one order of operations.
 */
export interface Program {
  readonly letters: readonly string[];
  readonly numbers: readonly number[];
  readonly instructions: readonly Instruction[];
  /** The registers of the nodes that were asked for. */
  readonly outputs: readonly number[];
}

/** Where x and y stand. */
export const FIRST_PARAMETER = 2;

export function firstNumber({ letters }: Program): number {
  return FIRST_PARAMETER + letters.length;
}

export function firstResult(program: Program): number {
  return firstNumber(program) + program.numbers.length;
}

/** The program that computes the given nodes, whose parameters are among the letters. */
export function compile(outputs: readonly Node[], letters: readonly string[]): Program {
  const order = operations(outputs);
  const numbers = [...new Set(order.flatMap(inputs).concat(outputs).flatMap(numberOf))];
  const compiler = new Compiler(letters, numbers);
  for (const node of order) compiler.append(node);
  return {
    letters,
    numbers,
    instructions: compiler.instructions,
    outputs: outputs.map((node) => compiler.register(node)),
  };
}

function numberOf(node: Node): readonly number[] {
  return node.kind === 'number' ? [node.value] : [];
}

/** The operands that an instruction will need; the exponent of an integer power becomes products. */
function inputs(node: Node): readonly Node[] {
  if (node.kind !== 'operation') return [];
  return node.operation === 'integerPower' ? node.operands.slice(0, 1) : node.operands;
}

/** All operations below some nodes, operands first. */
function operations(roots: readonly Node[]): readonly (Node & { kind: 'operation' })[] {
  const seen = new Set<Node>();
  const order: (Node & { kind: 'operation' })[] = [];
  const visit = (node: Node): void => {
    if (node.kind !== 'operation' || seen.has(node)) return;
    seen.add(node);
    node.operands.forEach(visit);
    order.push(node);
  };
  roots.forEach(visit);
  return order;
}

class Compiler {
  readonly instructions: Instruction[] = [];
  readonly #letters: readonly string[];
  readonly #numbers: readonly number[];
  readonly #registers = new Map<Node, number>();
  readonly #powers = new Map<string, number>();

  constructor(letters: readonly string[], numbers: readonly number[]) {
    this.#letters = letters;
    this.#numbers = numbers;
  }

  register(node: Node): number {
    const result = this.#registers.get(node);
    if (result !== undefined) return result;
    if (node.kind === 'variable') return node.name === 'x' ? 0 : 1;
    if (node.kind === 'parameter') return FIRST_PARAMETER + this.#letters.indexOf(node.letter);
    if (node.kind === 'number')
      return FIRST_PARAMETER + this.#letters.length + this.#numbers.indexOf(node.value);
    throw new Error('an operand was not computed before its operation');
  }

  append(node: Node & { kind: 'operation' }): void {
    const { operation, operands } = node;
    if (operation !== 'integerPower') {
      this.#registers.set(
        node,
        this.#emit(
          operation,
          operands.map((inner) => this.register(inner)),
        ),
      );
      return;
    }
    const exponent = operand(node, 1);
    const n = exponent.kind === 'number' ? exponent.value : 1;
    this.#registers.set(node, this.#power(this.register(operand(node, 0)), n));
  }

  /** By repeated squaring; x⁴ and x⁵ share x². */
  #power(base: number, exponent: number): number {
    if (exponent === 1) return base;
    const key = `${base} ${exponent}`;
    const known = this.#powers.get(key);
    if (known !== undefined) return known;
    const even = exponent % 2 === 0;
    const part = this.#power(base, even ? exponent / 2 : exponent - 1);
    const product = this.#emit('multiply', [part, even ? part : base]);
    this.#powers.set(key, product);
    return product;
  }

  #emit(operation: Operation, operands: readonly number[]): number {
    this.instructions.push({ operation, operands });
    return FIRST_PARAMETER + this.#letters.length + this.#numbers.length + this.instructions.length - 1;
  }
}
