import { describe, expect, test } from 'vitest';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import {
  LONGEST_LIFE,
  respawnGeneration,
  respawnPhase,
  respawnStart,
  respawnsAt,
} from '../../src/experiment/respawn';
import { layStarts, randomStart, startBox, startCount } from '../../src/experiment/starts';

const ENVIRONMENT = { count: 2000, countLimit: 2 ** 24 };
const complete = (change: object) => completeExperiment(change, ENVIRONMENT);

function lay(change: object): readonly (readonly [number, number])[] {
  const experiment = complete(change);
  const starts = layStarts(experiment, objectiveOf(experiment));
  return Array.from({ length: starts.length / 2 }, (_, i) => [starts[2 * i] ?? 0, starts[2 * i + 1] ?? 0]);
}

/** Of a 16 × 9 tiling of the box of [cx, cy, half], how many points lie in each tile. */
function tiles(points: readonly (readonly [number, number])[], [cx, cy, half]: readonly number[]): number[] {
  const [x0 = 0, y0 = 0, side] = [
    (cx ?? 0) - ((half ?? 0) * 16) / 9,
    (cy ?? 0) - (half ?? 0),
    (half ?? 0) / 4.5,
  ];
  const counts = new Array<number>(144).fill(0);
  for (const [x, y] of points) {
    const tile = Math.floor((x - x0) / side) + 16 * Math.floor((y - y0) / side);
    counts[tile] = (counts[tile] ?? Number.NaN) + 1;
  }
  return counts;
}

describe('layouts', () => {
  const region = [3, -7, 2] as const;
  const counts = [1, 2, 3, 5, 7, 17, 100, 144, 997, 2000, 2048, 10_000];

  test.each(['grid', 'random', 'ring'])('%s has exactly the count, inside the box', (starts) => {
    for (const count of counts) {
      const points = lay({ starts, count, region });
      expect(points).toHaveLength(count);
      for (const [x, y] of points) {
        expect(Math.abs(x - 3)).toBeLessThan(32 / 9);
        expect(Math.abs(y + 7)).toBeLessThan(2);
      }
      if (starts !== 'random') expect(new Set(points.map(String)).size).toBe(count);
    }
  });

  test('a grid of 144 is 16 × 9 tile centres', () => {
    expect(tiles(lay({ starts: 'grid', count: 144, region }), region)).toEqual(new Array(144).fill(1));
    expect(lay({ starts: 'grid', count: 144, region })[0]?.[1]).toBeCloseTo(-9 + 2 / 9, 5);
  });

  test.each(counts)('a grid of %d has about square cells of equal size', (count) => {
    const points = lay({ starts: 'grid', count, region });
    const rows = [...new Set(points.map(([, y]) => y))];
    const lengths = rows.map((row) => points.filter(([, y]) => y === row).length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    const cell = 64 / 9 / (count / rows.length) / (4 / rows.length);
    const slack = count < 17 ? 2 : 1.5;
    expect(cell).toBeLessThan(slack);
    expect(cell).toBeGreaterThan(1 / slack);
  });

  test('a grid of 14,400 has 100 in every tile', () => {
    const counted = tiles(lay({ starts: 'grid', count: 14_400, region }), region);
    expect(counted).toEqual(new Array(144).fill(100));
  });

  test('random starts are uniform: χ² over 144 tiles', () => {
    const expected = 10_000 / 144;
    const counted = tiles(lay({ starts: 'random', count: 10_000, region, seed: 3 }), region);
    const chi2 = counted.reduce((sum, tile) => sum + (tile - expected) ** 2 / expected, 0);
    expect(chi2).toBeGreaterThan(95); // 0.1 % and 99.9 % points of χ² with 143 degrees of freedom
    expect(chi2).toBeLessThan(200);
  });

  test('random starts follow the seed and nothing else', () => {
    const first = lay({ starts: 'random', seed: 5 });
    expect(lay({ starts: 'random', seed: 5, eta: 3, theme: 'light' })).toEqual(first);
    expect(lay({ starts: 'random', seed: 5, count: 7 })).toEqual(first.slice(0, 7));
    expect(lay({ starts: 'random', seed: 6 })[0]).not.toEqual(first[0]);
  });

  test('random starts avoid places where f is not defined', () => {
    const change = { objective: 'log(y) + x^2', starts: 'random', count: 1000 };
    for (const [, y] of lay(change)) expect(y).toBeGreaterThan(0);
    for (const [, y] of lay({ ...change, region: [0, -5, 1] })) expect(y).toBeLessThan(0);
  });

  test('a ring is a circle with equal angles, off the axes', () => {
    const points = lay({ starts: 'ring', count: 12, region: [0, 0, 1] });
    for (const [x, y] of points) {
      expect(Math.hypot(x, y)).toBeCloseTo(0.8, 6);
      expect(Math.min(Math.abs(x), Math.abs(y))).toBeGreaterThan(1e-3);
    }
    expect(
      Math.hypot(
        (points[0]?.[0] ?? 0) - (points[1]?.[0] ?? 0),
        (points[0]?.[1] ?? 0) - (points[1]?.[1] ?? 0),
      ),
    ).toBeCloseTo(1.6 * Math.sin(Math.PI / 12), 6);
  });

  test('points are laid as given, whatever the count, and the placed ones come last', () => {
    const change = { starts: 'points:1,2;-0.5,0.25', count: 500, placed: [[8, 9]] };
    expect(lay(change)).toEqual([
      [1, 2],
      [-0.5, 0.25],
      [8, 9],
    ]);
    expect(startCount(complete(change))).toBe(3);
    const grid = { starts: 'grid', count: 6, placed: [[8, 9]] };
    expect(lay(grid)).toHaveLength(7);
    expect(lay(grid)[6]).toEqual([8, 9]);
  });
});

describe('respawning', () => {
  test.each([1, 2, 7, 64, 100, LONGEST_LIFE])('phases lie in [0, %d), evenly', (life) => {
    const phases = Array.from({ length: 65_536 }, (_, i) => respawnPhase(i, life));
    expect(phases.every((phase) => Number.isInteger(phase) && phase >= 0 && phase < life)).toBe(true);
    const octants = new Array<number>(8).fill(0);
    for (const phase of phases) octants[Math.floor((8 * phase) / life)]! += 1;
    if (life >= 64) for (const octant of octants) expect(Math.abs(octant - 8192)).toBeLessThan(8192 * 0.15);
  });

  test('phases of large indices are as good', () => {
    const phases = new Set(Array.from({ length: 4000 }, (_, i) => respawnPhase(2 ** 24 - 4000 + i, 1000)));
    expect(phases.size).toBeGreaterThan(950);
  });

  test('a particle starts afresh every life, and its generation counts that', () => {
    for (const i of [0, 1, 2, 3, 1000]) {
      let births = 0;
      for (let k = 0; k < 500; k++) {
        if (respawnsAt(i, k, 50)) births++;
        expect(respawnGeneration(i, k, 50)).toBe(births);
      }
      expect(births).toBeGreaterThanOrEqual(9);
    }
  });

  test('random starts are new in every generation, all others return', () => {
    const random = complete({ starts: 'random', count: 10, placed: [[8, 9]] });
    const objective = objectiveOf(random);
    const starts = layStarts(random, objective);
    const at = (i: number, generation: number) => respawnStart(i, generation, random, objective, starts);
    expect(at(3, 0)).toEqual([starts[6], starts[7]]);
    expect(at(3, 1)).toEqual(randomStart(3, 1, random.seed, startBox(random), objective));
    expect(at(3, 1)).not.toEqual(at(3, 0));
    expect(at(3, 1)).not.toEqual(at(3, 2));
    expect(at(3, 1)).not.toEqual(at(4, 1));
    expect(at(10, 5)).toEqual([8, 9]);

    const grid = complete({ starts: 'grid', count: 10 });
    const laid = layStarts(grid, objective);
    expect(respawnStart(3, 4, grid, objective, laid)).toEqual([laid[6], laid[7]]);
  });

  test('every coordinate is an f32 number', () => {
    const box = startBox(complete({ region: [0.1, 0.2, 0.3] }));
    for (const value of Object.values(box)) expect(Math.fround(value)).toBe(value);
    const objective = objectiveOf(complete({}));
    for (let i = 0; i < 100; i++) {
      for (const value of randomStart(i, 9, 1, box, objective)) expect(Math.fround(value)).toBe(value);
    }
  });
});
