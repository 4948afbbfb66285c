import { describe, expect, test } from 'vitest';
import { numeral } from '../../src/math/numeral';
import { sharpnessLimit, sideOfEdge } from '../../src/theory/lab/edge';
import { escapesOf } from '../../src/theory/lab/escapes';
import { viewAround } from '../../src/theory/lab/outside';
import { circumstancesWith } from '../circumstances';

/** Counts of escapes in these directions, in degrees. */
function towards(degrees: readonly number[], step = 5) {
  const sectors = new Uint32Array(720);
  for (const angle of degrees) sectors[Math.round((((angle + 180) % 360) + 360) * 2) % 720]!++;
  const steps = new Uint32Array(3328);
  steps[step] = degrees.length;
  return escapesOf({ first: step, last: step, sectors, steps });
}

describe('escapes', () => {
  test('none is null', () => {
    expect(towards([])).toBeNull();
  });

  test('both ways along a line are one axis; crosswise and all around are none', () => {
    const line = towards([30, 210, 30, 210]);
    expect(((line?.axis ?? NaN) * 180) / Math.PI).toBeCloseTo(30, 6);
    expect(line?.concentration).toBeCloseTo(1, 9);
    expect(towards([0, 90, 180, 270])?.concentration).toBeCloseTo(0, 9);
    expect(towards(Array.from({ length: 360 }, (_, n) => n))?.concentration).toBeCloseTo(0, 6);
    expect(towards([0, 0, 0, 45])?.rose).toEqual([3, 0, 1, ...Array(13).fill(0)]);
    expect(towards([179.9])?.rose[8]).toBe(1);
  });

  test('the median is exact up to step 255, and to 0.4 % beyond', () => {
    expect(towards([0, 1, 2], 17)?.steps.median).toBe(17);
    const late = new Uint32Array(3328);
    const step = 123_456;
    late[(new Uint32Array(new Float32Array([step]).buffer)[0]! >>> 16) - 0x4380 + 256] = 1;
    const sectors = new Uint32Array(720).fill(1, 0, 1);
    const { median = NaN } = escapesOf({ first: 1, last: 1e9, sectors, steps: late })?.steps ?? {};
    expect(Math.abs(median / step - 1)).toBeLessThan(0.004);
  });
});

test('the edge of stability is where the method’s own row has it, and none where λmax does not decide', () => {
  const settings = circumstancesWith({ momentum: 0.5 });
  expect(sharpnessLimit('gd', 0.1, settings)).toEqual({ value: 20, formula: '2/η' });
  expect(sharpnessLimit('heavyball', 0.1, settings)?.value).toBeCloseTo(30, 9);
  expect(sharpnessLimit('nesterov', 0.1, settings)?.value).toBeCloseTo(15, 9);
  for (const id of ['gf', 'prox', 'newton', 'adam', 'rmsprop', 'naturalgd'] as const) {
    expect(sharpnessLimit(id, 0.1, settings)).toBeNull();
  }
  const limit = { value: 20, formula: '2/η' };
  expect([10, 20.1, 30].map((sharpness) => sideOfEdge(sharpness, limit))).toEqual([
    'below the edge of stability',
    'at the edge of stability',
    'beyond the edge of stability',
  ]);
});

test('a view around what is off screen shows it and what was shown before, in the shape of the screen', () => {
  const [x, y, half] = viewAround([0, 0, 1], 2, [{ left: 5, right: 6, bottom: -1, top: 0.5 }]);
  expect(x + 2 * half).toBeGreaterThan(6);
  expect(x - 2 * half).toBeLessThan(-2);
  expect(y + half).toBeGreaterThan(1);
  expect(y - half).toBeLessThan(-1);
  const same = viewAround([3, 4, 1], 2, []);
  expect(same[0]).toBe(3);
  expect(same[2]).toBeGreaterThan(1);
});

test('numbers in sentences have powers of ten where zeros would have to be counted', () => {
  const texts = [0, 0.045, -1.5e-7, 1e12, -1e7, 123456, 1e-8, -2.5].map((value) => numeral(value, 3));
  expect(texts).toEqual(['0', '0.045', '−1.5×10⁻⁷', '10¹²', '−10⁷', '123000', '10⁻⁸', '−2.5']);
});
