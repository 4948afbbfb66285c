import { afterAll, beforeAll, expect, test } from 'vitest';
import { circumstancesOf } from '../../src/experiment/circumstances';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { STYLES } from '../../src/experiment/marks';
import { requestGpu } from '../../src/gpu/device';
import { frameLayout } from '../../src/gpu/frame';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { readBuffer } from '../../src/gpu/readback';
import { method } from '../../src/methods/table';
import { Ensembles } from '../../src/passes/ensembles';
import { InkPass, type Sheet } from '../../src/passes/ink';
import { StepPass } from '../../src/passes/step';

const SIZE = 256;
const TICKS = 6;

let device: GPUDevice;
beforeAll(async () => {
  device = (await requestGpu()).device;
});
afterAll(() => device.destroy());

/** Gradient descent after some ticks, and what draws its trails. */
async function inked(change: Change) {
  const settings = {
    methods: ['gd'],
    objective: 'himmelblau',
    starts: 'random',
    eta: 0.005,
    trail: 8,
    ...change,
  };
  const experiment = completeExperiment(settings as Change, { count: 500, countLimit: 1e6 });
  const objective = objectiveOf(experiment);
  const ensembles = new Ensembles(device, experiment, objective);
  const [ensemble] = ensembles.all;
  if (ensemble === undefined) throw new Error('no ensemble');
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const step = await StepPass.create(device, objective, method('gd'));
  const move = (ticks: number) => {
    const encoder = device.createCommandEncoder();
    const at = { objective, problem: problem.buffer, trustRadius: 1e4 };
    step.step(encoder, ensemble, at, circumstancesOf(experiment, 'gd'), ticks);
    device.queue.submit([encoder.finish()]);
    ensemble.tick += ticks;
  };
  move(TICKS);
  const frame = new Uniform(device, 'test', frameLayout);
  const [x, y, half] = experiment.view;
  frame.write({
    size: [SIZE, SIZE],
    centre: [x, y],
    scale: SIZE / 2 / half,
    density: 1,
    hold: 0,
    breadth: 1,
  });
  const pass = await InkPass.create(device);
  const lay = (sheet: Partial<Sheet>) => {
    const common = { ensemble, first: 0, style: STYLES.gd, color: [1, 1, 1], span: 8 } as const;
    pass.lay([{ ...common, kind: 'light', opacity: 0.01, turns: 1, ...sheet }], SIZE, SIZE);
  };
  const run = (budget?: number): number => {
    const encoder = device.createCommandEncoder();
    const drawn = pass.run(encoder, frame.buffer, budget);
    device.queue.submit([encoder.finish()]);
    return drawn;
  };
  const read = async () => {
    const [page] = pass.pages;
    if (page === undefined) throw new Error('no page');
    return new Uint32Array(await readBuffer(device, page.ink, page.ink.size));
  };
  return { pass, lay, run, read, move };
}

/** Sums over the quarters of a picture. */
function quarters(ink: Uint32Array): readonly number[] {
  const sums = [0, 0, 0, 0];
  ink.forEach((value, n) => {
    const quarter = Math.floor((n % SIZE) / (SIZE / 2)) + 2 * Math.floor(n / SIZE / (SIZE / 2));
    sums[quarter] = (sums[quarter] ?? 0) + value;
  });
  return sums;
}

test('particles that take turns lay down as much light as all of them, where all of them do', async () => {
  const count = 60_000;
  const turns = 6;
  const { lay, run, read } = await inked({ count });
  lay({ turns: 1 });
  expect(run()).toBe(count * (TICKS + 1));
  const exact = quarters(await read());
  lay({ turns });
  expect(run()).toBe((count / turns) * (TICKS + 1));
  const sampled = quarters(await read());
  // Of a quarter, some 2,500 strands are drawn, whose chords differ about as much as they are long: four standard deviations.
  const allowed = 4 / Math.sqrt(count / turns / 4);
  for (const [n, sum] of exact.entries()) {
    expect(sum).toBeGreaterThan(0);
    expect(Math.abs((sampled[n] ?? 0) / sum - 1), `quarter ${n}`).toBeLessThan(allowed);
  }
});

for (const kind of ['light', 'strokes'] as const) {
  test(`trails as ${kind} that are drawn in slices are those that are drawn at once`, async () => {
    const { pass, lay, run, read, move } = await inked({ count: 300 });
    lay({ kind });
    const all = run();
    const whole = await read();
    expect(whole.some((value) => value > 0)).toBe(true);
    pass.wipe();
    let drawn = run(130);
    expect(drawn).toBeLessThanOrEqual(130);
    expect(pass.owed).toBe(all - drawn);
    expect(
      (await read()).some((value) => value > 0),
      'something is seen at once',
    ).toBe(true);
    while (pass.owed > 0) drawn += run(130 + drawn);
    expect(drawn).toBe(all);
    expect(await read()).toEqual(whole);
    move(2);
    expect(run()).toBe(2 * 300);
  });
}
