import { expect, test } from 'vitest';
import eigen2Shader from '../../shaders/eigen2.wgsl?raw';
import { UNIT } from '../../src/math/rounding';
import { type Symmetric2, spectrum } from '../../src/math/symmetric2';
import { randomNumbers } from '../generated';
import { compute } from './compute';

const SNIPPET = `
fn snippet(p: vec2f) -> array<f32, 4> {
  let e = eigen2(vec3f(problem.parameters[0].x, p));
  return array(e.low, e.high, e.v.x, e.v.y);
}`;

interface Case {
  /** Its entries are f32 numbers. */
  readonly matrix: Symmetric2;
  readonly low: number;
  readonly high: number;
  readonly v: readonly [number, number];
}

/** What the shader finds of the matrices [[a, b], [b, c]] with one a and many (b, c). */
async function eigenOf(a: number, rest: readonly (readonly [b: number, c: number])[]): Promise<Case[]> {
  const points = new Float32Array(rest.flat());
  const numbers = await compute({ code: eigen2Shader + SNIPPET, width: 4, points, parameters: [a] });
  return rest.map((_, i) => {
    const [low = Number.NaN, high = Number.NaN, x = 0, y = 0] = numbers.subarray(4 * i, 4 * i + 4);
    return { matrix: [Math.fround(a), points[2 * i] ?? 0, points[2 * i + 1] ?? 0], low, high, v: [x, y] };
  });
}

/** ±|unit|·10ᵏ with k in [−spread, spread]. */
function scattered(count: number, unit: number, spread: number): (readonly [number, number])[] {
  const random = randomNumbers(5);
  const one = () => (random() < 0.5 ? -1 : 1) * unit * 10 ** (spread * (2 * random() - 1));
  return Array.from({ length: count }, () => [one(), one()] as const);
}

/** Measured: 3.3 of these units for eigenvalues, 2.0 for the length of v and 1.6 for its direction. */
const ALLOWED = 8 * UNIT;
/** Results below 2⁻¹²⁶ are flushed to zero, also those of the entries' halves. */
const FLUSHED = 2 ** -125;

test.each([
  { a: 1, spread: 0.3 },
  { a: -1, spread: 6 },
  { a: 3, spread: 15 },
  { a: -1e-30, spread: 6 },
  { a: 1e30, spread: 6 },
])('finds the eigenpairs of matrices around $a to the last bits (10^±$spread)', async ({ a, spread }) => {
  for (const { matrix, low, high, v } of await eigenOf(a, scattered(4000, Math.abs(a), spread))) {
    const exact = spectrum(matrix);
    const size = Math.max(Math.abs(exact.low), Math.abs(exact.high));
    const text = `of ${matrix}`;
    expect(Math.abs(low - exact.low), text).toBeLessThanOrEqual(ALLOWED * size);
    expect(Math.abs(high - exact.high), text).toBeLessThanOrEqual(ALLOWED * size);
    // The one beside a larger one keeps its own digits, unless it is a small difference of large products.
    const [p, b, q] = matrix;
    const terms = (Math.abs(p * q) + b * b) / size;
    const small = Math.abs(exact.low) < Math.abs(exact.high) ? [low, exact.low] : [high, exact.high];
    expect(Math.abs((small[0] ?? 0) - (small[1] ?? 0)), text).toBeLessThanOrEqual(ALLOWED * terms + FLUSHED);
    // v turns by the rounding of the matrix, in proportion to how near the eigenvalues are.
    const [x, y] = v;
    expect(Math.abs(Math.hypot(x, y) - 1)).toBeLessThanOrEqual(ALLOWED);
    const across = Math.abs(x * exact.u[0] + y * exact.u[1]);
    const skew = Math.hypot(p / 2 - q / 2, b);
    expect(across * Math.min(1, skew / Math.max(Math.abs(p), Math.abs(q), Math.abs(b))), text).toBeLessThan(
      ALLOWED,
    );
  }
});

test.each([0, 0.1, -3e-5, 7e30, 1e-30])('is exact on diagonal matrices with a = %d', async (a) => {
  const entries = [0, a, -a, 0.3, -1e-20, 5e20, 1e-3].map((c) => [0, c] as const);
  for (const { matrix, low, high, v } of await eigenOf(a, entries)) {
    const [p, , q] = matrix;
    expect(low === Math.min(p, q)).toBe(true); // −0 is 0
    expect(high === Math.max(p, q)).toBe(true);
    expect(v.map(Math.abs)).toEqual(p >= q ? [1, 0] : [0, 1]);
  }
});

test('finds the diagonal of equal entries with the least of couplings', async () => {
  for (const b of [1e-3, 1e-10, 1e-20, 1e-30]) {
    const [both] = await eigenOf(1, [[b, 1]]);
    const [x, y] = both?.v ?? [0, 0];
    expect(x).toBeCloseTo(Math.SQRT1_2, 6);
    expect(y).toBeCloseTo(Math.SQRT1_2, 6);
  }
});
