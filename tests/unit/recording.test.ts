import { describe, expect, test } from 'vitest';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { boxOfView } from '../../src/objectives/survey';
import { constants } from '../../src/theory/constants';
import type { Facts } from '../../src/theory/facts';
import { minima } from '../../src/theory/minima';
import { contraction, promises, silence } from '../../src/theory/promises';
import { MOST_ROWS, Recording, ROW } from '../../src/theory/recording';
import { referenceOf } from '../../src/theory/reference';

const NOWHERE = { floor: 0, minimisers: [], modes: null };

function factsOf(objective: string, change = {}): Facts {
  const experiment = completeExperiment({ objective, ...change }, { count: 10, countLimit: 100 });
  const bound = objectiveOf(experiment);
  const box = boxOfView(experiment.view);
  return { objective: bound, constants: constants(bound, experiment.view), box, minima: minima(bound, box) };
}

/** A row whose first number is the median of the value, with a stamp for the followed pair. */
function rowOf(k: number, value: number): Float32Array {
  const row = new Float32Array(ROW);
  row[1] = value;
  row[28] = 3;
  row[33] = -value;
  row[41] = k + 1;
  return row;
}

describe('a recording', () => {
  const subject = { abscissa: 'clock', since: 5, methods: ['gd'], reference: NOWHERE, count: 3 } as const;

  test('keeps every row up to its most, then every second, and so on, from its beginning', () => {
    const recording = new Recording(subject, 1);
    for (let k = 5; k < 5 + 2.5 * MOST_ROWS; k++) recording.append(k, [rowOf(k, k)], 0);
    expect(recording.stride).toBe(4);
    expect(recording.rows).toBe((2.5 * MOST_ROWS) / 4);
    expect(recording.rows).toBeLessThanOrEqual(MOST_ROWS);
    const median = recording.level('gd', 'value', 'median');
    const followed = recording.followed('gd', 'value');
    for (let row = 0; row < recording.rows; row++) {
      const k = 5 + 4 * row;
      if (recording.step(row) !== k || median(row) !== k || followed(row) !== -k)
        throw new Error(`row ${row}`);
    }
  });

  test('forgets what another pair did, and what is not of its row', () => {
    const recording = new Recording(subject, 1);
    recording.append(5, [rowOf(5, 1)], 0);
    recording.append(6, [rowOf(3, 2)], 0); // left from another row
    expect([0, 1].map(recording.followed('gd', 'value'))).toEqual([-1, NaN]);
    recording.follow(7);
    recording.append(7, [rowOf(7, 3)], 0);
    recording.append(8, [rowOf(8, 4)], 7);
    expect([0, 1, 2, 3].map(recording.followed('gd', 'value'))).toEqual([NaN, NaN, NaN, -4]);
    expect([0, 1, 2, 3].map(recording.level('gd', 'value', 'median'))).toEqual([1, 2, 3, 4]);
    expect(recording.hasMet('moving')).toBe(true);
    expect(recording.hasMet('cycling')).toBe(false);
  });

  test('by age has the latest life of the followed particle, and as many rows as any life has reached', () => {
    const recording = new Recording({ ...subject, abscissa: 'age' }, 2);
    const rows = new Float32Array(5 * ROW);
    rows.set(rowOf(20, 1), 0);
    rows.set(rowOf(22, 2), ROW);
    rows.set(rowOf(14, 3), 2 * ROW); // of a life that began at 10
    rows.set(rowOf(16, 4), 3 * ROW);
    recording.replace([rows], 0);
    expect(recording.rows).toBe(4);
    expect([0, 1, 2, 3].map((row) => recording.step(row))).toEqual([0, 2, 4, 6]);
    expect([0, 1, 2, 3].map(recording.followed('gd', 'value'))).toEqual([-1, -2, NaN, NaN]);
    expect([0, 1, 2, 3].map(recording.level('gd', 'value', 'median'))).toEqual([1, 2, 3, 4]);
  });
});

describe('what particles are measured against', () => {
  test('all minimisers of the least value, and the modes of a quadratic', () => {
    expect(referenceOf(factsOf('himmelblau')).minimisers.length).toBe(4);
    expect(referenceOf(factsOf('himmelblau')).modes).toBeNull();
    const { floor, minimisers, modes } = referenceOf(factsOf('booth'));
    expect(floor).toBe(0);
    expect(minimisers.map(({ x, y }) => [x, y])).toEqual([[1, 3]]);
    expect(modes?.spectrum.low).toBeCloseTo(2, 12);
    expect(modes?.spectrum.high).toBeCloseTo(18, 12);
  });

  test('the stationary point of a saddle, none of a plane', () => {
    const saddle = referenceOf(factsOf('x^2 - y^2 + 2x + 4y'));
    expect(saddle.floor).toBeNull();
    expect(saddle.modes?.centre).toEqual([-1, 2]);
    expect(referenceOf(factsOf('x + y'))).toEqual({ floor: null, minimisers: [], modes: null });
  });
});

describe('promises', () => {
  const facts = factsOf('bowl', { a: 0.5, b: 5 }); // μ = 1, L = 10

  test.each([0.05, 0.1, 0.15, 0.19])(
    'hold for gradient descent on the bowl at η = %d, from every start',
    (eta) => {
      for (const [x, y] of [
        [1, 0],
        [0, 1],
        [2, -0.3],
        [-0.5, 1.5],
      ] as const) {
        const start = {
          distance: Math.hypot(x, y),
          value: (x * x + 10 * y * y) / 2,
          gradient: Math.hypot(x, 10 * y),
        };
        for (let k = 1; k <= 40; k++) {
          const [u, v] = [(1 - eta) ** k * x, (1 - 10 * eta) ** k * y];
          const [p, q] = [Math.exp(-eta * k) * x, Math.exp(-10 * eta * k) * y];
          const reached = (a: number, b: number) =>
            ({
              value: (a * a + 10 * b * b) / 2,
              distance: Math.hypot(a, b),
              gradient: Math.hypot(a, 10 * b),
            }) as const;
          for (const quantity of ['value', 'distance', 'gradient'] as const) {
            for (const [id, found] of [
              ['gd', reached(u, v)],
              ['gf', reached(p, q)],
            ] as const) {
              const made = promises(id, quantity, facts, eta, start);
              expect(made.length).toBeGreaterThan(0);
              for (const { at } of made) expect(found[quantity]).toBeLessThanOrEqual(at(k) * (1 + 1e-12));
            }
          }
        }
      }
    },
  );

  test('are attained along an eigenvector', () => {
    const start = { distance: 1, value: 0.5, gradient: 1 };
    const [sublinear, linear] = promises('gd', 'value', facts, 0.1, start);
    expect(sublinear?.at(5)).toBeCloseTo(1, 12);
    expect(linear?.at(5)).toBeCloseTo(0.5 * 0.9 ** 10, 12);
    expect(contraction(1, 10, 2 / 11)).toBeCloseTo(9 / 11, 12);
  });

  test('are not made where their assumptions fail, which is said', () => {
    const start = { distance: 1, value: 1, gradient: 1 };
    expect(promises('gd', 'value', facts, 0.2, start)).toEqual([]);
    expect(silence('gd', facts, 0.2)).toBe('η is not below 2/L');
    expect(silence('gf', facts, 0.2)).toBeNull();
    expect(promises('adam', 'value', facts, 0.1, start)).toEqual([]);
    const well = factsOf('doublewell');
    expect(promises('gf', 'value', well, 0.1, start)).toEqual([]);
    expect(silence('gf', well, 0.1)).toBe('f is not convex over the view');
    expect(silence('gd', factsOf('x + y'), 0.1)).toBe('no minimum of f is known here');
  });
});
