/** What a node of a graph or an instruction of a program can do; all take u, or u and v, in this order. */
export type Operation =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'negate'
  /** uⁿ, n an integer: as products, for u of any sign. Only in graphs; programs have the products. */
  | 'integerPower'
  /** u^v = e^{v log u}; also (−1)^v |u|^v where u < 0 and v happens to be an integer. */
  | 'power'
  | 'sqrt'
  | 'exp'
  | 'log'
  | 'sin'
  | 'cos'
  /** sin 2πu, whose argument is reduced without an error. */
  | 'sinTurns'
  /** cos 2πu. */
  | 'cosTurns'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  /** log(1 + eᵘ) without overflow. */
  | 'softplus'
  /** 1/(1 + e⁻ᵘ), the derivative of softplus. */
  | 'logistic'
  | 'abs'
  | 'sign'
  | 'min'
  | 'max'
  /** (a, b, u, v): u where a ≤ b, else v. */
  | 'choose';

/**
 * What an operation costs the GPU's compiler, in additions: SwiftShader inlines the functions of
 * shaders/elementary.wgsl, and its time for 80 calls of each was measured against that for sums.
 */
const WEIGHT: Partial<Record<Operation, number>> = {
  power: 90,
  softplus: 75,
  tanh: 60,
  tan: 50,
  logistic: 50,
  sinh: 45,
  cosh: 45,
  exp: 36,
  log: 30,
  sin: 28,
  cos: 28,
  sinTurns: 28,
  cosTurns: 28,
  acos: 28,
  asin: 20,
  atan: 20,
  choose: 3,
};

export function weight(operation: Operation): number {
  return WEIGHT[operation] ?? 1;
}

/** The operation in float64. Operands that it does not take are ignored. */
export function operate(operation: Operation, a: number, b: number, c: number, d: number): number {
  switch (operation) {
    case 'multiply':
      return a * b;
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'divide':
      return a / b;
    case 'negate':
      return -a;
    case 'choose':
      return a <= b ? c : d;
    case 'min':
      return a <= b ? a : b;
    case 'max':
      return b <= a ? a : b;
    case 'integerPower':
    case 'power':
      return a ** b;
    case 'sinTurns':
      return Math.sin(2 * Math.PI * (a - Math.round(a)));
    case 'cosTurns':
      return Math.cos(2 * Math.PI * (a - Math.round(a)));
    case 'softplus':
      return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
    case 'logistic':
      return 1 / (1 + Math.exp(-a));
    default:
      return Math[operation](a);
  }
}
