import { describe, expect, test } from 'vitest';
import { apply, decay, eigenvalues } from '../../src/math/symmetric2';
import { descent, gf } from '../../src/methods/gf';
import { meteredGf } from '../../src/methods/meteredGf';
import { rodas4 } from '../../src/methods/rodas4';
import { follow as followFlow } from '../../src/methods/substeps';
import type { Objective } from '../../src/objectives/objective';
import { follow, objectives } from '../checks/check';
import { ODES, solve } from '../checks/order';
import { circumstancesWith } from '../circumstances';

type Point = readonly [number, number];

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

/** Where the twin is after so many steps of this duration. */
function flow(objective: Objective, start: Point, duration: number, steps: number): Point {
  const told = circumstancesWith({ eta: duration });
  const { x, y } = follow(gf, objective, start, told, steps).at(-1) ?? { x: Number.NaN, y: Number.NaN };
  return [x, y];
}

function distance([a, b]: Point, [c, d]: Point): number {
  return Math.max(Math.abs(a - c), Math.abs(b - d));
}

function relative(end: Point, exact: Point): number {
  return distance(end, exact) / Math.max(1, Math.abs(exact[0]), Math.abs(exact[1]));
}

describe.each(quadratics)('gradient flow on the quadratic $key', (objective) => {
  const A = objective.quadratic?.A ?? [0, 0, 0];
  const L = Math.max(...eigenvalues(A).map(Math.abs));
  const start: Point = [
    objective.home[0] + 0.7 * objective.home[2],
    objective.home[1] - 0.4 * objective.home[2],
  ];
  // f has no minimiser where A is singular or indefinite, but two orbits differ by the same matrices as a distance to it.
  const other: Point = [start[0] + 1, start[1] + 0.5];

  test.each([1, 10, 100])('takes differences to e^{−At} of themselves, t = %d/L', (k) => {
    const t = 0.3 / L;
    const [a, b] = [flow(objective, start, t, k), flow(objective, other, t, k)];
    const [dx, dy] = apply(decay(A, k * t), 1, 0.5);
    expect(relative([b[0] - a[0], b[1] - a[1]], [dx, dy])).toBeLessThan(
      1e-12 * Math.max(1, ...a.map(Math.abs)),
    );
  });

  test.each([0.01, 1, 100])('has a closed form that is what Rodas4 finds, ηL = %d', (etaL) => {
    // An indefinite A grows by e^{etaL}: no further than that keeps it of order one.
    const t = Math.min(etaL, eigenvalues(A)[0] < 0 ? 5 : etaL) / L;
    const closed = flow(objective, start, t, 1);
    const control = { tolerance: 1e-11, substeps: 50_000 };
    const integrated = followFlow(rodas4(descent(objective)), start, t, 0, control).end;
    expect(relative(integrated, closed)).toBeLessThan(1e-8);
  });

  test('what the shader is told makes the same step', () => {
    for (const etaL of [1e-3, 1, 50]) {
      const [tolerance, vx = 0, vy = 0, s1 = 0, c1 = 0, s2 = 0, c2 = 0, ...dissipation] = meteredGf.constants(
        objective,
        etaL / L,
        circumstancesWith({}),
      );
      expect(tolerance).toBe(0);
      const [x, y] = start;
      const [slopeU = 0, slopeV = 0, energyU = 0, energyV = 0] = dissipation;
      const alongU = s1 * (vx * y - vy * x) + c1;
      const alongV = s2 * (vx * x + vy * y) + c2;
      const end: Point = [x + vy * alongU - vx * alongV, y - vx * alongU - vy * alongV];
      expect(relative(end, flow(objective, start, etaL / L, 1))).toBeLessThan(1e-11);
      const energy = energyU * alongU ** 2 + energyV * alongV ** 2;
      // Both ends' slopes are H's share of the displacement apart.
      const steepest = Math.max(
        Math.hypot(...objective.gradient(x, y)),
        Math.hypot(...objective.gradient(...end)),
      );
      expect(Math.hypot(slopeU * alongU, slopeV * alongV)).toBeGreaterThan(0.999 * steepest);
      expect(Math.hypot(slopeU * alongU, slopeV * alongV)).toBeLessThan(1.5 * steepest);
      const particle = { x, y, carry: [0, 0, 0], index: 0, tick: 0 };
      const { carry } = meteredGf.advance(particle, objective, etaL / L, circumstancesWith({}));
      // Beyond f32 the twin's is 1e38.
      if (energy < 1e38) expect(energy / (carry[1] ?? 0)).toBeCloseTo(1, 9);
    }
  });
});

describe.each(objectives)('gradient flow on $key', (objective) => {
  const eta = objective.row?.eta ?? 1;

  test.each([1, 30])(
    'dissipates the energy by which f falls, within S, η = %d times the default',
    (scale) => {
      for (const start of someStarts(objective)) {
        const before = objective.value(...start);
        for (const { x, y, carry } of follow(
          meteredGf,
          objective,
          start,
          circumstancesWith({ eta: scale * eta }),
          6,
        )) {
          const after = objective.value(x, y);
          if (!(Math.hypot(x, y) < 1e3)) break; // blown up, as on the monkey saddle
          const [, energy = Number.NaN, allowed = Number.NaN] = carry;
          const off = Math.abs(before - after - energy);
          // Beside S what doubles lose. S is for f32, of which the twin needs far less.
          expect(off).toBeLessThanOrEqual(allowed + 1e-13 * (Math.abs(before) + Math.abs(after)));
          expect(off).toBeLessThan(1e-8 * (1 + energy));
        }
      }
    },
  );

  test('agrees with small Runge–Kutta steps', () => {
    for (const start of someStarts(objective)) {
      const [x = 0, y = 0] = solve(ODES.gf(objective, circumstancesWith({})), start, 10 * eta);
      if (!(Math.hypot(x, y) < 1e3)) continue; // blown up, as on the monkey saddle
      const end = flow(objective, start, 10 * eta, 1);
      expect(relative(end, [x, y]), `from ${start}`).toBeLessThan(1e-8);
    }
  });

  test.each([0.1, 1, 100])('never raises f, tick by tick of η/8, η = %d times the default', (scale) => {
    for (const start of someStarts(objective)) {
      const told = circumstancesWith({ eta: (scale * eta) / 8 });
      const values = follow(gf, objective, start, told, 24).map(({ x, y }) => objective.value(x, y));
      for (const [tick, after] of values.entries()) {
        const before = values[tick - 1] ?? after;
        if (Math.abs(after) > 1e12) break;
        expect(after).toBeLessThanOrEqual(before + 1e-11 * Math.max(1, Math.abs(before)));
      }
    }
  });
});
