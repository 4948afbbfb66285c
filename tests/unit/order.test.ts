import { describe, expect, test } from 'vitest';
import { extrapolate, fitOrder, type Level, levelOf, type Sample } from '../../src/theory/order';

const COUNT = 100;

/** Levels of median errors at η = 1, 1/2, 1/4, …, all far above the floor unless it is given. */
function levelsWith(errorOf: (eta: number) => number, floor = 1e-9, depth = 8): Level[] {
  return Array.from({ length: depth }, (_, j) => {
    const median = errorOf(2 ** -j);
    return { eta: 2 ** -j, max: 2 * median, median, rms: median, diverged: 0, floor };
  });
}

describe('the order that errors show', () => {
  test.each([1, 2, 3.5])('error = 0.3 η^%f has this slope, and this factor', (order) => {
    const fit = fitOrder(
      levelsWith((eta) => 0.3 * eta ** order),
      COUNT,
    );
    expect(fit?.slope).toBeCloseTo(order, 10);
    expect(fit?.factor).toBeCloseTo(0.3, 10);
    expect([fit?.first, fit?.end]).toEqual([4, 8]);
  });

  test('the finest levels count: what the coarse ones do does not matter', () => {
    const fit = fitOrder(
      levelsWith((eta) => (eta > 0.1 ? 7 : eta)),
      COUNT,
    );
    expect(fit?.slope).toBeCloseTo(1, 10);
  });

  test('levels within eight times the floor are left out, and with them everything below', () => {
    const noisy = levelsWith((eta) => eta + 0.01, 0.01);
    const fit = fitOrder(noisy, COUNT);
    expect(fit?.end).toBe(4);
    expect(noisy[(fit?.end ?? 0) - 1]?.median).toBeGreaterThan(8 * 0.01);
  });

  test('noise as large as the floor moves the slope by less than 0.1', () => {
    for (const sign of [1, -1]) {
      const fit = fitOrder(
        levelsWith((eta) => eta + sign * 1e-3, 1e-3, 12),
        COUNT,
      );
      expect(Math.abs((fit?.slope ?? 0) - 1)).toBeLessThan(0.1);
    }
  });

  test('levels at which a tenth diverged are not fitted; without three others there is no order', () => {
    const levels = levelsWith((eta) => eta);
    const losing = (from: number, lost: number) =>
      levels.map((level, j) => ({ ...level, diverged: j < from ? lost : 0 }));
    expect(fitOrder(losing(6, 9), COUNT)?.first).toBe(4);
    expect(fitOrder(losing(5, 10), COUNT)?.first).toBe(5);
    expect(fitOrder(losing(6, 10), COUNT)).toBeNull();
    expect(fitOrder([], COUNT)).toBeNull();
  });
});

describe('the statistics of a level', () => {
  test('the error of a particle that diverged is infinite to the median, and left out of the others', () => {
    const level = levelOf(0.5, Float64Array.of(3, Number.NaN, 1, 4, Number.NaN), 0);
    expect(level).toEqual({
      eta: 0.5,
      max: 4,
      median: 4,
      rms: Math.sqrt(26 / 3),
      diverged: 2,
      floor: 0,
    });
    expect(levelOf(1, Float64Array.of(1, Number.NaN, Number.NaN), 0).median).toBe(Number.POSITIVE_INFINITY);
    expect(levelOf(1, Float64Array.of(1, 2, 3, 4), 0).median).toBe(2.5);
    expect(levelOf(1, Float64Array.of(Number.NaN), 0).max).toBeNaN();
  });
});

describe('extrapolation to η → 0', () => {
  const samplesOf = (
    at: (eta: number) => readonly [number, number],
    noise: (eta: number) => number,
  ): Sample[] =>
    Array.from({ length: 12 }, (_, j) => {
      const eta = 2 ** -j;
      const [x, y] = at(eta);
      return { x, y, noise: noise(eta) };
    });

  test('of a smooth function without noise is exact to many digits, and knows it', () => {
    const { x, y, error } = extrapolate(
      samplesOf(
        (eta) => [2 + Math.sin(eta), Math.exp(-3 * eta)],
        () => 0,
      ),
    );
    expect(Math.hypot(x - 2, y - 1)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-9);
  });

  test('noise that grows as 1/η² is kept within the error that it tells, by the levels that it takes', () => {
    for (const seed of [0.3, 0.7, 1.1, 1.9]) {
      const noise = (eta: number) => 1e-6 / eta ** 2;
      const wave = (eta: number) => Math.sin(1e3 * (seed + eta));
      const samples = samplesOf(
        (eta) => [2 + Math.sin(eta) + noise(eta) * wave(eta), Math.exp(-3 * eta)],
        noise,
      );
      const { x, y, error } = extrapolate(samples);
      expect(Math.hypot(x - 2, y - 1)).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-2);
    }
  });

  test('samples that tell nothing are passed over; too few of the others leave the error infinite', () => {
    const lost = { x: Number.NaN, y: Number.NaN, noise: Number.POSITIVE_INFINITY };
    const good = samplesOf(
      (eta) => [eta, 1],
      () => 0,
    );
    expect(extrapolate([lost, lost, ...good]).x).toBeCloseTo(0, 12);
    expect(extrapolate([lost, lost, ...good.slice(0, 2)]).error).toBe(Number.POSITIVE_INFINITY);
  });
});
