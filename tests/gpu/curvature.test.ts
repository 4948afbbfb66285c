import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import eigen2Shader from '../../shaders/eigen2.wgsl?raw';
import elementary from '../../shaders/elementary.wgsl?raw';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { eigenvalues } from '../../src/math/symmetric2';
import { type Box, gridOver, type Point } from '../../src/objectives/box';
import { makeObjective, type Objective, type View } from '../../src/objectives/objective';
import { boxOfView, surveyObjective } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import { CurvaturePass } from '../../src/passes/curvature';
import { PassLibrary } from '../../src/passes/passes';
import { Run } from '../../src/passes/run';
import { Surveyor } from '../../src/passes/surveyor';
import { factsOf } from '../../src/theory/facts';
import { compute } from './compute';

let device: GPUDevice;
let library: PassLibrary;

beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
});
afterAll(() => device.destroy());

function problemOf(objective: Objective): Uniform<(typeof problemLayout)['shape']> {
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: parametersOf(objective) });
  return problem;
}

function parametersOf(objective: Objective): readonly number[] {
  return objective.letters.map((letter) => objective.parameters[letter] ?? 0);
}

async function prospectsOf(objective: Objective, box: Box) {
  const pass = await CurvaturePass.create(device, objective);
  const problem = problemOf(objective);
  const prospects = await pass.find(problem.buffer, box);
  pass.dispose();
  problem.dispose();
  return prospects;
}

const steepness = ({ hessian }: Objective, [x, y]: Point) => eigenvalues(hessian(x, y))[1];
const hollowness = ({ hessian }: Objective, [x, y]: Point) => -eigenvalues(hessian(x, y))[0];
const depth = ({ value }: Objective, [x, y]: Point) => -value(x, y);

/** What the pass is meant to find: the largest of a field over its own grid of 320 × 184 samples, in float64. */
test.each(['himmelblau', 'beale', 'kl', 'logistic'])('finds the extremes of its grid on %s', async (id) => {
  const objective = makeObjective(id, {});
  const box = boxOfView(objective.home);
  const { steepest, hollowest, lowest } = await prospectsOf(objective, box);
  const points = gridOver(box, 320, 184);
  for (const [field, found] of [
    [steepness, steepest],
    [hollowness, hollowest],
    [depth, lowest],
  ] as const) {
    const values = points.map((point) => field(objective, point));
    const [least, most] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [1e300, -1e300]);
    const [best] = found;
    if (best === undefined) throw new Error('nothing was found');
    const rounding = 1e-6 * Math.max(Math.abs(most), Math.abs(least));
    expect(field(objective, best)).toBeGreaterThan(most - rounding);
    found.slice(1).forEach((point, n) => {
      const before = found[n] ?? best;
      expect(field(objective, point)).toBeLessThan(field(objective, before) + rounding);
    });
  }
});

test('leaves out where f is not defined or not finite', async () => {
  const objective = makeObjective('log(x - 1) + exp(exp(4y)) + y^2', {});
  const box = boxOfView([0, 0, 2.5]);
  const { steepest, hollowest, lowest } = await prospectsOf(objective, box);
  const all = [...steepest, ...hollowest, ...lowest];
  expect(all.length).toBeGreaterThan(16);
  for (const [x, y] of all) {
    expect(x).toBeGreaterThan(1);
    expect(Number.isFinite(objective.value(x, y))).toBe(true);
  }
  const nowhere = await prospectsOf(objective, { ...box, right: 0 });
  expect(nowhere).toEqual({ steepest: [], hollowest: [], lowest: [] });
});

const CODE = `
fn snippet(p: vec2f) -> array<f32, 2> {
  let e = eigen2(objective_hessian(p));
  return array(e.high, -e.low);
}`;

/**
 * Suprema of λmax and −λmin over a grid four times finer along each side than the one the pass looks at. Where they are is
 * found in f32, what they are is computed in float64 for all points that f32 cannot tell from the best.
 */
async function gridSearch(objective: Objective, box: Box): Promise<readonly [high: number, low: number]> {
  const points = fineGrid(box);
  const code = eigen2Shader + elementary + objective.wgsl + CODE;
  const numbers = await compute({ code, width: 2, points, parameters: parametersOf(objective) });
  const [high, low] = [steepness, hollowness].map((field, kind) => {
    const sizes = numbers.filter((_, n) => n % 2 === kind);
    let [best, largest] = [Number.NEGATIVE_INFINITY, 0];
    for (const size of sizes) {
      best = Math.max(best, size);
      largest = Math.max(largest, Math.abs(size));
    }
    let supremum = Number.NEGATIVE_INFINITY;
    for (const [n, size] of sizes.entries()) {
      if (size < best - 1e-6 * largest) continue;
      const value = field(objective, [points[2 * n] ?? 0, points[2 * n + 1] ?? 0]);
      if (value > supremum) supremum = value;
    }
    return supremum;
  });
  return [high ?? 0, low ?? 0];
}

/** In f32, rounded inwards at the edges. */
function fineGrid({ left, right, bottom, top }: Box): Float32Array<ArrayBuffer> {
  const [columns, rows] = [1280, 736];
  const points = new Float32Array(2 * columns * rows);
  for (let i = 0; i < columns * rows; i++) {
    points[2 * i] = left + ((i % columns) / (columns - 1)) * (right - left) * (1 - 1e-7);
    points[2 * i + 1] = bottom + (Math.floor(i / columns) / (rows - 1)) * (top - bottom) * (1 - 1e-7);
  }
  return points;
}

const CURVED = OBJECTIVES.map(({ id }) => makeObjective(id, {})).filter((f) => f.quadratic === null);

test.each(CURVED)('L and μ of $key reach those of a four times finer grid', async (objective) => {
  const box = boxOfView(objective.home);
  const { constants, minima } = factsOf(objective, objective.home, await prospectsOf(objective, box));
  const [high, low] = await gridSearch(objective, box);
  const size = Math.max(Math.abs(high), Math.abs(low));
  // 10⁻⁶: edges of the box as f32 numbers may lie outside of it.
  expect(constants.L - high).toBeGreaterThanOrEqual(-1e-6 * size);
  expect(-constants.mu - low).toBeGreaterThanOrEqual(-1e-6 * size);
  // They are values that H takes: beyond the grid's there is little room, but for Ackley's cusp, 10⁻⁴ wide.
  const cusp = Math.max(...minima.map(({ curvatures }) => curvatures[1]));
  expect(constants.L).toBeLessThanOrEqual(Math.max(cusp, high + 2e-4 * size));
  expect(-constants.mu).toBeLessThanOrEqual(low + 2e-3 * size);
  // And they only ever grow.
  const { lambdaMax, lambdaMin } = surveyObjective(objective, box);
  expect(constants.L).toBeGreaterThanOrEqual(lambdaMax);
  expect(constants.mu).toBeLessThanOrEqual(lambdaMin);
});

/** g = e^{−a r²}: the largest curvature of −g is 2a, at 0; the least −4a e^{−3/2}, at r² = 3/(2a). */
test('sees a well that the CPU’s survey misses: its minimum, L and μ', async () => {
  const a = 20_000;
  const objective = makeObjective('(x^2 + y^2)/2 - exp(-a((x - 0.2917)^2 + (y - 0.1713)^2))', { a });
  const view: View = [0, 0, 2.5];
  const before = factsOf(objective, view);
  const after = factsOf(objective, view, await prospectsOf(objective, boxOfView(view)));
  expect(before.constants.L).toBeLessThan(2);
  expect(before.minima).toHaveLength(1);
  expect(after.constants.L).toBeCloseTo(2 * a + 1, 0);
  expect(after.constants.mu / (1 - 4 * a * Math.exp(-1.5))).toBeCloseTo(1, 6);
  expect(after.minima.map(({ scope }) => scope)).toEqual(['view', 'view']);
  expect(after.minima[0]?.x).toBeCloseTo(0.2917, 3);
  expect(after.minima[0]?.f).toBeLessThan(-0.9);
});

describe('the surveyor', () => {
  const begin = async (change: Parameters<typeof completeExperiment>[0]) => {
    const experiment = completeExperiment(
      { respawn: false, methods: 'gd', ...change },
      { count: 9, countLimit: 99 },
    );
    const objective = objectiveOf(experiment);
    const run = new Run(device, experiment, objective, await library.landscape(objective));
    run.steps = await library.steps(objective, experiment.methods);
    const problem = problemOf(objective).buffer;
    const surveyor = new Surveyor(device, library);
    const facts = () => surveyor.factsOf(run.objective, run.experiment);
    return { run, problem, surveyor, facts, experiment };
  };

  test('tells at once what the CPU knows, keeps it while it stays true, and drops what comes too late', async () => {
    const { run, problem, surveyor, facts } = await begin({ objective: 'himmelblau' });
    const first = facts();
    expect(surveyor.wants(run)).toBe(true);
    await surveyor.look(run, problem, () => true);
    expect(surveyor.wants(run)).toBe(true);
    const moved = { ...run.experiment, view: [0.3, 0, 4.5] } as const;
    const late = surveyor.look(run, problem, () => false);
    run.continueWith(moved, run.objective);
    await late;
    expect(surveyor.wants(run)).toBe(true);
    await surveyor.look(run, problem, () => false);
    expect(surveyor.wants(run)).toBe(false);
    const known = facts();
    expect(facts()).toBe(known);
    expect(surveyor.factsOf(run.objective, { ...moved, view: [0, 0, 4.5] })).toBe(first);
    run.dispose();
  });

  test('asks particles that have come to rest for minima that no grid has seen', async () => {
    // The well around 0 is 10⁻³ wide, and no sample of the view lies in it.
    const { run, problem, surveyor, facts } = await begin({
      objective: 'y^2 - x^2 - exp(-200000(x^2 + y^2))',
      view: [0.31, 0.17, 2.5],
      starts: 'points:0.0005,0.0003;1,1',
      eta: 2e-6,
    });
    await surveyor.look(run, problem, () => false);
    expect(facts().minima).toEqual([]);
    for (let left = 200; left > 0; ) left -= run.take(problem, left);
    await run.takeCensus(await library.census(run.objective), problem);
    await surveyor.ask(run);
    const [minimum, ...others] = facts().minima;
    expect(others).toEqual([]);
    expect(minimum).toMatchObject({ f: -1, scope: 'view', isolated: true });
    expect(Math.hypot(minimum?.x ?? 1, minimum?.y ?? 1)).toBeLessThan(1e-9);
    expect(facts().constants.L).toBeCloseTo(400_002, 0);
    const known = facts();
    await surveyor.ask(run);
    expect(facts()).toBe(known);
    run.dispose();
  });

  test('has nothing to look for on a quadratic', async () => {
    const { run, surveyor } = await begin({ objective: 'booth' });
    expect(surveyor.wants(run)).toBe(false);
    run.dispose();
  });
});
