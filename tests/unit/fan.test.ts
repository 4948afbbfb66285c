import { describe, expect, test } from 'vitest';
import type { MethodId } from '../../src/methods/method';
import { method } from '../../src/methods/table';
import { makeObjective } from '../../src/objectives/objective';
import { firstChange, type Judge, limitAt } from '../../src/theory/lab/fan';
import { settles } from '../../src/theory/lab/settling';
import { circumstancesWith } from '../circumstances';

const HORIZON = 500;

function settling(id: MethodId, key: string, start: readonly [number, number]) {
  const objective = makeObjective(key, {});
  return (eta: number) => settles(method(id), objective, start, circumstancesWith({ eta }), HORIZON);
}

describe('the zigzag of a start dies away up to its threshold', () => {
  test.each([
    ['gd', 'bowl', [-1.55, 1.35], 0.2],
    ['gd', 'doublewell', [0.3, 0.4], 1],
    ['gd', 'himmelblau', [-3.5, -3.1], 2 / 133.7856],
    ['gd', '-cos(x) + y^2/8', [0.3, 0.4], 2],
    ['gd', '(x*y - 1)^2/2 + (x - y)^2', [1.4, 0.6], 0.5],
    ['heavyball', 'bowl', [-1.55, 1.35], 0.38],
    ['nesterov', 'bowl', [-1.55, 1.35], 3.8 / 28],
  ] as const)('%s on %s', (id, key, start, threshold) => {
    const judged = settling(id, key, start);
    for (const off of [1e-2, 1e-3, 1e-4]) {
      expect(judged(threshold * (1 - off)), `below by ${off}`).toBe(true);
      expect(judged(threshold * (1 + off)), `above by ${off}`).toBe(false);
    }
  });

  test('chaos, cycles and divergence do not settle, small steps do', () => {
    const judged = settling('gd', '(x^2 - 1)^2/4 + y^2/4', [0.6, 0.3]);
    for (let n = 0; n < 80; n++) {
      const eta = 1.1 + (0.88 * n) / 80;
      expect(judged(eta), `η = ${eta}`).toBe(false);
    }
    expect(settling('gd', 'x^2/2 + x^4/4', [3, 0])(1)).toBe(false);
    for (const eta of [1e-6, 1e-3, 0.1]) expect(judged(eta), `${eta}`).toBe(true);
  });
});

describe('the first change over a range', () => {
  const judgeOf =
    (settled: (eta: number) => boolean): Judge =>
    async (etas) =>
      etas.map((eta) => ({ settles: settled(eta), end: [eta, 0] as const }));
  const range = { from: 0.1, to: 10, scale: 'log' } as const;

  test('is found to the precision of f32, however wide the range is', async () => {
    for (const at of [0.11, 0.7351, Math.PI, 9.99]) {
      const verdict = await firstChange(
        range,
        judgeOf((eta) => eta < at),
      );
      if (verdict.kind !== 'threshold') throw new Error(verdict.kind);
      expect(Math.abs(verdict.eta / at - 1)).toBeLessThan(2 ** -21);
      expect(verdict).toMatchObject({ settlesBelow: true, changes: 1 });
      expect(verdict.end[0]).toBeLessThan(at);
    }
  });

  test('of several it is the smallest, and they are counted', async () => {
    const verdict = await firstChange(
      range,
      judgeOf((eta) => eta < 1 || (eta > 2 && eta < 3)),
    );
    expect(verdict).toMatchObject({ kind: 'threshold', settlesBelow: true, changes: 3 });
    const other = await firstChange(
      range,
      judgeOf((eta) => eta > 5),
    );
    expect(other).toMatchObject({ kind: 'threshold', settlesBelow: false, changes: 1 });
    if (other.kind === 'threshold') expect(other.end[0]).toBeGreaterThan(5);
  });

  test('where there is none it says which', async () => {
    expect(
      (
        await firstChange(
          range,
          judgeOf(() => true),
        )
      ).kind,
    ).toBe('always');
    expect(
      (
        await firstChange(
          range,
          judgeOf(() => false),
        )
      ).kind,
    ).toBe('never');
  });
});

test('the limit is that of the minimum near by', () => {
  const himmelblau = makeObjective('himmelblau', {});
  const told = circumstancesWith({});
  expect(limitAt(method('gd'), himmelblau, [-3.7, -3.2], told)).toBeCloseTo(2 / 133.7856, 6);
  expect(limitAt(method('heavyball'), himmelblau, [3.1, 2.1], told)).toBeCloseTo(3.8 / 82.284, 5);
  expect(limitAt(method('gf'), himmelblau, [3.1, 2.1], told)).toBeNull();
});
