import { afterEach, describe, expect, test } from 'vitest';
import {
  type Change,
  changeExperiment,
  completeExperiment,
  objectiveOf,
} from '../../src/experiment/experiment';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { readBuffer } from '../../src/gpu/readback';
import { gf } from '../../src/methods/gf';
import { meteredGf } from '../../src/methods/meteredGf';
import { makeObjective } from '../../src/objectives/objective';
import { OBJECTIVES } from '../../src/objectives/table';
import { ChecksPass } from '../../src/passes/checks';
import { PassLibrary } from '../../src/passes/passes';
import { Run } from '../../src/passes/run';
import { factsOf } from '../../src/theory/facts';
import { NO_TRIALS } from '../../src/theory/trial';
import { kernelOf, startsOf, trustRadius } from '../checks/localStep';
import { circumstancesWith } from '../circumstances';
import { testDevice } from './compute';

// SwiftShader does what the shader says, product by product. Another compiler may fuse products with sums in one of the two.
test.concurrent.each(OBJECTIVES.map(({ id }) => makeObjective(id, {})))(
  'on $key the flow goes the same way bit for bit, whether or not a meter reads its energy',
  async (objective) => {
    for (const [scale, tolerance] of [
      [1, 1e-4],
      [1, 1e-5],
      [30, 1e-5],
      [1000, 1e-4],
    ] as const) {
      const duration = Math.fround((scale * (objective.row?.eta ?? 1)) / 4);
      const circumstances = circumstancesWith({ eta: 4 * duration, tolerance });
      const starts = startsOf(objective, 256);
      const run = { starts, ticks: 12, duration, trustRadius: trustRadius(objective), circumstances };
      const [plain, metered] = await Promise.all(
        [gf, meteredGf].map(async (row) => (await kernelOf(row, objective)).run(objective, run)),
      );
      const ways = [plain, metered].map((orbits) =>
        Float32Array.from((orbits ?? []).flat().flatMap(({ x, y, carry: [h = Number.NaN] }) => [x, y, h])),
      );
      const [one, other] = ways.map(({ buffer }) => new Uint32Array(buffer));
      expect(other).toEqual(one);
      const read = (metered ?? []).at(-1)?.filter(({ carry: [, energy = 0] }) => energy > 0) ?? [];
      expect(read.length).toBeGreaterThan(starts.length / 2);
      expect((plain ?? []).flat().every(({ carry: [, ...account] }) => account.every((n) => n === 0))).toBe(
        true,
      );
    }
  },
);

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

const ENVIRONMENT = { count: 200, countLimit: 1e6 };

/** A run whose checks may be opened and closed while it goes on, as the instrument lets them. */
async function openAndClose(change: Change) {
  const device = await testDevice();
  const library = new PassLibrary(device, 'rgba8unorm');
  const closed = completeExperiment(
    { respawn: false, trail: 2, methods: ['gd', 'gf'], ...change },
    ENVIRONMENT,
  );
  const objective = objectiveOf(closed);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const run = new Run(device, closed, objective, await library.landscape(objective));
  run.steps = await library.steps(objective, closed.methods);
  const facts = factsOf(objective, closed.view);
  const checks = new ChecksPass(
    device,
    () => facts,
    () => NO_TRIALS,
  );
  disposals.push(() => [run, checks, problem].map((item) => item.dispose()));
  const look = () => {
    if (checks.wants(run.experiment) && run.isAtStep) checks.observe(run, problem.buffer);
  };
  const turn = async (dock: 'closed' | 'checks') => {
    run.continueWith(changeExperiment(run.experiment, { dock }, ENVIRONMENT), objective);
    if (dock === 'checks') await checks.prepare(run.experiment, objective);
    look();
  };
  const tick = (ticks: number) => {
    for (let left = ticks; left > 0; ) {
      left -= run.take(problem.buffer, Math.min(left, run.toNextStep), checks.meters(run));
      look();
    }
  };
  const energy = async () => {
    await checks.read(run);
    const row = checks.table(run.experiment).find(({ id }) => id === 'energy');
    return row ?? { worst: null, violations: Number.NaN };
  };
  const spent = async () => {
    const { carries, count } = run.ensembles.find('gf') ?? { carries: problem.buffer, count: 0 };
    const numbers = new Float32Array(await readBuffer(device, carries, 16 * count));
    return Array.from({ length: count }, (_, i) => numbers[4 * i + 1] ?? Number.NaN);
  };
  return { turn, tick, energy, spent, step: run.ensembles.ticksPerStep };
}

describe.each(['bowl', 'logistic', 'doublewell'])('the balance of energy on %s', (objective) => {
  test('is right from when somebody begins to look, in the middle of a run and of a step', async () => {
    const { turn, tick, energy, spent, step } = await openAndClose({ objective });
    tick(2 * step + 3);
    expect(Math.max(...(await spent()))).toBe(0);
    await turn('checks');
    tick(step - 3);
    expect((await energy()).worst).toBeNull(); // this is where the records begin
    tick(3 * step);
    const { worst, violations } = await energy();
    expect(violations).toBe(0);
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(1);
    expect(Math.min(...(await spent()))).toBeGreaterThan(0);
  });

  test('does not miss what was spent while nobody looked', async () => {
    const { turn, tick, energy, step } = await openAndClose({ objective });
    await turn('checks');
    tick(step + 3);
    await turn('closed');
    tick(2);
    await turn('checks');
    tick(step - 5);
    const { violations, worst } = await energy();
    expect(violations).toBe(0);
    tick(2 * step);
    expect((await energy()).violations).toBe(0);
    expect((await energy()).worst).toBeGreaterThanOrEqual(worst ?? Number.NaN);
  });
});
