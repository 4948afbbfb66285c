import { describe, expect, test } from 'vitest';
import type { Method, Metric } from '../../src/methods/method';
import { natural } from '../../src/methods/natural';
import { naturalgd } from '../../src/methods/naturalgd';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { objectives, variantsOf } from '../checks/check';
import { kernelOf, startsOf, trustRadius } from '../checks/localStep';
import { circumstancesWith } from '../circumstances';
import type { Orbits, Point } from './orbits';

/** A run of ticks of η each, or of η/8 along the flow. */
interface Course {
  readonly starts: readonly Point[];
  readonly metric: Metric;
  readonly eta: number;
  readonly ticks: number;
}

async function course(
  row: Method,
  objective: Objective,
  { starts, metric, eta, ticks }: Course,
): Promise<Orbits> {
  const kernel = await kernelOf(row, objective);
  const duration = Math.fround(row.kind === 'map' ? eta : eta / 8);
  const circumstances = circumstancesWith({ metric, eta });
  return kernel.run(objective, {
    starts,
    ticks,
    duration,
    trustRadius: trustRadius(objective),
    circumstances,
  });
}

/** Where the flow in the shader leads from one start in one tick. */
async function flow(
  objective: Objective,
  metric: Metric,
  [x, y]: readonly [number, number],
  t: number,
): Promise<Point> {
  const starts: Point[] = [[Math.fround(x), Math.fround(y)]];
  const end = (await course(natural, objective, { starts, metric, eta: 8 * t, ticks: 1 }))[1]?.[0];
  return [end?.x ?? Number.NaN, end?.y ?? Number.NaN];
}

describe('natural gradient flow in the shader', () => {
  test('relaxes both expectations of a Gaussian like e^{−t}', async () => {
    const likelihood = makeObjective('log(y) + (1 + x^2)/(2 y^2)', {});
    for (const t of [0.1, 1, 5]) {
      const [x, y] = await flow(likelihood, 'fisher', [1.5, 0.4], t);
      expect(Math.abs(x - 1.5 * Math.exp(-t))).toBeLessThan(5e-5);
      expect(Math.abs(x * x + y * y - 1 - 1.41 * Math.exp(-t))).toBeLessThan(5e-5);
    }
  });

  test.each([
    { key: 'logistic', start: [1.75, 0] as const },
    { key: 'huber', start: [4.5, 2] as const },
    { key: 'rosenbrock', start: [1.125, 1.25] as const },
  ])("relaxes ∇f like e^{−t} in Newton's metric, on $key", async ({ key, start: [x, y] }) => {
    const objective = makeObjective(key, {});
    const [gx, gy] = objective.gradient(x, y);
    for (const t of [0.1, 1, 5]) {
      const end = await flow(objective, 'newton', [x, y], t);
      const [fx, fy] = objective.gradient(...end);
      const [dx, dy] = [fx - gx * Math.exp(-t), fy - gy * Math.exp(-t)];
      const [xx, xy, yy] = objective.hessian(...end);
      // H⁻¹ times what ∇f is off: how far from the curve the particle is, to first order.
      const off = Math.hypot(yy * dx - xy * dy, xx * dy - xy * dx) / (xx * yy - xy * xy);
      expect(off, `t = ${t}`).toBeLessThan(1e-4);
    }
  });

  test('crosses det H = 0 on time, where it is without bound', async () => {
    // f′ = x³ − x along x grows like e^t up to its extremum at s = 1/√3, and falls from there: with x = 2s·cos φ,
    // |f′| = −2s³·cos 3φ.
    const well = makeObjective('doublewell', {});
    const s = 1 / Math.sqrt(3);
    const start = 0.3;
    const crossing = Math.log((2 * s ** 3) / (start - start ** 3));
    for (const later of [-0.01, -1e-3, -1e-4, 1e-4, 1e-3, 0.01, 0.1, 1, 4]) {
      const [x, y] = await flow(well, 'newton', [start, 0.7], crossing + later);
      const turn = Math.acos(Math.exp(-Math.abs(later))) / 3;
      const exact = 2 * s * Math.cos(Math.PI / 3 - Math.sign(later) * turn);
      // The substeps near the line err by some 1e-5 of a time that the speed there, s/√(later) or so, multiplies.
      const size = 1e-4 + 1e-5 / Math.sqrt(Math.abs(later));
      expect(Math.abs(x - exact), `${later} later`).toBeLessThan(size);
      expect(Math.abs(y - 0.7 * Math.exp(-crossing - later)), `${later} later`).toBeLessThan(1e-4);
    }
  });

  test('stays where it has come to rest however long the tick', async () => {
    for (const metric of ['newton', 'fisher'] as const) {
      const [x, y] = await flow(makeObjective('kl', {}), metric, [0, 1], 1e4);
      expect(Math.abs(x)).toBeLessThan(1e-6);
      expect(Math.abs(y - 1)).toBeLessThan(1e-6);
    }
  });

  test('slides along a kink without leaving by its step', async () => {
    const objective = makeObjective('10 abs(x - y) + (x^2 + y^2)/2', {});
    const starts: Point[] = [[1, Math.fround(0.6)]];
    const orbits = await course(natural, objective, { starts, metric: 'newton', eta: 0.04, ticks: 200 });
    for (const [{ x, y } = { x: Number.NaN, y: Number.NaN }] of orbits.slice(20)) {
      expect(Math.abs(x - y)).toBeLessThan(0.05);
    }
  });

  test('ends outside a domain that it runs into', async () => {
    // Newton’s flow on √x, which is concave: f′ = x^{−1/2}/2 grows like e^t, so that x falls like e^{−2t}, and never ends.
    const edge = makeObjective('sqrt(x) + y^2/2', {});
    const [x] = await flow(edge, 'newton', [1, 1], 1);
    expect(x).toBeCloseTo(Math.exp(-2), 4);
    // With a constant metric it is gradient flow in another time: x^{3/2} falls by 3t/4.
    const metric = [1, 0, 1] as const;
    const [before] = await flow(edge, metric, [0.01, 0], 1e-3);
    expect(before).toBeCloseTo(2.5e-4 ** (2 / 3), 5);
    expect(edge.defined(...(await flow(edge, metric, [0.01, 0], 2e-3)))).toBe(false);
  });
});

/** What the tolerance of the integrator, 1e-5 relative to 1 + max|θ|, may do to f at a point. */
function slack(objective: Objective, [x, y]: Point): number {
  const moved = 2e-5 * (1 + Math.max(Math.abs(x), Math.abs(y)));
  return (
    moved * Math.hypot(...objective.gradient(x, y)) + moved * moved * Math.hypot(...objective.hessian(x, y))
  );
}

describe.concurrent.each(objectives)('on $key', (objective) => {
  const eta = objective.row?.eta ?? 1;
  const inside = ({ x, y }: { readonly x: number; readonly y: number }) =>
    Math.max(Math.abs(x), Math.abs(y)) < trustRadius(objective) && objective.defined(x, y);

  test.each([natural, naturalgd])(
    '$label comes to no NaN, with η from 1e-3 to 1e4 times the default',
    async (row) => {
      const starts = startsOf(objective, 32);
      for (const { metric } of variantsOf(row, {})) {
        for (const scale of [1e-3, 1, 1e2, 1e4]) {
          const orbits = await course(row, objective, { starts, metric, eta: scale * eta, ticks: 6 });
          starts.forEach((_, i) => {
            const points = orbits.map((particles) => particles[i] ?? { x: Number.NaN, y: Number.NaN });
            const last = points.findIndex((point) => !inside(point));
            points.slice(0, last < 0 ? undefined : last + 1).forEach(({ x, y }, k) => {
              const where = `${metric}, η = ${scale * eta}, tick ${k} from ${starts[i]}`;
              expect(Number.isNaN(x) || Number.isNaN(y), where).toBe(false);
              const before = points[k - 1];
              if (row !== natural || before === undefined || !inside({ x, y })) return;
              const rise = objective.value(x, y) - objective.value(before.x, before.y);
              expect(rise, where).toBeLessThanOrEqual(
                slack(objective, [x, y]) + 1e-6 * Math.abs(objective.value(x, y)),
              );
            });
          });
        }
      }
    },
  );
});
