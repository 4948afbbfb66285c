import { describe, expect, test } from 'vitest';
import { completeExperiment } from '../../src/experiment/experiment';
import { makeObjective } from '../../src/objectives/objective';
import { factsOf } from '../../src/theory/facts';
import { doublingsFrom } from '../../src/theory/lab/cascade';
import { normalForms } from '../../src/theory/lab/normalForm';
import { branchesOf, thresholdsOf } from '../../src/theory/lab/thresholds';

const ENVIRONMENT = { count: 20, countLimit: 1e6 };

const formsOf = (key: string) =>
  normalForms(makeObjective(key, {})).map(({ axis, kind, rate, scale }) => [
    axis,
    kind,
    Number(rate.toPrecision(9)),
    Number(scale.toPrecision(9)),
  ]);

describe('a known map is recognised by what it does, not by its name', () => {
  test.each([
    ['doublewell', [['x', 'well', 1, 1]]],
    ['(x^2-1)^2/4 + y^2/2', [['x', 'well', 1, 1]]],
    [
      '3(x^2-2)^2 + cos(2y)',
      [
        ['x', 'well', 24, Number(Math.SQRT1_2.toPrecision(9))],
        ['y', 'cosine', 4, 2],
      ],
    ],
    [
      '-cos(x) - cos(y)',
      [
        ['x', 'cosine', 1, 1],
        ['y', 'cosine', 1, 1],
      ],
    ],
    ['x^2/2 + x^4/4 + y^2/2', [['x', 'spring', 1, 1]]],
    ['quartic', []],
    ['bowl', []],
    ['himmelblau', []],
    ['styblinski', []],
    ['rastrigin', []],
    ['x*y + x^4/4 - x^2/2', []],
  ])('%s', (key, known) => {
    expect(formsOf(key)).toEqual(known);
  });
});

describe('cascades', () => {
  test('of the double well: √5 − 1 and the table’s, to seven digits', () => {
    const found = doublingsFrom(makeObjective('doublewell', {}), [1, 0], 1, 32);
    expect(found.map(({ period }) => period)).toEqual([2, 4, 8, 16, 32]);
    const known = [1, Math.sqrt(5) - 1, 1.2880318, 1.2992279, 1.3016289];
    for (const [n, { eta }] of found.entries()) expect(Math.abs(eta - (known[n] ?? 0))).toBeLessThan(6e-8);
  });

  test('do not begin where the cycle that is born does not attract', () => {
    expect(doublingsFrom(makeObjective('x^2/2 + x^4/4 + y^2/2', {}), [0, 0], 2, 8)).toEqual([]);
  });

  test('end where a cycle ends in another way: the 2-cycle of −cos x loses its symmetry', () => {
    expect(doublingsFrom(makeObjective('-cos(x) + y^2/20', {}), [0, 0], 2, 8)).toEqual([
      { eta: 2, period: 2 },
    ]);
  });

  test('are found where both directions double at once, as orbits in float64 say', () => {
    const objective = makeObjective('styblinski', {});
    const [, second] = doublingsFrom(objective, [-2.903534, -2.903534], 2 / 34.583, 4);
    const periodAt = (eta: number): number => {
      let [x, y] = [-2.9, -2.91];
      const step = () => {
        const [fx, fy] = objective.gradient(x, y);
        [x, y] = [x - eta * fx, y - eta * fy];
      };
      for (let n = 0; n < 40_000; n++) step();
      const mark = [x, y] as const;
      for (let n = 1; n <= 16; n++) {
        step();
        if (Math.hypot(x - mark[0], y - mark[1]) < 1e-6) return n;
      }
      return 0;
    };
    const eta = second?.eta ?? 0;
    expect([periodAt(eta * 0.9995), periodAt(eta * 1.0005)]).toEqual([2, 4]);
  });
});

function thresholds(objective: string, rule: 'gd' | 'heavyball' | 'adam' | 'prox' = 'gd') {
  const experiment = completeExperiment({ objective, momentum: 0.5 }, ENVIRONMENT);
  const made = makeObjective(objective, {});
  return thresholdsOf(factsOf(made, made.home), rule, experiment);
}

describe('thresholds', () => {
  test('of the double well', () => {
    const all = thresholds('doublewell');
    expect(all.map(({ label }) => label)).toEqual([
      ...['2/λ', 'period 4', 'period 8', 'period 16', 'period 32'],
      ...['wells merge', 'bounded up to here'],
    ]);
    expect(all.map(({ eta }) => Number(eta.toFixed(6)))).toEqual([
      1, 1.236068, 1.288032, 1.299228, 1.301629, 1.598076, 2,
    ]);
  });

  test('of a well of another size, in its own units', () => {
    expect(thresholds('3(x^2-2)^2 + y^2').map(({ eta }) => eta * 24)).toEqual(
      thresholds('doublewell').map(({ eta }) => expect.closeTo(eta, 9)),
    );
  });

  test('of Himmelblau: the four minima, one by one', () => {
    const limits = thresholds('himmelblau').filter(({ label }) => label === '2/λ');
    expect(limits.map(({ eta }) => Number(eta.toPrecision(5)))).toEqual([
      0.014949, 0.018972, 0.024306, 0.024829,
    ]);
  });

  test('of the network: the flattest minimum, η·2 = 2', () => {
    expect(thresholds('network')[0]?.eta).toBeCloseTo(1, 4);
  });

  test('of other methods: their own limit, or none', () => {
    expect(thresholds('doublewell', 'heavyball').map(({ eta }) => eta)).toEqual([1.5]);
    expect(thresholds('doublewell', 'adam')).toEqual([]);
    expect(thresholds('doublewell', 'prox')).toEqual([]);
  });
});

test('the branches are fixed points and 2-cycles of the map', () => {
  const objective = makeObjective('3(x^2-2)^2 + y^2', {});
  const eta = 1.1 / 24;
  const step = (x: number) => x - eta * objective.gradient(x, 0)[0];
  for (const { label, at } of branchesOf(objective)) {
    const x = at(eta);
    expect(label === 'minimum' ? step(x) : step(step(x)), label).toBeCloseTo(x, 9);
  }
});
