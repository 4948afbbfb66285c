import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { layStarts } from '../../src/experiment/starts';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import type { Method } from '../../src/methods/method';
import { method } from '../../src/methods/table';
import type { Objective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import type { TrialSetup } from '../../src/passes/bench';
import { makeTrial } from '../../src/passes/makeTrial';
import { StepPass } from '../../src/passes/step';
import { TrialBook } from '../../src/passes/trials';
import { minima } from '../../src/theory/minima';
import { NO_TRIALS } from '../../src/theory/trial';
import { randomNumbers } from '../generated';
import { watchBuffers } from './watchBuffers';

const ENVIRONMENT = { count: 256, countLimit: 1e6 };

let device: GPUDevice;
beforeAll(async () => {
  device = (await requestGpu()).device;
});
afterAll(() => device.destroy());

/** What a test build does wrong. */
interface Fault {
  /** Words of the objective's shader, and what stands there instead. */
  readonly objective?: (wgsl: string) => string;
  readonly gd?: (wgsl: string) => string;
  readonly gf?: (wgsl: string) => string;
}

const as = (text: string) => text;

async function setupOf(change: Change, fault: Fault = {}): Promise<TrialSetup> {
  const experiment = completeExperiment({ respawn: false, ...change }, ENVIRONMENT);
  const right = objectiveOf(experiment);
  const objective: Objective = { ...right, wgsl: (fault.objective ?? as)(right.wgsl) };
  const pass = (id: 'gd' | 'gf') => {
    const row: Method = { ...method(id), wgsl: (fault[id] ?? as)(method(id).wgsl) };
    return StepPass.create(device, objective, row);
  };
  const [gd, gf] = await Promise.all([pass('gd'), pass('gf')]);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const at = { objective, problem: problem.buffer, trustRadius: 1e5 };
  const minimum = minima(right, boxOfView(experiment.view))[0] ?? null;
  return { experiment, steps: { gd, gf }, at, starts: layStarts(experiment, right), minimum };
}

describe('on every objective at its default η', () => {
  test.each(OBJECTIVES.map(({ id }) => id))('%s: slopes of 1 and 2, H∇f, and 2/λmax', async (objective) => {
    const setup = await setupOf({ objective });
    const order = await makeTrial(device, 'order', setup, {});
    expect(order.fit?.slope, order.reason ?? '').toBeGreaterThan(0.9);
    expect(order.fit?.slope).toBeLessThan(1.1);
    expect(order.measure.violations).toBe(0);

    const euler = await makeTrial(device, 'euler', setup, {});
    expect(Math.abs((euler.fit?.slope ?? 0) - 2), euler.reason ?? '').toBeLessThan(0.1);
    expect(euler.measure.violations, `worst ${euler.measure.worst}`).toBe(0);
    if (euler.undecided < euler.count) expect(euler.deviation).toBeLessThan(2e-3);

    const threshold = await makeTrial(device, 'threshold', setup, {});
    const { measured, predicted, measure } = threshold;
    const known = setup.minimum !== null && setup.minimum.curvatures[1] > 0;
    expect(measured !== null, threshold.reason ?? '').toBe(known);
    expect(Math.abs((measured ?? 1) / (predicted ?? 1) - 1)).toBeLessThan(1e-3);
    expect(measure.violations).toBe(0);
  });
});

describe('whatever η is', () => {
  test.each([
    ['far beyond 2/L', { objective: 'bowl', eta: 2 }],
    ['beyond 2/L of every minimum', { objective: 'himmelblau', eta: 0.3 }],
    ['far too small for f32 to see its error', { objective: 'himmelblau', eta: 1e-7 }],
  ] as const)('%s: the finer, or coarser, levels show the order', async (_, change) => {
    const setup = await setupOf(change);
    const order = await makeTrial(device, 'order', setup, {});
    expect(Math.abs((order.fit?.slope ?? 0) - 1), order.reason ?? '').toBeLessThan(0.1);
    const threshold = await makeTrial(device, 'threshold', setup, {});
    expect(threshold.measure.worst).toBeLessThan(1);
  });

  test('T is a whole number of steps of every level', async () => {
    const { time, levels } = await makeTrial(device, 'order', await setupOf({}), {});
    for (const { eta } of levels) expect((time / eta) % 1).toBe(0);
    expect(levels[0]?.eta).toBe(Math.fround(0.18));
  });

  test('where no gradient changes there is no error, and no order', async () => {
    const setup = await setupOf({ objective: 'x + 2y', eta: 0.1 });
    const order = await makeTrial(device, 'order', setup, {});
    expect(order.fit).toBeNull();
    expect(order.measure.worst).toBeNull();
    expect(order.reason).toContain('too small');
    const threshold = await makeTrial(device, 'threshold', setup, {});
    expect(threshold.reason).toBe('no minimum is known');
  });
});

test('the threshold of 8 random quadratics, κ up to 1e4, within 1e-3', async () => {
  const random = randomNumbers(11);
  for (let n = 0; n < 8; n++) {
    const [low, high] = [1, 10 ** (4 * random())];
    const angle = Math.PI * random();
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const [a, b, d] = [low * c * c + high * s * s, (low - high) * c * s, low * s * s + high * c * c];
    const setup = await setupOf({
      objective: 'quadratic',
      a,
      b,
      c: d,
      p: random(),
      q: random(),
      eta: 1 / high,
    });
    const { measured, measure } = await makeTrial(device, 'threshold', setup, {});
    expect(Math.abs(((measured ?? 0) * high) / 2 - 1), `κ = ${high}`).toBeLessThan(1e-3);
    expect(measure.violations).toBe(0);
  }
});

const HESSIAN_OFF = (wgsl: string) =>
  `${wgsl.replace('fn objective_hessian(', 'fn right_hessian(')}
fn objective_hessian(p: vec2f) -> vec3f { return 1.02 * right_hessian(p); }`;
const GRADIENT_OFF = (wgsl: string) => wgsl.replace('duration *', '1.05 * duration *');
const HEUN = (wgsl: string) =>
  wgsl.replace(
    'objective_gradient(particle.theta)',
    '0.5 * (objective_gradient(particle.theta) + objective_gradient(particle.theta - duration * objective_gradient(particle.theta)))',
  );
const EULER_FLOW = (wgsl: string) =>
  wgsl.replace(
    'let tolerance = method_constant(0);',
    '$& if (tolerance >= 0.0) { var end = particle; end.theta -= duration * objective_gradient(end.theta); return end; }',
  );

describe('a test build that is wrong is found out', () => {
  test.each(['bowl', 'himmelblau', 'doublewell', 'logistic'])(
    '%s: H off by two in a hundred shows in Euler’s error',
    async (objective) => {
      const setup = await setupOf({ objective }, { objective: HESSIAN_OFF });
      const { measure, count, undecided } = await makeTrial(device, 'euler', setup, {});
      expect(undecided).toBeLessThan(0.6 * count);
      expect(measure.violations).toBe(count - undecided);
    },
  );

  test('a gradient 5 % too long: the order is gone, and the threshold is elsewhere', async () => {
    const setup = await setupOf({}, { gd: GRADIENT_OFF });
    const order = await makeTrial(device, 'order', setup, {});
    expect(order.fit?.slope).toBeLessThan(0.5);
    expect(order.measure.worst).toBeGreaterThan(5);
    const euler = await makeTrial(device, 'euler', setup, {});
    expect(euler.fit?.slope).toBeLessThan(1.5);
    expect(euler.measure.violations + euler.undecided).toBe(euler.count);
    const threshold = await makeTrial(device, 'threshold', setup, {});
    expect(threshold.measured).toBeCloseTo(0.2 / 1.05, 3);
    expect(threshold.measure.worst).toBeGreaterThan(40);
  });

  test('Heun’s method in place of Euler’s has the order 2, and a higher one in a step', async () => {
    const setup = await setupOf({ objective: 'doublewell' }, { gd: HEUN });
    const order = await makeTrial(device, 'order', setup, {});
    expect(Math.abs((order.fit?.slope ?? 0) - 2), order.reason ?? '').toBeLessThan(0.15);
    expect(order.measure.worst).toBeGreaterThan(8);
    const euler = await makeTrial(device, 'euler', setup, {});
    expect(euler.fit?.slope, euler.reason ?? '').toBeGreaterThan(2.3);
    expect(euler.measure.violations).toBe(euler.count - euler.undecided);
  });

  test('a flow by Euler’s method is no flow', async () => {
    const setup = await setupOf({ objective: 'doublewell' }, { gf: EULER_FLOW });
    const order = await makeTrial(device, 'order', setup, {});
    expect(order.measure.worst ?? 0).toBeGreaterThan(1);
    const euler = await makeTrial(device, 'euler', setup, {});
    expect(euler.levels[0]?.max).toBe(0);
    expect(euler.measure.violations + euler.undecided).toBe(euler.count);
  });
});

describe('a trial', () => {
  test('names the particle that is worst, by its index among all starts', async () => {
    const setup = await setupOf({ objective: 'himmelblau', count: 3000 });
    const { measure, count } = await makeTrial(device, 'euler', setup, {});
    expect(count).toBeLessThan(3000);
    expect(measure.particle).toBeGreaterThanOrEqual(0);
    expect(measure.particle).toBeLessThan(3000);
  });

  test('tells how far it is, ends when it is told to, and leaves nothing behind', async () => {
    const setup = await setupOf({ objective: 'rosenbrock', count: 4000 });
    const alive = watchBuffers(device);
    const abort = new AbortController();
    const told: number[] = [];
    const progress = (share: number) => {
      told.push(share);
      if (share > 0.2) abort.abort();
    };
    const trial = makeTrial(device, 'order', setup, { progress, signal: abort.signal });
    await expect(trial).rejects.toMatchObject({ name: 'AbortError' });
    expect(told.at(-1)).toBeLessThan(0.9);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(alive()).toEqual([]);
  });

  test('of another experiment is given up, and those before it are forgotten', async () => {
    const setup = await setupOf({});
    const book = new TrialBook(device);
    book.turnTo(setup.experiment);
    const shares: number[] = [];
    await book.make(['threshold', 'order'], async () => setup, { progress: (share) => shares.push(share) });
    expect(book.latest.threshold?.measured).toBeCloseTo(0.2, 3);
    expect(book.latest.order?.fit?.slope).toBeCloseTo(1, 1);
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);

    book.turnTo({ ...setup.experiment, theme: 'light', view: [1, 1, 1] });
    expect(book.latest.order).not.toBeNull();
    const given = book.make(['order'], async () => setup, {});
    book.turnTo({ ...setup.experiment, eta: 0.1 });
    expect(book.latest).toEqual(NO_TRIALS);
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect((await book.make(['threshold'], async () => setup, {})).threshold).not.toBeNull();
  });
});
