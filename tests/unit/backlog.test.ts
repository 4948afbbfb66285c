import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backlog, type Stretch } from '../../src/passes/backlog';

/** Every segment of a stretch, as tick:strand. */
function segmentsOf({ firstTick, ticks, first, strands }: Stretch): readonly string[] {
  return Array.from({ length: ticks * strands }, (_, n) => {
    return `${firstTick + Math.floor(n / strands)}:${first + (n % strands)}`;
  });
}

/** All that a backlog of so many strands gives, a budget at a time. */
function drain(backlog: Backlog, budget: number, strands: number): readonly Stretch[][] {
  const runs: Stretch[][] = [];
  while (backlog.owed(strands) > 0) runs.push([...backlog.take(budget, strands)]);
  return runs;
}

test('whatever the budget, every segment is drawn once, and no run goes beyond it', () => {
  const cases = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }));
  fc.assert(
    fc.property(cases, ([strands, budget]) => {
      const backlog = new Backlog();
      backlog.add(3, 7);
      backlog.take(1, strands); // partly drawn, before more becomes due
      backlog.add(8, 9);
      const owed = backlog.owed(strands);
      const runs = drain(backlog, budget, strands);
      const drawn = runs.flat().flatMap(segmentsOf);
      expect(drawn.length).toBe(owed);
      expect(new Set(drawn).size).toBe(owed);
      for (const run of runs) expect(run.flatMap(segmentsOf).length).toBeLessThanOrEqual(budget);
    }),
    { seed: 7, numRuns: 60 },
  );
});

test('the newest come first, and what has faded is not drawn at all', () => {
  const backlog = new Backlog();
  backlog.add(0, 99);
  expect(backlog.take(200, 100)).toEqual([{ firstTick: 98, ticks: 2, first: 0, strands: 100 }]);
  expect(backlog.take(30, 100)).toEqual([{ firstTick: 97, ticks: 1, first: 0, strands: 30 }]);
  backlog.add(100, 100);
  backlog.forgetBefore(96);
  expect(backlog.owed(100)).toBe(100 + 70 + 100);
  expect(drain(backlog, Number.POSITIVE_INFINITY, 100)).toEqual([
    [
      { firstTick: 100, ticks: 1, first: 0, strands: 100 },
      { firstTick: 97, ticks: 1, first: 30, strands: 70 },
      { firstTick: 96, ticks: 1, first: 0, strands: 100 },
    ],
  ]);
});
