import { describe, expect, test } from 'vitest';
import { method } from '../../src/methods/table';
import { diagonalOf } from '../../src/objectives/box';
import { makeObjective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { latticePixel, latticeSize } from '../../src/passes/lab/lattice';
import type { FateCircumstances } from '../../src/theory/lab/fateCircumstances';
import { fateOf } from '../../src/theory/lab/fateOf';
import { ROUND, roundsOf } from '../../src/theory/lab/fateRules';
import { Landmarker } from '../../src/theory/lab/landmarks';
import { OrbitRounds } from '../../src/theory/lab/orbitRounds';
import { minima } from '../../src/theory/minima';
import { circumstancesWith } from '../circumstances';
import { randomNumbers } from '../generated';

type Place = { readonly x: number; readonly y: number };

/** The period that an orbit is given by its rounds. */
function periodOf(point: (k: number) => Place, exponent = -0.1, rounds = roundsOf(1000)): number {
  const orbit = new OrbitRounds(point(0), rounds);
  for (let round = 0; round < rounds; round++) {
    orbit.take(Array.from({ length: ROUND + 1 }, (_, i) => point(round * ROUND + i)));
  }
  return orbit.period(point(rounds * ROUND), exponent);
}

describe('the period of an orbit', () => {
  const next = randomNumbers(7);

  test.each(Array.from({ length: 15 }, (_, n) => n + 2))('a cycle of %i is named', (period) => {
    for (let n = 0; n < 40; n++) {
      const points = Array.from({ length: period }, () => ({ x: 3 * next(), y: next() }));
      const shaken = (value: number) => Math.fround(value * (1 + 1e-7 * next()));
      const orbit = (k: number) => {
        const { x, y } = points[k % period] ?? { x: 0, y: 0 };
        return { x: shaken(x), y: shaken(y) };
      };
      expect(periodOf(orbit)).toBe(period);
    }
  });

  test('of 10⁴ chaotic orbits none has one', { timeout: 30_000 }, () => {
    // Gradient descent on the double well between the first chaos and the last. Windows of cycles, which are met after long
    // chaos, are left out by the exponent of the steps that follow.
    const rounds = roundsOf(200);
    const steps = ROUND * rounds;
    let chaotic = 0;
    while (chaotic < 10_000) {
      const eta = 1.31 + 0.689 * next();
      let x = 0.05 + 0.9 * next();
      const step = () => {
        x -= eta * (x * x * x - x);
      };
      for (let k = 0; k < 100; k++) step();
      const grown = () => Math.log(Math.abs(1 - eta * (3 * x * x - 1)));
      let growth = 0;
      const visited = Array.from({ length: steps + 1 }, () => {
        const place = { x, y: 0 };
        growth += grown();
        step();
        return place;
      });
      let later = 0;
      for (let k = 0; k < 1000; k++, step()) later += grown();
      if (later < 0.05 * 1000) continue;
      chaotic++;
      const named = periodOf((k) => visited[k] ?? { x: 0, y: 0 }, growth / steps, rounds);
      expect(named, `η = ${eta}, exponent ${growth / steps}, later ${later / 1000}`).toBe(0);
    }
  });
});

describe('the fate of gradient descent', () => {
  const at = (key: string, eta: number, horizon = 1000): FateCircumstances => {
    const objective = makeObjective(key, {});
    const home = boxOfView(objective.home);
    return {
      objective,
      method: method('gd'),
      told: circumstancesWith({ eta }),
      horizon,
      trustRadius: 1e4,
      stillness: 1e-6,
      size: diagonalOf(home),
      landmarks: new Landmarker().learn(objective, minima(objective, home)),
    };
  };
  const start = [0.3, 0.2] as const;

  test.each([
    [0.9, 'minimum', 0],
    [1.2, 'cycle', 2],
    [1.27, 'cycle', 4],
    [1.295, 'cycle', 8],
    [1.301, 'cycle', 16],
    [1.9, 'chaos', 0],
  ] as const)('on the double well at η = %f is %s %i', (eta, kind, index) => {
    const fate = fateOf(start, at('doublewell', eta, 4000));
    expect(fate.kind).toBe(kind);
    if (kind === 'cycle') expect(fate.index).toBe(index);
  });

  test.each([
    [1.2, -0.193, 0.001],
    [1.9, 0.877, 0.01],
    [2 - 1e-9, Math.log(3), 0.01],
  ])('has on the double well at η = %f the exponent %f, but for %f', (eta, exponent, within) => {
    const starts = Array.from({ length: 20 }, (_, n) => [0.1 + 0.041 * n, 0.2] as const);
    const fates = starts.map((from) => fateOf(from, at('doublewell', eta)).exponent);
    expect(fates.reduce((sum, value) => sum + value, 0) / fates.length).toBeCloseTo(
      exponent,
      12 * within > 0.1 ? 1 : 2,
    );
  });

  test('is an escape at a fractional time that grows towards the edge', () => {
    const times = [1.9, 1.8, 1.75, 1.72].map((x) => fateOf([x, 0], at('doublewell', 1.2)));
    expect(times.map(({ kind }) => kind)).toEqual(['diverged', 'diverged', 'diverged', 'diverged']);
    const [a = 0, b = 0, c = 0, d = 0] = times.map(({ time }) => time);
    expect([a < b, b < c, c < d]).toEqual([true, true, true]);
  });

  test('passes a saddle slowly without resting there, unless nothing drives it off', () => {
    expect(fateOf([0, 0.4], at('doublewell', 0.1)).kind).toBe('rest');
    expect(fateOf([1e-9, 0.4], at('doublewell', 0.1)).kind).toBe('minimum');
  });
});

test('lattices have every pixel of a map once, and no pixel beyond it but a few', () => {
  for (const [columns, rows] of [
    [64, 40],
    [61, 37],
    [5, 3],
  ] as const) {
    const seen = new Map<string, number>();
    for (const stride of [8, 4, 2, 1]) {
      const lattice = { columns, rows, stride, nested: stride < 8 };
      for (let n = 0; n < latticeSize(lattice); n++) {
        const [column, row] = latticePixel(lattice, n);
        if (column < columns && row < rows)
          seen.set(`${column},${row}`, (seen.get(`${column},${row}`) ?? 0) + 1);
      }
    }
    expect(seen.size).toBe(columns * rows);
    expect(Math.max(...seen.values())).toBe(1);
  }
});
