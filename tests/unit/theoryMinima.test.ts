import { describe, expect, test } from 'vitest';
import { eigenvalues } from '../../src/math/symmetric2';
import { makeObjective, type Objective, type View } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import { factsOf, sameFacts } from '../../src/theory/facts';
import { findMinima, MOST_MINIMA, minima } from '../../src/theory/minima';
import { randomNumbers } from '../generated';

const found = (objective: Objective, view: View = objective.home) => findMinima(objective, boxOfView(view));
const known = (expression: string, view: View) => minima(makeObjective(expression, {}), boxOfView(view));

describe.each(OBJECTIVES.map(({ id }) => makeObjective(id, {})).filter((f) => f.minimisers.length > 0))(
  'the minima of $key, were they not known,',
  (objective) => {
    // Views off the centre: no grid point lies on a minimum.
    const [x, y, half] = objective.home;
    const views: readonly View[] = [objective.home, [x + 0.0371 * half, y - 0.0213 * half, 1.04 * half]];
    test.each(views)('are found in the view (%d, %d, %d)', (...view) => {
      const all = found(objective, view);
      for (const minimiser of objective.minimisers) {
        const distance = (at: { x: number; y: number }) => Math.hypot(at.x - minimiser.x, at.y - minimiser.y);
        const [nearest] = [...all].sort((a, b) => distance(a) - distance(b));
        if (nearest === undefined) throw new Error('nothing was found');
        expect(distance(nearest)).toBeLessThan(1e-9);
        expect(Math.abs(nearest.f - minimiser.f)).toBeLessThan(1e-13 * (1 + Math.abs(minimiser.f)));
        expect(nearest).toMatchObject({ scope: 'view', isolated: true });
      }
      for (const { x: px, y: py, f } of all) expect(f, `at ${px}, ${py}`).toBe(objective.value(px, py));
      expect(all.map(({ f }) => f)[0]).toBeCloseTo(Math.min(...objective.minimisers.map(({ f }) => f)), 12);
    });

    test('those that are known are exact, and none stands twice', () => {
      const all = minima(objective, boxOfView(objective.home));
      const exact = all.filter(({ scope }) => scope === 'exact');
      expect(exact.map((minimum) => [minimum.x, minimum.y, minimum.f]).sort()).toEqual(
        objective.minimisers.map((minimiser) => [minimiser.x, minimiser.y, minimiser.f]).sort(),
      );
      for (const [n, a] of all.entries())
        for (const b of all.slice(n + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(1e-3);
    });
  },
);

describe('quadratics', () => {
  test('A θ* = b for random positive definite A, wherever the view is, also for a typed formula', () => {
    const random = randomNumbers(3);
    for (let trial = 0; trial < 50; trial++) {
      const [angle, kappa] = [Math.PI * random(), 10 ** (4 * random())];
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const A = { a: kappa * c * c + s * s, b: (kappa - 1) * c * s, c: kappa * s * s + c * c };
      const [x, y] = [6 * random() - 3, 6 * random() - 3];
      const parameters = { ...A, p: A.a * x + A.b * y, q: A.b * x + A.c * y, r: random() };
      for (const key of ['quadratic', '(a x x + 2b x y + c y y)/2 - p x - q y + r']) {
        const { constants, minima: all } = factsOf(makeObjective(key, parameters), [50, 50, 1]);
        expect(all).toHaveLength(1);
        const [minimum] = all;
        expect(Math.hypot((minimum?.x ?? 0) - x, (minimum?.y ?? 0) - y)).toBeLessThan(1e-11 * kappa);
        expect(minimum).toMatchObject({ scope: 'exact', isolated: true });
        expect(minimum?.curvatures).toEqual([constants.mu, constants.L]);
        expect(constants).toMatchObject({ scope: 'exact' });
        expect(constants.L / kappa).toBeCloseTo(1, 12);
        expect(constants.mu).toBeCloseTo(1, 11);
        const f = parameters.r - (parameters.p * x + parameters.q * y) / 2;
        expect(Math.abs((minimum?.f ?? 0) - f)).toBeLessThan(1e-12 * kappa);
      }
    }
  });

  test.each([
    ['y^2 + 3', 0, 0, 3, 2],
    ['(x + y - 2)^2', 1, 1, 0, 4],
  ])('%s has a line of minimisers, of which the nearest to the origin is told', (key, x, y, f, L) => {
    const [minimum, ...others] = known(key, [0, 0, 2]);
    expect(others).toEqual([]);
    expect(minimum).toMatchObject({ isolated: false, scope: 'exact' });
    expect(minimum?.x).toBeCloseTo(x, 14);
    expect(minimum?.y).toBeCloseTo(y, 14);
    expect(minimum?.f).toBeCloseTo(f, 14);
    expect(minimum?.curvatures[0]).toBe(0);
    expect(minimum?.curvatures[1]).toBeCloseTo(L, 14);
  });

  test.each(['x^2 - y^2', 'x + y^2', 'x', '3', '-x^2 - y^2', '(x+y)^2 + x - y'])(
    '%s has no minimum',
    (key) => {
      expect(known(key, [0, 0, 2])).toEqual([]);
    },
  );
});

describe('typed formulas', () => {
  test.each<[string, View, number, number, number]>([
    ['exp(x^2) + y^2', [0.1, 0, 2.5], 0, 0, 1],
    ['x - log(x) + y^2', [1, 0, 2], 1, 0, 1],
    ['2x^2 + (y-x)^4 + (y-x)^2 - x', [0.2, 0, 1], 0.25, 0.25, -0.125],
  ])('%s in the view %j: θ* = (%d, %d), f* = %d', (key, view, x, y, f) => {
    const [minimum, ...others] = known(key, view);
    expect(others).toEqual([]);
    expect(minimum?.x).toBeCloseTo(x, 9);
    expect(minimum?.y).toBeCloseTo(y, 9);
    expect(minimum?.f).toBeCloseTo(f, 12);
    expect(minimum).toMatchObject({ scope: 'view', isolated: true });
  });

  test.each([
    ['x^4 + y^4', 0, 0],
    ['x^4 + y^2', 0, 2],
    ['(x^2 + y^2)^2', 0, 0],
    ['x^6 + 3y^2', 0, 6],
  ])('%s has an isolated minimum with the curvatures %d and %d', (key, low, high) => {
    const [minimum, ...others] = known(key, [0.3, 0.1, 1.5]);
    expect(others).toEqual([]);
    expect(minimum?.isolated).toBe(true);
    expect(Math.hypot(minimum?.x ?? 1, minimum?.y ?? 1)).toBeLessThan(1e-2);
    expect(minimum?.f).toBeLessThan(1e-20);
    expect(minimum?.curvatures[0]).toBe(low);
    expect(minimum?.curvatures[1]).toBeCloseTo(high, 12);
  });

  test.each<[string, View, number, number]>([
    ['(x y - 1)^2/2', [0.1, 0, 2], 0, 2],
    ['x^2 y^2 - 2x y + 4', [0, 0.1, 2], 3, 4],
    ['(x^2 + y^2 - 1)^2', [0.1, 0.2, 2], 0, 8],
    ['(y - x^2)^2', [0.2, 0.1, 1], 0, 2],
    ['max(0, x^2 + y^2 - 1)^2', [0.1, 0, 2], 0, 0],
  ])('%s has a valley of minima: f* = %d, λ = %d at the flattest', (key, view, f, lambda) => {
    const [minimum, ...others] = known(key, view);
    expect(others).toEqual([]);
    expect(minimum).toMatchObject({ isolated: false, scope: 'view' });
    expect(minimum?.f).toBeCloseTo(f, 14);
    expect(minimum?.curvatures[0]).toBe(0);
    expect(minimum?.curvatures[1]).toBeCloseTo(lambda, 6);
  });

  test.each<[string, View]>([
    ['x^3 + y^2', [0.01, 0, 2]],
    ['x^3 - 3x y^2', [0, 0, 1.5]],
    ['2x y + sin(3x)', [0, 0, 2.5]],
    ['exp(-x) + y^2', [0, 0, 2]],
    ['himmelblau', [0, 0, 1]],
    ['log(x) - 9', [-5, 0, 1]],
  ])('%s has none in the view %j', (key, view) => {
    expect(found(makeObjective(key, {}), view)).toEqual([]);
  });

  test('of a texture so many are kept that a list can hold, all of them true minima', () => {
    const objective = makeObjective('sin(20x) sin(20y)', {});
    const all = found(objective, [0, 0, 2.5]);
    expect(all).toHaveLength(MOST_MINIMA);
    for (const { x, y, f } of all) {
      expect(f).toBeCloseTo(-1, 13);
      expect(Math.hypot(...objective.gradient(x, y))).toBeLessThan(1e-12);
      expect(eigenvalues(objective.hessian(x, y))[0]).toBeGreaterThan(0);
    }
  });
});

test('of equally low minima the nearest to the centre of the view comes first', () => {
  const objective = makeObjective('himmelblau', {});
  for (const { x, y } of objective.minimisers) {
    const [first] = minima(objective, boxOfView([x + 0.2, y - 0.3, 9]));
    expect([first?.x, first?.y]).toEqual([x, y]);
  }
});

/** Minima that a survey of 49 × 49 points cannot see: two of the three wells are narrower than its cells. */
const WELLS = '(x^2+y^2)/9 - exp(-30000((x-1.217)^2+(y-0.713)^2))/2 - exp(-30000((x+1.02)^2+(y+0.36)^2))';

test('prospects lead to minima that the survey has missed, and their curvature to L', () => {
  const objective = makeObjective(WELLS, {});
  const before = factsOf(objective, objective.home);
  expect(before.minima).toHaveLength(1);
  const lowest = [[1.21, 0.71] as const, [-1.025, -0.362] as const, [4, 2] as const];
  const after = factsOf(objective, objective.home, { steepest: [], hollowest: [], lowest });
  expect(after.minima.map(({ x }) => x.toFixed(2))).toEqual(['-1.02', '1.22', '0.00']);
  expect(after.constants.L).toBeCloseTo(60_000 + 2 / 9, 0);
  expect(before.constants.L).toBeLessThan(10);
});

test('facts that say the same are the same', () => {
  const objective = makeObjective('himmelblau', {});
  const facts = factsOf(objective, objective.home);
  expect(sameFacts(facts, factsOf(objective, objective.home))).toBe(true);
  expect(sameFacts(facts, factsOf(objective, [0, 0, 4]))).toBe(false);
  expect(sameFacts(facts, factsOf(makeObjective('himmelblau', {}), objective.home))).toBe(false);
});
