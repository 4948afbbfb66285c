import { describe, expect, test } from 'vitest';
import { makeObjective } from '../../src/objectives/objective';
import { constants, placeOfEta } from '../../src/theory/constants';
import { factsOf } from '../../src/theory/facts';
import { modesOf, shrinkage } from '../../src/theory/modes';
import { theoryOf } from '../../src/theory/theory';
import { randomNumbers } from '../generated';

const bowl = (low: number, high: number) => makeObjective('(a x^2 + c y^2)/2', { a: low, c: high });

test.each([
  [0.05, 'monotone', 'monotone'],
  [0.1, 'monotone', 'monotone'],
  [0.15, 'monotone', 'zigzag'],
  [0.2, 'monotone', 'edge'],
  [0.3, 'monotone', 'unstable'],
  [2.5, 'unstable', 'unstable'],
] as const)('modes of λ = 1, 10 at η = %d: %s and %s', (eta, shallow, steep) => {
  expect(modesOf(eta, 1, 10)).toEqual([
    { lambda: 1, factor: 1 - eta, regime: shallow },
    { lambda: 10, factor: 1 - 10 * eta, regime: steep },
  ]);
});

test('modes without curvature, and downwards', () => {
  expect(modesOf(0.1, 0, 4).map(({ regime }) => regime)).toEqual(['flat', 'monotone']);
  expect(modesOf(0.1, -1, 4).map(({ regime }) => regime)).toEqual(['escaping', 'monotone']);
});

/** Steps of gradient descent until the distance to the minimiser is at most ε of what it was. */
function stepsTaken(low: number, high: number, eta: number, epsilon: number, angle: number): number {
  const start = [Math.cos(angle), Math.sin(angle)] as const;
  let [x, y] = start;
  for (let k = 0; k < 1e5; k++) {
    if (Math.hypot(x, y) <= epsilon * (1 + 1e-9)) return k;
    [x, y] = [x - eta * low * x, y - eta * high * y];
  }
  return Number.POSITIVE_INFINITY;
}

describe('steps to ε', () => {
  test('are what the slowest start takes, and no start takes more', () => {
    const random = randomNumbers(8);
    for (let trial = 0; trial < 40; trial++) {
      const [low, high] = [0.5 + random(), 2 + 30 * random()];
      const eta = (random() * 1.98) / high;
      const epsilon = 10 ** (-1 - 6 * random());
      const [minimum] = factsOf(bowl(low, high), [0, 0, 1]).minima;
      if (minimum === undefined) throw new Error('no minimum');
      const { steps, time } = shrinkage(minimum, eta, epsilon);
      const axes = [0, Math.PI / 2].map((angle) => stepsTaken(low, high, eta, epsilon, angle));
      expect(steps).toBe(Math.max(...axes));
      for (let n = 0; n < 5; n++)
        expect(stepsTaken(low, high, eta, epsilon, 7 * random())).toBeLessThanOrEqual(steps ?? 0);
      expect(Math.exp(-low * (time ?? 0)) / epsilon).toBeCloseTo(1, 10);
    }
  });

  const at = (key: string, eta: number) => {
    const { minima } = factsOf(makeObjective(key, {}), [0, 0, 2]);
    return minima[0] && shrinkage(minima[0], eta, 1e-3);
  };
  test.each([
    ['(x^2 + y^2)/2', 1, 1, Math.log(1e3)],
    ['(x^2 + y^2)/2', 0.5, 10, Math.log(1e3)],
    ['(x^2 + y^2)/2', 1.5, 10, Math.log(1e3)],
    ['(x^2 + y^2)/2', 2, null, Math.log(1e3)],
    ['(x^2 + 10y^2)/2', 0.3, null, Math.log(1e3)],
    ['y^2/2', 0.5, 10, Math.log(1e3)],
    ['x^4 + y^2', 0.5, null, null],
    ['(x^2 + y^2 - 1)^2', 1 / 16, 10, Math.log(1e3) / 8],
  ])('%s at η = %d: %j steps, t = %j', (key, eta, steps, time) => {
    const shrunk = at(key, eta);
    expect(shrunk?.steps).toBe(steps);
    if (time === null) expect(shrunk?.time).toBeNull();
    else expect(shrunk?.time).toBeCloseTo(time, 9);
  });
});

test.each([
  [0.01, 'η < 1/L'],
  [0.1, 'η = 1/L'],
  [0.15, '1/L < η < 2/(L+μ)'],
  [2 / 11, 'η = 2/(L+μ)'],
  [0.19, '2/(L+μ) < η < 2/L'],
  [0.2, 'η = 2/L'],
  [1, 'η > 2/L'],
])('η = %d of a bowl with λ = 1, 10 is placed: %s', (eta, place) => {
  expect(placeOfEta(eta, constants(bowl(1, 10), [0, 0, 1]))).toBe(place);
});

test('where f curves upwards nowhere, η has no place', () => {
  expect(placeOfEta(1, constants(makeObjective('-x^2 - y^2', {}), [0, 0, 1]))).toBe('');
});

test('what a script reads can be written as JSON but for an infinite κ, and is null where there is no minimum', () => {
  const theory = theoryOf(factsOf(bowl(1, 10), [0, 0, 1]), 0.1);
  expect(JSON.parse(JSON.stringify(theory))).toEqual(theory);
  expect(theory.steps?.map(({ epsilon, steps }) => [epsilon, steps])).toEqual([
    [1e-3, 66],
    [1e-6, 132],
  ]);
  const saddle = theoryOf(factsOf(makeObjective('saddle', {}), [0, 0, 1]), 0.1);
  expect(saddle).toMatchObject({ best: null, minimum: null, minima: [], modes: null, steps: null });
});
