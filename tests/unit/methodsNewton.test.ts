import { describe, expect, test } from 'vitest';
import { eigenvalues } from '../../src/math/symmetric2';
import type { Motion } from '../../src/methods/method';
import { newton } from '../../src/methods/newton';
import { prox } from '../../src/methods/prox';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { atRest, objectives } from '../checks/check';
import { circumstancesWith } from '../circumstances';

type Point = readonly [number, number];

function step(f: Objective, start: Point, eta: number): Motion {
  return newton.advance(atRest(newton, start), f, eta, circumstancesWith({ eta }));
}

/** A few points of the home view where f is defined. */
function startsOf({ home: [cx, cy, h], defined }: Objective): readonly Point[] {
  const places: readonly Point[] = [
    [-1.3, -0.7],
    [-0.6, 0.8],
    [0.1, -0.2],
    [0.9, 0.4],
    [1.5, -0.9],
  ];
  return places.map(([u, v]): Point => [cx + u * h, cy + v * h]).filter((start) => defined(...start));
}

test.each(objectives)('on $key every step goes downhill to first order', (f) => {
  for (const [x, y] of startsOf(f)) {
    for (const eta of [1e-6, 1e-2, 1e3]) {
      const end = step(f, [x, y], eta);
      const [fx, fy] = f.gradient(x, y);
      expect(fx * (end.x - x) + fy * (end.y - y)).toBeLessThanOrEqual(0);
    }
  }
});

test('for small η it is gradient descent, up to terms of second order', () => {
  const f = makeObjective('himmelblau', {});
  for (const [x, y] of startsOf(f)) {
    const [fx, fy] = f.gradient(x, y);
    const L = Math.max(...eigenvalues(f.hessian(x, y)).map(Math.abs));
    const eta = 1e-4;
    const end = step(f, [x, y], eta);
    const off = Math.hypot(end.x - (x - eta * fx), end.y - (y - eta * fy));
    expect(off).toBeLessThanOrEqual(1.0001 * eta * eta * L * Math.hypot(fx, fy));
    expect(off).toBeGreaterThan(0);
  }
});

describe('for large η', () => {
  test('it is Newton’s method near a minimum: the error is squared', () => {
    const f = makeObjective('himmelblau', {});
    const { x, y } = step(f, [3.01, 1.99], 1e9);
    const again = step(f, [x, y], 1e9);
    const [first, second] = [Math.hypot(x - 3, y - 2), Math.hypot(again.x - 3, again.y - 2)];
    expect(first).toBeLessThan(2e-4);
    expect(second).toBeLessThan(2 * first * first);
  });

  test('it doubles the distance to a saddle along the direction in which f falls from it', () => {
    const { x, y } = step(makeObjective('(x^2 - 9 y^2)/2', {}), [1, 0.25], 1e12);
    expect(x).toBeCloseTo(0, 10);
    expect(y).toBeCloseTo(0.5, 10);
  });

  test('it is gradient descent along a flat direction', () => {
    const { x, y } = step(makeObjective('2 x + y^2/2', {}), [1, 1], 4);
    expect(x).toBe(-7);
    expect(y).toBeCloseTo(0.2, 14);
  });
});

test('on a convex quadratic it is the proximal point', () => {
  const f = makeObjective('rotated', {});
  for (const start of startsOf(f)) {
    for (const eta of [1e-3, 1, 1e6]) {
      const [a, b] = [
        step(f, start, eta),
        prox.advance(atRest(prox, start), f, eta, circumstancesWith({ eta })),
      ];
      expect(a.x).toBeCloseTo(b.x, 13);
      expect(a.y).toBeCloseTo(b.y, 13);
    }
  }
});
