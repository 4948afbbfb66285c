import { describe, expect, test } from 'vitest';
import { apply, decay, eigenvalues, matrixFunction } from '../../src/math/symmetric2';
import type { Method, Particle } from '../../src/methods/method';
import { rodas4 } from '../../src/methods/rodas4';
import { METHODS, method } from '../../src/methods/table';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { OBJECTIVES } from '../../src/objectives/table';
import { circumstancesWith } from '../circumstances';

type Point = readonly [number, number];

const objectives = OBJECTIVES.map(({ id }) => makeObjective(id, {}));
const quadratics = objectives.filter(({ quadratic }) => quadratic !== null);

/** Where f is defined among a few points of the objective's home. */
function someStarts(objective: Objective): Point[] {
  const [cx, cy, h] = objective.home;
  const inUnits: Point[] = [
    [-1.3, -0.7],
    [-0.6, 0.8],
    [0.1, -0.2],
    [0.9, 0.4],
    [1.5, -0.9],
  ];
  return inUnits.map(([u, v]): Point => [cx + u * h, cy + v * h]).filter(([x, y]) => objective.defined(x, y));
}

function rest({ carry }: Method, [x, y]: Point): Particle {
  return { x, y, carry: new Array<number>(carry).fill(0), index: 0, tick: 0 };
}

function follow(method: Method, objective: Objective, start: Point, duration: number, times: number): Point {
  let particle = rest(method, start);
  const told = circumstancesWith({ eta: duration });
  for (let tick = 0; tick < times; tick++) {
    const motion = method.advance(particle, objective, duration, told);
    particle = { ...particle, ...motion, tick: tick + 1 };
  }
  return [particle.x, particle.y];
}

/** The classical Runge–Kutta method with many small steps: shares nothing with the methods. */
function reference(objective: Objective, [x0, y0]: Point, duration: number, steps: number): Point {
  let [x, y] = [x0, y0];
  const h = duration / steps;
  for (let i = 0; i < steps; i++) {
    const [a, b] = objective.gradient(x, y);
    const [c, d] = objective.gradient(x - (h / 2) * a, y - (h / 2) * b);
    const [p, q] = objective.gradient(x - (h / 2) * c, y - (h / 2) * d);
    const [r, s] = objective.gradient(x - h * p, y - h * q);
    x -= (h / 6) * (a + 2 * c + 2 * p + r);
    y -= (h / 6) * (b + 2 * d + 2 * q + s);
  }
  return [x, y];
}

function distance([a, b]: Point, [c, d]: Point): number {
  return Math.max(Math.abs(a - c), Math.abs(b - d));
}

function relative(end: Point, exact: Point): number {
  return distance(end, exact) / Math.max(1, Math.abs(exact[0]), Math.abs(exact[1]));
}

describe.each(METHODS)('$label', (row) => {
  test('is found by its id, and its shader defines advance()', () => {
    expect(method(row.id)).toBe(row);
    expect(row.wgsl).toContain('fn advance(particle: Particle, duration: f32) -> Particle');
  });

  test.each(objectives)('tells the shader at most 16 finite f32 numbers for $key', (objective) => {
    for (const scale of [1e-6, 1, 1e6]) {
      const eta = scale * (objective.row?.eta ?? 1);
      const constants = row.constants(objective, eta, circumstancesWith({ eta }));
      expect(constants.length).toBeLessThanOrEqual(16);
      expect(constants.every((value) => Number.isFinite(Math.fround(value)))).toBe(true);
    }
  });

  test('carries as many numbers as it says', () => {
    for (const objective of objectives) {
      const [start] = someStarts(objective);
      if (start === undefined) throw new Error(`no start on ${objective.key}`);
      const eta = objective.row?.eta ?? 1;
      const { carry } = row.advance(rest(row, start), objective, eta, circumstancesWith({ eta }));
      expect(carry).toHaveLength(row.carry);
    }
  });

  test('is stable on a quadratic just below its limit, and not just above it', () => {
    const [L, mu] = [7, 1];
    const bowl = makeObjective('a x^2/2 + b y^2/2', { a: L, b: mu });
    const stated = row.stabilityLimit({ L, mu, A: [L, 0, mu] }, circumstancesWith({}));
    if (stated === null) return;
    const limit = Math.min(stated, 1e4);
    expect(distance(follow(row, bowl, [1, 1], 0.99 * limit, 2000), [0, 0])).toBeLessThan(1e-6);
    if (stated < Number.POSITIVE_INFINITY) {
      expect(distance(follow(row, bowl, [1, 1], 1.01 * limit, 2000), [0, 0])).toBeGreaterThan(1e6);
    }
  });

  test('converges to gradient flow with its order, by slope fit at a fixed time', () => {
    const well = makeObjective('x^4/4 - x^2/2 + y^2/2 + x y/3', {});
    const exact = reference(well, [0.3, -0.8], 2, 4000);
    const errors = [40, 80, 160].map((n) => distance(follow(row, well, [0.3, -0.8], 2 / n, n), exact));
    const [coarse = 0, , fine = 0] = errors;
    // The twin of an adaptive flow is at its tolerance whatever the number of steps: methodsRodas4 has its order.
    if (row.kind === 'flow') expect(Math.max(...errors)).toBeLessThan(1e-8);
    else if (row.approaches?.flow === 'gf')
      expect(Math.abs(Math.log2(coarse / fine) / 2 - row.approaches.order)).toBeLessThan(0.2);
  });
});

describe.each(quadratics)('on the quadratic $key', (objective) => {
  const A = objective.quadratic?.A ?? [0, 0, 0];
  const L = Math.max(...eigenvalues(A).map(Math.abs));
  const start: Point = [
    objective.home[0] + 0.7 * objective.home[2],
    objective.home[1] - 0.4 * objective.home[2],
  ];
  // f has no minimiser where A is singular or indefinite, but two orbits differ by the same matrices as a distance to it.
  const other: Point = [start[0] + 1, start[1] + 0.5];

  test.each([1, 10, 100])('GD takes differences to (I − ηA)ᵏ of themselves, k = %d', (k) => {
    const eta = 1.5 / L;
    const [a, b] = [
      follow(method('gd'), objective, start, eta, k),
      follow(method('gd'), objective, other, eta, k),
    ];
    const [dx, dy] = apply(
      matrixFunction(A, (lambda) => (1 - eta * lambda) ** k),
      1,
      0.5,
    );
    expect(relative([b[0] - a[0], b[1] - a[1]], [dx, dy])).toBeLessThan(
      1e-12 * Math.max(1, ...a.map(Math.abs)),
    );
  });

  test.each([1, 10, 100])('GF takes differences to e^{−At} of themselves, t = %d/L', (k) => {
    const t = 0.3 / L;
    const [a, b] = [
      follow(method('gf'), objective, start, t, k),
      follow(method('gf'), objective, other, t, k),
    ];
    const [dx, dy] = apply(decay(A, k * t), 1, 0.5);
    expect(relative([b[0] - a[0], b[1] - a[1]], [dx, dy])).toBeLessThan(
      1e-12 * Math.max(1, ...a.map(Math.abs)),
    );
  });

  test.each([0.01, 1, 100])('the closed form of GF is what Rodas4 finds, ηL = %d', (etaL) => {
    // An indefinite A grows by e^{etaL}: no further than that keeps it of order one.
    const t = Math.min(etaL, eigenvalues(A)[0] < 0 ? 5 : etaL) / L;
    const closed = follow(method('gf'), objective, start, t, 1);
    const integrated = rodas4(objective, start, t, 0, { tolerance: 1e-11, substeps: 50_000 }).end;
    expect(relative(integrated, closed)).toBeLessThan(1e-8);
  });

  test('what the shader is told makes the same step', () => {
    for (const etaL of [1e-3, 1, 50]) {
      const [tolerance, vx = 0, vy = 0, s1 = 0, c1 = 0, s2 = 0, c2 = 0] = method('gf').constants(
        objective,
        etaL / L,
        circumstancesWith({}),
      );
      expect(tolerance).toBe(0);
      const [x, y] = start;
      const alongU = s1 * (vx * y - vy * x) + c1;
      const alongV = s2 * (vx * x + vy * y) + c2;
      const end: Point = [x + vy * alongU - vx * alongV, y - vx * alongU - vy * alongV];
      expect(relative(end, follow(method('gf'), objective, start, etaL / L, 1))).toBeLessThan(1e-11);
    }
  });
});

describe.each(objectives)('gradient flow on $key', (objective) => {
  const eta = objective.row?.eta ?? 1;

  test('agrees with small Runge–Kutta steps', () => {
    for (const start of someStarts(objective)) {
      const exact = reference(objective, start, 10 * eta, 4000);
      if (!(Math.hypot(...exact) < 1e3)) continue; // blown up, as on the monkey saddle
      const end = follow(method('gf'), objective, start, 10 * eta, 1);
      expect(relative(end, exact), `from ${start}`).toBeLessThan(1e-8);
    }
  });

  test.each([0.1, 1, 100])('never raises f, tick by tick of η/8, η = %d times the default', (scale) => {
    for (const start of someStarts(objective)) {
      let particle = rest(method('gf'), start);
      for (let tick = 0; tick < 24; tick++) {
        const before = objective.value(particle.x, particle.y);
        const motion = method('gf').advance(
          particle,
          objective,
          (scale * eta) / 8,
          circumstancesWith({ eta }),
        );
        particle = { ...particle, ...motion };
        const after = objective.value(particle.x, particle.y);
        if (Math.abs(after) > 1e12) break;
        expect(after).toBeLessThanOrEqual(before + 1e-11 * Math.max(1, Math.abs(before)));
      }
    }
  });
});
