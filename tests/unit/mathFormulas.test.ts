import { describe, expect, test } from 'vitest';
import { makeFormulas } from '../../src/math/formulas';
import { varies } from '../../src/math/polynomial';
import { compile } from '../../src/math/program';
import { makeObjective } from '../../src/objectives/objective';
import { OBJECTIVES } from '../../src/objectives/table';

/** How many operations each of f, ∇f, H takes. */
function sizes(text: string): readonly number[] {
  const { f, fx, fy, fxx, fxy, fyy, letters } = makeFormulas(text);
  return [[f], [fx, fy], [fxx, fxy, fyy]].map((outputs) => compile(outputs, letters).instructions.length);
}

test('equal formulas are the same nodes', () => {
  for (const text of [
    'x y - y x',
    '(x + y)^2 - (y + x)(x + y)',
    '2x + x - 3x',
    'x^2 y / (x y x)  - 1',
    'xyx - x^2 y',
  ]) {
    const { f } = makeFormulas(text);
    expect(f, text).toMatchObject({ kind: 'number', value: 0 });
  }
});

test('the derivatives of Rosenbrock take no more operations than by hand', () => {
  // By hand: 1 − x, its square, x², y − x², its square, ·b, sum · −2(1 − x) − 4bx(y − x²), 2b(y − x²) with the shared parts.
  const [value = 0, gradient = 0] = sizes('(1 - x)^2 + b (y - x^2)^2');
  expect(value).toBeLessThanOrEqual(7);
  expect(gradient).toBeLessThanOrEqual(10);
});

test('integer powers are products by repeated squaring', () => {
  const { f, letters } = makeFormulas('x^13');
  const { instructions } = compile([f], letters);
  expect(instructions.map(({ operation }) => operation)).toEqual(Array(5).fill('multiply'));
});

test.each([
  ['(-2)^3', -8],
  ['-2^2', -4],
  ['2^3^2', 512],
  ['2^-2', 0.25],
  ['8^(1/3)', 2],
  ['log10(1000)', 3],
  ['log2(8)', 3],
  ['ln(e^2)', 2],
  ['min(3, 1, 2) + max(3, 1, 2)', 4],
  ['sign(-3) + abs(-3)', 2],
  ['1/2pi', Math.PI / 2],
])('%s is %d', (text, value) => {
  expect(makeObjective(text, {}).value(0, 0)).toBeCloseTo(value, 14);
});

test.each([
  ['x^3', -2, -8, 12],
  ['x^-3', -2, -0.125, -0.1875],
  ['x^p', -2, 9.313225746154785e-10, 1.3969838619232178e-8],
  ['abs(x)', -2, 2, -1],
  ['sqrt(x^2)', -2, 2, -1],
  ['min(x, x^2)', -2, -2, 1],
  ['max(x, x^2)', -2, 4, -4],
  ['sign(x)', -2, -1, 0],
  ['log(1 + exp(x))', 1000, 1000, 1],
  ['log(1 + exp(-x))', -1000, 1000, -1],
  ['1/(1 + exp(-x))', 1000, 1, 0],
  ['cos(2 pi x)', 1e6 + 0.25, 0, -2 * Math.PI],
  ['x^1.5', 4, 8, 3],
  ['x^0.5', 4, 2, 0.25],
  ['x^(-0.5)', 4, 0.5, -0.0625],
  ['2^x', 3, 8, 8 * Math.LN2],
  ['x^x', 2, 4, 4 * (1 + Math.LN2)],
])('%s at x = %d: %d, slope %d', (text, x, value, slope) => {
  const objective = makeObjective(text, { p: -30 });
  expect(objective.value(x, 0)).toBeCloseTo(value, 12);
  expect(objective.gradient(x, 0)[0]).toBeCloseTo(slope, 12);
});

describe('where f is defined', () => {
  test.each([
    ['log(x)', [1], [0, -1]],
    ['sqrt(x)', [0, 1], [-1]],
    ['1/x', [1, -1], [0]],
    ['x/x', [1, -1], [0]],
    ['x^-2', [1, -1], [0]],
    ['asin(x)', [-1, 0, 1], [1.1, -1.1]],
    ['acos(x)^2', [-1, 1], [2]],
    ['x^0.3', [0, 1], [-1]],
    ['x^(-0.3)', [1], [0, -1]],
    ['x^y', [1], [0, -1]],
    ['x^p', [1, -1], [0]],
    ['x^(p + 0.5)', [1], [0, -1]],
    ['log(x)^0 + 1', [1], [0, -1]],
    ['0 sqrt(x - 1)', [1, 2], [0]],
    ['log(x^2 + 1) + sqrt(exp(x)) + 1/cosh(x)', [-5, 0, 5], []],
    ['log(x - x + 1)', [-1, 0], []],
  ] as const)('%s', (text, inside, outside) => {
    const objective = makeObjective(text, { p: -1 });
    for (const x of inside) expect([x, objective.defined(x, 0)]).toEqual([x, true]);
    for (const x of outside) {
      expect([x, objective.defined(x, 0)]).toEqual([x, false]);
      expect(objective.value(x, 0)).toBeNaN();
      expect(objective.gradient(x, 0)).toEqual([Number.NaN, Number.NaN]);
      expect(objective.hessian(x, 0)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    }
  });
});

describe('quadratics are found', () => {
  test.each([
    ['(x-1)^2+2*(y+x)^2', [6, 4, 4]],
    ['x y', [0, 1, 0]],
    ['3x - 2y + 1', [0, 0, 0]],
    ['7', [0, 0, 0]],
    ['(x + 1)^3 - x^3', [6, 0, 0]],
    ['(x^2 - y)^2 - x^4 + 2x^2 y', [0, 0, 2]],
    ['(x - y)(x + y)/(2a)', [0.5, 0, -0.5]],
    ['x^2/sqrt(a) + log(a) y', [Math.SQRT2, 0, 0]],
  ] as const)('%s', (text, A) => {
    const { quadratic } = makeObjective(text, { a: 2 });
    expect(quadratic?.A.map((entry) => Number(entry.toPrecision(14)))).toEqual(
      A.map((a) => Number(a.toPrecision(14))),
    );
  });

  test.each([
    'abs(x) + y^2',
    'x^3',
    'x^2 y',
    'sqrt(x)',
    'x^2/y y',
    'max(x, y)',
    'x^2 + sin(y)',
    'x^a',
    'sign(x)',
  ])('and %s is none', (text) => expect(makeObjective(text, {}).quadratic).toBeNull());

  test('among the rows', () => {
    const quadratic = OBJECTIVES.filter(({ id }) => makeObjective(id, {}).quadratic !== null).map(
      ({ id }) => id,
    );
    expect(quadratic).toEqual(['bowl', 'quadratic', 'rotated', 'booth', 'saddle']);
  });

  test('their second derivatives hold neither x nor y', () => {
    const { fxx, fxy, fyy } = makeFormulas('(x cos(t) + a y sin(t))^2 - x (y + x)');
    expect([fxx, fxy, fyy].map(varies)).toEqual([false, false, false]);
  });
});
