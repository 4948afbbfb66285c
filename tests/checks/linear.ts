import { expect } from 'vitest';
import { eigenvalues, type Symmetric2 } from '../../src/math/symmetric2';
import type { Circumstances, Curvature, Method } from '../../src/methods/method';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { type Check, follow, type Known, settingsOf, variantsOf } from './check';
import { predict, STEEP, worstDeviation } from './closedForms';

/** Whether what a row says of quadratics, where its rule is linear, is what its twin does there. */
export const LINEAR: readonly Check[] = [
  { title: 'is stable on a quadratic up to its limit, within 1 %', check: checkLimit },
  { title: 'contracts on a quadratic by its rate, within 1 %', check: checkRate },
  { title: 'is its closed form on quadratics at k = 1, 10, 100', check: checkClosedForm },
];

interface Bowl {
  readonly objective: Objective;
  readonly curvature: Curvature;
}

/** ½θᵀAθ. */
function bowlOf([a, b, c]: Symmetric2): Bowl {
  const objective = makeObjective('(a x^2 + 2 b x y + c y^2)/2', { a, b, c });
  const [mu, L] = eigenvalues([a, b, c]);
  return { objective, curvature: { L, mu, A: [a, b, c] } };
}

const ROUND_AXES = bowlOf([7, 0, 1]);
const TILTED = bowlOf([4, 2, 3]);
const START = [1, 0.8] as const;

/** A rule without its random forces: what is left of it is linear. */
function withoutForces(row: Method, given: Partial<Circumstances>): readonly Circumstances[] {
  return variantsOf(row, row.stochastic === true ? { ...given, temperature: 0 } : given);
}

function checkLimit(row: Method): void {
  for (const { objective, curvature } of [ROUND_AXES, TILTED]) {
    for (const momentum of row.reads.includes('momentum') ? [0, 0.5, 0.9] : [0]) {
      for (const told of withoutForces(row, { momentum })) {
        const stated = row.stabilityLimit(curvature, told);
        if (stated === null) continue;
        const where = settingsOf(row, { ...told, eta: stated });
        if (stated === Number.POSITIVE_INFINITY) {
          for (const etaL of [0.1, 10, 1e4]) {
            expect(staysBounded(row, objective, { ...told, eta: etaL / curvature.L }), where).toBe(true);
          }
        } else expect(measuredLimit(row, objective, told, stated) / stated, where).toBeCloseTo(1, 2);
      }
    }
  }
}

/** By bisection between an eighth and eight times what is stated. */
function measuredLimit(row: Method, objective: Objective, told: Circumstances, stated: number): number {
  let [stable, unstable] = [stated / 8, 8 * stated];
  while (unstable / stable > 1.001) {
    const eta = Math.sqrt(stable * unstable);
    if (staysBounded(row, objective, { ...told, eta })) stable = eta;
    else unstable = eta;
  }
  return stable;
}

function staysBounded(row: Method, objective: Objective, told: Circumstances): boolean {
  const { x, y } = follow(row, objective, START, told, 2000).at(-1) ?? { x: Number.NaN, y: Number.NaN };
  return Math.hypot(x, y) < 10;
}

function checkRate(row: Method): void {
  for (const { objective, curvature } of [ROUND_AXES, TILTED]) {
    for (const etaL of [0.3, 0.9]) {
      for (const told of withoutForces(row, { eta: etaL / curvature.L })) {
        const stated = row.rate(curvature, told);
        if (stated === null) continue;
        const where = settingsOf(row, told);
        expect(measuredRate(row, objective, told, stated) / stated, where).toBeCloseTo(1, 2);
      }
    }
  }
}

/** Steps over which a mode that swings to and fro shows how large it is. */
const WINDOW = 40;

/** The factor per step between two windows, far enough from the start for the slowest mode to be all that is left. */
function measuredRate(row: Method, objective: Objective, told: Circumstances, stated: number): number {
  // As many steps as doubles can hold, which are relative to a minimiser at 0.
  const most = Math.min(1000, Math.floor(600 / Math.abs(Math.log(stated))));
  const orbit = follow(row, objective, START, told, most).map(({ x, y }) => Math.hypot(x, y));
  const from = Math.floor(most / 3);
  const largest = (start: number) => Math.max(...orbit.slice(start, start + Math.min(WINDOW, most / 6)));
  const to = most - Math.min(WINDOW, Math.floor(most / 6));
  return (largest(to) / largest(from)) ** (1 / (to - from));
}

/** The twin has doubles, of which a hundred steps lose little. */
function checkClosedForm(row: Method, { closedForm }: Known): void {
  for (const steep of STEEP) {
    const prediction = predict(row, closedForm, steep);
    if (prediction === null) return;
    const { objective, told } = prediction;
    const orbit = follow(row, objective, START, told, 100);
    const off = worstDeviation(prediction, START, (k) => orbit[k] ?? { x: Number.NaN, y: Number.NaN });
    expect(off, `ηλ = ${steep}, ${settingsOf(row, told)}`).toBeLessThan(1e-10);
  }
}
