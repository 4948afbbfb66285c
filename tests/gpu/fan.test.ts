import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { circumstancesOf } from '../../src/experiment/circumstances';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import type { Circumstances, Method, Particle } from '../../src/methods/method';
import { METHODS, method } from '../../src/methods/table';
import type { Objective } from '../../src/objectives/objective';
import { courseOf } from '../../src/passes/lab/fan';
import { PathsPass } from '../../src/passes/lab/paths';
import { measureThreshold } from '../../src/passes/lab/threshold';
import { firstChange } from '../../src/theory/lab/fan';
import { settles } from '../../src/theory/lab/settling';

const ENVIRONMENT = { count: 10, countLimit: 1e6 };
const TRUST = 1e4;

let device: GPUDevice;
beforeAll(async () => {
  device = (await requestGpu()).device;
});
afterAll(() => device.destroy());

function settingOf(change: Change) {
  const experiment = completeExperiment(change, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  return { experiment, objective, at: { objective, problem: problem.buffer, trustRadius: TRUST } };
}

const kernels = new Map<string, Promise<PathsPass>>();
function kernelOf(objective: Objective, row: Method): Promise<PathsPass> {
  const key = `${row.id} ${objective.wgsl}`;
  const kept = kernels.get(key) ?? PathsPass.create(device, objective, row);
  kernels.set(key, kept);
  return kept;
}

/** The twin's way, from tick to tick; shorter where it is lost. */
function twinsWay(
  row: Method,
  objective: Objective,
  start: readonly [number, number],
  told: Circumstances,
  duration: number,
  ticks: number,
): readonly (readonly [number, number])[] {
  let particle: Particle = { x: start[0], y: start[1], carry: Array(row.carry).fill(0), index: 0, tick: 0 };
  const way: (readonly [number, number])[] = [start];
  for (let tick = 1; tick <= ticks; tick++) {
    particle = { ...row.advance(particle, objective, duration, told), index: 0, tick };
    if (!(Math.max(Math.abs(particle.x), Math.abs(particle.y)) <= TRUST)) break;
    way.push([particle.x, particle.y]);
  }
  return way;
}

describe('paths go the way of the twin, each with its own η, also in two legs', () => {
  const TICKS = 6;
  test.each(METHODS.map(({ id }) => id))('%s', async (id) => {
    const row = method(id);
    for (const objective of ['rotated', 'himmelblau']) {
      const { experiment, objective: f, at } = settingOf({ objective, origin: [1.25, 0.5], rule: id });
      const pass = await kernelOf(f, row);
      const etas = [0.05, 0.3, 1].map((scale) => Math.fround(scale * experiment.eta));
      const courses = etas.map((eta) =>
        courseOf(row, experiment, experiment.origin, eta, row.kind === 'map' ? 1 : 8),
      );
      const paths = pass.room(courses.length, TICKS + 1);
      paths.send(courses, f);
      const encoder = device.createCommandEncoder();
      pass.run(encoder, paths, { begin: 0, ticks: 2, horizon: TICKS, spacing: -1 }, at);
      device.queue.submit([encoder.finish()]);
      const second = device.createCommandEncoder();
      pass.run(second, paths, { begin: 2, ticks: TICKS - 2, horizon: TICKS, spacing: -1 }, at);
      device.queue.submit([second.finish()]);
      const positions = await paths.readPositions();
      courses.forEach(({ circumstances, duration }, i) => {
        const way = twinsWay(row, f, experiment.origin, circumstances, duration, TICKS);
        expect(way).toHaveLength(TICKS + 1);
        way.forEach(([x, y], k) => {
          const place = 4 * (k * courses.length + i);
          const off = Math.hypot((positions[place] ?? NaN) - x, (positions[place + 1] ?? NaN) - y);
          // Flows and the proximal point are as exact as their tolerance of 1e-5, maps as f32.
          expect(off, `${objective}, η = ${etas[i]}, tick ${k}`).toBeLessThan(2e-4 * (1 + Math.hypot(x, y)));
        });
      });
      paths.dispose();
    }
  });
});

test('a path that is lost ends inside, at the tick at which the twin is lost', async () => {
  const { experiment, objective, at } = settingOf({ objective: 'bowl', origin: [0.5, 1] });
  const row = method('gd');
  const pass = await kernelOf(objective, row);
  const etas = [0.21, 0.3, 1, 50].map(Math.fround);
  const paths = pass.room(etas.length, 4);
  const courses = etas.map((eta) => courseOf(row, experiment, experiment.origin, eta, 1));
  paths.send(courses, objective);
  const encoder = device.createCommandEncoder();
  pass.run(encoder, paths, { begin: 0, ticks: 200, horizon: 200, spacing: 0 }, at);
  device.queue.submit([encoder.finish()]);
  const ends = await paths.read();
  etas.forEach((eta, i) => {
    const way = twinsWay(
      row,
      objective,
      experiment.origin,
      circumstancesOf({ ...experiment, eta }, 'gd'),
      eta,
      200,
    );
    expect(ends[i]?.lost, `η = ${eta}`).toBe(way.length);
    const [x, y] = ends[i]?.here ?? [NaN, NaN];
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(TRUST);
  });
});

describe('the measured threshold', () => {
  test.each([
    [{ objective: 'bowl' }, 0.2],
    [{ objective: 'bowl', origin: [1.3, -0.2], etas: '0.001,1000,log' }, 0.2],
    [{ objective: 'rotated' }, 0.05],
    [{ objective: 'doublewell' }, 1],
    [{ objective: 'himmelblau', origin: [3, 2.2], etas: '0.01,0.03' }, 2 / 82.2842],
    [{ objective: 'bowl', rule: 'heavyball', etas: '0.1,1' }, 0.38],
    [{ objective: 'bowl', rule: 'nesterov', etas: '0.01,1' }, 3.8 / 28],
  ] as const)('%o: %d within 1e-4, and that of float64', async (change, threshold) => {
    const { experiment, objective, at } = settingOf(change);
    const row = method(experiment.rule);
    const pass = await kernelOf(objective, row);
    const found = await measureThreshold(device, pass, experiment, at, new AbortController().signal);
    if (found.kind !== 'threshold') throw new Error(found.kind);
    expect(found.changes).toBe(1);
    expect(Math.abs(found.eta / threshold - 1)).toBeLessThan(1e-4);
    const twin = await firstChange(
      { from: 0.999 * threshold, to: 1.001 * threshold, scale: 'lin' },
      async (etas) =>
        etas.map((eta) => {
          const told = { ...circumstancesOf(experiment, row.id), eta };
          return {
            settles: settles(row, objective, experiment.origin, told, experiment.horizon),
            end: [0, 0],
          };
        }),
    );
    if (twin.kind !== 'threshold') throw new Error(twin.kind);
    expect(Math.abs(found.eta / twin.eta - 1)).toBeLessThan(2e-5);
  });

  test('flows have none, and chance never rests', async () => {
    for (const [rule, kind] of [
      ['gf', 'flow'],
      ['langevin', 'chance'],
    ] as const) {
      const { experiment, objective, at } = settingOf({ rule });
      const pass = await kernelOf(objective, method(rule));
      const found = await measureThreshold(device, pass, experiment, at, new AbortController().signal);
      expect(found).toEqual({ kind });
    }
  });
});
