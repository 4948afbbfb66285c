import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { respawnPhase } from '../../src/experiment/respawn';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { readBuffer } from '../../src/gpu/readback';
import { spectrum } from '../../src/math/symmetric2';
import { Ensembles, lifeOf } from '../../src/passes/ensembles';
import { PassLibrary } from '../../src/passes/passes';
import { type Lookout, WhereaboutsPass } from '../../src/passes/whereabouts';
import { ZONES } from '../../src/theory/lab/outside';

const ENVIRONMENT = { count: 100, countLimit: 1e6 };
const DIVERGED = 2;
const NOWHERE: Lookout = { low: [-3, -2], high: [4, 2.5], pointer: null, centre: [0, 0], pair: null };

let device: GPUDevice;
let library: PassLibrary;
let pass: WhereaboutsPass;

beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
  pass = await WhereaboutsPass.create(device);
});
afterAll(() => device.destroy());

interface Particle {
  readonly x: number;
  readonly y: number;
  readonly status: number;
  readonly since: number;
}

/** Particles of gradient descent after so many steps: as the states say, and what the pass finds of them. */
async function run(change: Change, steps: number, lookout: Partial<Lookout> = {}) {
  const experiment = completeExperiment({ methods: ['gd'], respawn: false, ...change }, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const ensembles = new Ensembles(device, experiment, objective);
  const at = { objective, problem: problem.buffer, trustRadius: 1e4 };
  const passes = await library.steps(objective, ['gd']);
  for (let due = steps * ensembles.ticksPerStep; due > 0; )
    due -= ensembles.take(passes, at, experiment, due);
  const ensemble = ensembles.all[0]!;
  const bytes = await readBuffer(device, ensemble.states, 16 * ensemble.count);
  const [floats, words] = [new Float32Array(bytes), new Uint32Array(bytes)];
  const particles = Array.from({ length: ensemble.count }, (_, i): Particle => {
    const [x = NaN, y = NaN] = floats.subarray(4 * i);
    const [, , status = 0, since = 0] = words.subarray(4 * i);
    return { x, y, status, since };
  });
  const found = await pass.find(ensemble, { ...NOWHERE, ...lookout });
  ensembles.dispose();
  return { experiment, objective, particles, found };
}

const lostOf = (particles: readonly Particle[]) => particles.filter(({ status }) => status === DIVERGED);

test('beyond every edge and corner all are counted, by whether they go on, with what it takes to show them', async () => {
  const { particles, found } = await run({ count: 3000, eta: 2.5, region: [1, 1, 3] }, 3);
  const place = (value: number, low: number, high: number): number =>
    value < low ? 0 : value > high ? 2 : 1;
  for (const [n, zone] of ZONES.entries()) {
    const there = particles.filter(({ x, y }) => n === place(x, -3, 4) + 3 * place(y, -2, 2.5));
    const outside = found.outside.find((one) => one.zone === zone);
    if (n === 4 || there.length === 0) {
      expect(outside).toBeUndefined();
      continue;
    }
    const lost = lostOf(there);
    const told = lost.length < there.length ? there.filter((one) => !lost.includes(one)) : lost;
    expect(outside).toMatchObject({ zone, alive: there.length - lost.length, lost: lost.length });
    expect(outside?.extent.left).toBe(Math.min(...told.map(({ x }) => x)));
    expect(outside?.extent.right).toBe(Math.max(...told.map(({ x }) => x)));
    expect(outside?.extent.bottom).toBe(Math.min(...told.map(({ y }) => y)));
    expect(outside?.extent.top).toBe(Math.max(...told.map(({ y }) => y)));
  }
  expect(found.outside.length).toBeGreaterThan(5);
  expect(found.outside.some(({ alive, lost }) => alive > 0 && lost > 0)).toBe(true);
});

test('escapes: first, median and last step as counted on the CPU, along the steepest eigenvector of a quadratic', async () => {
  const { particles, found, objective } = await run(
    { objective: 'rotated', eta: 0.5, count: 2001, k: 7 } as Change,
    600,
  );
  const lost = lostOf(particles);
  const steps = lost.map(({ since }) => since).sort((a, b) => a - b);
  const { escapes } = found;
  expect(lost.length).toBeGreaterThan(1900);
  expect(escapes?.count).toBe(lost.length);
  expect(escapes?.steps.first).toBe(steps[0]);
  expect(escapes?.steps.last).toBe(steps.at(-1));
  expect(escapes?.steps.median).toBe(steps[Math.ceil(lost.length / 2) - 1]);
  const [vx, vy] = spectrum(objective.quadratic!.A).v;
  const turned = ((escapes?.axis ?? NaN) - Math.atan2(vy, vx)) / Math.PI;
  expect(Math.abs(turned - Math.round(turned)) * 180).toBeLessThan(0.5);
  expect(escapes?.concentration).toBeGreaterThan(0.999);
  const rose = Array.from({ length: 16 }, () => 0);
  for (const { x, y } of lost) rose[(Math.round((Math.atan2(y, x) * 8) / Math.PI) + 16) % 16]!++;
  expect(escapes?.rose).toEqual(rose);
});

test('nobody has escaped: nothing is said of it; late escapes are told to 0.4 %', async () => {
  expect((await run({ eta: 0.1, region: [0, 0, 1] }, 10)).found).toMatchObject({
    escapes: null,
    outside: [],
  });
  const { particles, found } = await run({ eta: 0.2012, count: 501, starts: 'random' }, 900);
  const steps = lostOf(particles)
    .map(({ since }) => since)
    .sort((a, b) => a - b);
  const median = steps[Math.ceil(steps.length / 2) - 1] ?? NaN;
  expect(median).toBeGreaterThan(300);
  expect(Math.abs((found.escapes?.steps.median ?? NaN) / median - 1)).toBeLessThan(0.005);
});

test('the endless field counts from each particle’s own start', async () => {
  const { particles, found, experiment } = await run({ eta: 0.4, count: 400, respawn: true, trail: 24 }, 100);
  const life = lifeOf(experiment);
  const ages = particles.flatMap(({ status, since }, i) =>
    status === DIVERGED ? [since - (100 - Math.min(100, (100 + respawnPhase(i, life)) % life))] : [],
  );
  expect(ages.length).toBeGreaterThan(50);
  expect(found.escapes?.steps).toMatchObject({ first: Math.min(...ages), last: Math.max(...ages) });
});

test('of the particles within reach of the pointer the nearest is told, and the marked one wherever it is', async () => {
  const points = 'points:1,1;1.02,1;-2,0.5;0.3,0' as const;
  const pointer = { at: [1.013, 1], reach: 0.1 } as const;
  const { found } = await run({ starts: points, eta: 1e-9 }, 3, { pointer, pair: 2 });
  expect(found.pointed).toMatchObject({ index: 1, status: 'moving', steps: 3 });
  expect(found.pointed?.position[0]).toBeCloseTo(1.02, 6);
  expect(found.marked).toMatchObject({ index: 2, position: [-2, 0.5] });
  const nobody = await run({ starts: points, eta: 1e-9 }, 3, {
    pointer: { at: [3, 2], reach: 0.1 },
    pair: 9,
  });
  expect(nobody.found).toMatchObject({ pointed: null, marked: null });
  const lost = await run({ starts: points, eta: 0.5 }, 40, { pair: 0 });
  expect(lost.found.marked).toMatchObject({ status: 'diverged', steps: lost.particles[0]?.since });
});
