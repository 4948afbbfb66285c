import { describe, expect, test } from 'vitest';
import { adam } from '../../src/methods/adam';
import type { Circumstances } from '../../src/methods/method';
import { rmsprop } from '../../src/methods/rmsprop';
import { makeObjective } from '../../src/objectives/objective';
import { kernelOf } from '../checks/localStep';
import { circumstancesWith } from '../circumstances';

const NOWHERE = { x: Number.NaN, y: Number.NaN };

/** Where a particle that starts at (1, 2) is after each of so many steps down s x, whose slope is s. */
async function downSlope(row: typeof adam, slope: number, given: Partial<Circumstances>, steps: number) {
  const told = circumstancesWith({ eta: 2 ** -6, ...given });
  const objective = makeObjective('s x', { s: slope });
  const kernel = await kernelOf(row, objective);
  const run = { starts: [[1, 2] as const], ticks: steps, duration: told.eta, trustRadius: 1e6 };
  const orbits = await kernel.run(objective, { ...run, circumstances: told });
  return orbits.map(([particle = NOWHERE]) => [particle.x, particle.y] as const);
}

describe.each([rmsprop, adam])('$label in the shader', (row) => {
  test('takes the same steps down slopes of 1e25, 1 and 1e-22, whose squares f32 does not hold', async () => {
    const told = { epsilon: 1e-300 };
    const plain = await downSlope(row, 1, told, 50);
    expect(plain[50]?.[0]).toBeLessThan(0.5);
    for (const slope of [1e25, 1e-22]) {
      const orbit = await downSlope(row, slope, told, 50);
      orbit.forEach(([x, y], k) => {
        expect(x).toBeCloseTo(plain[k]?.[0] ?? Number.NaN, 4);
        expect(y).toBe(2);
      });
    }
  });

  test('stays where the slope is 0, and moves by ηg/ε where ε is all there is', async () => {
    expect((await downSlope(row, 0, { epsilon: 1e-300 }, 3))[3]).toEqual([1, 2]);
    const [, [x] = [Number.NaN]] = await downSlope(row, 1e-6, { epsilon: 1 }, 1);
    expect((1 - x) / 2 ** -6).toBeLessThan(1e-5);
  });
});

describe('Adam in the shader', () => {
  test.each([
    { beta1: 0.9, beta2: 0.999 },
    { beta1: 0, beta2: 0 },
    { beta1: 0.99, beta2: 0.99999 },
  ])('corrects both means: it moves by η at every step down a plane, $beta1 $beta2', async (decays) => {
    const orbit = await downSlope(adam, 3, decays, 600);
    orbit.forEach(([x], k) => {
      expect((1 - x) * 2 ** 6 - k, `step ${k}`).toBeCloseTo(0, 1);
    });
  });
});
