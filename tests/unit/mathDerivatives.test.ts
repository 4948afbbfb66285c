import { describe, expect, test } from 'vitest';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import { generateExpressions, randomPoints } from '../generated';

type Field = (x: number, y: number) => number;

interface Slope {
  readonly value: number;
  /** How far two step sizes disagree: large at kinks, poles and where differences lose their digits. */
  readonly doubt: number;
}

/** ∂g/∂x by central differences of order four, with two steps. */
function slope(g: Field, x: number, y: number, dx: number, dy: number): Slope {
  const difference = (h: number) => {
    const near = g(x + h * dx, y + h * dy) - g(x - h * dx, y - h * dy);
    const far = g(x + 2 * h * dx, y + 2 * h * dy) - g(x - 2 * h * dx, y - 2 * h * dy);
    return (8 * near - far) / (12 * h);
  };
  const value = difference(2e-4);
  return { value, doubt: Math.abs(value - difference(4e-4)) };
}

/** Holds (exact) derivatives of g against differences; returns how many comparisons were sharp and how many were made. */
function compare(exact: readonly [number, number], g: Field, x: number, y: number) {
  const counts = { wrong: [] as string[], sharp: 0, all: 0 };
  for (const [i, [dx, dy]] of (
    [
      [1, 0],
      [0, 1],
    ] as const
  ).entries()) {
    const { value, doubt } = slope(g, x, y, dx, dy);
    const scale = Math.max(1, Math.abs(value), Math.abs(g(x, y)));
    if (!Number.isFinite(doubt)) continue;
    counts.all++;
    if (doubt > 1e-6 * scale) continue;
    counts.sharp++;
    if (!(Math.abs((exact[i] ?? Number.NaN) - value) < 1e-5 * scale)) {
      counts.wrong.push(`${exact[i]} for ${value} at (${x}, ${y}), component ${i}`);
    }
  }
  return counts;
}

function checkDerivatives(objective: Objective, points: Float32Array): { sharp: number; all: number } {
  const total = { sharp: 0, all: 0 };
  for (let i = 0; i < points.length; i += 2) {
    const [x = 0, y = 0] = points.subarray(i, i + 2);
    const gradient = objective.gradient(x, y);
    const [xx, xy, yy] = objective.hessian(x, y);
    if (![...gradient, xx, xy, yy].every(Number.isFinite)) continue;
    for (const { wrong, sharp, all } of [
      compare(gradient, objective.value, x, y),
      compare([xx, xy], (u, v) => objective.gradient(u, v)[0], x, y),
      compare([xy, yy], (u, v) => objective.gradient(u, v)[1], x, y),
    ]) {
      expect(wrong, objective.expression).toEqual([]);
      total.sharp += sharp;
      total.all += all;
    }
  }
  return total;
}

test.each(OBJECTIVES.map(({ id }) => id))(
  'gradient and Hessian of %s agree with central differences',
  (id) => {
    const objective = makeObjective(id, {});
    const { sharp, all } = checkDerivatives(objective, randomPoints(40, 1, boxOfView(objective.home)));
    expect(all).toBeGreaterThan(200);
    expect(sharp / all).toBeGreaterThan(0.9);
  },
);

describe('200 generated expressions', () => {
  const box = { left: -2, right: 2, bottom: -2, top: 2 };
  const expressions = generateExpressions(200, 7);

  test('gradients and Hessians agree with central differences', () => {
    const total = { sharp: 0, all: 0 };
    for (const [i, expression] of expressions.entries()) {
      const objective = makeObjective(expression, { a: 1.5, b: 0.75 });
      const { sharp, all } = checkDerivatives(objective, randomPoints(30, i, box));
      total.sharp += sharp;
      total.all += all;
    }
    expect(total.all).toBeGreaterThan(12_000);
    expect(total.sharp / total.all).toBeGreaterThan(0.8);
  });
});
