import { describe, expect, test } from 'vitest';
import { makeObjective } from '../../src/objectives/objective';
import { constants, etaMarks, etaRange } from '../../src/theory/constants';
import { factsOf } from '../../src/theory/facts';
import { regime } from '../../src/theory/regime';

const at = (key: string, eta: number, parameters: Readonly<Record<string, number>> = {}) => {
  const objective = makeObjective(key, parameters);
  return regime(factsOf(objective, objective.home), eta);
};

describe('constants', () => {
  test('a quadratic has exact ones, whatever the view', () => {
    const bowl = makeObjective('bowl', { a: 0.5, b: 5 });
    const expected = { L: 10, mu: 1, kappa: 10, etaMax: 0.2, best: 2 / 11, scope: 'exact' };
    expect(constants(bowl, [0, 0, 1])).toEqual(expected);
    expect(constants(bowl, [50, 3, 1e-3])).toEqual(expected);
    const booth = constants(makeObjective('(x+2y-7)^2 + (2x+y-5)^2', {}), [0, 0, 10]);
    expect(booth.L).toBeCloseTo(18, 12);
    expect(booth.mu).toBeCloseTo(2, 12);
    expect(booth.scope).toBe('exact');
  });

  // NUMERICS §7: extremes over domains whose curvature depends on |x| or not on the aspect of the box.
  test.each([
    ['double well', '(x^2-1)^2/4 + y^2/2', 9 / 8, 11, -1],
    ['cosines', '-cos(x) - cos(y)', 6.3, 1, -1],
    ['Styblinski–Tang', '(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2', (5 * 9) / 16, 134, -16],
    [
      'Rastrigin',
      '20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)',
      5.12,
      2 + 40 * Math.PI ** 2,
      2 - 40 * Math.PI ** 2,
    ],
    ['McCormick', 'sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1', 3.5, 4, -2],
  ])('%s: L and μ over the view', (_, expression, half, L, mu) => {
    const measured = constants(makeObjective(expression, {}), [0, 0, half]);
    expect(measured.L / L).toBeCloseTo(1, 4);
    expect(measured.mu / mu).toBeCloseTo(1, 4);
    expect(measured).toMatchObject({ scope: 'view', best: null, kappa: Number.POSITIVE_INFINITY });
    expect(measured.etaMax).toBe(2 / measured.L);
  });

  test('a strongly convex function that is no quadratic has a best step over the view', () => {
    const { L, mu, best, kappa } = constants(makeObjective('x^2/2 + x^4/4 + y^2', {}), [0, 0, 9 / 16]);
    expect(L).toBeCloseTo(4, 6);
    expect(mu).toBeCloseTo(1, 6);
    expect(best).toBeCloseTo(0.4, 6);
    expect(kappa).toBeCloseTo(4, 6);
  });

  test('a saddle has no best step; a concave function has no limit', () => {
    expect(constants(makeObjective('x^2 - y^2', {}), [0, 0, 1])).toMatchObject({
      L: 2,
      mu: -2,
      kappa: Number.POSITIVE_INFINITY,
      best: null,
    });
    expect(constants(makeObjective('-x^2 - y^2', {}), [0, 0, 1])).toMatchObject({
      L: -2,
      kappa: Number.NaN,
      etaMax: Number.POSITIVE_INFINITY,
      best: null,
    });
  });
});

describe('marks on the η slider', () => {
  const of = (key: string) => constants(makeObjective(key, {}), [0, 0, 1]);

  test('1/L, 2/(L+μ), 2/L as far as they exist', () => {
    expect(etaMarks(of('x^2/2 + 5y^2'))).toEqual([
      { eta: 0.1, label: '1/L' },
      { eta: 2 / 11, label: '2/(L+μ)' },
      { eta: 0.2, label: '2/L' },
    ]);
    expect(etaMarks(of('x^2 - y^2')).map(({ label }) => label)).toEqual(['1/L', '2/L']);
    expect(etaMarks(of('x^2 + y^2')).map(({ label }) => label)).toEqual(['1/L = 2/(L+μ)', '2/L']);
    expect(etaMarks(of('-x^2 - y^2'))).toEqual([]);
  });

  test.each([
    ['x^2/2 + 5y^2', 1e-4, 200],
    ['300(x^2 + y^2)', 1e-6, 5],
    ['-2x^2 - y^2', 2e-4, 500],
    ['3x + y', 1e-3, 2000],
  ])('the range of %s ends at nice numbers', (key, min, max) => {
    expect(etaRange(of(key))).toEqual({ min, max });
  });
});

describe('regime', () => {
  const BOWL = { a: 0.5, b: 5 }; // λ = 1, 10
  test.each([
    [0.001, 'monotone'],
    [0.1, 'monotone'],
    [0.11, 'zigzag'],
    [0.199999, 'zigzag'],
    [0.2, 'on the edge'],
    [0.2 * (1 + 1e-15), 'on the edge'],
    [0.201, 'unstable along one direction'],
    [2, 'unstable along one direction'],
    [2.1, 'unstable in every direction'],
  ])('bowl with λ = 1, 10 at η = %d: %s', (eta, word) => {
    expect(at('bowl', eta, BOWL).word).toBe(word);
  });

  test('the sentence gives each direction its factor', () => {
    expect(at('bowl', 0.18, BOWL).sentence).toBe(
      'Along the steepest direction ηλ = 1.8, zigzags inwards, × −0.8 a step; across it ηλ = 0.18, monotone, × 0.82 a step.',
    );
    expect(at('x^2+y^2', 1.5).sentence).toBe('In every direction ηλ = 3, zigzags outwards, × −2 a step.');
  });

  test.each([
    ['x^2 - y^2', 0.1, 'escapes along one direction'],
    ['x^2 - y^2', 1.5, 'unstable in every direction'],
    ['-x^2 - y^2', 0.1, 'escapes in every direction'],
    ['y^2', 0.1, 'monotone'],
    ['y^2', 0.9, 'zigzag'],
    ['(x+y)^2', 0.6, 'unstable along one direction'],
    ['2x + 3y', 0.1, 'no curvature'],
  ])('%s at η = %d: %s', (key, eta, word) => {
    expect(at(key, eta).word).toBe(word);
  });

  // NUMERICS §6: Himmelblau's minima lose stability one by one.
  test.each([
    [0.007, 'monotone at every minimum'],
    [0.0149, 'zigzag at every minimum'],
    [0.01496, 'stable at 3 of 4 minima'],
    [0.0189, 'stable at 3 of 4 minima'],
    [0.01898, 'stable at 2 of 4 minima'],
    [0.02432, 'stable at 1 of 4 minima'],
    [0.02484, 'unstable at every minimum'],
  ])('Himmelblau at η = %d: %s', (eta, word) => {
    expect(at('himmelblau', eta).word).toBe(word);
  });

  test('with several minima the sentence gives the limits', () => {
    expect(at('himmelblau', 0.02).sentence).toBe(
      'GD can settle at 2 of 4 minima; the limits 2/λ lie between 0.0149 and 0.0248. Where curvature in view is above 2/η = 100, steps overshoot and can grow.',
    );
  });

  test('Rosenbrock near its minimum: λ = 0.399361, 1001.60', () => {
    expect(at('rosenbrock', 0.0009).word).toBe('monotone at the minimum');
    expect(at('rosenbrock', 0.0015).word).toBe('zigzag at the minimum');
    expect(at('rosenbrock', 0.0015).sentence).toMatch(/^At the minimum, along .* ηλ = 1.5, .*2\/η = 1330/);
    expect(at('rosenbrock', 0.002).word).toBe('unstable along one direction at the minimum');
  });

  test.each([
    ['x^4 + y^2', 0.6, 'zigzag at the minimum', /^At the minimum in view, along .* above 2\/η = 3.33, steps/],
    ['x^2/2 + x^4/4 + y^2', 3, 'unstable in every direction at the minimum', /^At the minimum in view/],
    [
      'sin(3x) + cos(3y)',
      0.2,
      'zigzag at every minimum',
      /settle at 8 of 8 minima in view; the limit 2\/λ is 0\.222/,
    ],
  ])('%s, whose minima are found, at η = %d: %s', (key, eta, word, sentence) => {
    expect(at(key, eta).word).toBe(word);
    expect(at(key, eta).sentence).toMatch(sentence);
  });

  test.each([
    ['x^4 + y^4', 0.001, 'stable in view', /f falls at every step within the view\.$/],
    ['x^4 + y^4', 0.1, 'unstable in places', /may be unstable where curvature is above 2\/η = 20/],
    ['(x y - 1)^2/2', 0.1, 'unstable in places', /may be unstable where/],
    ['x^2/2 + x^4/4 + y^2 + 99x', 3, 'unstable in view', /even the smallest, 1, is above 2\/η/],
    ['x^3 - 3x y^2', 0.001, 'stable in view', /curves downwards/],
    ['-x^4 - y^4', 1, 'no upward curvature', /cannot overshoot/],
  ])('%s, without a minimum that tells of η, at η = %d: %s', (key, eta, word, sentence) => {
    expect(at(key, eta).word).toBe(word);
    expect(at(key, eta).sentence).toMatch(sentence);
  });
});
