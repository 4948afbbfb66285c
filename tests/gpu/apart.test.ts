import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { respawnGeneration, respawnStart } from '../../src/experiment/respawn';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { readBuffer } from '../../src/gpu/readback';
import { ApartPass } from '../../src/passes/apart';
import { lifeOf } from '../../src/passes/ensembles';
import { PassLibrary } from '../../src/passes/passes';
import { Run } from '../../src/passes/run';

const ENVIRONMENT = { count: 500, countLimit: 1e6 };

let device: GPUDevice;
let library: PassLibrary;
beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
});
afterAll(() => device.destroy());

/** A run with its pairs measured after every step. */
async function watch(change: Change) {
  const experiment = completeExperiment({ apart: true, respawn: false, trail: 4, ...change }, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  const run = new Run(device, experiment, objective, await library.landscape(objective));
  run.steps = await library.steps(objective, experiment.methods);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const pass = new ApartPass(device, 'rgba8unorm');
  await pass.prepare(experiment, objective);
  const step = (count: number) => {
    for (let n = 0; n < count; n++) {
      const end = run.step + 1;
      while (run.step < end) run.take(problem.buffer, run.toNextStep);
      pass.observe(run, problem.buffer);
    }
  };
  const positions = async (id: 'gd' | 'gf') => {
    const ensemble = run.ensembles.find(id);
    if (ensemble === undefined) throw new Error(`no ${id}`);
    return run.ensembles.read(ensemble);
  };
  const pairs = async () => {
    const marked = pass.picture(run);
    if (marked === null) throw new Error('nothing to be drawn');
    return new Float32Array(await readBuffer(device, marked.pairs, 16 * run.ensembles.count));
  };
  return { experiment, objective, run, pass, problem, step, positions, pairs };
}

/** The gaps of the pairs whose particles have not diverged, by index, as the CPU has them. */
async function gapsOf({ positions }: Awaited<ReturnType<typeof watch>>) {
  const [gd, gf] = [await positions('gd'), await positions('gf')];
  const all = Array.from(gd.status, (status, i) => {
    const [dx, dy] = [0, 1].map((n) => (gd.position[2 * i + n] ?? 0) - (gf.position[2 * i + n] ?? 0));
    return { i, lost: status === 2 || gf.status[i] === 2, gap: Math.hypot(dx ?? 0, dy ?? 0) };
  });
  return { kept: all.filter(({ lost }) => !lost), lost: all.filter(({ lost }) => lost).length };
}

test('largest, its pair, median and low are those of the CPU, from the first step on', async () => {
  const watched = await watch({ objective: 'himmelblau' });
  for (const steps of [1, 7]) {
    watched.step(steps);
    expect(await watched.pass.read(watched.run)).toBe(true);
    const { kept } = await gapsOf(watched);
    const sorted = [...kept].sort((a, b) => a.gap - b.gap);
    const gaps = watched.pass.gaps;
    expect(gaps?.count).toBe(500);
    expect(gaps?.lost).toBe(0);
    expect(gaps?.pair).toBe(sorted.at(-1)?.i);
    expect((gaps?.max ?? 0) / (sorted.at(-1)?.gap ?? 1)).toBeCloseTo(1, 5);
    for (const [found, share] of [
      [gaps?.median, 0.5],
      [gaps?.low, 0.05],
    ] as const) {
      const exact = sorted[Math.floor(share * 499)]?.gap ?? 0;
      expect(Math.abs((found ?? 0) / exact - 1)).toBeLessThan(0.035);
    }
  }
  expect(await watched.pass.read(watched.run), 'nothing new').toBe(false);
});

test('pairs of which one has diverged are left out, and counted', async () => {
  // Along y GD diverges beyond 2/10; a pair on the x axis does not.
  const watched = await watch({ eta: 0.5, starts: 'points:1,0;1,1;2,0;-1,2' });
  watched.step(40);
  await watched.pass.read(watched.run);
  const { kept, lost } = await gapsOf(watched);
  expect([watched.pass.gaps?.count, watched.pass.gaps?.lost]).toEqual([2, 2]);
  expect([kept.length, lost]).toEqual([2, 2]);
  expect([0, 2]).toContain(watched.pass.gaps?.pair);
  const pairs = new Uint32Array((await watched.pairs()).buffer);
  expect([0, 1, 2, 3].map((i) => pairs[4 * i + 3])).toEqual([0, 1, 0, 1]);
});

test('in the endless field every pair is on the start of its present life, whenever looking begins', async () => {
  const watched = await watch({ respawn: true, starts: 'random', count: 300 });
  const life = lifeOf(watched.experiment);
  const { starts } = watched.run.ensembles;
  for (const steps of [2 * life + 3, 5]) {
    watched.step(steps);
    await watched.pass.read(watched.run);
    const pairs = await watched.pairs();
    for (let i = 0; i < 300; i++) {
      const generation = respawnGeneration(i, watched.run.step, life);
      const [x, y] = respawnStart(i, generation, watched.experiment, watched.objective, starts);
      expect(pairs[4 * i]).toBeCloseTo(x, 5);
      expect(pairs[4 * i + 1]).toBeCloseTo(y, 5);
    }
  }
  // Nobody looked for three lives: all starts are found anew.
  for (let left = 3 * life * watched.run.ensembles.ticksPerStep; left > 0; )
    left -= watched.run.take(watched.problem.buffer, left);
  watched.pass.observe(watched.run, watched.problem.buffer);
  const pairs = await watched.pairs();
  const generation = respawnGeneration(7, watched.run.step, life);
  const [x] = respawnStart(7, generation, watched.experiment, watched.objective, starts);
  expect(pairs[4 * 7]).toBeCloseTo(x, 5);
});

test('a pair that joins is measured from its own start; without both methods nobody asks', async () => {
  const watched = await watch({ starts: 'points:1,1' });
  watched.step(3);
  watched.run.append([[2, 0.5]]);
  watched.step(1);
  await watched.pass.read(watched.run);
  expect([...(await watched.pairs()).slice(4, 6)]).toEqual([2, 0.5]);
  const { pass, experiment } = watched;
  expect(pass.wants(experiment)).toBe(true);
  expect(pass.wants({ ...experiment, methods: ['gd', 'adam'] })).toBe(false);
  expect(pass.wants({ ...experiment, factors: { gd: 2 } })).toBe(false);
  expect(pass.wants({ ...experiment, apart: false })).toBe(false);
  expect(pass.wants({ ...experiment, apart: false, dock: 'compare' })).toBe(true);
  pass.forget('motion');
  expect(pass.gaps).toBeNull();
});
