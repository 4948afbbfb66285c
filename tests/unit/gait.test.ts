import { describe, expect, test } from 'vitest';
import { makeObjective } from '../../src/objectives/objective';
import { type Footprints, gaitOf } from '../../src/theory/gait';
import type { Minimum } from '../../src/theory/minima';

/** f = (x² + 10 y²)/2. */
const bowl = makeObjective('bowl', {});
const minimum: Minimum = { x: 0, y: 0, f: 0, curvatures: [1, 10], scope: 'exact', isolated: true };

const walk = (
  step: (x: number, y: number) => readonly [number, number],
  x: number,
  y: number,
  ticks: number,
  substep: number | null = null,
): Footprints => {
  const points: (readonly [number, number])[] = [[x, y]];
  for (let n = 0; n < ticks; n++) points.push(step(...(points[n] ?? [0, 0])));
  return { points, substep };
};

const descent = (eta: number) => (x: number, y: number) => [(1 - eta) * x, (1 - 10 * eta) * y] as const;
const flow = (t: number) => (x: number, y: number) => [Math.exp(-t) * x, Math.exp(-10 * t) * y] as const;

describe('the gait of particles', () => {
  test('a zigzag along the steep axis turns straight back, and contracts by 1 − ηL', () => {
    const gait = gaitOf([walk(descent(0.18), 0, 1, 2)], bowl, [minimum]);
    expect(gait).toMatchObject({ count: 1, winding: 1, reversing: 1, rising: 0, substep: null });
    expect(gait?.turn).toBeCloseTo(180, 10);
    expect(gait?.contraction).toBeCloseTo(0.8, 12);
    expect(gait?.jump).toBeCloseTo(0.8 * 1.8, 12); // of the second step, from y = −0.8 to 0.64
  });

  test('beyond 2/L f rises', () => {
    expect(gaitOf([walk(descent(0.21), 0.1, 1, 2)], bowl, [minimum])?.rising).toBe(1);
  });

  test('a flow winds a little, never back, and tells its substep', () => {
    const particles = [walk(flow(0.02), 3, 0.5, 16, 0.05), walk(flow(0.02), -2, 1, 16, 0.07)];
    const gait = gaitOf(particles, bowl, [minimum]);
    expect(gait?.winding).toBeGreaterThan(1);
    expect(gait?.winding).toBeLessThan(1.2);
    expect(gait?.reversing).toBe(0);
    expect(gait?.substep).toBeCloseTo(0.06, 12);
  });

  test('particles at rest have no gait, and distances need a minimum', () => {
    const resting: Footprints = {
      points: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      substep: null,
    };
    expect(gaitOf([resting], bowl, [minimum])).toBeNull();
    expect(gaitOf([resting, walk(descent(0.1), 1, 1, 2)], bowl, [])).toMatchObject({
      count: 1,
      contraction: null,
    });
  });
});
