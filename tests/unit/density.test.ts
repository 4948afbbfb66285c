import { describe, expect, test } from 'vitest';
import { makeObjective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import {
  cellOf,
  compare,
  ENCLOSED,
  type Grid,
  gridOf,
  type Law,
  levelsOf,
  smoothed,
  stationaryLaw,
} from '../../src/theory/density';
import { isolines } from '../../src/theory/isolines';
import { randomNumbers } from '../generated';

const home = gridOf(boxOfView([0, 0, 2.5]));

/** The law of an expression; it must have one. */
function lawOf(expression: string, temperature: number, grid: Grid = home): Law {
  const law = stationaryLaw(makeObjective(expression, {}), temperature, grid);
  if (law === null) throw new Error('no law');
  return law;
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

/** ½Σ|a − b|. */
function variation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((total, value, n) => total + Math.abs(value - (b[n] ?? NaN)) / 2, 0);
}

describe('the grid', () => {
  test.each([
    [16 / 9, 128, 72],
    [1, 96, 96],
    [9 / 16, 72, 128],
  ])('of a window %d times as wide as high has %d × %d cells', (aspect, columns, rows) => {
    const grid = gridOf({ left: 3, right: 3 + aspect, bottom: -1, top: 0 });
    expect(grid).toMatchObject({ columns, rows });
    const { width, height } = cellOf(grid);
    expect(width / height).toBeCloseTo(1, 1);
  });

  test.each([1e-9, 1e-4, 1e4, 1e9])('stays small in a window of aspect %d', (aspect) => {
    const { columns, rows } = gridOf({ left: 0, right: aspect, bottom: 0, top: 1 });
    expect(columns).toBeGreaterThanOrEqual(1);
    expect(rows).toBeGreaterThanOrEqual(1);
    expect(columns * rows).toBeLessThan(20_000);
  });
});

/** ∫ e^{−t²/2} from a to b, by Simpson's rule with 2000 intervals over the part that matters. */
function bell(a: number, b: number): number {
  const [from, to] = [Math.max(a, -9), Math.min(b, 9)];
  if (from >= to) return 0;
  const h = (to - from) / 2000;
  let total = 0;
  for (let n = 0; n <= 2000; n++) {
    total += (n === 0 || n === 2000 ? 1 : n % 2 === 1 ? 4 : 2) * Math.exp(-((from + n * h) ** 2) / 2);
  }
  return (total * h) / 3;
}

describe('the stationary law', () => {
  // Down to a standard deviation of a thousandth of a cell, with the minimum anywhere in its cell.
  test.each([1e3, 1, 0.1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9])(
    'of an elongated bowl at temperature %d is a product of normal ones',
    (temperature) => {
      const { shares } = lawOf('(x-0.3)^2/2 + 5(y+0.21)^2', temperature);
      const { columns, rows, box } = home;
      const along = (count: number, low: number, high: number, centre: number, lambda: number) => {
        const edge = (n: number) =>
          (low + (n * (high - low)) / count - centre) * Math.sqrt(lambda / temperature);
        const parts = Array.from({ length: count }, (_, n) => bell(edge(n), edge(n + 1)));
        return parts.map((part) => part / sum(parts));
      };
      const across = along(columns, box.left, box.right, 0.3, 1);
      const upwards = along(rows, box.bottom, box.top, -0.21, 10);
      const exact = upwards.flatMap((v) => across.map((u) => u * v));
      expect(variation(shares, exact)).toBeLessThan(1e-4);
    },
  );

  test.each([
    ['x^4/4 - x^2/2 + y^2/2', 1e-3],
    ['(1-x)^2 + 100(y-x^2)^2', 2e-3],
    ['20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)', 2e-3],
    ['x^3/3 - x y^2', 1e-3],
    ['abs(x) + 3abs(y-x)', 1e-2], // Gauss's points are for smooth functions
  ])('of %s is what 16 × 16 points in every cell give', (expression, tolerance) => {
    const grid: Grid = { ...home, columns: 32, rows: 18 };
    const objective = makeObjective(expression, {});
    const { width, height } = cellOf(grid);
    const points = Array.from({ length: 256 }, (_, i) => [(i % 16) + 0.5, Math.floor(i / 16) + 0.5] as const);
    for (const temperature of [0.3, 3]) {
      const values = Array.from({ length: grid.columns * grid.rows }, (_, n) => {
        const [x, y] = [
          grid.box.left + (n % grid.columns) * width,
          grid.box.bottom + Math.floor(n / grid.columns) * height,
        ];
        const f = points.map(([u, v]) => objective.value(x + (u / 16) * width, y + (v / 16) * height));
        return sum(f.map((value) => Math.exp(-value / temperature)));
      });
      const exact = values.map((value) => value / sum(values));
      expect(variation(lawOf(expression, temperature, grid).shares, exact)).toBeLessThan(tolerance);
    }
  });

  test('is normalised, and its logarithms are those of its shares', () => {
    for (const temperature of [1e-6, 0.1, 100]) {
      const { shares, logs } = lawOf('x^4/4 - x^2/2 + y^2/2', temperature);
      expect(sum(shares)).toBeCloseTo(1, 10);
      expect(logs.every((log, n) => Math.abs(Math.exp(log) - (shares[n] ?? NaN)) < 1e-12)).toBe(true);
      expect(logs.every(Number.isFinite)).toBe(true);
    }
  });

  test('overflows nowhere', () => {
    const { shares } = lawOf('1e30(x^2 + y^2) - 1e34', 1e30);
    expect(variation(shares, lawOf('x^2 + y^2', 1).shares)).toBeLessThan(1e-3);
    expect(sum(lawOf('exp(50x) + y^2', 1e-3).shares)).toBeCloseTo(1, 10);
  });

  test('is 0 where f is not defined, to a fraction of a cell', () => {
    const { shares } = lawOf('y - log(x) + y^2/2', 1);
    const { columns, box } = home;
    const { width } = cellOf(home);
    const left = shares.filter((_, n) => box.left + ((n % columns) + 1) * width <= 0);
    expect(sum(left)).toBe(0);
    // Flat up to the edge of the domain at x = 0.1: the cell that it cuts holds its part.
    const cut = lawOf('0*sqrt(x - 0.1) + y^2/2', 1);
    const columnShares = Array.from({ length: columns }, (_, column) =>
      sum(cut.shares.filter((_share, n) => n % columns === column)),
    );
    const edge = Math.floor((0.1 - box.left) / width);
    const part = 1 - ((0.1 - box.left) / width - edge);
    expect((columnShares[edge] ?? NaN) / (columnShares[edge + 1] ?? NaN)).toBeCloseTo(part, 1);
  });

  test.each([
    ['T = 0', 'x^2 + y^2', 0],
    ['a function without values', 'log(-1 - x^2) + y', 1],
  ])('there is none for %s', (_, expression, temperature) => {
    expect(stationaryLaw(makeObjective(expression, {}), temperature, home)).toBeNull();
  });

  test('of a function that wiggles without end is found in good time', () => {
    const start = performance.now();
    expect(sum(lawOf('sin(99999x) + cos(88888y)', 1e-3).shares)).toBeCloseTo(1, 10);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('the comparison', () => {
  const law = lawOf('x^4/4 - x^2/2 + y^2/2', 0.2);

  test('of counts in the shares of the law is nothing', () => {
    const { totalVariation, divergence } =
      compare(
        law.shares.map((share) => 1e9 * share),
        law,
      ) ?? {};
    expect(totalVariation).toBeCloseTo(0, 12);
    expect(divergence).toBeCloseTo(0, 12);
  });

  test('of two cells is what one computes by hand', () => {
    const shares = Float64Array.of(0.25, 0.75);
    const { totalVariation, divergence } = compare([1, 1], { shares, logs: shares.map(Math.log) }) ?? {};
    expect(totalVariation).toBeCloseTo(0.25, 12);
    expect(divergence).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 12);
  });

  test('of particles where none can be is total, and infinite', () => {
    const shares = Float64Array.of(0, 1);
    const { totalVariation, divergence } = compare([5, 0], { shares, logs: shares.map(Math.log) }) ?? {};
    expect(totalVariation).toBe(1);
    expect(divergence).toBe(Number.POSITIVE_INFINITY);
  });

  test('of nothing is none', () => expect(compare(new Uint32Array(law.shares.length), law)).toBeNull());

  test.each([100, 10_000, 1_000_000])(
    'of %d independent particles comes to the floor that is stated',
    (count) => {
      const random = randomNumbers(count);
      const cumulative = [...law.shares];
      for (let n = 1; n < cumulative.length; n++)
        cumulative[n] = (cumulative[n] ?? 0) + (cumulative[n - 1] ?? 0);
      const counts = new Uint32Array(cumulative.length);
      for (let i = 0; i < count; i++) {
        const u = random();
        let [low, high] = [0, cumulative.length - 1];
        while (low < high) {
          const middle = (low + high) >> 1;
          if ((cumulative[middle] ?? 1) > u) high = middle;
          else low = middle + 1;
        }
        counts[low] = (counts[low] ?? 0) + 1;
      }
      const { totalVariation = NaN, floor = NaN } = compare(counts, law) ?? {};
      expect(totalVariation / floor).toBeGreaterThan(0.95);
      expect(totalVariation / floor).toBeLessThan(1.05);
    },
  );
});

describe('smoothing', () => {
  test('spreads one cell as (1 2 1) ⊗ (1 2 1)/16, and keeps the sum', () => {
    const grid: Grid = { columns: 5, rows: 4, box: home.box };
    const values = new Float64Array(20);
    values[7] = 16;
    const rows = [0, 1, 2, 3].map((row) => [...smoothed(values, grid).subarray(5 * row, 5 * row + 5)]);
    expect(rows).toEqual([
      [0, 1, 2, 1, 0],
      [0, 2, 4, 2, 0],
      [0, 1, 2, 1, 0],
      [0, 0, 0, 0, 0],
    ]);
  });

  test('leaves what is constant as it is', () => {
    const grid: Grid = { columns: 7, rows: 3, box: home.box };
    expect(
      [...smoothed(new Float64Array(21).fill(0.3), grid)].every((value) => Math.abs(value - 0.3) < 1e-15),
    ).toBe(true);
  });
});

test('the levels of a normal law are those of its ellipses', () => {
  const { shares } = lawOf('(x^2 + y^2)/2', 0.05);
  const { width, height } = cellOf(home);
  // The disc with a share s of a two-dimensional normal law has the density (1 − s)/(2πσ²) on its rim.
  levelsOf(shares).forEach((level, n) => {
    const expected = ((1 - (ENCLOSED[n] ?? NaN)) * width * height) / (2 * Math.PI * 0.05);
    expect(level / expected).toBeCloseTo(1, 1);
  });
});

describe('isolines', () => {
  const latticeOf = (columns: number, rows: number, f: (x: number, y: number) => number) =>
    Float64Array.from({ length: columns * rows }, (_, n) => f(n % columns, Math.floor(n / columns)));
  const lengthOf = (line: readonly (readonly [number, number])[]) =>
    line.slice(1).reduce((total, [x, y], n) => {
      const [px, py] = line[n] ?? [NaN, NaN];
      return total + Math.hypot(x - px, y - py);
    }, 0);
  /** Twice the area that a closed line goes round counterclockwise. */
  const turnOf = (line: readonly (readonly [number, number])[]) =>
    line.slice(1).reduce((total, [x, y], n) => {
      const [px, py] = line[n] ?? [NaN, NaN];
      return total + px * y - py * x;
    }, 0);

  test('of a cone is one circle, with the high ground on its left', () => {
    const values = latticeOf(41, 41, (x, y) => -Math.hypot(x - 20.2, y - 19.7));
    const [line = [], ...others] = isolines(values, 41, 41, -12);
    expect(others).toEqual([]);
    expect(line.at(-1)).toEqual(line[0]);
    expect(lengthOf(line)).toBeCloseTo(2 * Math.PI * 12, 0);
    expect(turnOf(line) / 2).toBeGreaterThan(0);
    expect(turnOf(line) / 2).toBeCloseTo(Math.PI * 144, -1);
    for (const [x, y] of line) expect(Math.hypot(x - 20.2, y - 19.7)).toBeCloseTo(12, 1);
  });

  test('of a hole turn the other way', () => {
    const values = latticeOf(21, 21, (x, y) => Math.hypot(x - 10, y - 10));
    const [line = []] = isolines(values, 21, 21, 5);
    expect(turnOf(line)).toBeLessThan(0);
  });

  test('of a slope is one straight line from edge to edge', () => {
    const values = latticeOf(9, 6, (x, y) => x + 0.5 * y);
    const [line = [], ...others] = isolines(values, 9, 6, 4.3);
    expect(others).toEqual([]);
    for (const [x, y] of line) expect(x + 0.5 * y).toBeCloseTo(4.3, 12);
    expect(Math.abs((line[0]?.[1] ?? NaN) - (line.at(-1)?.[1] ?? NaN))).toBe(5);
  });

  test('of two hills are two lines, each with all of its points', () => {
    const hill = (x: number, y: number) => Math.exp(-(x * x + y * y) / 8);
    const values = latticeOf(40, 20, (x, y) => hill(x - 10, y - 10) + hill(x - 29, y - 9));
    const lines = isolines(values, 40, 20, 0.5);
    expect(lines).toHaveLength(2);
    expect(new Set(lines.flat().map(String)).size).toBe(lines.flat().length - 2);
  });

  test('at a saddle follow the mean of its corners', () => {
    const checker = Float64Array.of(1, 0, 0, 1);
    const joined = isolines(checker, 2, 2, 0.4);
    const parted = isolines(checker, 2, 2, 0.6);
    expect(joined).toHaveLength(2);
    expect(parted).toHaveLength(2);
    // Round the low corner (1, 0), or round the high corner (0, 0).
    const midpoints = (lines: typeof joined) =>
      lines.map(([a, b]) => [
        ((a?.[0] ?? NaN) + (b?.[0] ?? NaN)) / 2,
        ((a?.[1] ?? NaN) + (b?.[1] ?? NaN)) / 2,
      ]);
    expect(midpoints(joined).some(([x = 0, y = 1]) => x > 0.5 && y < 0.5)).toBe(true);
    expect(midpoints(parted).some(([x = 1, y = 1]) => x < 0.5 && y < 0.5)).toBe(true);
  });

  test('of noise leave no link over, and cross the lattice’s edge only where they end', () => {
    const random = randomNumbers(4);
    const values = latticeOf(30, 30, () => random());
    for (const line of isolines(values, 30, 30, 0.5)) {
      const [first, last] = [line[0] ?? [NaN, NaN], line.at(-1) ?? [NaN, NaN]];
      const atEdge = ([x, y]: readonly number[]) => x === 0 || y === 0 || x === 29 || y === 29;
      expect(String(first) === String(last) || (atEdge(first) && atEdge(last))).toBe(true);
    }
  });

  test('there are none where nothing crosses the level', () => {
    expect(isolines(new Float64Array(100).fill(1), 10, 10, 2)).toEqual([]);
    expect(isolines(new Float64Array(100).fill(1), 10, 10, 0.5)).toEqual([]);
    expect(isolines(Float64Array.of(1, 2), 2, 1, 1.5)).toEqual([]);
  });
});
