import { describe, expect, test } from 'vitest';
import { apply, eigenvalues, matrixFunction, type Symmetric2 } from '../../src/math/symmetric2';
import { gf } from '../../src/methods/gf';
import type { Method, Metric, Particle } from '../../src/methods/method';
import { natural } from '../../src/methods/natural';
import { naturalgd } from '../../src/methods/naturalgd';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { atRest, objectives } from '../checks/check';
import { ODES, solve } from '../checks/order';
import { circumstancesWith } from '../circumstances';

type Point = readonly [number, number];

const SKEW: Symmetric2 = [2, 0.5, 0.25];
const METRICS: readonly Metric[] = ['fisher', 'newton', SKEW];

/** Where f is defined among a few points of the objective's home. */
function someStarts({ home: [cx, cy, h], defined }: Objective): readonly Point[] {
  const inUnits: readonly Point[] = [
    [-1.3, -0.7],
    [-0.6, 0.8],
    [0.1, -0.2],
    [0.9, 0.4],
    [1.5, -0.9],
  ];
  return inUnits.map(([u, v]): Point => [cx + u * h, cy + v * h]).filter(([x, y]) => defined(x, y));
}

/** The twin after each of so many ticks from rest, the start first. */
function orbit(
  row: Method,
  objective: Objective,
  start: Point,
  metric: Metric,
  tick: number,
  ticks: number,
): readonly Point[] {
  const told = circumstancesWith({ metric, eta: tick });
  const points: Point[] = [start];
  let particle: Particle = atRest(row, start);
  for (let k = 1; k <= ticks; k++) {
    particle = { ...particle, ...row.advance(particle, objective, tick, told), tick: k };
    points.push([particle.x, particle.y]);
  }
  return points;
}

function flow(objective: Objective, start: Point, metric: Metric, t: number): Point {
  return orbit(natural, objective, start, metric, t, 1)[1] ?? start;
}

function relative([a, b]: Point, [c, d]: Point): number {
  return Math.max(Math.abs(a - c), Math.abs(b - d)) / Math.max(1, Math.abs(c), Math.abs(d));
}

describe("with Fisher's metric", () => {
  // E −log N(data; x, y²) of data with mean 0 and variance 1, but for a constant.
  const likelihood = makeObjective('log(y) + (1 + x^2)/(2 y^2)', {});

  test.each([0.1, 1, 5])('both expectations of a Gaussian relax like e^{−t}, t = %d', (t) => {
    for (const [x0, y0] of [
      [1.5, 0.4],
      [-3, 2],
      [0.2, 5],
    ] as const) {
      const [x, y] = flow(likelihood, [x0, y0], 'fisher', t);
      expect(x).toBeCloseTo(x0 * Math.exp(-t), 8);
      expect(x * x + y * y).toBeCloseTo(1 + (x0 * x0 + y0 * y0 - 1) * Math.exp(-t), 7);
    }
  });

  test('no σ gets to 0, where f is not defined', () => {
    for (const t of [1e-3, 1, 1e3]) {
      const [, y] = flow(likelihood, [2, 1e-4], 'fisher', t);
      expect(y).toBeGreaterThan(1e-4);
    }
  });
});

describe("with Newton's metric", () => {
  // Its floor holds down modes with less than 1e-4 of the curvature of the other.
  const isWell = (H: Symmetric2) => eigenvalues(H)[0] > 2e-4 * eigenvalues(H)[1];

  test.each(objectives)('∇f(t) = e^{−t}∇f(0) where ∇²f stays positive definite, on $key', (objective) => {
    for (const start of someStarts(objective)) {
      const points = orbit(natural, objective, start, 'newton', 0.1, 20);
      if (!points.every((point) => isWell(objective.hessian(...point)))) continue;
      const [gx, gy] = objective.gradient(...start);
      points.forEach((point, k) => {
        const [fx, fy] = objective.gradient(...point);
        const off = Math.hypot(fx - gx * Math.exp(-0.1 * k), fy - gy * Math.exp(-0.1 * k));
        // θ errs by 1e-9, and ∇f by H times that.
        const size = Math.hypot(...objective.hessian(...point)) * (1 + Math.hypot(...point));
        expect(off, `from ${start}, t = ${0.1 * k}`).toBeLessThan(2e-9 * size);
      });
    }
  });

  test('κ = 2508 slows nothing down: at Rosenbrock’s minimum both modes relax at the rate 1', () => {
    const rosenbrock = makeObjective('rosenbrock', {});
    const start: Point = [1.002, 1.006];
    const [gx, gy] = rosenbrock.gradient(...start);
    const [fx, fy] = rosenbrock.gradient(...flow(rosenbrock, start, 'newton', 3));
    expect(fx / gx).toBeCloseTo(Math.exp(-3), 4);
    expect(fy / gy).toBeCloseTo(Math.exp(-3), 4);
  });

  test('a concave mode grows like e^t, and det H = 0 is crossed on time', () => {
    // f′ = x³ − x along x: it grows up to its extremum at 1/√3, and falls from there.
    const well = makeObjective('doublewell', {});
    const slope = (x: number) => Math.abs(x ** 3 - x);
    const summit = slope(1 / Math.sqrt(3));
    for (const x0 of [0.05, 0.3, 0.5, 0.57]) {
      const crossing = Math.log(summit / slope(x0));
      for (const t of [0.5 * crossing, 1.01 * crossing, crossing + 0.1, crossing + 3]) {
        const [x, y] = flow(well, [x0, 0.7], 'newton', t);
        const exact = t < crossing ? slope(x0) * Math.exp(t) : summit * Math.exp(crossing - t);
        expect(Math.abs(slope(x) - exact), `from ${x0}, t = ${t}`).toBeLessThan(1e-7);
        expect(x > 1 / Math.sqrt(3), `from ${x0}, t = ${t}`).toBe(t > crossing);
        expect(y).toBeCloseTo(0.7 * Math.exp(-t), 7);
      }
    }
  });

  test('a plane, on which Newton’s step has no length, is left at once', () => {
    const plane = makeObjective('2 x - y', {});
    const [x, y] = flow(plane, [0, 0], 'newton', 1);
    expect(x).toBeLessThan(-1e20);
    expect(y).toBeGreaterThan(1e20);
    const [u, v] = orbit(naturalgd, plane, [0, 0], 'newton', 1, 1)[1] ?? [0, 0];
    expect(u).toBeLessThan(-1e20);
    expect(v).toBeGreaterThan(1e20);
  });
});

describe('with a constant metric P', () => {
  const [a, b, c] = matrixFunction(SKEW, (value) => 1 / Math.sqrt(value));
  const root = matrixFunction(SKEW, Math.sqrt);
  const [x, y] = ['(a x + b y)', '(b x + c y)'];

  test.each([
    { name: 'a well', f: (u: string, v: string) => `${u}^4/4 - ${u}^2/2 + ${v}^2/2 + ${u} ${v}/3` },
    { name: 'a quadratic', f: (u: string, v: string) => `5 ${u}^2 + ${u} ${v} - ${v}^2/3 + ${u} - 2 ${v}` },
  ])('the flow is gradient flow in the coordinates P^{1/2}θ, on $name', ({ f }) => {
    const here = makeObjective(f('x', 'y'), {});
    const there = makeObjective(f(x ?? '', y ?? ''), { a, b, c });
    for (const t of [0.01, 1, 4]) {
      for (const start of someStarts(here)) {
        const particle = atRest(gf, apply(root, ...start));
        const end = gf.advance(particle, there, t, circumstancesWith({ eta: t }));
        expect(relative(flow(here, start, SKEW, t), apply([a, b, c], end.x, end.y))).toBeLessThan(1e-8);
      }
    }
  });

  test('it is stable within the bounds that the curvature alone gives', () => {
    const limit = (A: Symmetric2 | null) =>
      naturalgd.stabilityLimit({ L: 7, mu: 1, A }, circumstancesWith({ metric: SKEW })) ?? Number.NaN;
    const bound = limit(null);
    expect(bound).toBeCloseTo((2 * eigenvalues(SKEW)[0]) / 7, 12);
    for (const angle of [0, 0.4, 0.8, 1.2, 1.6, 2, 2.4, 2.8]) {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      expect(
        limit([7 * cos * cos + sin * sin, 6 * cos * sin, 7 * sin * sin + cos * cos]),
      ).toBeGreaterThanOrEqual(bound);
    }
  });
});

test("Fisher's metric has no limit and no rate that hold everywhere", () => {
  const told = circumstancesWith({ metric: 'fisher' });
  const curvature = { L: 7, mu: 1, A: [7, 0, 1] } as const;
  expect(naturalgd.stabilityLimit(curvature, told)).toBeNull();
  expect(naturalgd.rate(curvature, told)).toBeNull();
  expect(natural.rate(curvature, told)).toBeNull();
});

describe.each(objectives)('on $key', (objective) => {
  const eta = objective.row?.eta ?? 1;

  test.each([['fisher'], [SKEW]] as const)('the flow of %s agrees with small Runge–Kutta steps', (metric) => {
    for (const start of someStarts(objective)) {
      const [u = 0, v = 0] = solve(ODES.natural(objective, circumstancesWith({ metric })), start, 3 * eta);
      if (!(Math.hypot(u, v) < 1e3)) continue; // blown up, as on the monkey saddle
      expect(relative(flow(objective, start, metric, 3 * eta), [u, v]), `from ${start}`).toBeLessThan(3e-8);
    }
  });

  test.each([1, 100])('no flow raises f, tick by tick of η/8, η = %d times the default', (scale) => {
    for (const metric of METRICS) {
      for (const start of someStarts(objective)) {
        const values = orbit(natural, objective, start, metric, (scale * eta) / 8, 24).map(([u, v]) =>
          objective.defined(u, v) ? objective.value(u, v) : Number.NaN,
        );
        const end = values.findIndex((value) => !(Math.abs(value) < 1e12));
        values.slice(1, end < 0 ? undefined : end).forEach((value, k) => {
          const before = values[k] ?? Number.NaN;
          expect(value - before, `${metric} from ${start}, tick ${k}`).toBeLessThanOrEqual(
            1e-10 * Math.max(1, Math.abs(before)),
          );
        });
      }
    }
  });
});
