import { describe, expect, test } from 'vitest';
import { ExpressionError } from '../../src/math/expression';
import { eigenvalues } from '../../src/math/symmetric2';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { boxOfView, surveyObjective } from '../../src/objectives/survey';
import { OBJECTIVES, objectiveRow } from '../../src/objectives/table';
import { randomNumbers, randomPoints } from '../generated';

const ids = OBJECTIVES.map(({ id }) => id);

describe.each(OBJECTIVES)('$id', (row) => {
  test('names each of its parameters once, with a default inside its range', () => {
    const { letters } = makeObjective(row.id, {});
    expect(Object.keys(row.parameters).sort()).toEqual(letters);
    for (const { default: value, min, max } of Object.values(row.parameters)) {
      expect(min).toBeLessThan(max);
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }
  });

  test('has minima where it says, for its default parameters and for others', () => {
    const random = randomNumbers(9);
    for (let trial = 0; trial < 10; trial++) {
      const parameters = Object.fromEntries(
        Object.entries(row.parameters).map(([letter, { default: value, min, max }]) => {
          return [letter, trial === 0 ? value : min + random() * (max - min)];
        }),
      );
      checkMinimisers(makeObjective(row.id, parameters));
    }
  });

  test('is stable at its default learning rate all over its home', () => {
    if (['saddle', 'monkey'].includes(row.id)) return;
    const objective = makeObjective(row.id, {});
    const points = randomPoints(200, 4, boxOfView(objective.home));
    for (let i = 0; i < points.length; i += 2) {
      let [x = 0, y = 0] = points.subarray(i, i + 2);
      for (let k = 0; k < 300; k++) {
        const [fx, fy] = objective.gradient(x, y);
        x -= row.eta * fx;
        y -= row.eta * fy;
      }
      expect(Math.hypot(x, y), `from (${points[i]}, ${points[i + 1]})`).toBeLessThan(1e3);
    }
  });
});

/** Gradient zero to rounding, f as stated, no direction downhill. */
function checkMinimisers(objective: Objective): void {
  for (const { x, y, f } of objective.minimisers) {
    const [low, high] = eigenvalues(objective.hessian(x, y));
    const scale = 1 + Math.hypot(x, y);
    expect(Math.hypot(...objective.gradient(x, y))).toBeLessThan(4e-15 * scale * (1 + high));
    expect(Math.abs(objective.value(x, y) - f)).toBeLessThan(1e-13 * (1 + Math.abs(f)) * scale);
    expect(low).toBeGreaterThanOrEqual(-1e-12 * high);
    const [fx, fy] = objective.gradient(x + 1e-3, y + 1e-3);
    expect(fx + fy, 'uphill beside it').toBeGreaterThan(0);
  }
}

test('ids are unique', () => {
  expect(new Set(ids).size).toBe(ids.length);
  expect(objectiveRow('bowl')?.id).toBe('bowl');
  expect(objectiveRow('toString')).toBeNull();
});

describe('values of the literature', () => {
  test.each<[string, number, number, number, number]>([
    ['rosenbrock', 1, 1, 0.399361, 1001.6],
    ['himmelblau', 3, 2, 25.716, 82.284],
    ['himmelblau', -2.805118, 3.131313, 64.84, 80.55],
    ['himmelblau', -3.77931, -3.283186, 70.714, 133.786],
    ['himmelblau', 3.584428, -1.848127, 28.691, 105.419],
    ['rastrigin', 0, 0, 2 + 40 * Math.PI ** 2, 2 + 40 * Math.PI ** 2],
    ['beale', 3, 0.5, 0.301464, 48.9798],
    ['camel', 0.089842, -0.712656, 7.682, 16.493],
    ['camel', -0.089842, 0.712656, 7.682, 16.493],
    ['doublewell', -1, 0, 1, 2],
    ['styblinski', -2.903534, -2.903534, 34.583, 34.583],
    ['booth', 1, 3, 2, 18],
    ['bowl', 0, 0, 1, 10],
    ['rotated', 0, 0, 1, 40],
    ['huber', 0, 0, 1, 4],
    ['kl', 0, 1, 1, 2],
  ])('eigenvalues of %s at (%d, %d) are %d and %d', (id, x, y, low, high) => {
    const objective = makeObjective(id, {});
    const nearest = objective.minimisers.find((m) => Math.hypot(m.x - x, m.y - y) < 1e-5);
    expect(nearest).toBeDefined();
    const found = eigenvalues(objective.hessian(nearest?.x ?? 0, nearest?.y ?? 0));
    expect(Math.abs(found[0] / low - 1)).toBeLessThan(5e-5);
    expect(Math.abs(found[1] / high - 1)).toBeLessThan(5e-5);
  });

  test.each<[string, readonly [number, number, number, number], number, number]>([
    ['rosenbrock', [-2, 2, -1, 3], 5326.8, -1198],
    ['himmelblau', [-5, 5, -5, 5], 326.8, -63.2],
    ['rastrigin', [-5.12, 5.12, -5.12, 5.12], 396.8, -392.8],
    ['beale', [-4.5, 4.5, -4.5, 4.5], 294893, -21433],
    ['camel', [-2, 2, -1.2, 1.2], 67.4, -8.94],
    ['doublewell', [-2, 2, -2, 2], 11, -1],
    ['network', [-4, 4, -4, 4], 49, -17],
    ['styblinski', [-5, 5, -5, 5], 134, -16],
    ['booth', [-10, 10, -10, 10], 18, 2],
    ['monkey', [-2, 2, -2, 2], 16.97, -16.97],
  ])('the curvature of %s over %j lies up to %d, down to %d', (id, [left, right, bottom, top], high, low) => {
    const { lambdaMax, lambdaMin } = surveyObjective(makeObjective(id, {}), { left, right, bottom, top });
    expect(Math.abs(lambdaMax / high - 1)).toBeLessThan(1e-3);
    expect(Math.abs(lambdaMin / low - 1)).toBeLessThan(1e-3);
  });

  test.each<[string, number, number, number]>([
    ['rosenbrock', -1.2, 1, 24.2],
    ['himmelblau', -0.270845, -0.923039, 181.61652],
    ['beale', 0, 0, 14.203125],
    ['camel', 0.0898, -0.7126, -1.0316284229280819],
    ['ackley', 1, 1, 3.6253849384403627],
    ['rastrigin', 0.5, 0.5, 40.5],
    ['styblinski', 0, 0, 0],
    ['booth', 0, 0, 74],
    ['kl', 1, 2, 2 - Math.LN2],
    ['logistic', 0, 0, 6 * Math.LN2],
  ])('%s at (%d, %d) is %d', (id, x, y, value) => {
    expect(Math.abs(makeObjective(id, {}).value(x, y) - value)).toBeLessThan(
      1e-5 * Math.max(1, Math.abs(value)),
    );
  });

  test('f* of six-hump camel and Styblinski–Tang', () => {
    const least = (id: string) => Math.min(...makeObjective(id, {}).minimisers.map(({ f }) => f));
    expect(least('camel')).toBeCloseTo(-1.031628453489877, 13);
    expect(least('styblinski')).toBeCloseTo(-78.33233140754282, 12);
  });
});

describe('makeObjective', () => {
  test('fills in letters: the row’s default, 1 for a typed expression, nothing for letters that do not occur', () => {
    expect(makeObjective('bowl', { b: 2, z: 9 }).parameters).toEqual({ a: 0.5, b: 2 });
    expect(makeObjective('q x^2 + c y', { c: 3 }).parameters).toEqual({ c: 3, q: 1 });
  });

  test('binds parameters without another shader', () => {
    const one = makeObjective('rosenbrock', { b: 1 });
    const hundred = makeObjective('rosenbrock', {});
    expect(one.wgsl).toBe(hundred.wgsl);
    expect([one.value(0, 2), hundred.value(0, 2)]).toEqual([5, 401]);
    // Results of one binding are not overwritten by another.
    const gradient = one.gradient(0, 2);
    hundred.gradient(5, 5);
    expect(gradient).toEqual([-2, 4]);
  });

  test('gives a typed expression its text as key and label, no row and no minimisers', () => {
    const text = ' x^2 + y^2';
    const { key, label, row, minimisers, home, quadratic } = makeObjective(text, {});
    expect({ key, label, row, minimisers, home }).toEqual({
      key: text,
      label: text,
      row: null,
      minimisers: [],
      home: [0, 0, 2.5],
    });
    expect(quadratic).toEqual({ A: [2, 0, 2] });
  });

  test('throws what the parser throws', () => {
    expect(() => makeObjective('x +', {})).toThrow(ExpressionError);
  });
});

describe('surveyObjective', () => {
  const square = { left: -2, right: 2, bottom: -2, top: 2 };

  test('finds extremes between grid points and on the edge', () => {
    const survey = surveyObjective(makeObjective('(x - 0.123)^4 + y', {}), square);
    expect(survey.lowest.y).toBe(-2);
    expect(survey.fMin).toBeCloseTo(-2, 9);
    expect(survey.fMax).toBeCloseTo(2.123 ** 4 + 2, 9);
    expect(survey.lambdaMax).toBeCloseTo(12 * 2.123 ** 2, 6);
    expect(survey.lambdaMin).toBeCloseTo(0, 9);
  });

  test('follows a curved valley to its end', () => {
    const { lowest } = surveyObjective(makeObjective('(1.01 - x)^2 + 100 (y - x^2)^2', {}), square);
    expect(lowest.x).toBeCloseTo(1.01, 6);
    expect(lowest.f).toBeLessThan(1e-20);
  });

  test('gives the quantiles of f and the median of ‖∇f‖', () => {
    const { quantile, medianGradient } = surveyObjective(makeObjective('3x', {}), square);
    expect([quantile(0), quantile(0.25), quantile(1)]).toEqual([-6, -3, 6]);
    expect(medianGradient).toBe(3);
  });

  test('leaves out where f is not defined', () => {
    const survey = surveyObjective(makeObjective('log(x) + y^2', {}), square);
    expect(survey.fMax).toBeCloseTo(Math.log(2) + 4, 9);
    expect(Number.isFinite(survey.fMin)).toBe(true);
    const nowhere = surveyObjective(makeObjective('log(x) + y^2', {}), { ...square, right: -1 });
    expect([nowhere.lambdaMax, nowhere.fMin, nowhere.quantile(0.5), nowhere.medianGradient]).toEqual(
      Array(4).fill(Number.NaN),
    );
  });

  test('of a home covers its 16:9 box', () => {
    expect(boxOfView([1, 2, 9])).toEqual({ left: -15, right: 17, bottom: -7, top: 11 });
  });
});
