import { apply, eigenvalues, matrixFunction } from '../math/symmetric2';
import { type Box, clampInto, type Point } from './box';
import type { Objective } from './objective';
import type { Minimiser } from './row';

/** Quadratic convergence needs ten; to a minimum without curvature, x⁴, each step gains a third. */
const NEWTON_STEPS = 80;
/** Eigenvalues below this share of the largest do not stretch a step any further: rounding would. */
const FLATTEST = 1e-13;
/** The shortest part of a step that is tried: on the slope of a cusp the whole of one leads far beyond it. */
const LEAST_PART = 2 ** -40;

/**
 * Down to a minimum inside a box by θ − t|H|⁻¹∇f, t halved until f falls; once f cannot tell any more, on by whole
 * steps as long as ‖∇f‖ falls. It ends where rounding stops it, or the box.
 * Source: Nocedal & Wright, Numerical Optimization, 2006, §3.4 (eigenvalues made positive).
 */
export function polish(objective: Objective, [x, y]: Point, box: Box): Minimiser {
  let here: Minimiser = { x, y, f: objective.value(x, y) };
  let next: Minimiser | null = here;
  for (let i = 0; i < NEWTON_STEPS && next !== null; i++) {
    here = next;
    next = downhill(objective, here, box);
  }
  next = here;
  for (let i = 0; i < NEWTON_STEPS && next !== null; i++) {
    here = next;
    next = stiller(objective, here, box);
  }
  return here;
}

/**
 * |H|⁻¹∇f: what Newton's method would subtract, were all curvatures upwards. NaN where H is zero or undefined.
 *
 * @param flattest the share of the largest eigenvalue as which smaller ones count
 */
export function newtonStep(objective: Objective, x: number, y: number, flattest = FLATTEST): Point {
  const H = objective.hessian(x, y);
  const scale = Math.max(...eigenvalues(H).map(Math.abs));
  const inverse = matrixFunction(H, (lambda) => 1 / Math.max(Math.abs(lambda), flattest * scale));
  return apply(inverse, ...objective.gradient(x, y));
}

function downhill(objective: Objective, here: Minimiser, box: Box): Minimiser | null {
  const [dx, dy] = newtonStep(objective, here.x, here.y);
  for (let t = 1; t >= LEAST_PART; t /= 2) {
    const [x, y] = clampInto(box, here.x - t * dx, here.y - t * dy);
    const f = objective.value(x, y);
    if (f < here.f) return { x, y, f };
  }
  return null;
}

function stiller(objective: Objective, here: Minimiser, box: Box): Minimiser | null {
  const [dx, dy] = newtonStep(objective, here.x, here.y);
  const [x, y] = clampInto(box, here.x - dx, here.y - dy);
  const before = Math.hypot(...objective.gradient(here.x, here.y));
  return Math.hypot(...objective.gradient(x, y)) < before ? { x, y, f: objective.value(x, y) } : null;
}
