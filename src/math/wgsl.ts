import type { Condition, Formulas } from './formulas';
import type { Node } from './graph';
import type { Operation } from './operations';
import {
  compile,
  FIRST_PARAMETER,
  firstNumber,
  firstResult,
  type Instruction,
  type Program,
} from './program';

/**
 * The WGSL of an objective: `objective_value`, `objective_gradient`, `objective_hessian`, `objective_defined`.
 * It depends on the formula alone, never on parameter values, and is made of node operations and numbers only.
 * It needs `problem` (shaders/problem.wgsl) and the functions of shaders/elementary.wgsl.
 */
export function emitWgsl(formulas: Formulas): string {
  const { f, fx, fy, fxx, fxy, fyy, letters, conditions } = formulas;
  return [
    emitFunction('objective_value', 'f32', compile([f], letters), ([value]) => `${value}`),
    emitFunction('objective_gradient', 'vec2f', compile([fx, fy], letters), (g) => `vec2f(${g.join(', ')})`),
    emitFunction(
      'objective_hessian',
      'vec3f',
      compile([fxx, fxy, fyy], letters),
      (h) => `vec3f(${h.join(', ')})`,
    ),
    emitDefined(conditions, letters),
  ].join('\n');
}

function emitDefined(conditions: readonly Condition[], letters: readonly string[]): string {
  const operands: readonly Node[] = conditions.flatMap((condition) => condition.operands);
  return emitFunction('objective_defined', 'bool', compile(operands, letters), (names) => {
    let next = 0;
    const tests = conditions.map(({ rule, operands: { length } }) => {
      next += length;
      return emitCondition(rule, names.slice(next - length, next));
    });
    // Not &&: its branches would cost SwiftShader's compiler seconds.
    return tests.map((test) => `(${test})`).join(' & ') || 'true';
  });
}

function emitCondition(rule: Condition['rule'], [u, v]: readonly string[]): string {
  switch (rule) {
    case 'positive':
      return `${u} > 0.0f`;
    case 'nonNegative':
      return `${u} >= 0.0f`;
    case 'nonZero':
      return `${u} != 0.0f`;
    case 'unit':
      return `abs(${u}) <= 1.0f`;
    default:
      return `precise_pow_defined(${u}, ${v})`;
  }
}

/** A program as a function of p, whose result is an expression of the names of its outputs. */
export function emitFunction(
  name: string,
  type: string,
  program: Program,
  result: (outputs: readonly string[]) => string,
): string {
  const nameOf = namer(program);
  const first = firstResult(program);
  const used = new Set([...program.instructions.flatMap(({ operands }) => operands), ...program.outputs]);
  const parameters = program.letters.flatMap((letter, i) => {
    const component = `problem.parameters[${Math.floor(i / 4)}].${'xyzw'[i % 4]}`;
    return used.has(FIRST_PARAMETER + i) ? [`  let parameter_${letter} = ${component};`] : [];
  });
  const statements = program.instructions.map((instruction, i) => {
    return `  let ${nameOf(first + i)} = ${emitInstruction(instruction, nameOf)};`;
  });
  const returned = `  return ${result(program.outputs.map(nameOf))};`;
  return [`fn ${name}(p: vec2f) -> ${type} {`, ...parameters, ...statements, returned, '}', ''].join('\n');
}

function namer(program: Program): (register: number) => string {
  return (register) => {
    if (register < FIRST_PARAMETER) return register === 0 ? 'p.x' : 'p.y';
    const number = program.numbers[register - firstNumber(program)];
    if (number !== undefined) return emitNumber(number);
    const letter = program.letters[register - FIRST_PARAMETER];
    return letter === undefined ? `t${register - firstResult(program)}` : `parameter_${letter}`;
  };
}

/** The smallest normal f32; below it hardware may or may not flush to zero, so it is done here. */
const SMALLEST = 2 ** -126;

/** A literal of type f32, in brackets if negative. */
function emitNumber(value: number): string {
  const size = Math.abs(value) < SMALLEST ? 0 : Math.abs(value);
  const digits = Number.isInteger(size) && size < 1e9 ? `${size}.0f` : `${size}f`;
  return value < 0 ? `(-${digits})` : digits;
}

const INFIX: ReadonlyMap<Operation, string> = new Map([
  ['add', '+'],
  ['subtract', '-'],
  ['multiply', '*'],
  ['divide', '/'],
]);

const CALLS: ReadonlyMap<Operation, string> = new Map([
  ['power', 'precise_pow'],
  ['exp', 'precise_exp'],
  ['log', 'precise_log'],
  ['sin', 'precise_sin'],
  ['cos', 'precise_cos'],
  ['sinTurns', 'precise_sin_turns'],
  ['cosTurns', 'precise_cos_turns'],
  ['tan', 'precise_tan'],
  ['asin', 'precise_asin'],
  ['acos', 'precise_acos'],
  ['atan', 'precise_atan'],
  ['sinh', 'precise_sinh'],
  ['cosh', 'precise_cosh'],
  ['tanh', 'precise_tanh'],
  ['softplus', 'precise_softplus'],
  ['logistic', 'precise_logistic'],
]);

function emitInstruction({ operation, operands }: Instruction, nameOf: (register: number) => string): string {
  const names = operands.map(nameOf);
  const [a, b, u, v] = names;
  const sign = INFIX.get(operation);
  if (sign !== undefined) return `${a} ${sign} ${b}`;
  if (operation === 'negate') return `-${a}`;
  if (operation === 'choose') return `select(${v}, ${u}, ${a} <= ${b})`;
  return `${CALLS.get(operation) ?? operation}(${names.join(', ')})`;
}
