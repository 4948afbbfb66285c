import type { Point } from '../../objectives/box';
import type { Objective } from '../../objectives/objective';

/** A 2×2 matrix by rows. */
type Matrix = readonly [a: number, b: number, c: number, d: number];

/** Where a cycle of gradient descent loses its stability to one of twice its period. */
export interface Doubling {
  readonly eta: number;
  /** Of the cycle that is born. */
  readonly period: number;
}

const NEWTON = { steps: 40, precision: 1e-13 } as const;
/** How far beyond a doubling the new cycle is looked for, relative to η, and how long. */
const BEYOND = 1e-3;
const SETTLING = 20_000;
/** Steps of η along a branch: of this share of it at first, at most so many, until it has grown to so many times the first η. */
const ALONG = { share: 2e-3, most: 2000, farthest: 2 } as const;
const BISECTIONS = 60;
/** det(J + I) at a doubling, as far as rounding lets it be 0. */
const FLIPS = 1e-5;
const IDENTITY: Matrix = [1, 0, 0, 1];

/**
 * The cascade that begins at a minimum where gradient descent loses its stability, η = 2/λmax: the η at which cycles of
 * period 2, 4, … in turn double theirs, up to period `most`. Each cycle is followed in η by Newton's method on
 * Fᵖ(θ) = θ, F(θ) = θ − η∇f(θ), until a multiplier is −1. The list ends where a doubling is not to a stable cycle, or where
 * that one is lost in another way.
 *
 * Source: Kuznetsov, Elements of Applied Bifurcation Theory (2004), §4.4 (flip), §10.3 (continuation).
 */
export function doublingsFrom(
  objective: Objective,
  minimum: Point,
  etaMax: number,
  most: number,
): readonly Doubling[] {
  const found: Doubling[] = [];
  let eta = etaMax;
  let at = minimum;
  for (let period = 2; period <= most; period *= 2) {
    found.push({ eta, period });
    const beyond = eta * (1 + BEYOND / period);
    const born = attractorNear(objective, at, beyond, period);
    if (born === null) return found.slice(0, -1);
    const end = followed(objective, born, beyond, period);
    if (end === null) return found;
    [eta, at] = [end.eta, end.at];
  }
  return found;
}

/** The stable cycle of this least period that a start beside a point is drawn into; null if it is drawn elsewhere. */
function attractorNear(objective: Objective, [x, y]: Point, eta: number, period: number): Point | null {
  const aside = 1e-4 * (1 + Math.hypot(x, y));
  let at: Point = [x + 0.8 * aside, y + 0.6 * aside];
  for (let n = 0; n < SETTLING; n++) at = step(objective, at, eta);
  const cycle = polished(objective, at, eta, period);
  if (cycle === null) return null;
  const half = iterated(objective, cycle, eta, period / 2).end;
  const apart = Math.hypot(half[0] - cycle[0], half[1] - cycle[1]);
  return apart > 1e-3 * aside && isStable(objective, { at: cycle, eta }, period) ? cycle : null;
}

/** Follows a cycle in η to where a multiplier becomes −1; null if it ends before, or is lost in another way. */
function followed(objective: Objective, from: Point, first: number, period: number): Place | null {
  let here: Place = { at: from, eta: first };
  let share = ALONG.share / period;
  for (let n = 0; n < ALONG.most && here.eta < ALONG.farthest * first; n++) {
    const eta = here.eta * (1 + share);
    const at = polished(objective, here.at, eta, period);
    if (at === null) return null;
    if (!isStable(objective, { at, eta }, period)) return bisected(objective, here, eta, period);
    here = { at, eta };
    share = Math.min(share * 1.1, ALONG.share);
  }
  return null;
}

interface Place {
  readonly at: Point;
  readonly eta: number;
}

/** The end of a cycle's stability, if it is a doubling. */
function bisected(objective: Objective, from: Place, to: number, period: number): Place | null {
  let [here, high] = [from, to];
  for (let n = 0; n < BISECTIONS && high - here.eta > 1e-14 * high; n++) {
    const eta = (here.eta + high) / 2;
    const at = polished(objective, here.at, eta, period);
    if (at === null) return null;
    if (isStable(objective, { at, eta }, period)) here = { at, eta };
    else high = eta;
  }
  const { jacobian } = iterated(objective, here.at, here.eta, period);
  return Math.abs(margins(jacobian).flip) < FLIPS ? here : null;
}

/** Whether both multipliers are smaller than 1 in size (Jury's conditions). */
function isStable(objective: Objective, { at, eta }: Place, period: number): boolean {
  const { flip, fold, area } = margins(iterated(objective, at, eta, period).jacobian);
  return flip > 0 && fold > 0 && area < 1;
}

/** det(J + I) and det(J − I), zero where a multiplier is −1 or 1, and det J. */
function margins([a, b, c, d]: Matrix) {
  const [trace, determinant] = [a + d, a * d - b * c];
  return { flip: 1 + trace + determinant, fold: 1 - trace + determinant, area: determinant };
}

/** Newton's method on Fᵖ(θ) = θ; null where it does not converge. */
function polished(objective: Objective, from: Point, eta: number, period: number): Point | null {
  let [x, y] = from;
  for (let n = 0; n < NEWTON.steps; n++) {
    const { end, jacobian } = iterated(objective, [x, y], eta, period);
    const [a, b, c, d] = [jacobian[0] - 1, jacobian[1], jacobian[2], jacobian[3] - 1];
    const determinant = a * d - b * c;
    const [rx, ry] = [end[0] - x, end[1] - y];
    const [dx, dy] = [(d * rx - b * ry) / determinant, (a * ry - c * rx) / determinant];
    if (!Number.isFinite(dx + dy)) return null;
    [x, y] = [x - dx, y - dy];
    if (Math.hypot(dx, dy) <= NEWTON.precision * (1 + Math.hypot(x, y))) return [x, y];
  }
  return null;
}

/** Where so many steps lead, and the derivative of that. */
function iterated(objective: Objective, from: Point, eta: number, steps: number) {
  let end = from;
  let jacobian = IDENTITY;
  for (let n = 0; n < steps; n++) {
    const [xx, xy, yy] = objective.hessian(...end);
    const [a, b, c, d] = jacobian;
    const [p, q, r] = [1 - eta * xx, -eta * xy, 1 - eta * yy];
    jacobian = [p * a + q * c, p * b + q * d, q * a + r * c, q * b + r * d];
    end = step(objective, end, eta);
  }
  return { end, jacobian };
}

function step(objective: Objective, [x, y]: Point, eta: number): Point {
  const [fx, fy] = objective.gradient(x, y);
  return [x - eta * fx, y - eta * fy];
}
