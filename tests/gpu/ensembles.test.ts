import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { respawnGeneration, respawnStart, respawnsAt } from '../../src/experiment/respawn';
import { layStarts } from '../../src/experiment/starts';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import type { MethodId } from '../../src/methods/method';
import { Ensembles, lifeOf } from '../../src/passes/ensembles';
import { PassLibrary } from '../../src/passes/passes';

const ENVIRONMENT = { count: 100, countLimit: 1e6 };
const [MOVING, DIVERGED, CYCLING] = [0, 2, 3] as const;

let device: GPUDevice;
let library: PassLibrary;

beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
});
afterAll(() => device.destroy());

/** The ensembles of an experiment with what they need to run. */
async function gather(change: Change) {
  const experiment = completeExperiment({ respawn: false, ...change }, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  const passes = await library.steps(objective, experiment.methods);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const ensembles = new Ensembles(device, experiment, objective);
  const at = { objective, problem: problem.buffer, trustRadius: 1e4 };
  const steps = (count: number) => {
    let due = count * ensembles.ticksPerStep;
    while (due > 0) due -= ensembles.take(passes, at, experiment, due);
  };
  const census = async () => {
    const pass = await library.census(objective);
    const found = await ensembles.census(pass, problem.buffer, { stillness: 1e-6, eta: experiment.eta });
    return found.map(({ counts }) => counts);
  };
  const read = async (id: MethodId) => {
    const ensemble = ensembles.find(id);
    if (ensemble === undefined) throw new Error(`no ${id}`);
    return ensembles.read(ensemble);
  };
  return { experiment, objective, ensembles, steps, census, read };
}

test('pairs share their starts, and both meet the clock at every k', async () => {
  const { ensembles, experiment, objective, read, steps } = await gather({ starts: 'grid', count: 12 });
  const starts = layStarts(experiment, objective);
  for (const id of experiment.methods) expect((await read(id)).position).toEqual(starts);
  steps(5);
  expect(ensembles.all.map(({ tick, shape }) => tick / shape.ticksPerStep)).toEqual([5, 5]);
});

test('chunks do not matter: 7 + 6 steps are 13 steps, bit for bit', async () => {
  const once = await gather({ objective: 'rosenbrock', count: 50 });
  const twice = await gather({ objective: 'rosenbrock', count: 50 });
  once.steps(13);
  twice.steps(7);
  twice.steps(6);
  for (const id of ['gd', 'gf'] as const) {
    expect((await once.read(id)).position).toEqual((await twice.read(id)).position);
  }
});

describe('statuses', () => {
  test('a particle at the minimum has converged, one on its way is moving', async () => {
    const { census } = await gather({ starts: 'points:0,0;1,1', eta: 1e-3 });
    expect(await census()).toEqual([
      [1, 1, 0, 0],
      [1, 1, 0, 0],
    ]);
  });

  test('beyond 2/L gradient descent diverges, frozen inside the trust radius; the flow does not', async () => {
    const { census, read, steps } = await gather({ eta: 0.3, count: 40 });
    steps(100);
    const [gd, gf] = await census();
    expect(gd?.[DIVERGED]).toBe(40);
    expect(gf?.[DIVERGED]).toBe(0);
    const { position, status } = await read('gd');
    expect([...status]).toEqual(Array(40).fill(DIVERGED));
    expect(position.every((value) => Math.abs(value) <= 1e4)).toBe(true);
  });

  test('at 2/L every orbit off the axis is a cycle; just below it is not', async () => {
    const change = { objective: 'x^2/2', methods: ['gd'], starts: 'points:1,0;-3,2', trail: 32 } as const;
    const cycling = await gather({ ...change, eta: 2 });
    cycling.steps(40);
    expect((await cycling.census())[0]?.[CYCLING]).toBe(2);
    const zigzag = await gather({ ...change, eta: 1.99 });
    zigzag.steps(40);
    expect((await zigzag.census())[0]?.[MOVING]).toBe(2);
  });

  test('a four-cycle of the double well is a cycle of period 4', async () => {
    const { ensembles, census, steps } = await gather({
      objective: '(x^2-1)^2/4 + y^2/4',
      methods: ['gd'],
      starts: 'points:0.6,0.3',
      eta: 1.26,
    });
    steps(3000);
    expect((await census())[0]?.[CYCLING]).toBe(1);
    expect(await sinceOf(ensembles)).toBe(4);
  });

  test('momentum that carries a particle through the minimum has not converged; it has when it rests there', async () => {
    // From rest at 1 the first step with η = 1 leads exactly to 0, and the second one on to −β.
    const { census, read, steps } = await gather({
      objective: '(x^2 + y^2)/2',
      methods: ['heavyball'],
      momentum: 0.5,
      starts: 'points:1,1',
      eta: 1,
    });
    steps(1);
    expect([...(await read('heavyball')).position]).toEqual([0, 0]);
    expect(await census()).toEqual([[1, 0, 0, 0]]);
    steps(200);
    expect(await census()).toEqual([[0, 1, 0, 0]]);
  });

  test('what random forces move neither converges nor cycles, not even at temperature zero', async () => {
    const change = { objective: 'x^2/2', methods: ['gd', 'langevin'], temperature: 0, eta: 2 } as const;
    const { census, steps } = await gather({ ...change, starts: 'points:0,0;1,0' });
    steps(40);
    expect(await census()).toEqual([
      [0, 1, 0, 1],
      [2, 0, 0, 0],
    ]);
  });

  test('flags of the last step are counted beside, except those of diverged particles', async () => {
    // From x = 0.1 the proximal point of the double well passes where Φ is concave, from x = 2 it does not.
    const well = await gather({
      objective: 'doublewell',
      methods: ['gd', 'prox'],
      eta: 100,
      starts: 'points:0.1,0;2,0',
    });
    expect(await well.census()).toEqual([
      [2, 0, 0, 0],
      [2, 0, 0, 0, 0, 0],
    ]);
    well.steps(1);
    expect((await well.census())[1]).toEqual([2, 0, 0, 0, 1, 0]);
    well.steps(5);
    expect((await well.census())[1]).toEqual([0, 2, 0, 0, 0, 0]);
    // Φ = (x² − y²)/2 + |u − θ|²/4 falls without end along y: on the ridge y = 0 the step stays there.
    const saddle = await gather({
      objective: 'saddle',
      methods: ['prox'],
      eta: 2,
      starts: 'points:1,0;1,0.5;-1,0',
    });
    saddle.steps(1);
    expect(await saddle.census()).toEqual([[2, 0, 1, 0, 0, 2]]);
    // The first step raises a flag along x, the second one is lost along y, where −0.12 leads to −0.2 and that to −∞.
    const cubic = { objective: 'x^4/4 - x^2/2 + y^3/3', methods: ['prox'], eta: 2 } as const;
    const lost = await gather({ ...cubic, starts: 'points:0.1,-0.12' });
    lost.steps(1);
    expect(await lost.census()).toEqual([[1, 0, 0, 0, 1, 0]]);
    lost.steps(1);
    expect(await lost.census()).toEqual([[0, 0, 1, 0, 0, 0]]);
  });

  test('a jump out of the domain is a divergence, where the flow converges', async () => {
    // KL: y = 0.2 → 24.2 → −96, where log y is not defined.
    const { census, read, steps } = await gather({ objective: 'kl', eta: 5, starts: 'points:0,0.2' });
    steps(20);
    expect(await census()).toEqual([
      [0, 0, 1, 0],
      [0, 1, 0, 0],
    ]);
    expect((await read('gd')).position[1]).toBeCloseTo(24.2, 4);
  });
});

/** The word `since` of the first particle of the first ensemble: the period of a cycle. */
async function sinceOf(ensembles: Ensembles): Promise<number | undefined> {
  const ensemble = ensembles.all[0];
  if (ensemble === undefined) throw new Error('no ensemble');
  const staging = device.createBuffer({ size: 16, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(ensemble.states, 0, staging, 0, 16);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  return new Uint32Array(staging.getMappedRange())[3];
}

test('the endless field restarts every particle at its own step, both of a pair at once, as the CPU says', async () => {
  const { experiment, objective, read, steps } = await gather({
    respawn: true,
    starts: 'random',
    count: 200,
    seed: 7,
  });
  const starts = layStarts(experiment, objective);
  const life = lifeOf(experiment);
  const k = 60;
  steps(k);
  const reads = [await read('gd'), await read('gf')];
  const fresh = Array.from({ length: 200 }, (_, i) => i).filter((i) => respawnsAt(i, k, life));
  expect(fresh.length).toBeGreaterThan(0);
  for (const i of fresh) {
    const [x, y] = respawnStart(i, respawnGeneration(i, k, life), experiment, objective, starts);
    for (const { position } of reads) {
      expect(position[2 * i]).toBeCloseTo(x, 5);
      expect(position[2 * i + 1]).toBeCloseTo(y, 5);
    }
  }
});

test('a pair that is placed while the clock runs starts there and then', async () => {
  const { ensembles, read, steps } = await gather({ starts: 'points:1,1', eta: 0.01 });
  steps(10);
  ensembles.append([2, 0.5]);
  expect([...(await read('gd')).position.slice(2)]).toEqual([2, 0.5]);
  steps(1);
  const { position } = await read('gd');
  expect(position[2]).toBeCloseTo(2 - 0.01 * 2, 6); // bowl: ∇f = (x, 10y)
  expect(position[3]).toBeCloseTo(0.5 - 0.01 * 5, 6);
});
