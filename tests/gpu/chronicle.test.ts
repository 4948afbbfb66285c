import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Change,
  changeExperiment,
  completeExperiment,
  objectiveOf,
} from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { readSlices } from '../../src/gpu/readback';
import type { Objective } from '../../src/objectives/objective';
import { PassLibrary } from '../../src/passes/passes';
import { Run } from '../../src/passes/run';

const ENVIRONMENT = { count: 100, countLimit: 1e6 };
/** So many steps of so many pairs are worth being read back. */
const [PAIRS, STEPS] = [3000, 400] as const;

let device: GPUDevice;
let library: PassLibrary;

beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
});
afterAll(() => device.destroy());

/** A run that can be lived and relived on this device. */
async function begin(change: Change) {
  const experiment = completeExperiment({ objective: 'bowl', ...change }, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  const landscape = await library.landscape(objective);
  const steps = await library.steps(objective, experiment.methods);
  const problem = new Uniform(device, 'test', problemLayout);
  const describe = ({ letters, parameters }: Objective) =>
    problem.write({ parameters: letters.map((letter) => parameters[letter] ?? 0) });
  const run = new Run(device, experiment, objective, landscape);
  run.steps = steps;
  describe(objective);
  const advance = (count: number) => {
    for (let due = count * run.ensembles.ticksPerStep; due > 0; ) {
      const taken = run.take(problem.buffer, due);
      run.remember(taken);
      due -= taken;
    }
  };
  const turn = (next: Change) => {
    const turned = changeExperiment(run.experiment, next, ENVIRONMENT);
    run.continueWith(turned, objectiveOf(turned));
    describe(run.objective);
  };
  const relived = async () => {
    const again = Run.like(run, device, { landscape, steps });
    await again.relive(run, problem.buffer, describe);
    return again;
  };
  return { run, advance, turn, relived };
}

/** Every bit of what particles are and of where they have been, of all ensembles. */
async function bitsOf({ ensembles }: Run): Promise<readonly Uint32Array[]> {
  const histories = ensembles.all.map(({ history }) => ({ buffer: history, offset: 0, bytes: history.size }));
  const read = await readSlices(device, [...ensembles.slices, ...histories]);
  return read.map((bytes) => new Uint32Array(bytes));
}

async function expectSame(one: Run, other: Run): Promise<void> {
  expect(other.ensembles.tick).toBe(one.ensembles.tick);
  expect([other.time, other.step, other.ensembles.count]).toEqual([one.time, one.step, one.ensembles.count]);
  const [wanted, found] = await Promise.all([bitsOf(one), bitsOf(other)]);
  for (const [n, words] of wanted.entries())
    expect(found[n]?.findIndex((word, i) => word !== words[i])).toBe(-1);
}

test('a run is taken again from a moment that was read back: bodies and whole histories, bit for bit', async () => {
  const methods = ['gd', 'gf', 'heavyball', 'langevin', 'adam'] as const;
  const { run, advance, turn, relived } = await begin({ count: PAIRS, methods, respawn: true, eta: 0.02 });
  turn({ placed: [[1, 1]] });
  run.append([[1, 1]]);
  advance(STEPS);
  await device.queue.onSubmittedWorkDone();
  const { tick, memory } = run.ensembles;
  await expect.poll(() => run.chronicle.before(Infinity, 0).bodies).not.toBeNull();
  turn({ eta: 0.03, momentum: 0.5 });
  advance(2 * Math.ceil(memory / run.ensembles.ticksPerStep));
  turn({ b: 3 });
  turn({
    placed: [
      [1, 1],
      [0, 2],
    ],
  });
  run.append([[0, 2]]);
  advance(3);
  expect(run.chronicle.before(run.ensembles.tick, memory).tick).toBeGreaterThan(0);
  expect(run.chronicle.before(run.ensembles.tick, memory).tick).toBeLessThanOrEqual(tick);
  const again = await relived();
  await expectSame(run, again);
});

test('what is written down of a slide of a slider that nothing moves by is its end', async () => {
  const { run, advance, turn } = await begin({ count: 10 });
  advance(2);
  for (let n = 1; n <= 100; n++) turn({ eta: n / 1000 });
  turn({ view: [0, 0, 1] });
  const { turns } = run.chronicle.before(run.ensembles.tick, 0);
  expect(turns.map(({ experiment }) => experiment.eta)).toEqual([0.1]);
});
