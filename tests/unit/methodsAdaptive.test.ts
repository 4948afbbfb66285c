import { describe, expect, test } from 'vitest';
import { adam } from '../../src/methods/adam';
import type { Circumstances, Method } from '../../src/methods/method';
import { rmsprop } from '../../src/methods/rmsprop';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { OBJECTIVES } from '../../src/objectives/table';
import { circumstancesWith } from '../circumstances';

type Point = readonly [x: number, y: number];

const objectives = OBJECTIVES.map(({ id }) => makeObjective(id, {}));

/** x₀ … xₙ of the twin from rest. */
function orbitOf(
  row: Method,
  objective: Objective,
  [x, y]: Point,
  told: Circumstances,
  steps: number,
): Point[] {
  let particle = { x, y, carry: new Array<number>(row.carry).fill(0), index: 0, tick: 0 };
  const orbit: Point[] = [[x, y]];
  for (let k = 1; k <= steps; k++) {
    const motion = row.advance(particle, objective, told.eta, told);
    particle = { ...particle, ...motion, carry: [...motion.carry], tick: k };
    orbit.push([particle.x, particle.y]);
  }
  return orbit;
}

/** The rules as they are published: mean squares, and 1 − βᵏ. Shares nothing with the rows. */
const PUBLISHED: Readonly<Record<string, typeof orbitOf>> = {
  rmsprop: (_, objective, start, { eta, beta2, epsilon }, steps) => {
    const theta = [...start];
    const v = [0, 0];
    return [0, ...new Array<number>(steps).fill(1)].map((move): Point => {
      const g = objective.gradient(theta[0] ?? 0, theta[1] ?? 0);
      for (const n of move === 1 ? [0, 1] : []) {
        const slope = g[n] ?? 0;
        v[n] = beta2 * (v[n] ?? 0) + (1 - beta2) * slope ** 2;
        theta[n] = (theta[n] ?? 0) - (eta * slope) / (Math.sqrt(v[n] ?? 0) + epsilon);
      }
      return [theta[0] ?? 0, theta[1] ?? 0];
    });
  },
  adam: (_, objective, start, { eta, beta1, beta2, epsilon }, steps) => {
    const theta = [...start];
    const [m, v] = [
      [0, 0],
      [0, 0],
    ];
    return Array.from({ length: steps + 1 }, (_none, k): Point => {
      const g = objective.gradient(theta[0] ?? 0, theta[1] ?? 0);
      for (const n of k > 0 ? [0, 1] : []) {
        const slope = g[n] ?? 0;
        m[n] = beta1 * (m[n] ?? 0) + (1 - beta1) * slope;
        v[n] = beta2 * (v[n] ?? 0) + (1 - beta2) * slope ** 2;
        const mean = (m[n] ?? 0) / (1 - beta1 ** k);
        const square = (v[n] ?? 0) / (1 - beta2 ** k);
        theta[n] = (theta[n] ?? 0) - (eta * mean) / (Math.sqrt(square) + epsilon);
      }
      return [theta[0] ?? 0, theta[1] ?? 0];
    });
  },
};

function apart(a: readonly Point[], b: readonly Point[]): number {
  return Math.max(...a.map(([x, y], k) => Math.hypot(x - (b[k]?.[0] ?? NaN), y - (b[k]?.[1] ?? NaN))));
}

function startOn({ home: [cx, cy, h] }: Objective): Point {
  return [cx + 0.7 * h, cy + 0.4 * h];
}

describe.each([rmsprop, adam])('$label', (row) => {
  test.each(objectives)('is the published rule on $key for 300 steps', (objective) => {
    const size = 0.01 * objective.home[2];
    for (const given of [{}, { beta1: 0.5, beta2: 0.9 }, { beta1: 0, beta2: 0, epsilon: 0.1 }]) {
      const told = circumstancesWith({ eta: size, ...given });
      const start = startOn(objective);
      // Where an orbit turns at a minimum, roundings grow with it: as long as they have not.
      const steps = given.beta2 === undefined ? 300 : 40;
      const published = PUBLISHED[row.id]?.(row, objective, start, told, steps) ?? [];
      expect(published).toHaveLength(steps + 1);
      expect(apart(orbitOf(row, objective, start, told, steps), published) / size).toBeLessThan(1e-6);
    }
  });

  test('does not see the scale of f', () => {
    const told = circumstancesWith({ eta: 0.02, epsilon: 1e-300 });
    const orbits = [1, 1e-12, 1e12].map((scale) =>
      orbitOf(row, makeObjective('s (x^4/4 - x^2/2 + 3 y^2)', { s: scale }), [1.4, 0.8], told, 200),
    );
    const [plain = []] = orbits;
    for (const orbit of orbits) expect(apart(orbit, plain)).toBeLessThan(1e-9);
  });

  test('survives slopes that are huge, tiny or 0', () => {
    const told = circumstancesWith({ eta: 0.1 });
    for (const slope of [1e200, 1e-200, 0]) {
      const [[x, y] = [Number.NaN, Number.NaN]] = orbitOf(
        row,
        makeObjective('s x', { s: slope }),
        [1, 2],
        told,
        5,
      ).slice(-1);
      expect(Number.isFinite(x)).toBe(true);
      expect(y).toBe(2);
    }
  });
});

describe('RMSProp', () => {
  test('takes a first step of η/√(1 − β₂) down every slope', () => {
    const told = circumstancesWith({ eta: 0.1, beta2: 0.99 });
    const [, [x, y] = [0, 0]] = orbitOf(rmsprop, makeObjective('1e6 x - 1e-3 y', {}), [0, 0], told, 1);
    expect(x).toBeCloseTo(-1, 8);
    expect(y).toBeCloseTo(1, 3);
  });

  test('ends in the cycle ±(η/2 − ε/λ) around a minimum', () => {
    for (const epsilon of [1e-8, 1e-2]) {
      const told = circumstancesWith({ eta: 0.1, beta2: 0.9, epsilon });
      const bowl = makeObjective('5 x^2/2 + y^2', {});
      const [[x, y] = [0, 0], [u, v] = [0, 0]] = orbitOf(rmsprop, bowl, [1.03, 0.77], told, 3000).slice(-2);
      expect(Math.abs(x)).toBeCloseTo(0.05 - epsilon / 5, 8);
      expect(Math.abs(y)).toBeCloseTo(0.05 - epsilon / 2, 8);
      expect([u + x, v + y].map(Math.abs)).toEqual([expect.closeTo(0, 8), expect.closeTo(0, 8)]);
    }
  });

  test('as η → 0 follows dθ/dt = −g/(|g| + ε) on the clock t = kη', () => {
    // In x: |g| = 2x, and x + (ε/2) log x falls like t.
    const told = (eta: number) => circumstancesWith({ eta, beta2: 0.5, epsilon: 0.5 });
    const errors = [200, 400, 800].map((steps) => {
      const [[x] = [0]] = orbitOf(
        rmsprop,
        makeObjective('x^2 + y^2', {}),
        [2, 1],
        told(1 / steps),
        steps,
      ).slice(-1);
      return Math.abs(x + 0.25 * Math.log(x) - (2 + 0.25 * Math.log(2) - 1));
    });
    expect(Math.log2((errors[0] ?? 0) / (errors[1] ?? 0))).toBeCloseTo(1, 0);
    expect(Math.log2((errors[1] ?? 0) / (errors[2] ?? 0))).toBeCloseTo(1, 0);
  });
});

describe('Adam', () => {
  test('takes a first step of η down every slope, whatever the decays', () => {
    for (const given of [{}, { beta1: 0, beta2: 0 }, { beta1: 0.99, beta2: 0.5 }]) {
      const told = circumstancesWith({ eta: 0.1, ...given });
      const [, [x, y] = [0, 0]] = orbitOf(adam, makeObjective('1e6 x - 1e-3 y', {}), [0, 0], told, 1);
      expect(x).toBeCloseTo(-0.1, 12);
      expect(y).toBeCloseTo(0.1 / (1 + 1e-8 / 1e-3), 12);
    }
  });

  test('moves by η at every step down a plane: both means are corrected', () => {
    const orbit = orbitOf(adam, makeObjective('3 x - y', {}), [0, 0], circumstancesWith({ eta: 0.1 }), 500);
    orbit.forEach(([x, y], k) => {
      expect(x).toBeCloseTo(-0.1 * k, 6);
      expect(y).toBeCloseTo(0.1 * k, 5);
    });
  });
});

/** How a row behaves at a minimum where ε rules, v being 0: as it says in its `limit`. */
describe.each([
  { row: rmsprop, factor: 2, told: circumstancesWith({ epsilon: 0.01 }) },
  { row: adam, factor: (2 + 2 * 0.9) / (1 - 0.9), told: circumstancesWith({ epsilon: 0.01 }) },
])('$row.label next to a minimum', ({ row, factor, told }) => {
  test('comes to rest if and only if η is below its limit for P = ε', () => {
    const L = 3;
    const bowl = makeObjective('3 x^2/2 + y^2/2', {});
    // Adam's corrections make its first steps larger, hence the many steps and the tiny start.
    const end = (eta: number) => {
      const orbit = orbitOf(row, bowl, [1e-60, 0], { ...told, eta }, 10_000);
      return Math.max(...orbit.slice(-100).map(([x]) => Math.abs(x)));
    };
    const limit = (factor * 0.01) / L;
    expect(end(0.99 * limit)).toBeLessThan(1e-80);
    expect(end(1.01 * limit)).toBeGreaterThan(1e-20);
  });
});
