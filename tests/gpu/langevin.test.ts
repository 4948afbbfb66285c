import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import elementaryShader from '../../shaders/elementary.wgsl?raw';
import normalShader from '../../shaders/normal.wgsl?raw';
import threefryShader from '../../shaders/threefry.wgsl?raw';
import { requestGpu } from '../../src/gpu/device';
import { Ensemble } from '../../src/gpu/ensemble';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { readBuffer } from '../../src/gpu/readback';
import { normalPair } from '../../src/math/normal';
import { UNIT } from '../../src/math/rounding';
import { threefry } from '../../src/math/threefry';
import type { Circumstances, MethodId, Noise } from '../../src/methods/method';
import { method } from '../../src/methods/table';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { StepPass } from '../../src/passes/step';
import { circumstancesWith } from '../circumstances';
import { randomPoints } from '../generated';
import { compute } from './compute';

const NOISES: readonly Noise[] = ['euler', 'leimkuhler'];

let device: GPUDevice;

beforeAll(async () => {
  device = (await requestGpu()).device;
});
afterAll(() => device.destroy());

interface Walk {
  readonly objective: Objective;
  readonly starts: Float32Array<ArrayBuffer>;
  readonly id?: MethodId;
  readonly told: Partial<Circumstances>;
  /** Steps of each submit. */
  readonly chunks: readonly number[];
  /** Steps that a particle of the endless field lives. */
  readonly life?: number;
}

/** Where the shipped step pass takes particles: x₀ y₀ x₁ y₁ … */
async function walk({ objective, starts, id = 'langevin', told, chunks, life }: Walk): Promise<Float32Array> {
  const row = method(id);
  const circumstances = circumstancesWith(told);
  const ensemble = new Ensemble(device, row, {
    starts,
    placed: starts.length / 2,
    spare: 0,
    ticksPerStep: 1,
    slots: 2,
    seed: circumstances.seed,
    region: [0, 0, 1, 1],
    restarting: life === undefined ? null : { life, redraw: false },
  });
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const pass = await StepPass.create(device, objective, row);
  const at = { objective, problem: problem.buffer, trustRadius: 1e4 };
  for (const ticks of chunks) {
    const encoder = device.createCommandEncoder();
    pass.step(encoder, ensemble, at, circumstances, ticks);
    device.queue.submit([encoder.finish()]);
    ensemble.tick += ticks;
    await device.queue.onSubmittedWorkDone();
  }
  const states = new Float32Array(await readBuffer(device, ensemble.states, 8 * starts.length));
  for (const item of [ensemble, problem, pass]) item.dispose();
  return states.filter((_, n) => n % 4 < 2);
}

/** Equal to the last bit, so that −0 is not 0. */
function bitsOf(numbers: Float32Array): Uint32Array {
  return new Uint32Array(numbers.buffer);
}

const rosenbrock = makeObjective('rosenbrock', {});
const scattered = randomPoints(300, 5, { left: -2, right: 2, bottom: -1, top: 3 });
const onRosenbrock = { objective: rosenbrock, starts: scattered, told: { eta: 1e-4, temperature: 3 } };

describe.each(NOISES)('%s', (noise) => {
  const usual: Walk = { ...onRosenbrock, told: { ...onRosenbrock.told, noise }, chunks: [13] };

  test('chunks do not matter: 7 + 6 steps are 13 steps, bit for bit', async () => {
    expect(bitsOf(await walk({ ...usual, chunks: [7, 6] }))).toEqual(bitsOf(await walk(usual)));
  });

  test('the same seed repeats every bit; another seed moves every particle elsewhere', async () => {
    const once = await walk(usual);
    expect(bitsOf(await walk(usual))).toEqual(bitsOf(once));
    const other = await walk({ ...usual, told: { ...usual.told, seed: 2 } });
    expect(other.filter((value, n) => value === once[n])).toHaveLength(0);
  });

  test('at zero temperature it is gradient descent, bit for bit', async () => {
    const cold = { ...usual, chunks: [40], told: { ...usual.told, temperature: 0 } };
    expect(bitsOf(await walk(cold))).toEqual(bitsOf(await walk({ ...cold, id: 'gd' })));
  });

  test('particles that start at the same point part, and no two are moved alike', async () => {
    const together = new Float32Array(600).fill(0.5);
    const ends = await walk({ ...usual, starts: together, chunks: [1] });
    expect(new Set(ends).size).toBeGreaterThan(590);
  });

  test('a new life in the endless field has other forces than the one before', async () => {
    const lives = { ...usual, life: 5, starts: new Float32Array(600).fill(0.5) };
    // Each is on its start at one of five steps in a row, and one step on at the next.
    const [first, second] = await Promise.all([
      walk({ ...lives, chunks: [6] }),
      walk({ ...lives, chunks: [11] }),
    ]);
    const moved = first.filter((value) => value !== 0.5);
    expect(moved.length).toBeGreaterThan(300);
    expect(first.filter((value, n) => value !== 0.5 && value === second[n])).toHaveLength(0);
  });
});

/**
 * The stationary law on the quadratic with curvatures ηλ = p and q, from 10⁵ particles that start at its minimum: what is
 * missing of its variance after k steps is (1 − ηλ)²ᵏ, and the mean square of n normal numbers errs by √(2/n).
 */
test.each<[Noise, number, number, number]>([
  ['euler', 0.01, 1, 300],
  ['euler', 0.5, 1.9, 60],
  ['leimkuhler', 0.01, 1, 300],
  ['leimkuhler', 0.5, 1.9, 60],
])('%s at ηλ = %d and %d has the variance that theory gives it', async (noise, p, q, steps) => {
  const [count, temperature, eta] = [100_000, 0.3, 0.25];
  const objective = makeObjective('a x^2/2 + b y^2/2', { a: p / eta, b: q / eta });
  const told = { eta, temperature, noise, seed: 20 };
  const chunks = Array.from({ length: steps / 15 }, () => 15); // no submit may hold up the machine
  const ends = await walk({ objective, starts: new Float32Array(2 * count), told, chunks });
  [p, q].forEach((etaLambda, axis) => {
    const factor = noise === 'euler' ? 1 / (1 - etaLambda / 2) : 1;
    const expected = ((temperature * eta) / etaLambda) * factor;
    const values = ends.filter((_, n) => n % 2 === axis);
    const [mean, square, fourth] = [1, 2, 4].map(
      (power) => values.reduce((sum, v) => sum + v ** power, 0) / count,
    );
    expect(Math.abs(mean ?? NaN)).toBeLessThan(4 * Math.sqrt(expected / count));
    expect(Math.abs((square ?? NaN) / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    expect(Math.abs((fourth ?? NaN) / expected ** 2 - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
  });
  const product =
    ends.reduce((sum, value, n) => sum + (n % 2 === 0 ? value * (ends[n + 1] ?? NaN) : 0), 0) / count;
  const scale = (temperature * eta) / Math.sqrt(p * q);
  expect(Math.abs(product / scale)).toBeLessThan(
    noise === 'euler' ? 20 / Math.sqrt(count) : 4 / Math.sqrt(count),
  );
});

test('normal numbers in the shader are those of the CPU to a few units in the last place', async () => {
  // A snippet is given floats: the words are drawn from their bits on both sides.
  const points = randomPoints(20_000, 8, { left: 0, right: 1, bottom: 0, top: 1 });
  const words = new Uint32Array(points.buffer);
  const code = `${elementaryShader}\n${threefryShader}\n${normalShader}
    fn snippet(p: vec2f) -> array<f32, 2> {
      let pair = normal_pair(threefry(vec2u(1, 2), bitcast<vec2u>(p)));
      return array(pair.x, pair.y);
    }`;
  const drawn = await compute({ code, width: 2, points });
  let worst = 0;
  for (let i = 0; i < points.length / 2; i++) {
    const exact = normalPair(threefry([1, 2], [words[2 * i] ?? 0, words[2 * i + 1] ?? 0]));
    exact.forEach((value, n) => {
      worst = Math.max(worst, Math.abs((drawn[2 * i + n] ?? NaN) - value) / Math.abs(value));
    });
  }
  expect(worst).toBeLessThan(16 * UNIT);
});
