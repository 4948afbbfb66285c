import { describe, expect, test } from 'vitest';
import elementaryShader from '../../shaders/elementary.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import { assembleShader } from '../../src/gpu/shader';
import { UNIT } from '../../src/math/rounding';
import { heavyball } from '../../src/methods/heavyball';
import { glide, inertial } from '../../src/methods/inertial';
import type { Circumstances, Method } from '../../src/methods/method';
import { damping, stepTime } from '../../src/methods/momentum';
import { nesterov } from '../../src/methods/nesterov';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { tunings } from '../../src/theory/momentum';
import { follow, objectives, stepOf } from '../checks/check';
import { kernelOf, startsOf, trustRadius } from '../checks/localStep';
import { circumstancesWith } from '../circumstances';
import { compute } from './compute';
import type { Orbits, Point } from './orbits';

const NOWHERE = { x: Number.NaN, y: Number.NaN };

/** What becomes of the starts: whole steps of a map, steps in eight ticks of a flow. */
async function orbitsOf(
  row: Method,
  objective: Objective,
  told: Circumstances,
  starts: readonly Point[],
  steps: number,
): Promise<Orbits> {
  const ticksPerStep = row.kind === 'map' ? 1 : 8;
  const kernel = await kernelOf(row, objective);
  return kernel.run(objective, {
    starts,
    ticks: steps * ticksPerStep,
    duration: Math.fround(stepOf(row, told) / ticksPerStep),
    trustRadius: trustRadius(objective),
    circumstances: told,
  });
}

describe.concurrent('heavy ball and Nesterov in the shader', () => {
  const [L, mu] = [16, 1];
  const bowl = makeObjective('a x^2/2 + b y^2/2', { a: L, b: mu });

  test.each([0, 0.5, 0.9])('stop being stable within 1 % of what they state, β = %d', async (momentum) => {
    for (const row of [heavyball, nesterov]) {
      const limit = row.stabilityLimit({ L, mu, A: null }, circumstancesWith({ momentum })) ?? 0;
      const ends = [0.99, 1.01].map(async (share) => {
        const told = circumstancesWith({ eta: share * limit, momentum });
        const [[{ x, y } = { x: NaN, y: NaN }] = []] = (
          await orbitsOf(row, bowl, told, [[1, 1]], 1500)
        ).slice(-1);
        return Math.hypot(x, y);
      });
      const [below = NaN, above = NaN] = await Promise.all(ends);
      expect(below, row.id).toBeLessThan(1e-4);
      expect(above < 1e4, row.id).toBe(false);
    }
  });

  test.each(tunings({ L, mu }))(
    '$label gets there at its rate',
    async ({ method: id, eta, momentum, rate }) => {
      const row = id === 'heavyball' ? heavyball : nesterov;
      const orbits = await orbitsOf(row, bowl, circumstancesWith({ eta, momentum }), [[1, 1]], 60);
      const size = (k: number) => Math.hypot(orbits[k]?.[0]?.x ?? NaN, orbits[k]?.[0]?.y ?? NaN);
      // A double root makes k ρᵏ of an orbit, which doubles between k and 2k.
      expect((size(60) / size(30) / 2) ** (1 / 30)).toBeCloseTo(rate, 2);
    },
  );

  test('Nesterov that looks ahead beyond the domain is lost there', async () => {
    const objective = makeObjective('log(x) + y^2/2', {});
    const told = circumstancesWith({ eta: Math.fround(0.01) });
    const orbits = await orbitsOf(nesterov, objective, told, [[Math.fround(0.2), 1]], 20);
    const lost = orbits.findIndex(([particle]) => particle === undefined || !(particle.x > 0));
    const [before, after] = [orbits[lost - 1]?.[0], orbits[lost]?.[0]];
    if (before === undefined || after === undefined) throw new Error('it was not lost');
    expect(after.x).toBeCloseTo(before.x + 0.9 * (before.carry[0] ?? NaN), 6);
    expect(after.y).toBeCloseTo(before.y + 0.9 * (before.carry[1] ?? NaN), 6);
  });
});

test.concurrent('heavy ball and Nesterov run along the inertial flow on the same clock, to first order', async () => {
  const objective = makeObjective('doublewell', {});
  const starts = startsOf(objective, 32);
  for (const row of [heavyball, nesterov]) {
    const farthest: number[] = [];
    // With γ = 0.8 and t = 3.2.
    for (const steps of [40, 80, 160]) {
      const h = 3.2 / steps;
      const told = circumstancesWith({
        eta: (h * h) / (1 + 0.4 * h),
        momentum: (1 - 0.4 * h) / (1 + 0.4 * h),
      });
      expect(damping(told)).toBeCloseTo(0.8, 10);
      const endsOf = async (one: Method) =>
        (await orbitsOf(one, objective, told, starts, steps)).at(-1) ?? [];
      const [map, flow] = [await endsOf(row), await endsOf(inertial)];
      const gaps = map.map(({ x, y }, i) => Math.hypot(x - (flow[i]?.x ?? NaN), y - (flow[i]?.y ?? NaN)));
      farthest.push(Math.max(...gaps));
    }
    const [coarse = NaN, middle = NaN, fine = NaN] = farthest;
    expect(Math.log2(coarse / middle), row.id).toBeCloseTo(1, 0);
    expect(Math.log2(middle / fine), row.id).toBeCloseTo(1, 0);
  }
});

describe.concurrent('the inertial flow in the shader', () => {
  // L at the minimiser, and the worst errors relative to max(1, |θ|) that one step in eight ticks may have: twice what
  // was measured. Unlike gradient flow it forgets none of them; the heavy ball is stable up to ηL = 3.8.
  test.each([
    { key: 'rosenbrock', L: 1001.6 },
    { key: 'himmelblau', L: 82.3 },
    { key: 'doublewell', L: 2 },
  ])('keeps to the flow on $key from ηL = 0.001 to 100', async ({ key, L }) => {
    const objective = makeObjective(key, {});
    const starts = startsOf(objective, 32);
    for (const [etaL, tolerance, promise] of [
      [1e-3, 1e-5, 1e-6],
      [1e-2, 1e-5, 2e-6],
      [1, 1e-5, 1e-5],
      [1, 1e-4, 3e-5],
      [10, 1e-5, 4e-5],
      [10, 1e-4, 3e-4],
      [100, 1e-5, 1e-3],
      [100, 1e-4, 6e-3],
    ] as const) {
      const told = circumstancesWith({ eta: etaL / L, tolerance });
      const [end = []] = (await orbitsOf(inertial, objective, told, starts, 1)).slice(-1);
      const errors = starts.map((start, i) => {
        const { x, y } = follow(inertial, objective, start, told, 1).at(-1) ?? NOWHERE;
        const [found = NOWHERE] = [end[i]];
        const error = Math.max(Math.abs(found.x - x), Math.abs(found.y - y));
        return error / Math.max(1, Math.abs(x), Math.abs(y));
      });
      expect(Math.max(...errors), `ηL = ${etaL}, tolerance ${tolerance}`).toBeLessThan(promise);
    }
  });

  test.each(['rosenbrock', 'himmelblau', 'doublewell', 'logistic'])(
    'takes the same single steps of Rodas4 on %s as the twin',
    async (key) => {
      const objective = makeObjective(key, {});
      const starts = startsOf(objective, 128);
      for (const part of [0.1, 0.5, 2]) {
        const h = Math.fround(Math.sqrt(part * (objective.row?.eta ?? 1)));
        const [gamma, velocity] = [0.5, [0.25, -0.5]] as const;
        const code = assembleShader(
          `alias Carry = vec4f;
          struct Particle { theta: vec2f, carry: Carry, moment: vec2u }
          fn method_constant(i: u32) -> f32 { return ${gamma}; }
          fn trust_radius() -> f32 { return 1e6; }
          fn snippet(p: vec2f) -> array<f32, 5> {
            let step = flow_substep(vec4f(p, ${velocity}), flow_jacobian(p), ${h});
            return array(step.end.x, step.end.y, step.end.z, step.end.w, step.error);
          }`,
          inertial.wgsl,
          finiteShader,
          elementaryShader,
          objective.wgsl,
        );
        const parameters = objective.letters.map((letter) => objective.parameters[letter] ?? Number.NaN);
        const numbers = await compute({
          code,
          width: 5,
          points: new Float32Array(starts.flat()),
          parameters,
        });
        starts.forEach((start, i) => {
          const { end, error } = glide(objective, gamma, [...start, ...velocity], h);
          // The stages are sums of terms of this size, whatever is left of them in the end.
          const force = h * h * Math.hypot(...objective.gradient(...start));
          const size = Math.max(1, ...start.map(Math.abs)) + force + h * Math.hypot(...velocity);
          [...end.map((value, n) => (n < 2 ? value : h * value)), error].forEach((exact, n) => {
            const found = (numbers[5 * i + n] ?? Number.NaN) * (n === 2 || n === 3 ? h : 1);
            expect(Math.abs(found - exact) / size, `number ${n} from ${start}`).toBeLessThan(32 * UNIT);
          });
        });
      }
    },
  );

  test.each(objectives)('survives ηL = 1e4 and 1e5 on $key, and gains no energy', async (objective) => {
    const starts = startsOf(objective, 32);
    const L = Math.max(...starts.map((start) => Math.hypot(...objective.hessian(...start))));
    const bottom = Math.min(...objective.minimisers.map(({ f }) => f));
    const energies = (particles: Orbits[number]) =>
      particles.map(({ x, y, carry: [vx = NaN, vy = NaN] }) => {
        return objective.value(x, y) + (vx * vx + vy * vy) / 2 - bottom;
      });
    for (const [etaL, growth] of [
      [1e4, 1.0001],
      [1e5, 1.1],
    ] as const) {
      const told = circumstancesWith({ eta: etaL / L });
      const orbits = await orbitsOf(inertial, objective, told, starts, 2);
      if (!Number.isFinite(bottom)) return;
      const [before = []] = orbits.map(energies);
      for (const [k, particles] of orbits.entries()) {
        const worst = Math.max(...energies(particles).map((e, i) => e / (before[i] ?? NaN)));
        expect(worst, `ηL = ${etaL}, tick ${k}`).toBeLessThan(growth);
      }
    }
  });

  test('swings through a kink and comes to rest in it', async () => {
    const objective = makeObjective('abs(x) + abs(y)', {});
    const told = circumstancesWith({ eta: 0.01, momentum: 0.8 });
    const orbits = await orbitsOf(inertial, objective, told, [[1, Math.fround(0.6)]], 200);
    // At rest from t = 0 it falls with acceleration 1 and drag γ: v = (1 − e^{−γt})/γ.
    const [gamma, t] = [damping(told), 5 * stepTime(told)];
    const fallen = (t - (1 - Math.exp(-gamma * t)) / gamma) / gamma;
    expect(orbits[40]?.[0]?.x).toBeCloseTo(1 - fallen, 5);
    for (const [{ x, y } = NOWHERE] of orbits.slice(800)) {
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1e-3);
    }
  });

  test('stays inside a domain whose edge repels, and ends outside one that it runs into', async () => {
    const repelling = makeObjective('x - log(x) + y^2/2', {});
    const told = circumstancesWith({ eta: 0.5, momentum: 0.5 });
    for (const [{ x, y } = NOWHERE] of await orbitsOf(
      inertial,
      repelling,
      told,
      [[Math.fround(1e-3), 0]],
      40,
    )) {
      expect(x).toBeGreaterThan(0);
      expect(y).toBe(0);
    }
    const edge = makeObjective('sqrt(x) + y^2/2', {});
    const orbits = await orbitsOf(
      inertial,
      edge,
      circumstancesWith({ eta: 0.02 }),
      [[Math.fround(0.01), 0]],
      5,
    );
    expect(orbits.some(([{ x, y } = NOWHERE]) => !edge.defined(x, y))).toBe(true);
  });

  test('leaves the trust radius where it blows up in finite time', async () => {
    const objective = makeObjective('x^3 - 3 x y^2', {});
    const told = circumstancesWith({ eta: 1 });
    const [[{ x } = NOWHERE] = []] = (await orbitsOf(inertial, objective, told, [[-1, 0]], 4)).slice(-1);
    expect(x).toBeLessThan(-1e4);
  });

  test('rests on a saddle however long the step, and does not move in no time', async () => {
    const saddle = makeObjective('x^2 - y^2', {});
    const orbits = await orbitsOf(inertial, saddle, circumstancesWith({ eta: 1e9 }), [[0, 0]], 2);
    for (const [{ x, y } = NOWHERE] of orbits) expect([x, y]).toEqual([0, 0]);
    for (const key of ['booth', 'rosenbrock']) {
      const objective = makeObjective(key, {});
      const kernel = await kernelOf(inertial, objective);
      const starts = startsOf(objective, 8);
      const run = { starts, ticks: 1, duration: 0, trustRadius: trustRadius(objective) };
      const orbit = await kernel.run(objective, { ...run, circumstances: circumstancesWith({ eta: 0.01 }) });
      expect(orbit[1]?.map(({ x, y }) => [x, y])).toEqual(starts);
    }
  });
});
