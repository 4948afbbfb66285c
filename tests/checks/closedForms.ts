import { apply, matrixFunction, type Symmetric2 } from '../../src/math/symmetric2';
import type { Circumstances, Method, MethodId } from '../../src/methods/method';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { circumstancesWith } from '../circumstances';

/** What k steps from rest make of an eigenvector's coefficient in the distance to the minimiser of a quadratic. */
export type ClosedForm = (lambda: number, k: number, told: Circumstances) => number;

/** The closed form of every method whose rule is linear on quadratics, written down independently of its row. */
export const CLOSED_FORMS: { readonly [M in MethodId]?: ClosedForm } = {
  gd: descent,
  gf: (lambda, k, { eta }) => Math.exp(-eta * lambda * k),
  prox: (lambda, k, { eta }) => (1 + eta * lambda) ** -k,
  newton: (lambda, k, { eta }) => (1 + eta * lambda) ** -k,
  heavyball: (lambda, k, { eta, momentum }) => twoTerms(1 + momentum - eta * lambda, -momentum, k),
  nesterov: (lambda, k, { eta, momentum }) =>
    twoTerms((1 + momentum) * (1 - eta * lambda), -momentum * (1 - eta * lambda), k),
  inertial: (lambda, k, { eta, momentum }) => {
    const h = Math.sqrt((2 * eta) / (1 + momentum));
    return dampedOscillation(lambda, (1 - momentum) / (1 + momentum) / h, k * h);
  },
  // With the metric |H|.
  naturalgd: (_, k, { eta }) => (1 - eta) ** k,
  natural: (_, k, { eta }) => Math.exp(-eta * k),
  // Without random forces.
  langevin: descent,
};

function descent(lambda: number, k: number, { eta }: Circumstances): number {
  return (1 - eta * lambda) ** k;
}

/** zₖ of zₖ₊₁ = a zₖ + b zₖ₋₁ from z₀ = z₋₁ = 1, by its characteristic roots r = a/2 ± √(a²/4 + b). */
export function twoTerms(a: number, b: number, k: number): number {
  const discriminant = (a / 2) ** 2 + b;
  // Uₖ = (r₁ᵏ − r₂ᵏ)/(r₁ − r₂) solves the recurrence from 0, 1; so does zₖ = Uₖ₊₁ + bUₖ from 1, with z₋₁ = 1.
  const U = (n: number) => {
    if (discriminant < 0) {
      const [size, angle] = [Math.sqrt(-b), Math.atan2(Math.sqrt(-discriminant), a / 2)];
      return (size ** (n - 1) * Math.sin(n * angle)) / Math.sin(angle);
    }
    const [r, s] = [a / 2 + Math.sqrt(discriminant), a / 2 - Math.sqrt(discriminant)];
    return r === s ? n * r ** (n - 1) : (r ** n - s ** n) / (r - s);
  };
  return U(k + 1) + b * U(k);
}

/** θ(t) of θ̈ + 2δθ̇ + λθ = 0 from rest at 1. */
function dampedOscillation(lambda: number, delta: number, t: number): number {
  const square = lambda - delta * delta;
  const omega = Math.sqrt(Math.abs(square));
  if (square > 0) return Math.exp(-delta * t) * (Math.cos(omega * t) + (delta / omega) * Math.sin(omega * t));
  if (square === 0) return Math.exp(-delta * t) * (1 + delta * t);
  const [slow, fast] = [-delta + omega, -delta - omega];
  return (slow * Math.exp(fast * t) - fast * Math.exp(slow * t)) / (slow - fast);
}

type Point = readonly [x: number, y: number];

/** What a linear rule does on a quadratic with the minimiser 0, told nothing but its closed form. */
export interface Prediction {
  readonly objective: Objective;
  readonly told: Circumstances;
  /** Where k steps lead from a start. */
  readonly after: (start: Point, k: number) => Point;
}

/** ηλ of the steep axis: monotone, zigzag, nearly a 2-cycle, divergent for gradient descent. The flat one has 0.1. */
export const STEEP = [0.9, 1.5, 1.99, 2.1] as const;
const FLAT = 0.1;
const ANGLE = 0.6;

/** Without random forces; null for a rule that is not linear. */
export function predict(row: Method, form: ClosedForm | undefined, steep: number): Prediction | null {
  const told = circumstancesWith({ eta: 1, ...(row.stochastic === true ? { temperature: 0 } : {}) });
  if (form === undefined) {
    if (row.rate({ L: 1, mu: FLAT, A: [1, 0, FLAT] }, told) === null) return null;
    throw new Error(
      `${row.id} states a rate, so its rule is linear on quadratics: what are k steps of it? ` +
        'Say so in CLOSED_FORMS of tests/checks/closedForms.ts.',
    );
  }
  const A = rotated(steep);
  const [a, b, c] = A;
  const objective = makeObjective('quadratic', { a, b, c, p: 0, q: 0, r: 0 });
  const after = (start: Point, k: number): Point =>
    apply(
      matrixFunction(A, (lambda) => form(lambda, k, told)),
      ...start,
    );
  return { objective, told, after };
}

/** A matrix in f32 whose eigenvalues are, but for its rounding, FLAT and this. */
function rotated(steep: number): Symmetric2 {
  const [c, s] = [Math.cos(ANGLE), Math.sin(ANGLE)];
  return [
    Math.fround(steep * c * c + FLAT * s * s),
    Math.fround((steep - FLAT) * c * s),
    Math.fround(steep * s * s + FLAT * c * c),
  ];
}

/** The largest |θ| up to which orbits are compared. */
const FAR = 1e9;

/**
 * The distance of an orbit to its prediction at k = 1, 10 and 100, relative to the largest |θ| so far: a mode of modulus
 * near 1 forgets no error, a growing one multiplies it.
 */
export function worstDeviation(
  { after }: Prediction,
  start: Point,
  orbit: (k: number) => { readonly x: number; readonly y: number },
): number {
  let largest = Math.hypot(...start);
  let worst = 0;
  for (let k = 1; k <= 100; k++) {
    const [x, y] = after(start, k);
    largest = Math.max(largest, Math.hypot(x, y));
    if (largest > FAR) break;
    if (k !== 1 && k !== 10 && k !== 100) continue;
    const found = orbit(k);
    worst = Math.max(worst, Math.hypot(found.x - x, found.y - y) / largest);
  }
  return worst;
}
