import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { circumstancesOf } from '../../src/experiment/circumstances';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { THEMES } from '../../src/experiment/theme';
import { toPixel, type Window, windowOf } from '../../src/experiment/window';
import { requestGpu } from '../../src/gpu/device';
import { frameLayout } from '../../src/gpu/frame';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import type { Circumstances } from '../../src/methods/method';
import { makeObjective, type View } from '../../src/objectives/objective';
import { DensityPass, type DensityReading } from '../../src/passes/density';
import { Ensembles } from '../../src/passes/ensembles';
import { PassLibrary } from '../../src/passes/passes';
import { compare, gridOf, stationaryLaw } from '../../src/theory/density';

const ENVIRONMENT = { count: 100, countLimit: 1e6 };
const [WIDTH, HEIGHT] = [1280, 720];

let device: GPUDevice;
let library: PassLibrary;

beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
});
afterAll(() => device.destroy());

/** An experiment with one method, whose particles are counted as the instrument does it. */
async function gather(change: Change) {
  const experiment = completeExperiment({ respawn: false, ...change }, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  const [id] = experiment.methods;
  if (id === undefined) throw new Error('no method');
  const passes = await library.steps(objective, experiment.methods);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const ensembles = new Ensembles(device, experiment, objective);
  const ensemble = ensembles.find(id);
  if (ensemble === undefined) throw new Error('no ensemble');
  const density = await DensityPass.create(device, 'rgba8unorm');
  const at = { objective, problem: problem.buffer, trustRadius: 1e4 };
  const told = circumstancesOf(experiment, id);
  const sample = (view: View = experiment.view, given: Partial<Circumstances> = {}, f = objective) =>
    density.sample(ensemble, windowOf(view, WIDTH, HEIGHT, 1), f, { ...told, ...given });
  /** Steps in chunks of so many, counted after each. */
  const steps = async (count: number, chunk = count) => {
    for (let left = count * ensembles.ticksPerStep; left > 0; ) {
      left -= ensembles.take(passes, at, experiment, Math.min(left, chunk * ensembles.ticksPerStep));
      sample();
      await device.queue.onSubmittedWorkDone();
    }
  };
  const read = async (): Promise<DensityReading> => {
    const reading = await density.read();
    if (reading === null) throw new Error('nothing was read');
    return reading;
  };
  return { experiment, objective, ensembles, ensemble, density, sample, steps, read };
}

/** What counting these points over a view should come to. */
function countedByHand(points: readonly (readonly [number, number])[], [cx, cy, half]: View, key: string) {
  const width = (half * WIDTH) / HEIGHT;
  const grid = gridOf({ left: cx - width, right: cx + width, bottom: cy - half, top: cy + half });
  const counts = new Float64Array(grid.columns * grid.rows);
  for (const [x, y] of points) {
    const column = Math.floor(((x - grid.box.left) / (2 * width)) * grid.columns);
    const row = Math.floor(((y - grid.box.bottom) / (2 * half)) * grid.rows);
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) continue;
    const cell = row * grid.columns + column;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const law = stationaryLaw(makeObjective(key, {}), 0.1, grid);
  const inside = counts.reduce((total, value) => total + value, 0) / points.length;
  return { samples: points.length, inside, against: law && compare(counts, law) };
}

describe('counting', () => {
  // Gradient descent with a step so small that nothing moves: where the particles are is known.
  const still = { objective: 'x^2/2 + y^2/2', methods: ['gd'], eta: 1e-30, view: [0.3, -0.2, 1] } as const;
  const points = Array.from({ length: 200 }, (_, i) => {
    return [Math.fround(3 * Math.sin(7 * i)), Math.fround(1.5 * Math.cos(11 * i + 1))] as const;
  });
  const listed = { ...still, starts: `points:${points.map(String).join(';')}` } as const;

  test('finds every particle in its cell, and those outside the view', async () => {
    const { read, steps } = await gather(listed);
    await steps(1);
    const reading = await read();
    expect(reading).toEqual(countedByHand(points, still.view, still.objective));
    expect(reading.inside).toBeGreaterThan(0.1);
    expect(reading.inside).toBeLessThan(0.9);
  });

  test('looks at every tick once, however many are taken at once', async () => {
    const moving = { ...listed, eta: 0.01 };
    const [once, often] = [await gather(moving), await gather(moving)];
    await once.steps(13);
    await often.steps(13, 1);
    often.sample();
    const [first, second] = [await once.read(), await often.read()];
    expect(first.samples).toBe(13 * 200);
    // Who counts tick by tick has turned after the ticks 2, 4 and 8, and forgotten the first four.
    expect(second.samples).toBe(9 * 200);
  });

  test('covers the last half of the run at least, and three quarters of it at most', async () => {
    const { read, steps, sample } = await gather({ ...listed, eta: 0.01, trail: 32 });
    const orbit = (k: number) => points.map(([x, y]) => [x * 0.99 ** k, y * 0.99 ** k] as const);
    let k = 0;
    for (const next of [3, 8, 16, 17, 31, 32, 40, 63]) {
      await steps(next - k, 1);
      k = next;
      sample();
      const reading = await read();
      const ticks = reading.samples / points.length;
      expect(ticks).toBeGreaterThanOrEqual(k / 2);
      expect(ticks).toBeLessThanOrEqual(0.75 * k + 1);
      const positions = Array.from({ length: ticks }, (_, n) => orbit(k - n)).flat();
      const expected = countedByHand(positions, still.view, still.objective);
      // A few positions lie so near to the edge of a cell that f32 has them on the other side.
      expect(reading.inside).toBeCloseTo(expected.inside, 3);
      expect(reading.against?.totalVariation).toBeCloseTo(expected.against?.totalVariation ?? NaN, 2);
    }
  });

  test('leaves out those that diverged, from the step at which they did', async () => {
    const { read, steps } = await gather({
      ...listed,
      objective: '-x^2/2 + y^2/2',
      eta: 99,
      view: [0, 0, 1e9],
    });
    await steps(10);
    // (x, y) → (100x, −98y), until one of them is beyond the trust radius.
    const ticksOf = ([x, y]: readonly [number, number]) =>
      Array.from({ length: 10 }, (_, k) =>
        Math.max(Math.abs(x) * 100 ** (k + 1), Math.abs(y) * 98 ** (k + 1)),
      ).filter((reach) => reach <= 1e4).length;
    const lived = points.reduce((total, point) => total + ticksOf(point), 0);
    const { inside, samples } = await read();
    expect(inside * samples).toBeCloseTo(lived, 6);
  });

  test('begins anew with another view, temperature, η, seed or function, and after a restart', async () => {
    const { ensembles, read, sample, steps, objective } = await gather({
      ...listed,
      methods: ['langevin'],
      eta: 0.01,
    });
    await steps(20, 1);
    expect((await read()).samples).toBeGreaterThan(2000);
    const changes = [
      () => sample([0, 0, 1]),
      () => sample([0, 0, 1], { temperature: 1 }),
      () => sample([0, 0, 1], { temperature: 1, eta: 0.02 }),
      () => sample([0, 0, 1], { temperature: 1, eta: 0.02, seed: 9 }),
      () => sample([0, 0, 1], { temperature: 1, eta: 0.02, seed: 9 }, { ...objective }),
    ];
    for (const change of changes) {
      change();
      expect((await read()).samples).toBe(200);
    }
    sample([0, 0, 1], { temperature: 1, eta: 0.02, seed: 9, momentum: 0 }, objective);
    expect((await read()).samples).toBe(200);
    ensembles.restart();
    await steps(3);
    expect((await read()).samples).toBe(600);
  });

  test('is read once at a time, and not before anything is counted', async () => {
    const { density, steps } = await gather(listed);
    expect(await density.read()).toBeNull();
    await steps(1);
    const [first, second] = await Promise.all([density.read(), density.read()]);
    expect(first).not.toBeNull();
    expect(second).toBeNull();
    expect(await density.read()).not.toBeNull();
  });

  test('has nothing to be held against at temperature 0', async () => {
    const { read, steps } = await gather({ ...listed, methods: ['langevin'], temperature: 0 });
    await steps(2);
    expect((await read()).against).toBeNull();
  });
});

// Measured after 812 steps: 0.037, most of which is Euler–Maruyama's bias at ηL = 0.2, and 0.0145; the floor is 0.0120.
test.each([
  ['euler', 0.05],
  ['leimkuhler', 0.02],
] as const)(
  'Langevin’s particles (%s) on the double well come to e^{−f/T} as one watches, to a total variation of %d',
  async (noise, bound) => {
    const { read, steps } = await gather({
      objective: 'x^4/4 - x^2/2 + y^2/2',
      methods: ['langevin'],
      temperature: 0.15,
      noise,
      eta: 0.1,
      starts: 'grid',
      region: [-1.6, 0, 0.3],
      view: [0, 0, 2],
      count: 4000,
      trail: 16,
    });
    const variations: number[] = [];
    for (const k of [2, 10, 50, 250, 500]) {
      await steps(k, 10);
      const { against, inside } = await read();
      expect(inside).toBeGreaterThan(0.99);
      expect(against?.totalVariation).toBeGreaterThan(against?.floor ?? Infinity);
      variations.push(against?.totalVariation ?? NaN);
    }
    variations.slice(1).forEach((value, n) => {
      expect(value).toBeLessThan(variations[n] ?? NaN);
    });
    expect(variations[0]).toBeGreaterThan(0.6);
    expect(variations.at(-1)).toBeLessThan(bound);
  },
);

/** Draws the lines over black; the pixels as they come, four numbers each. */
async function picture(density: DensityPass, window: Window): Promise<Uint8Array> {
  const frame = new Uniform(device, 'frame', frameLayout);
  frame.write({
    size: [WIDTH, HEIGHT],
    centre: [window.x, window.y],
    scale: window.scale,
    density: 1,
    hold: 0,
    breadth: 1,
  });
  const usage = GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC;
  const texture = device.createTexture({ size: [WIDTH, HEIGHT], format: 'rgba8unorm', usage });
  const bytes = 4 * WIDTH * HEIGHT;
  const staging = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginRenderPass({
    colorAttachments: [{ view: texture.createView(), loadOp: 'clear', storeOp: 'store' }],
  });
  density.draw(pass, frame.buffer, window, THEMES.light);
  pass.end();
  encoder.copyTextureToBuffer({ texture }, { buffer: staging, bytesPerRow: 4 * WIDTH }, [WIDTH, HEIGHT]);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  return new Uint8Array(staging.getMappedRange().slice(0));
}

test('the lines go round half of a normal law, nine tenths and ninety-nine hundredths, also when the window has moved', async () => {
  const { density, experiment, steps, read } = await gather({
    objective: 'x^2/2 + y^2/2',
    methods: ['langevin'],
    noise: 'leimkuhler',
    temperature: 0.1,
    eta: 0.5,
    view: [0, 0, 1.5],
    count: 20_000,
  });
  await steps(40, 10);
  await read();
  const moved: View = [0.2, 0.1, 1];
  for (const view of [experiment.view, moved]) {
    const window = windowOf(view, WIDTH, HEIGHT, 1);
    const pixels = await picture(density, window);
    const [centreX, centreY] = toPixel(window, [0, 0]);
    /** Where a ray from the minimum at this angle meets lines: distances in the plane. */
    const crossings = (angle: number) => {
      const hits: number[] = [];
      for (let r = 0; r < 1.4 * window.scale; r++) {
        const [x, y] = [Math.round(centreX + r * Math.cos(angle)), Math.round(centreY - r * Math.sin(angle))];
        if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT) break;
        const [red = 0, green = 0, blue = 0] = pixels.subarray(4 * (y * WIDTH + x));
        if (red + green + blue > 0) hits.push(r / window.scale);
      }
      return hits;
    };
    const radii = [0.5, 0.9, 0.99].map((share) => Math.sqrt(-2 * 0.1 * Math.log(1 - share)));
    for (const angle of [0.1, 0.9, 2, 3, 4]) {
      const hits = crossings(angle);
      for (const radius of radii) expect(hits.some((r) => Math.abs(r - radius) < 0.05)).toBe(true);
      for (const r of hits) expect(radii.some((radius) => Math.abs(r - radius) < 0.15)).toBe(true);
    }
  }
});
