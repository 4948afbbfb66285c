import { describe, expect, test } from 'vitest';
import { boundaryCells, boxDimension, type CellSet, roughnessOf } from '../../src/theory/lab/boxCounting';
import { randomNumbers } from '../generated';

type Label = (u: number, v: number) => number;

/** A raster of labels over the unit square, pixel centres, from the lower left. */
function rasterOf(columns: number, rows: number, label: Label): Int16Array {
  return Int16Array.from({ length: columns * rows }, (_, at) =>
    label(((at % columns) + 0.5) / columns, (Math.floor(at / columns) + 0.5) / rows),
  );
}

const boundaryOf = (columns: number, rows: number, label: Label) =>
  boxDimension(boundaryCells(rasterOf(columns, rows, label), columns, rows));

function setOf(side: number, has: (column: number, row: number) => boolean): CellSet {
  const all = Array.from({ length: side * side }, (_, at) => at);
  const cells = all.filter((at) => has(at % side, Math.floor(at / side)));
  return { columns: side, rows: side, cells: Uint32Array.from(cells) };
}

/** A line, a circle, a wave, a hyperbola: their kind by turns, their place at random. */
function smoothCurves(count: number, seed: number): readonly Label[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, n): Label => {
    const [angle, a, b, r] = [
      Math.PI * random(),
      0.2 + 0.6 * random(),
      0.2 + 0.6 * random(),
      0.1 + 0.35 * random(),
    ];
    const kinds: readonly Label[] = [
      (u, v) => Number((u - a) * Math.cos(angle) + (v - b) * Math.sin(angle) > 0),
      (u, v) => Number(Math.hypot(u - a, v - b) < r),
      (u, v) => Number(v > b + 0.25 * r * Math.sin(6 * u + angle)),
      (u, v) => Number(u * v > 0.5 * a * b),
    ];
    return kinds[n % kinds.length] as Label;
  });
}

/** Where Newton's method for a stationary point of Himmelblau's function ends, by the box of half a unit around it. */
function newtonOnHimmelblau(u: number, v: number): number {
  let [x, y] = [10 * u - 5, 10 * v - 5];
  for (let k = 0; k < 60; k++) {
    const [p, q] = [x * x + y - 11, x + y * y - 7];
    const [gx, gy] = [4 * x * p + 2 * q, 2 * p + 4 * y * q];
    const [hxx, hxy, hyy] = [12 * x * x + 4 * y - 42, 4 * (x + y), 12 * y * y + 4 * x - 26];
    const det = hxx * hyy - hxy * hxy;
    const [dx, dy] = [(hyy * gx - hxy * gy) / det, (hxx * gy - hxy * gx) / det];
    [x, y] = [x - dx, y - dy];
    if (Math.abs(dx) + Math.abs(dy) < 1e-6) break;
  }
  return 50 * Math.round(2 * x) + Math.round(2 * y);
}

/** In which quadrant, and so in which minimum's basin, gradient descent on Himmelblau's function ends. */
const descentOnHimmelblau =
  (eta: number): Label =>
  (u, v) => {
    let [x, y] = [10 * u - 5, 10 * v - 5];
    for (let k = 0; k < 60; k++) {
      const [p, q] = [x * x + y - 11, x + y * y - 7];
      [x, y] = [x - eta * (4 * x * p + 2 * q), y - eta * (2 * p + 4 * y * q)];
    }
    return 2 * Number(x > 0) + Number(y > 0);
  };

describe('the box-counting dimension', () => {
  test('of smooth boundaries is 1 within its uncertainty, which is small, and none is called fractal', () => {
    const found = [
      [400, 130],
      [220, 220],
    ].flatMap(([columns = 0, rows = 0], n) =>
      smoothCurves(24, n + 1).map((label) => boundaryOf(columns, rows, label)),
    );
    const outside = found.filter(({ dimension, uncertainty }) => !(Math.abs(dimension - 1) <= uncertainty));
    expect(outside.length).toBeLessThanOrEqual(0.05 * found.length);
    expect(found.filter((one) => roughnessOf(one) === 'fractal')).toEqual([]);
    expect(found.filter((one) => roughnessOf(one) === 'smooth').length).toBeGreaterThanOrEqual(
      0.9 * found.length,
    );
    for (const { dimension } of found) expect(Math.abs(dimension - 1)).toBeLessThan(0.05);
  });

  test('of a straight boundary across is 1 exactly', () => {
    for (const label of [(u: number) => Number(u > 0.4), (_: number, v: number) => Number(v > 0.7)]) {
      const { dimension, points } = boundaryOf(257, 257, label);
      expect(dimension).toBeCloseTo(1, 12);
      for (const { size, count } of points) expect(count).toBeCloseTo(256 / size, 9);
    }
  });

  test.each([
    ['a filled square', 2, setOf(120, () => true)],
    ['Sierpinski’s gasket', Math.log2(3), setOf(256, (column, row) => (column & row) === 0)],
    ['Sierpinski’s carpet', Math.log(8) / Math.log(3), setOf(243, inCarpet)],
  ])('of %s is %f', (_, known, set) => {
    const { dimension, uncertainty } = boxDimension(set);
    expect(Math.abs(dimension - known)).toBeLessThanOrEqual(uncertainty);
    expect(uncertainty).toBeLessThan(0.15);
  });

  test('of Newton’s basins on Himmelblau’s function is 1.438 ± 0.003 (reference), and fractal', () => {
    const found = boundaryOf(320, 320, newtonOnHimmelblau);
    expect(Math.abs(found.dimension - 1.438)).toBeLessThanOrEqual(found.uncertainty + 0.003);
    expect(Math.abs(found.dimension - 1.438)).toBeLessThan(0.03);
    expect(roughnessOf(found)).toBe('fractal');
  });

  test('of the basins of gradient descent at small η there is near 1, and never fractal', () => {
    for (const eta of [0.005, 0.01]) {
      const found = boundaryOf(320, 320, descentOnHimmelblau(eta));
      expect(Math.abs(found.dimension - 1)).toBeLessThanOrEqual(found.uncertainty);
      expect(roughnessOf(found)).toBe('smooth');
    }
  });

  test('is none, with the reason, where nothing meets or pixels are too few', () => {
    expect(boundaryOf(200, 200, () => 1)).toMatchObject({
      reason: 'there is no boundary in it',
      range: null,
    });
    expect(boundaryOf(40, 300, (u) => Number(u > 0.5)).reason).toBe('it has too few pixels');
    expect(roughnessOf(boundaryOf(200, 200, () => 1))).toBe('undecided');
  });
});

function inCarpet(column: number, row: number): boolean {
  if (column === 0 && row === 0) return true;
  if (column % 3 === 1 && row % 3 === 1) return false;
  return inCarpet(Math.floor(column / 3), Math.floor(row / 3));
}
