import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { layStarts } from '../../src/experiment/starts';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { method } from '../../src/methods/table';
import type { Objective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import type { TrialSetup } from '../../src/passes/bench';
import { StepPass } from '../../src/passes/step';
import { makeTrial } from '../../src/passes/trials';
import { minima } from '../../src/theory/minima';

const ENVIRONMENT = { count: 1000, countLimit: 1e6 };
let device: GPUDevice;
beforeAll(async () => { device = (await requestGpu()).device; });
afterAll(() => device.destroy());

async function setupOf(change: Change, changed = (o: Objective) => o): Promise<TrialSetup> {
  const experiment = completeExperiment({ respawn: false, ...change }, ENVIRONMENT);
  const objective = changed(objectiveOf(experiment));
  const [gd, gf] = await Promise.all([StepPass.create(device, objective, method('gd')), StepPass.create(device, objective, method('gf'))]);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const at = { objective, problem: problem.buffer, trustRadius: 1e5 };
  const starts = layStarts(experiment, objective);
  return { experiment, steps: { gd, gf }, at, starts, minimum: minima(objective, boxOfView(experiment.view))[0] ?? null };
}

test.each(OBJECTIVES.map(({ id }) => id))('%s', async (objective) => {
  const setup = await setupOf({ objective });
  const t: number[] = [performance.now()];
  const order = await makeTrial(device, 'order', setup, {}); t.push(performance.now());
  const euler = await makeTrial(device, 'euler', setup, {}); t.push(performance.now());
  const thr = await makeTrial(device, 'threshold', setup, {}); t.push(performance.now());
  const p = (x: number | null | undefined, d = 3) => x?.toPrecision(d);
  console.log(objective, setup.experiment.eta, t.slice(1).map((x, i) => Math.round(x - t[i]!)).join(' '),
    `\norder T=${p(order.time)} slope ${p(order.fit?.slope, 4)} [${order.fit?.first},${order.fit?.end}) of ${order.levels.length} ${order.reason} count ${order.count} ` + order.levels.map((l) => `${p(l.median, 2)}/${p(l.median / l.floor, 2)}/${l.diverged}`).join(' '),
    `\neuler slope ${p(euler.fit?.slope, 4)} [${euler.fit?.first},${euler.fit?.end}) of ${euler.levels.length} ${euler.reason} und ${euler.undecided} dev ${p(euler.deviation)} worst ${p(euler.measure.worst)} viol ${euler.measure.violations} ` + euler.levels.map((l) => `${p(l.median, 2)}/${p(l.median / l.floor, 2)}/${l.diverged}`).join(' '),
    `\nthreshold ${p(thr.measured, 6)} ${p(thr.predicted, 6)} ${thr.reason} ${p(thr.measure.worst)}`);
  expect(1).toBe(1);
});
