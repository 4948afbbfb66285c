import { bounded, type Flow, RODAS4, solver } from './rodas4';
import { combine, type Integrator, largerComponent, type Point, type Substep } from './substeps';

/** A position, and the energy ∫‖dθ/dt‖²dt that was dissipated on the way there. */
type Phase = readonly [x: number, y: number, energy: number];

/**
 * What E's error estimate counts beside θ's. It is of order 3 and E's error of order 4: on one mode with hλ = 1 an
 * eleventh of it. With all of it a step of ηL = 100 takes a third more substeps; with none of it the energy balance
 * of stiff flows is off by up to twice what `allowance` allows, and with a tenth by a third of that.
 */
const ENERGY_WEIGHT = 0.1;

/** Follows a flow with the symmetric Jacobian of a gradient by Rodas4, and integrates its energy beside it. */
export function dissipating(flow: Flow): Integrator<Phase> {
  return {
    bounded: ([x, y], h) => bounded(flow.jacobian([x, y]), h),
    step: (p, h) => dissipatingStep(flow, p, h),
  };
}

/**
 * One step of Rodas4 for (θ, E), dE/dt = ‖v(θ)‖² with v the velocity, whose derivative is 2Jᵀv. The stages of θ are
 * those of `rodas4Step`, and with kᵢ = (δ, e) 4e − 2h vᵀJδ = h‖v(uᵢ)‖² + Σⱼ cᵢⱼeⱼ, v and J being those at θ.
 *
 * An error of E counts as the error of θ that changes f as much, which is that by ‖v‖ = ‖∇f‖, the larger at both ends.
 * The same, line by line, as shaders/methods/gf.wgsl.
 */
export function dissipatingStep(flow: Flow, [x, y, energy]: Phase, h: number): Substep<Phase> {
  const jacobian = flow.jacobian([x, y]);
  const [a, b, c, d] = jacobian;
  const solve = solver(jacobian, h);
  const k: Point[] = [];
  const e: number[] = [];
  let slope: Point = [0, 0];
  let last = slope;
  let end: Phase = [x, y, energy];
  for (let stage = 0; stage < 6; stage++) {
    const [aRow, cRow] = [RODAS4.A[stage] ?? [], RODAS4.C[stage] ?? []];
    const u = combine([x, y], aRow, k);
    if (!flow.defined(...u)) return { defined: false, end: [...u, energy], error: Infinity };
    const [vx, vy] = flow.velocity(u);
    last = [vx, vy];
    if (stage === 0) slope = last;
    const [dx, dy] = solve(combine([h * vx, h * vy], cRow, k));
    const speeding = 2 * (slope[0] * (a * dx + b * dy) + slope[1] * (c * dx + d * dy));
    const next = (h * (vx * vx + vy * vy + speeding) + weighted(cRow, e)) / 4;
    end = [u[0] + dx, u[1] + dy, energy + weighted(aRow, e) + next];
    k.push([dx, dy]);
    e.push(next);
  }
  const worth = Math.max(Math.hypot(...slope), Math.hypot(...last));
  const energyError = worth === 0 ? 0 : (ENERGY_WEIGHT * Math.abs(e[5] ?? 0)) / worth;
  return { defined: true, end, error: Math.max(largerComponent(k[5] ?? [0, 0]), energyError), worth };
}

function weighted(weights: readonly number[], values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + (weights[i] ?? 0) * value, 0);
}
