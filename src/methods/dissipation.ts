import { bounded, type Flow, type Matrix2, RODAS4, solver } from './rodas4';
import { combine, type Integrator, largerComponent, type Point, type Substep } from './substeps';

/**
 * What the stages of dE/dt = ‖v(θ)‖² add to E and to its error estimate. E has no say in the flow, so that its stages
 * 4eᵢ = qᵢ + Σⱼ cᵢⱼeⱼ can be solved for once: Σ aᵢeᵢ = Σ wᵢqᵢ with 4wⱼ = aⱼ + Σᵢ cᵢⱼwᵢ.
 */
const WEIGHTS = {
  energy: weights([...(RODAS4.A[5] ?? []), 1]),
  error: weights([0, 0, 0, 0, 0, 1]),
} as const;

function weights(sum: readonly number[]): readonly number[] {
  const w = sum.map(() => 0);
  for (let j = sum.length - 1; j >= 0; j--) {
    const later = w.reduce((total, weight, i) => total + (RODAS4.C[i]?.[j] ?? 0) * weight, 0);
    w[j] = ((sum[j] ?? 0) + later) / 4;
  }
  return w;
}

/**
 * The share of E's error estimate that is taken for its error. The estimate is of order 3 and the error of order 4: on one
 * mode with hλ = 1 an eleventh of it.
 */
const ENERGY_SHARE = 0.2;

/** Follows a flow by Rodas4, and integrates the energy ∫‖dθ/dt‖²dt that it dissipates. */
export function dissipating(flow: Flow): Integrator {
  return { bounded: (p, h) => bounded(flow.jacobian(p), h), step: (p, h) => dissipatingStep(flow, p, h) };
}

/**
 * One step of Rodas4 for (θ, E), dE/dt = ‖v(θ)‖² with v the velocity, whose derivative is 2Jᵀv: the step of
 * `rodas4Step`, and E = Σ wᵢqᵢ, qᵢ = h(‖v(uᵢ)‖² + 2vᵀJkᵢ), v and J being those at θ where no stage is given.
 *
 * An error of θ changes f by ‖v‖ = ‖∇f‖ times that, of which the larger at both ends counts. E's own error has no say in
 * how long substeps are: the flow goes the same way whether or not anybody asks for E.
 * The same, line by line, as shaders/methods/meteredGf.wgsl.
 */
export function dissipatingStep(flow: Flow, p: Point, h: number): Required<Substep> {
  const jacobian = flow.jacobian(p);
  const solve = solver(jacobian, h);
  const k: Point[] = [];
  const q: number[] = [];
  const speeds: number[] = [];
  let row: Point = [0, 0];
  let end = p;
  for (let stage = 0; stage < 6; stage++) {
    const u = combine(p, RODAS4.A[stage] ?? [], k);
    if (!flow.defined(...u))
      return { defined: false, end: u, error: Infinity, energy: 0, doubt: 0, worth: 0 };
    const [vx, vy] = flow.velocity(u);
    if (stage === 0) row = rowOf(jacobian, vx, vy);
    const next = solve(combine([h * vx, h * vy], RODAS4.C[stage] ?? [], k));
    end = [u[0] + next[0], u[1] + next[1]];
    k.push(next);
    q.push(h * (vx * vx + vy * vy + row[0] * next[0] + row[1] * next[1]));
    speeds.push(Math.hypot(vx, vy));
  }
  const worth = Math.max(speeds[0] ?? 0, speeds[5] ?? 0);
  const energy = weighted(WEIGHTS.energy, q);
  const doubt = ENERGY_SHARE * Math.abs(weighted(WEIGHTS.error, q));
  return { defined: true, end, error: largerComponent(k[5] ?? [0, 0]), energy, doubt, worth };
}

/** (2Jᵀv)ᵀ. */
function rowOf([a, b, c, d]: Matrix2, vx: number, vy: number): Point {
  return [2 * (a * vx + c * vy), 2 * (b * vx + d * vy)];
}

function weighted(shares: readonly number[], values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + (shares[i] ?? 0) * value, 0);
}
