import { expect } from 'vitest';
import { matrixFunction } from '../../src/math/symmetric2';
import type { Circumstances, Method } from '../../src/methods/method';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { type Check, follow, settingsOf, variantsOf } from './check';

/** Whether a row approaches the flow that it names, at the order that it names. */
export const ORDER: readonly Check[] = [
  {
    title: 'approaches the flow that it names with its order, ±0.2, by slope at a fixed time',
    check: checkOrder,
  },
];

/** y′ = rate(y), written out for tests: position and, for the inertial flow, velocity. */
type Ode = (y: readonly number[]) => readonly number[];

/** H is positive definite between the start and the minimiser near (1.05, −0.35), and y changes its sign on the way. */
const WELL = makeObjective('x^4/4 - x^2/2 + y^2/2 + x y/3', {});
const START = [1.8, 0.7] as const;
const TIME = 1;
/** Many enough for a memory of some ten steps to be short, and few enough for order 4 to be seen above rounding. */
const STEPS = [320, 640] as const;
/** γ of the inertial flow: y is underdamped, x not quite. */
const DAMPING = 1.5;

function checkOrder(row: Method): void {
  if (row.approaches === null) return;
  const { flow, order } = row.approaches;
  for (const variant of variantsOf(row, {})) {
    const exact = solve(ODES[flow](WELL, variant), flow === 'inertial' ? [...START, 0, 0] : START, TIME);
    const errors = STEPS.map((steps) => {
      const told = { ...variant, ...tuned(flow, TIME / steps) };
      expect(row.time(told) * steps, 'the time of so many steps').toBeCloseTo(TIME, 10);
      const { x, y } = follow(row, WELL, START, told, steps).at(-1) ?? { x: Number.NaN, y: Number.NaN };
      return Math.hypot(x - (exact[0] ?? 0), y - (exact[1] ?? 0));
    });
    const where = `errors ${errors} at ${settingsOf(row, variant)}`;
    const [coarse = 0, fine = 0] = errors;
    // The twin of an adaptive flow is at its tolerance, however many steps it takes.
    if (row.kind === 'flow') expect(Math.max(...errors), where).toBeLessThan(1e-8);
    else expect(Math.abs(Math.log2(coarse / fine) - order), where).toBeLessThan(0.2);
  }
}

/** η, and for the inertial flow β, with which a step takes this time along one and the same flow. */
function tuned(flow: 'gf' | 'inertial' | 'natural', h: number): Partial<Circumstances> {
  if (flow !== 'inertial') return { eta: h };
  const a = (DAMPING * h) / 2;
  return { eta: (h * h) / (1 + a), momentum: (1 - a) / (1 + a) };
}

/** The flows that methods approach, by their names there. */
export const ODES: Readonly<
  Record<'gf' | 'inertial' | 'natural', (f: Objective, told: Circumstances) => Ode>
> = {
  gf:
    (f) =>
    ([x = 0, y = 0]) => {
      const [fx, fy] = f.gradient(x, y);
      return [-fx, -fy];
    },
  inertial:
    (f) =>
    ([x = 0, y = 0, vx = 0, vy = 0]) => {
      const [fx, fy] = f.gradient(x, y);
      return [vx, vy, -DAMPING * vx - fx, -DAMPING * vy - fy];
    },
  natural:
    (f, { metric }) =>
    ([x = 0, y = 0]) => {
      const [fx, fy] = f.gradient(x, y);
      // Fisher's of N(x, y²) is diag(1/y², 2/y²).
      if (metric === 'fisher') return [-y * y * fx, (-y * y * fy) / 2];
      const G = metric === 'newton' ? matrixFunction(f.hessian(x, y), Math.abs) : metric;
      const [p, q, r] = G;
      const determinant = p * r - q * q;
      return [(q * fy - r * fx) / determinant, (q * fx - p * fy) / determinant];
    },
};

/** The classical Runge–Kutta method with many small steps: shares nothing with the methods. */
export function solve(rate: Ode, start: readonly number[], duration: number): readonly number[] {
  const steps = 4000;
  const h = duration / steps;
  let y = start;
  const at = (k: readonly number[], share: number) => y.map((value, n) => value + share * h * (k[n] ?? 0));
  for (let i = 0; i < steps; i++) {
    const a = rate(y);
    const b = rate(at(a, 0.5));
    const c = rate(at(b, 0.5));
    const d = rate(at(c, 1));
    y = y.map((value, n) => {
      const [p = 0, q = 0, r = 0, s = 0] = [a, b, c, d].map((k) => k[n]);
      return value + (h / 6) * (p + 2 * q + 2 * r + s);
    });
  }
  return y;
}
