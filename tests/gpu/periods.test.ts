import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { Ensemble } from '../../src/gpu/ensemble';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { readBuffer } from '../../src/gpu/readback';
import type { MethodId } from '../../src/methods/method';
import { method } from '../../src/methods/table';
import { makeObjective } from '../../src/objectives/objective';
import { CENSUS_SLOTS, countsOf } from '../../src/passes/census';
import { Ensembles } from '../../src/passes/ensembles';
import { PassLibrary } from '../../src/passes/passes';

type Point = readonly [x: number, y: number];
/** Where a particle was, step by step. */
type Orbit = readonly Point[];

const CYCLING = 3;
const LIFE_LONG = { placed: 0, spare: 0, ticksPerStep: 1, seed: 1, region: [-2, -2, 4, 4] } as const;

let device: GPUDevice;
let library: PassLibrary;
let problem: Uniform<(typeof problemLayout)['shape']>;

beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
  problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: [] });
});
afterAll(() => device.destroy());

/** The periods that a census names of orbits which no rule has made: they are written into the history. */
async function periodsOf(id: MethodId, orbits: readonly Orbit[], slots: number, eta = 1) {
  const steps = orbits[0]!.length - 1;
  const at = (k: number) => new Float32Array(orbits.flatMap((orbit) => [...orbit[k]!]));
  const ensemble = new Ensemble(device, method(id), {
    ...LIFE_LONG,
    starts: at(steps),
    slots,
    restarting: null,
  });
  for (let k = Math.max(0, steps - slots + 1); k <= steps; k++) {
    device.queue.writeBuffer(ensemble.history, (k % slots) * ensemble.capacity * 8, at(k));
  }
  ensemble.tick = steps;
  const pass = await library.census(makeObjective(WELL, {}));
  const encoder = device.createCommandEncoder();
  pass.run(encoder, ensemble, problem.buffer, { stillness: 1e-9, eta });
  device.queue.submit([encoder.finish()]);
  const { periods } = countsOf(await readBuffer(device, pass.counts, pass.counts.size), ensemble);
  const words = new Uint32Array(await readBuffer(device, ensemble.states, ensemble.states.size));
  ensemble.dispose();
  const named = orbits.map((_, i) => (words[4 * i + 2] === CYCLING ? (words[4 * i + 3] ?? 0) : 0));
  for (let p = 0; p <= 16; p++) expect(periods[p]).toBe(p === 0 ? 0 : named.filter((n) => n === p).length);
  return named;
}

const WELL = '(x^2-1)^2/4 + y^2/2';

/** Numbers that look random, from 0 to 1. */
const noise = (n: number): number => (Math.sin(127.1 * n + 3) * 43758.5453) % 1;

/** A cycle of p points far from rest, which are met again but for `error` of their size. */
function cycleOf(p: number, seed: number, error: number): Orbit {
  const point = (n: number): Point => [3 + noise(7 * n + seed), -2 + noise(11 * n + seed)];
  return Array.from({ length: 80 }, (_, k) => {
    const [x, y] = point(k % p);
    return [x * (1 + error * noise(k + seed)), y * (1 + error * noise(3 * k + seed))];
  });
}

const PERIODS = Array.from({ length: 15 }, (_, n) => n + 2);

test('a cycle of every period up to 16 is named by it, with a long memory and with a short one', async () => {
  const orbits = PERIODS.flatMap((p) => [0, 1, 2, 3].map((seed) => cycleOf(p, 100 * seed, seed * 3e-8)));
  for (const slots of [CENSUS_SLOTS.enough, 18]) {
    const named = await periodsOf('heavyball', orbits, slots);
    expect(named).toEqual(PERIODS.flatMap((p) => [p, p, p, p]));
  }
});

test('with the least memory cycles of up to 7 steps are named, and no others', async () => {
  const orbits = PERIODS.map((p) => cycleOf(p, 7, 3e-8));
  expect(await periodsOf('heavyball', orbits, CENSUS_SLOTS.least)).toEqual(
    PERIODS.map((p) => (p <= 7 ? p : 0)),
  );
});

test('what only nearly comes back is no cycle: spirals, slow turns, a period of 17, and one that is broken once', async () => {
  const spiral = (growth: number): Orbit =>
    Array.from({ length: 80 }, (_, k) => [3 + growth ** k * (k % 2 === 0 ? 0.1 : -0.1), 1]);
  const turn = (angle: number): Orbit =>
    Array.from({ length: 80 }, (_, k) => [3 + Math.cos(angle * k), Math.sin(angle * k)]);
  const broken = cycleOf(3, 5, 0).map(([x, y], k): Point => (k === 66 ? [x + 0.01, y] : [x, y]));
  const golden = Math.PI * (Math.sqrt(5) - 1);
  const orbits = [
    spiral(0.9999),
    spiral(1.0001),
    turn(golden),
    turn(Math.PI + 1e-4),
    cycleOf(17, 1, 0),
    broken,
  ];
  expect(await periodsOf('heavyball', orbits, CENSUS_SLOTS.enough)).toEqual([0, 0, 0, 0, 0, 0]);
  // The same cycle is only one of gradient descent if it attracts: on the well at x = ±√(1 − …) of η = 1.1, and at 1.6 no more.
  const two = (eta: number): Orbit => {
    const [sum, product] = [Math.sqrt(1 + 3 / eta) / 2, Math.sqrt(1 - 1 / eta) / 2];
    return Array.from({ length: 80 }, (_, k) => [k % 2 === 0 ? sum + product : sum - product, 0]);
  };
  expect(await periodsOf('gd', [two(1.1)], CENSUS_SLOTS.enough, 1.1)).toEqual([2]);
  expect(await periodsOf('gd', [two(1.6)], CENSUS_SLOTS.enough, 1.6)).toEqual([0]);
});

/** Gradient descent on the well itself: what the census names after so many steps. */
async function descend(eta: number, count: number, steps: number) {
  const wanted = {
    objective: WELL,
    methods: ['gd'],
    eta,
    count,
    respawn: false,
    region: [0, 0, 0.7],
  } as const;
  const experiment = completeExperiment(wanted, { count: 1, countLimit: 1e6 });
  const objective = objectiveOf(experiment);
  const ensembles = new Ensembles(device, experiment, objective);
  const at = { objective, problem: problem.buffer, trustRadius: 1e4 };
  const passes = await library.steps(objective, ['gd']);
  for (let due = steps * ensembles.ticksPerStep; due > 0; )
    due -= ensembles.take(passes, at, experiment, due);
  const [found] = await ensembles.census(await library.census(objective), problem.buffer, {
    stillness: 1e-6,
    eta,
  });
  ensembles.dispose();
  return found!;
}

/** Largest Lyapunov exponent of x ← x − η(x³ − x) per step, in float64. */
function exponent(eta: number): number {
  let [x, sum] = [0.3, 0];
  for (let k = 0; k < 20_000; k++) {
    x -= eta * (x * x * x - x);
    sum += Math.log(Math.abs(1 - eta * (3 * x * x - 1)));
  }
  return sum / 20_000;
}

test('of 10,000 chaotic orbits of the double well none is called a cycle', async () => {
  const etas = [1.305, 1.35, 1.4, 1.5, 1.55, 1.6, 1.75, 1.8, 1.9, 1.99];
  let chaotic = 0;
  for (const eta of etas) {
    expect(exponent(eta)).toBeGreaterThan(0.05);
    const { counts, periods } = await descend(eta, 1000, 1500);
    expect({ eta, cycling: counts[3], periods }).toMatchObject({ cycling: 0 });
    chaotic += counts[0];
  }
  expect(chaotic).toBeGreaterThan(0.999 * 1000 * etas.length);
});

test('period doublings of the double well are counted by their periods, from 2 to 16', async () => {
  // Doublings at √5 − 1, 1.2880, 1.2992 and 1.3016 (NUMERICS), between which the periods are 2, 4, 8 and 16.
  for (const [eta, p] of [
    [1.15, 2],
    [1.26, 4],
    [1.295, 8],
    [1.3005, 16],
  ] as const) {
    const { counts, periods } = await descend(eta, 100, 3000);
    expect({ eta, cycling: counts[3], p: periods[p] }).toEqual({ eta, cycling: 100, p: 100 });
  }
});
