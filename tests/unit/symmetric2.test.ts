import { expect, test } from 'vitest';
import {
  apply,
  decay,
  eigenvalues,
  integratedDecay,
  matrixFunction,
  phi1,
  type Symmetric2,
  spectrum,
} from '../../src/math/symmetric2';

const MATRICES: readonly Symmetric2[] = [
  [1, 0, 1],
  [3, 0, 1],
  [1, 0, 3],
  [0, 0, 0],
  [0, 1, 0],
  [2, 0, 0],
  [1, 1, 1], // singular, not diagonal
  [1, 2, 1], // indefinite
  [-2, 0.3, -1],
  [0.7, -0.2, 0.9],
  [1e-9, 1e-10, 1e-9],
  [1, 1e-12, 1 + 1e-12], // nearly a multiple of the identity
];

function rotated(low: number, high: number, angle: number): Symmetric2 {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [high * c * c + low * s * s, (high - low) * c * s, high * s * s + low * c * c];
}

/** Σ coefficient(n) Aⁿ tⁿ, summed until nothing is added. */
function series(A: Symmetric2, t: number, coefficient: (n: number) => number): Symmetric2 {
  let sum: [number, number, number] = [0, 0, 0];
  let power: Symmetric2 = [1, 0, 1];
  for (let n = 0; n < 60; n++) {
    sum = [
      sum[0] + coefficient(n) * power[0],
      sum[1] + coefficient(n) * power[1],
      sum[2] + coefficient(n) * power[2],
    ];
    const [a, b, c] = power;
    power = [(a * A[0] + b * A[1]) * t, (a * A[1] + b * A[2]) * t, (b * A[1] + c * A[2]) * t];
  }
  return sum;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function expectClose(actual: Symmetric2, expected: Symmetric2, relative: number): void {
  const scale = Math.max(...expected.map(Math.abs));
  for (const i of [0, 1, 2] as const) {
    expect(Math.abs(actual[i] - expected[i])).toBeLessThanOrEqual(relative * scale);
  }
}

test('eigenvalues ascend, and are exact on diagonal matrices', () => {
  expect(eigenvalues([3, 0, 1])).toEqual([1, 3]);
  expect(eigenvalues([1, 0, 3])).toEqual([1, 3]);
  expect(eigenvalues([1e-300, 0, 1e8])).toEqual([1e-300, 1e8]);
  expect(eigenvalues([-1e8, 0, 1e-8])).toEqual([-1e8, 1e-8]);
  expect(eigenvalues([0, 0, 0])).toEqual([0, 0]);
  expect(eigenvalues([0, 1, 0])).toEqual([-1, 1]);
  expect(eigenvalues([1, 1, 1])).toEqual([0, 2]);
});

test('the small eigenvalue keeps its digits beside a large one', () => {
  // det = 2¹⁴·(2⁻¹⁴ + 2⁻⁴⁰) − 1 = 2⁻²⁶. Of (a/λ)c − (b/λ)b ≈ 2⁻⁴⁰ each term is good to 2⁻⁵³·2⁻¹⁴, hence 2⁻²⁷ relative;
  // the textbook's mean − radius would lose every digit.
  const [low, high] = eigenvalues([2 ** 14, 1, 2 ** -14 + 2 ** -40]);
  const exact = 2 ** -26 / high;
  expect(Math.abs(low - exact) / exact).toBeLessThan(2 ** -27);
});

test.each(MATRICES.map((A) => [A]))('A u = λmin u and A v = λmax v, u ⊥ v, for %j', (A) => {
  const { low, high, u, v } = spectrum(A);
  const scale = Math.max(Math.abs(low), Math.abs(high));
  for (const [lambda, [x, y]] of [[low, u] as const, [high, v] as const]) {
    const [ax, ay] = apply(A, x, y);
    expect(Math.hypot(x, y)).toBeCloseTo(1, 15);
    expect(Math.hypot(ax - lambda * x, ay - lambda * y)).toBeLessThanOrEqual(4e-16 * scale);
  }
  expect(u[0] * v[0] + u[1] * v[1]).toBe(0);
  expectClose(
    matrixFunction(A, (lambda) => lambda),
    A,
    4e-16,
  );
});

test.each(MATRICES.map((A) => [A]))('e^{−At} and tφ₁(−At) are their series, for %j', (A) => {
  for (const t of [0, 1e-8, 0.3, 2]) {
    expectClose(
      decay(A, t),
      series(A, t, (n) => (-1) ** n / factorial(n)),
      1e-13,
    );
    expectClose(
      integratedDecay(A, t),
      series(A, t, (n) => (t * (-1) ** n) / factorial(n + 1)),
      1e-13,
    );
  }
});

test('e^{−At} keeps both factors of a stiff, rotated matrix', () => {
  const angle = 0.6;
  const A = rotated(1e-3, 1e5, angle);
  const [x, y] = apply(decay(A, 100), -Math.sin(angle), Math.cos(angle));
  expect(Math.hypot(x, y)).toBeCloseTo(Math.exp(-0.1), 8); // A's rounding alone is 1e5·2⁻⁵³·t = 1e-9
  const [p, q] = apply(decay(A, 100), Math.cos(angle), Math.sin(angle));
  expect(Math.hypot(p, q)).toBeLessThan(1e-9);
});

test('φ₁ is smooth through 0', () => {
  expect(phi1(0)).toBe(1);
  expect(phi1(5e-324)).toBe(1);
  expect(phi1(-1e-300)).toBe(1);
  for (const z of [1e-12, -1e-12, 1e-5, -1e-5]) {
    expect(phi1(z)).toBeCloseTo(1 + z / 2 + (z * z) / 6, 15);
  }
  expect(phi1(-1e9)).toBe(1e-9);
  expect(phi1(1)).toBeCloseTo(Math.E - 1, 15);
});
