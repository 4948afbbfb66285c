import { expect, test } from 'vitest';
import { threefry, uniform } from '../../src/math/threefry';

// Random123's known answers (kat_vectors, "threefry2x32 20"): counter, key → output.
test.each([
  { counter: [0, 0], key: [0, 0], words: [0x6b200159, 0x99ba4efe] },
  { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
  { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], words: [0xc4923a9c, 0x483df7a0] },
] as const)('known answer of counter $counter', ({ counter, key, words }) => {
  expect(threefry(key, counter)).toEqual(words);
});

test('a uniform number is never 0 or 1, and is exact in f32', () => {
  expect(uniform(0)).toBe(2 ** -24);
  expect(uniform(0xffffffff)).toBe(1 - 2 ** -24);
  for (let i = 0; i < 1000; i++) {
    const u = uniform(threefry([7, 0], [i, 0])[0]);
    expect(Math.fround(u)).toBe(u);
  }
});

test('uniform numbers fill (0, 1) evenly, and neighbours in either counter are independent', () => {
  const n = 40_000;
  const draw = (i: number, j: number) => uniform(threefry([1, 2], [i, j])[0]);
  const bins = new Array<number>(20).fill(0);
  let alongParticles = 0;
  let alongSteps = 0;
  for (let i = 0; i < n; i++) {
    const u = draw(i, 0);
    const bin = Math.floor(u * 20);
    bins[bin] = (bins[bin] ?? 0) + 1;
    alongParticles += (u - 0.5) * (draw(i + 1, 0) - 0.5);
    alongSteps += (u - 0.5) * (draw(i, 1) - 0.5);
  }
  const chiSquared = bins.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
  expect(chiSquared).toBeLessThan(43.8); // the 0.1 % tail of χ² with 19 degrees of freedom
  // A correlation of independent uniforms has standard deviation √n/12.
  expect(Math.abs(alongParticles)).toBeLessThan((4 * Math.sqrt(n)) / 12);
  expect(Math.abs(alongSteps)).toBeLessThan((4 * Math.sqrt(n)) / 12);
});
