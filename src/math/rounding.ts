import { type Operation, operate } from './operations';
import { FIRST_PARAMETER, firstNumber, firstResult, type Program } from './program';

/** 2⁻²⁴: the relative error of one correctly rounded f32 operation. */
export const UNIT = 2 ** -24;

/** An absolute error in units of 2⁻²⁴ for results that are flushed to zero below 2⁻¹²⁶. */
const FLUSH = 2 ** -126 / UNIT;

/** WGSL lets a division err by 2.5 ulp, and a square root by that and the 2 ulp of inverseSqrt ("Floating point accuracy"). */
const DIVISION = 5;
const SQUARE_ROOT = 9;

/** Results beyond this overflow. */
const LARGEST = 3.4028234e38;

/** Arguments beyond this leave sin, cos and tan without any promise. */
const LARGEST_ANGLE = 1e4;

/**
 * What an f32 operation adds of its own, in units of 2⁻²⁴, for exact operands u and v and the result r:
 * IEEE for + − ×, the WGSL specification for ÷ and √, and for the functions of shaders/elementary.wgsl their
 * error on top of the divisions and roots in them. tests/gpu/elementary.test.ts holds them to this.
 */
export function ownError(operation: Operation, r: number, u: number, v: number): number {
  const size = Math.abs(r);
  switch (operation) {
    case 'negate':
    case 'abs':
    case 'sign':
    case 'min':
    case 'max':
    case 'choose':
      return 0;
    case 'divide':
      return DIVISION * size;
    case 'sqrt':
      return SQUARE_ROOT * size;
    case 'exp':
    case 'log':
      return 1.5 * size;
    case 'power':
      return (2.5 * Math.abs(v * Math.log(Math.abs(u))) + 1.5) * size;
    case 'sin':
    case 'cos':
      return Math.abs(u) <= LARGEST_ANGLE ? 3 * size + 1e-4 * Math.abs(u) : 2 / UNIT;
    case 'tan':
      return Math.abs(u) <= LARGEST_ANGLE
        ? 11 * size + 1e-4 * Math.abs(u) * (1 + size * size)
        : Number.POSITIVE_INFINITY;
    case 'sinTurns':
    case 'cosTurns':
      return 3 * size + 1e-6;
    case 'asin':
      return 24 * size;
    case 'acos':
      return 13 * size;
    case 'atan':
      return 9 * size;
    case 'sinh':
    case 'cosh':
      return 5 * size;
    case 'tanh':
    case 'logistic':
      return 8 * size;
    case 'softplus':
      return 3 * size + 1.5;
    default:
      return size;
  }
}

/** For each output of a program, E with |f32 result − exact| ≤ E·2⁻²⁴ to first order; Infinity where that says nothing. */
export type RoundingBound = (x: number, y: number) => Float64Array;

/**
 * The running error bound of a program as a shader computes it in f32, in the order of its instructions, with or
 * without fused multiply-adds. x and y are exact; parameters and numbers are rounded to f32 on the way in.
 *
 * E(r) = own(r) + Σ |∂r/∂uᵢ| E(uᵢ) for each operation.
 *
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, §3.3.
 */
export function bindRounding(program: Program, parameters: Readonly<Record<string, number>>): RoundingBound {
  const first = firstResult(program);
  const values = new Float64Array(first + program.instructions.length);
  const errors = new Float64Array(values.length);
  values.set(
    program.letters.map((letter) => parameters[letter] ?? Number.NaN),
    FIRST_PARAMETER,
  );
  values.set(program.numbers, firstNumber(program));
  for (let i = FIRST_PARAMETER; i < first; i++)
    errors[i] = Math.abs(values[i]! - Math.fround(values[i]!)) / UNIT;
  return (x, y) => {
    values.set([x, y]);
    program.instructions.forEach(({ operation, operands }, i) => {
      const [a = 0, b = 0, c = 0, d = 0] = operands.map((register) => values[register]!);
      const incoming = operands.map((register) => errors[register]!);
      const r = operate(operation, a, b, c, d);
      values[first + i] = r;
      const own = ownError(operation, r, a, b) + (isExact(operation) ? 0 : FLUSH);
      const error = own + inheritedError(operation, r, [a, b, c, d], incoming);
      errors[first + i] = Math.abs(r) <= LARGEST && !Number.isNaN(error) ? error : Number.POSITIVE_INFINITY;
    });
    return Float64Array.from(program.outputs, (register) => errors[register]!);
  };
}

function isExact(operation: Operation): boolean {
  return ownError(operation, 1, 1, 1) === 0;
}

type Four = readonly [number, number, number, number];

/** Σ |∂r/∂uᵢ| E(uᵢ); Infinity where an error reaches a pole or the edge of a domain. */
function inheritedError(
  operation: Operation,
  r: number,
  [a, b, c, d]: Four,
  errors: readonly number[],
): number {
  const [ea = 0, eb = 0, ec = 0, ed = 0] = errors;
  switch (operation) {
    case 'add':
    case 'subtract':
      return ea + eb;
    case 'multiply':
      return Math.abs(b) * ea + Math.abs(a) * eb;
    case 'divide':
      return reaches(b, eb) ? Number.POSITIVE_INFINITY : (ea + Math.abs(r) * eb) / Math.abs(b);
    case 'power':
      return inheritedByPower(r, a, b, ea, eb);
    case 'min':
    case 'max':
      return reaches(a - b, ea + eb) ? Math.max(ea, eb) : r === a ? ea : eb;
    case 'choose':
      if (reaches(a - b, ea + eb)) return Math.max(ec, ed) + Math.abs(c - d) / UNIT;
      return a <= b ? ec : ed;
    case 'sign':
      return reaches(a, ea) ? 2 / UNIT : 0;
    default:
      return ea === 0 ? 0 : steepness(operation, r, a, ea) * ea;
  }
}

function inheritedByPower(r: number, u: number, v: number, eu: number, ev: number): number {
  if (reaches(u, eu)) return Number.POSITIVE_INFINITY;
  const byBase = eu === 0 ? 0 : Math.abs((v * r) / u) * eu;
  return byBase + (ev === 0 ? 0 : Math.abs(r * Math.log(Math.abs(u))) * ev);
}

/** Whether an error may take u to 0 or halfway there, beyond which first order says nothing. */
function reaches(u: number, error: number): boolean {
  return error > 0 && error * UNIT * 2 >= Math.abs(u);
}

/** |g′(u)|. */
function steepness(operation: Operation, r: number, u: number, error: number): number {
  const edge = operation === 'asin' || operation === 'acos' ? 1 - Math.abs(u) : u;
  const hasEdge = operation === 'sqrt' || operation === 'log' || edge !== u;
  if (hasEdge && reaches(edge, error)) return Number.POSITIVE_INFINITY;
  switch (operation) {
    case 'sqrt':
      return 0.5 / r;
    case 'exp':
      return r;
    case 'log':
      return 1 / u;
    case 'sin':
      return Math.abs(Math.cos(u));
    case 'cos':
      return Math.abs(Math.sin(u));
    case 'sinTurns':
      return 2 * Math.PI * Math.abs(operate('cosTurns', u, 0, 0, 0));
    case 'cosTurns':
      return 2 * Math.PI * Math.abs(operate('sinTurns', u, 0, 0, 0));
    case 'tan':
      return 1 + r * r;
    case 'asin':
    case 'acos':
      return 1 / Math.sqrt((1 - u) * (1 + u));
    case 'atan':
      return 1 / (1 + u * u);
    case 'sinh':
      return Math.cosh(u);
    case 'cosh':
      return Math.abs(Math.sinh(u));
    case 'tanh':
      return 1 / Math.cosh(u) ** 2;
    case 'softplus':
      return operate('logistic', u, 0, 0, 0);
    case 'logistic':
      return r * (1 - r);
    default:
      return 1;
  }
}
