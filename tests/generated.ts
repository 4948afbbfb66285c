import { ExpressionError } from '../src/math/expressionError';
import { makeFormulas } from '../src/math/formulas';

/** Random formulas of x and y for tests: the same ones for the same seed. Those with parts like asin(2) are left out. */
export function generateExpressions(count: number, seed: number): readonly string[] {
  const random = randomNumbers(seed);
  const expressions: string[] = [];
  while (expressions.length < count) {
    const expression = generate(random, 4);
    if (isUsable(expression)) expressions.push(expression);
  }
  return expressions;
}

function isUsable(expression: string): boolean {
  try {
    const { fx, fy } = makeFormulas(expression);
    return fx.kind !== 'number' || fy.kind !== 'number';
  } catch (error) {
    if (error instanceof ExpressionError && /finite|too long/.test(error.message)) return false;
    throw error;
  }
}

/** Uniform in [0, 1): mulberry32, T. Ettinger 2017. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Points of a box as f32 numbers: x₀ y₀ x₁ y₁ … */
export function randomPoints(
  count: number,
  seed: number,
  box: { left: number; right: number; bottom: number; top: number },
): Float32Array<ArrayBuffer> {
  const random = randomNumbers(seed);
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    points[2 * i] = box.left + random() * (box.right - box.left);
    points[2 * i + 1] = box.bottom + random() * (box.top - box.bottom);
  }
  return points;
}

const LEAVES = ['x', 'y', 'x', 'y', 'x', 'y', 'a', 'b', '2', '0.5', '3', '1.7', 'pi', 'xy', '2x', 'a y'];
const FUNCTIONS =
  'sqrt exp log ln log10 log2 sin cos tan asin acos atan sinh cosh tanh abs sign sqrt log sin cos exp'.split(
    ' ',
  );

function generate(random: () => number, depth: number): string {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? 'x';
  const below = () => generate(random, depth - 1);
  if (depth === 0 || random() < 0.1) return pick(LEAVES);
  const kind = random();
  if (kind < 0.25) return `${below()} ${pick(['+', '-', '−'])} ${below()}`;
  if (kind < 0.45) return `(${below()})${pick(['*', '', '·'])}(${below()})`;
  if (kind < 0.52) return `(${below()})/(${below()})`;
  if (kind < 0.62) return `(${below()})^${pick(['2', '3', '-1', '4', '(-2)', '5'])}`;
  if (kind < 0.67) return `abs(${below()})^${pick(['0.5', '1.5', '(-0.5)', '1.3', 'a', '(x/4)'])}`;
  if (kind < 0.71) return `${pick(['min', 'max'])}(${below()}, ${below()})`;
  if (kind < 0.74) return `-${pick(LEAVES)}^2`;
  return `${pick(FUNCTIONS)}(${below()})`;
}
