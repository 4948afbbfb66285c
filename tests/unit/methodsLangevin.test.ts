import { describe, expect, test } from 'vitest';
import { normalPair } from '../../src/math/normal';
import { threefry } from '../../src/math/threefry';
import { gd } from '../../src/methods/gd';
import { langevin } from '../../src/methods/langevin';
import type { Circumstances, Noise, Particle } from '../../src/methods/method';
import { makeObjective } from '../../src/objectives/objective';
import { circumstancesWith } from '../circumstances';

const bowl = makeObjective('a x^2/2 + b y^2/2', { a: 1, b: 10 });
const NOISES: readonly Noise[] = ['euler', 'leimkuhler'];

function at(x: number, y: number, index = 0, tick = 0): Particle {
  return { x, y, carry: [0, 0], index, tick };
}

/** The random displacement of one step. */
function kick(index: number, tick: number, given: Partial<Circumstances>): readonly [number, number] {
  const told = circumstancesWith({ eta: 0.1, ...given });
  // The particle is as a long run left it: with the force of the tick before.
  const before = langevin.advance(at(0, 0, index, tick - 1), bowl, told.eta, told);
  const { x, y } = langevin.advance({ ...at(1, 2, index, tick), carry: before.carry }, bowl, told.eta, told);
  const still = gd.advance(at(1, 2, index, tick), bowl, told.eta, told);
  return [x - still.x, y - still.y];
}

describe('normal numbers', () => {
  const pairs = Array.from({ length: 40_000 }, (_, i) => normalPair(threefry([3, 9], [i, 0])));
  const all = pairs.flat();
  const mean = (power: number) => all.reduce((sum, value) => sum + value ** power, 0) / all.length;

  // Four standard errors of the moments of n independent normal numbers: √((E ξ²ᵖ − (E ξᵖ)²)/n).
  test.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
    [6, 15, 10_170],
  ])('moment %d is %d', (power, moment, variance) => {
    expect(Math.abs(mean(power) - moment)).toBeLessThan(4 * Math.sqrt(variance / all.length));
  });

  test('the two of a pair are independent, and so are their sizes', () => {
    const product = pairs.reduce((sum, [u, v]) => sum + u * v, 0) / pairs.length;
    const sizes = pairs.reduce((sum, [u, v]) => sum + (u * u - 1) * (v * v - 1), 0) / pairs.length;
    expect(Math.abs(product)).toBeLessThan(4 / Math.sqrt(pairs.length));
    expect(Math.abs(sizes)).toBeLessThan((4 * 2) / Math.sqrt(pairs.length));
  });

  test('the extremes of both words give finite numbers', () => {
    for (const u of [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]) {
      for (const v of [0, 0x3fffffff, 0x40000000, 0x80000000, 0xffffffff]) {
        const [first, second] = normalPair([u, v]);
        expect(Math.hypot(first, second)).toBeLessThan(5.77);
      }
    }
  });
});

describe.each(NOISES)('%s', (noise) => {
  test('at zero temperature it is gradient descent, bit for bit', () => {
    const told = circumstancesWith({ eta: 0.1, temperature: 0, noise });
    for (let i = 0; i < 20; i++) {
      const particle = at(Math.sin(i), Math.cos(3 * i), i, i);
      const { x, y } = langevin.advance(particle, bowl, 0.1, told);
      expect({ ...gd.advance(particle, bowl, 0.1, told), x, y }).toEqual(
        gd.advance(particle, bowl, 0.1, told),
      );
    }
  });

  test('forces depend on seed, particle and tick, and on nothing else', () => {
    expect(kick(7, 11, { noise })).toEqual(kick(7, 11, { noise, momentum: 0.1 }));
    const others = [kick(8, 11, { noise }), kick(7, 12, { noise }), kick(7, 11, { noise, seed: 2 })];
    for (const other of others) expect(other).not.toEqual(kick(7, 11, { noise }));
  });

  test('the force is √(2ηT) times a normal number in both coordinates, of half the variance with Leimkuhler', () => {
    const kicks = Array.from({ length: 20_000 }, (_, i) =>
      kick(i, 5, { noise, eta: 0.3, temperature: 0.7 }),
    ).flat();
    const variance = kicks.reduce((sum, value) => sum + value * value, 0) / kicks.length;
    const expected = 2 * 0.3 * 0.7 * (noise === 'euler' ? 1 : 0.5);
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / kicks.length));
  });

  test('the shader is told what makes the same step', () => {
    const told = circumstancesWith({ eta: 0.3, temperature: 0.7, noise });
    const [weight = 0, overlaps = 0] = langevin.constants(bowl, 0.3, told);
    const [last = 0, now = 0] = [4, 5].map((tick) => {
      return kick(4, tick, { ...told, noise: 'euler' })[0] / Math.sqrt(2 * 0.3 * 0.7);
    });
    expect(kick(4, 5, told)[0]).toBeCloseTo(weight * (overlaps * last + now), 12);
  });
});

test('successive forces of Leimkuhler and Matthews share a normal number, those of Euler–Maruyama none', () => {
  const correlation = (noise: Noise) => {
    const n = 20_000;
    const [first, second] = [5, 6].map((tick) =>
      Array.from({ length: n }, (_, i) => kick(i, tick, { noise })[0]),
    );
    const product = (first ?? []).reduce((sum, value, i) => sum + value * (second?.[i] ?? 0), 0);
    const square = (first ?? []).reduce((sum, value) => sum + value * value, 0);
    return product / square;
  };
  expect(Math.abs(correlation('leimkuhler') - 0.5)).toBeLessThan(4 / Math.sqrt(20_000));
  expect(Math.abs(correlation('euler'))).toBeLessThan(4 / Math.sqrt(20_000));
});

/** Mean square of each coordinate over the second half of one long path. */
function meanSquares(
  noise: Noise,
  eta: number,
  temperature: number,
  steps: number,
): readonly [number, number] {
  const told = circumstancesWith({ eta, temperature, noise });
  let particle = at(0, 0);
  const sums: [number, number] = [0, 0];
  for (let tick = 0; tick < steps; tick++) {
    particle = { ...particle, ...langevin.advance(particle, bowl, eta, told), tick: tick + 1 };
    if (2 * tick < steps) continue;
    sums[0] += particle.x ** 2;
    sums[1] += particle.y ** 2;
  }
  return [sums[0] / (steps / 2), sums[1] / (steps / 2)];
}

test.each([
  ['euler', (etaLambda: number) => 1 / (1 - etaLambda / 2)],
  ['leimkuhler', () => 1],
] as const)('%s: the variance of one long path on a quadratic is the one that is stated', (noise, factor) => {
  const [eta, temperature, steps] = [0.15, 0.4, 200_000];
  const squares = meanSquares(noise, eta, temperature, steps);
  [1, 10].forEach((lambda, n) => {
    // Of a mean square over a path whose correlation falls like ρᵏ, ρ = 1 − ηλ: 2/n·(1 + ρ²)/(1 − ρ²).
    const rho = 1 - eta * lambda;
    const error = Math.sqrt((2 / (steps / 2)) * ((1 + rho * rho) / (1 - rho * rho)));
    const expected = (temperature / lambda) * factor(eta * lambda);
    expect(Math.abs((squares[n] ?? 0) / expected - 1)).toBeLessThan(4 * error);
  });
});
