import { describe, expect, test } from 'vitest';
import elementaryShader from '../../shaders/elementary.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import { assembleShader } from '../../src/gpu/shader';
import { makeFormulas } from '../../src/math/formulas';
import { compile } from '../../src/math/program';
import { bindRounding, UNIT } from '../../src/math/rounding';
import { apply, eigenvalues, matrixFunction, type Symmetric2 } from '../../src/math/symmetric2';
import { threefry, uniform } from '../../src/math/threefry';
import type { Method, MethodId } from '../../src/methods/method';
import { rodas4Step } from '../../src/methods/rodas4';
import { METHODS, method } from '../../src/methods/table';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { OBJECTIVES } from '../../src/objectives/table';
import { circumstancesWith } from '../circumstances';
import { compute, testDevice } from './compute';
import { OrbitKernel, type Orbits, type Point, type Run } from './orbits';

const objectives = OBJECTIVES.map(({ id }) => makeObjective(id, {}));

async function orbitsOf(method: Method, objective: Objective, run: Run): Promise<Orbits> {
  const kernel = await OrbitKernel.create(await testDevice(), method, objective);
  return kernel.run(objective, run);
}

/** Random points of the objective's home, in f32, where f is defined. */
function startsOf(objective: Objective, count: number): Point[] {
  const [cx, cy, h] = objective.home;
  const starts: Point[] = [];
  for (let i = 0; starts.length < count; i++) {
    const [u, v] = threefry([2, 0], [i, 0]).map((word) => 2 * uniform(word) - 1) as [number, number];
    const start: Point = [Math.fround(cx + (16 / 9) * h * u), Math.fround(cy + h * v)];
    if (objective.defined(...start)) starts.push(start);
  }
  return starts;
}

function trustRadius({ home: [cx, cy, h] }: Objective): number {
  return 1e4 * (Math.max(Math.abs(cx), Math.abs(cy)) + h);
}

function stepOnCpu(method: Method, objective: Objective, [x, y]: Point, duration: number): Point {
  const particle = { x, y, carry: new Array<number>(method.carry).fill(0), index: 0, tick: 0 };
  const next = method.advance(particle, objective, duration, circumstancesWith({ eta: duration }));
  return [next.x, next.y];
}

/** |Δ| per coordinate that a step of one method from p to `exact` may have in f32. */
type Tolerance = (p: Point, exact: Point) => Point;

/**
 * 2·2⁻²⁴(|θ⁺| + η|∇f| + ηE): the gradient's own formula errs by E·2⁻²⁴ in f32 to first order, the product and the
 * difference are rounded; 2 because WGSL may round either way. Measured: 1.0 in place of the 2.
 */
function descentTolerance(objective: Objective, eta: number): Tolerance {
  const { fx, fy, letters } = makeFormulas(objective.expression);
  const bound = bindRounding(compile([fx, fy], letters), objective.parameters);
  return (p, [x, y]) => {
    const [ex = 0, ey = 0] = bound(...p);
    const [gx, gy] = objective.gradient(...p);
    const unit = 2 * UNIT;
    return [
      unit * (Math.abs(x) + eta * (Math.abs(gx) + ex)),
      unit * (Math.abs(y) + eta * (Math.abs(gy) + ey)),
    ];
  };
}

/**
 * The exact step on a quadratic, 4·2⁻²⁴(|θ⁺| + |s₁||θ| + |s₂||θ| + |c₁| + |c₂|): each term is a product of rounded
 * factors, rounded a few times. Measured: 1.6 in place of the 4.
 */
function exactFlowTolerance(objective: Objective, duration: number): Tolerance {
  const [, , , s1 = 0, c1 = 0, s2 = 0, c2 = 0] = method('gf').constants(
    objective,
    duration,
    circumstancesWith({ eta: duration }),
  );
  return (p, [x, y]) => {
    const terms = (Math.abs(s1) + Math.abs(s2)) * Math.hypot(...p) + Math.abs(c1) + Math.abs(c2);
    return [4 * UNIT * (Math.abs(x) + terms), 4 * UNIT * (Math.abs(y) + terms)];
  };
}

/**
 * Rodas4 at a tolerance of 1e-5: a substep's estimated error is at most 1e-5·(1 + max|θ|), the true one some ten times
 * smaller, a tick takes a handful of them, and a tick that is a part of η its part of the error. NUMERICS §1 promises
 * 2e-4·max(1, |θ|) over a whole step at worst; the 5e-5 here are ten times what was measured.
 * An error along the flow grows with the speed, without end where the flow blows up.
 */
function flowTolerance(objective: Objective, duration: number): Tolerance {
  const part = Math.min(1, duration / (objective.row?.eta ?? 1));
  return (p, end) => {
    const growth = Math.hypot(...objective.gradient(...end)) / Math.hypot(...objective.gradient(...p));
    const size = Math.max(1, Math.abs(end[0]), Math.abs(end[1]), growth);
    return [5e-5 * part * size, 5e-5 * part * size];
  };
}

function toleranceOf({ id }: Method, objective: Objective, duration: number): Tolerance {
  if (id === 'gd') return descentTolerance(objective, duration);
  return (objective.quadratic === null ? flowTolerance : exactFlowTolerance)(objective, duration);
}

/** The worst |Δ| in units of its tolerance, one CPU step from every GPU state. */
function worstStep(method: Method, objective: Objective, orbits: Orbits, run: Run): number {
  const tolerance = toleranceOf(method, objective, run.duration);
  let worst = 0;
  for (let i = 0; i < run.starts.length; i++) {
    for (let k = 0; k < run.ticks; k++) {
      const [p, q] = [orbits[k]?.[i], orbits[k + 1]?.[i]];
      if (p === undefined || q === undefined) throw new Error('the orbit is too short');
      // The step pass freezes what is lost; this kernel does not.
      const lost = !(Math.max(Math.abs(p[0]), Math.abs(p[1])) < run.trustRadius) || !objective.defined(...p);
      if (lost) break;
      const exact = stepOnCpu(method, objective, p, run.duration);
      if (!(Math.max(Math.abs(exact[0]), Math.abs(exact[1])) < run.trustRadius)) break;
      const [tx, ty] = tolerance(p, exact);
      worst = Math.max(worst, Math.abs(q[0] - exact[0]) / tx, Math.abs(q[1] - exact[1]) / ty);
    }
  }
  return worst;
}

describe.each(METHODS)('$label in the shader, against its CPU twin along the GPU’s own orbit', (row) => {
  test.each(objectives)('on $key', async (objective) => {
    const eta = objective.row?.eta ?? 1;
    const kernel = await OrbitKernel.create(await testDevice(), row, objective);
    // The twin of a flow follows it to 1e-10, which takes its time.
    const [count, ticks, scales] = row.kind === 'map' ? [128, 40, [0.1, 1, 3]] : [32, 6, [1 / 8, 1, 100 / 8]];
    for (const scale of scales) {
      const duration = Math.fround(scale * eta);
      const run = {
        starts: startsOf(objective, count),
        ticks,
        duration,
        trustRadius: trustRadius(objective),
      };
      const orbits = await kernel.run(objective, run);
      const worst = worstStep(row, objective, orbits, run);
      expect(worst).toBeLessThanOrEqual(1);
    }
  });
});

/** What k steps of size η do to an eigenvector's coefficient in the distance to the minimiser. */
const CLOSED_FORMS: Readonly<Partial<Record<MethodId, (etaLambda: number, k: number) => number>>> = {
  gd: (etaLambda, k) => (1 - etaLambda) ** k,
  gf: (etaLambda, k) => Math.exp(-etaLambda * k),
};

describe.each([0.1, 0.9, 1.5, 1.99, 2.1])('on a rotated quadratic with ηλ = 0.1 and %d', (etaLambda) => {
  const [c, s] = [Math.cos(0.6), Math.sin(0.6)];
  const entry = (u: number, v: number) => Math.fround(etaLambda * u + 0.1 * v);
  const A: Symmetric2 = [entry(c * c, s * s), Math.fround((etaLambda - 0.1) * c * s), entry(s * s, c * c)];
  const objective = makeObjective('quadratic', { a: A[0], b: A[1], c: A[2], p: 0, q: 0, r: 0 });

  test.each(METHODS)('$label is its closed form at k = 1, 10, 100', async (row) => {
    const form = CLOSED_FORMS[row.id];
    if (form === undefined) return;
    const [slow, fast] = eigenvalues(A).map((lambda) => Math.abs(form(lambda, 1)));
    const contraction = Math.max(slow ?? 0, fast ?? 0);
    const tolerance = toleranceOf(row, objective, 1);
    const starts = startsOf(objective, 64);
    const orbits = await orbitsOf(row, objective, { starts, ticks: 100, duration: 1, trustRadius: 1e9 });
    starts.forEach((start, i) => {
      // The errors of all steps so far, each carried on by the steps after it.
      let allowed = 0;
      let before: Point = start;
      for (let k = 1; k <= 100; k++) {
        const exact = apply(
          matrixFunction(A, (lambda) => form(lambda, k)),
          ...start,
        );
        allowed = contraction * allowed + Math.hypot(...tolerance(before, exact));
        before = exact;
        const [x, y] = orbits[k]?.[i] ?? [Number.NaN, Number.NaN];
        if (k === 1 || k === 10 || k === 100) {
          expect(Math.hypot(x - exact[0], y - exact[1])).toBeLessThanOrEqual(allowed);
        }
      }
    });
  });
});

describe('gradient flow in the shader', () => {
  const gf = method('gf');

  // L at the minimiser, and NUMERICS §1: the worst error relative to max(1, |θ|) over one step in eight ticks.
  test.each([
    { key: 'rosenbrock', L: 1001.6 },
    { key: 'himmelblau', L: 82.3 },
    { key: 'doublewell', L: 2 },
  ])('keeps the promised error on $key from ηL = 0.01 to 10,000', async ({ key, L }) => {
    const objective = makeObjective(key, {});
    const kernel = await OrbitKernel.create(await testDevice(), gf, objective);
    const starts = startsOf(objective, 64);
    for (const [etaL, promise] of [
      [1e-2, 1e-5],
      [1e-1, 1e-5],
      [1, 1e-5],
      [10, 2e-4],
      [100, 1e-4],
      [1e3, 6e-5],
      [1e4, 4e-5],
    ] as const) {
      const duration = Math.fround(etaL / L / 8);
      const run = { starts, ticks: 8, duration, trustRadius: trustRadius(objective) };
      const [end = []] = (await kernel.run(objective, run)).slice(-1);
      starts.forEach((start, i) => {
        const exact = stepOnCpu(gf, objective, start, 8 * duration);
        const [x, y] = end[i] ?? [Number.NaN, Number.NaN];
        const error = Math.max(Math.abs(x - exact[0]), Math.abs(y - exact[1]));
        const size = Math.max(1, Math.abs(exact[0]), Math.abs(exact[1]));
        expect(error / size, `from ${start} at ηL = ${etaL}`).toBeLessThan(promise);
      });
    }
  });

  /** What the file of gf needs to be called outside a step kernel, and a function to call. */
  const around = (snippet: string) => `
    alias Carry = f32;
    struct Particle { theta: vec2f, carry: Carry, moment: vec2u }
    fn method_constant(i: u32) -> f32 { return 1e-5; }
    fn trust_radius() -> f32 { return 1e6; }
    ${snippet}`;

  test.each(['rosenbrock', 'himmelblau', 'doublewell', 'logistic'])(
    'takes the same single steps of Rodas4 on %s as the twin, coefficient by coefficient',
    async (key) => {
      const objective = makeObjective(key, {});
      const starts = startsOf(objective, 256);
      for (const part of [0.1, 0.5, 2]) {
        const h = Math.fround(part * (objective.row?.eta ?? 1));
        const snippet = `fn snippet(p: vec2f) -> array<f32, 3> {
          let step = rodas4_step(p, objective_hessian(p), ${h});
          return array(step.end.x, step.end.y, step.error);
        }`;
        const code = assembleShader(around(snippet), gf.wgsl, finiteShader, elementaryShader, objective.wgsl);
        const parameters = objective.letters.map((letter) => objective.parameters[letter] ?? Number.NaN);
        const numbers = await compute({
          code,
          width: 3,
          points: new Float32Array(starts.flat()),
          parameters,
        });
        starts.forEach((start, i) => {
          const { end, error } = rodas4Step(objective, start, h);
          // The stages are sums of terms of this size, whatever is left of them in the end.
          const size = Math.max(1, ...start.map(Math.abs)) + h * Math.hypot(...objective.gradient(...start));
          [...end, error].forEach((exact, j) => {
            const off = Math.abs((numbers[3 * i + j] ?? Number.NaN) - exact);
            expect(off / size).toBeLessThan(32 * UNIT);
          });
        });
      }
    },
  );

  test('keeps a substep that was only cut to land on the end', async () => {
    const objective = makeObjective('doublewell', {});
    const snippet = `fn snippet(p: vec2f) -> array<f32, 1> {
      return array(advance(Particle(p, 0.25, vec2u()), 1e-6).carry);
    }`;
    const code = assembleShader(around(snippet), gf.wgsl, finiteShader, elementaryShader, objective.wgsl);
    const [h] = await compute({ code, width: 1, points: new Float32Array([1.2, 0.3]) });
    expect(h).toBe(0.25);
  });

  test.each(objectives)('never raises f on $key beyond what the rounding of θ does', async (objective) => {
    const eta = objective.row?.eta ?? 1;
    for (const scale of [1, 100]) {
      const duration = Math.fround((scale * eta) / 8);
      const run = {
        starts: startsOf(objective, 64),
        ticks: 16,
        duration,
        trustRadius: trustRadius(objective),
      };
      const orbits = await orbitsOf(gf, objective, run);
      for (let k = 0; k < run.ticks; k++) {
        run.starts.forEach((_, i) => {
          const [p, q] = [orbits[k]?.[i], orbits[k + 1]?.[i]];
          if (p === undefined || q === undefined) throw new Error('the orbit is too short');
          if (!(Math.hypot(...p) < run.trustRadius && Math.hypot(...q) < run.trustRadius)) return;
          const moved = 4 * UNIT * Math.max(1, Math.hypot(...q));
          const H = objective.hessian(...q);
          const slack = moved * Math.hypot(...objective.gradient(...q)) + moved * moved * Math.hypot(...H);
          const before = objective.value(...p);
          expect(objective.value(...q)).toBeLessThanOrEqual(
            before + slack + 1e-9 * Math.max(1, Math.abs(before)),
          );
        });
      }
    }
  });

  test('falls straight where H = 0, and stops at the kink', async () => {
    const objective = makeObjective('abs(x) + abs(y)', {});
    const duration = Math.fround(0.05);
    const orbits = await orbitsOf(gf, objective, {
      starts: [[1, 0.6]],
      ticks: 30,
      duration,
      trustRadius: 1e4,
    });
    const [x, y] = orbits[10]?.[0] ?? [Number.NaN, Number.NaN];
    expect(x).toBeCloseTo(0.5, 5);
    expect(y).toBeCloseTo(0.1, 5);
    for (const rest of orbits[30] ?? []) expect(Math.max(...rest.map(Math.abs))).toBeLessThan(0.01);
  });

  test('slides along a kink on time', async () => {
    const objective = makeObjective('10 abs(x - y) + (x^2 + y^2)/2', {});
    const run = { starts: [[1, 0.6] as const], ticks: 200, duration: Math.fround(0.005), trustRadius: 1e4 };
    const orbits = await orbitsOf(gf, objective, run);
    for (const [[x, y] = [Number.NaN, Number.NaN]] of orbits.slice(20)) {
      expect(Math.abs(x - y)).toBeLessThan(0.02);
    }
    const [x, y] = orbits[200]?.[0] ?? [Number.NaN, Number.NaN];
    expect((x + y) / 2).toBeCloseTo(0.8 * Math.exp(-1), 4);
  });

  test('stays inside a domain whose edge repels, and ends outside one that it runs into', async () => {
    const repelling = makeObjective('x - log(x) + y^2/2', {});
    const run = { starts: [[Math.fround(1e-3), 0] as const], ticks: 1, duration: 50, trustRadius: 1e4 };
    const [[x, y] = [Number.NaN, Number.NaN]] = (await orbitsOf(gf, repelling, run))[1] ?? [];
    expect(x).toBeCloseTo(1, 4);
    expect(y).toBe(0);
    // √x: x^{3/2} falls by 3t/4, so that x = 0.01 reaches the edge at t = 4/3·1e-3.
    const edge = makeObjective('sqrt(x) + y^2/2', {});
    const duration = Math.fround(1e-3);
    const orbits = await orbitsOf(gf, edge, { ...run, starts: [[Math.fround(0.01), 0]], ticks: 2, duration });
    expect(orbits[1]?.[0]?.[0]).toBeCloseTo(2.5e-4 ** (2 / 3), 5);
    expect(edge.defined(...(orbits[2]?.[0] ?? [0, 0]))).toBe(false);
  });

  test('leaves the trust radius where the flow blows up in finite time, instead of circling in its substeps', async () => {
    const objective = makeObjective('x^3 - 3 x y^2', {});
    const run = { starts: [[-1, 0] as const], ticks: 1, duration: 1, trustRadius: 1e4 };
    const [x = Number.NaN] = (await orbitsOf(gf, objective, run))[1]?.[0] ?? [];
    expect(x).toBeLessThan(-1e4);
  });

  test('rests on a saddle however long the step', async () => {
    const objective = makeObjective('x^2 - y^2', {});
    const run = { starts: [[0, 0] as const, [1, 0] as const], ticks: 3, duration: 1e6, trustRadius: 1e4 };
    for (const point of (await orbitsOf(gf, objective, run))[3] ?? []) expect(Math.hypot(...point)).toBe(0);
  });
});
