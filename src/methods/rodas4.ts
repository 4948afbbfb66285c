import { combine, type Integrator, largerComponent, type Point, type Substep } from './substeps';

/** The matrix [[a, b], [c, d]], as [a, b, c, d]. */
export type Matrix2 = readonly [a: number, b: number, c: number, d: number];

/** dθ/dt = velocity(θ), and what Rodas4 needs to know of it. */
export interface Flow {
  velocity(p: Point): Point;
  /** The derivative of the velocity. */
  jacobian(p: Point): Matrix2;
  defined(x: number, y: number): boolean;
}

const DIAGONAL = 4; // 1/γ
const A: readonly (readonly number[])[] = [
  [],
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708333932087, -0.687886036105895],
  [1.221224509226641, 6.019134481288629, 12.53708333932087, -0.687886036105895, 1],
];
const C: readonly (readonly number[])[] = [
  [],
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
];

/** The coefficients, for flows that are not in the plane. */
export const RODAS4 = { A, C } as const;

/**
 * Rodas4: a Rosenbrock method of order 4(3), L-stable, whose stability function is positive on the negative axis, so
 * that a linear mode never overshoots.
 */
export function rodas4(flow: Flow): Integrator {
  return {
    bounded: (p, h) => bounded(flow.jacobian(p), h),
    step: (p, h) => rodas4Step(flow, p, h),
  };
}

/**
 * One step of Rodas4, J being the Jacobian at θ:
 * (4I − hJ) kᵢ = h·velocity(θ + Σⱼ aᵢⱼkⱼ) + Σⱼ cᵢⱼkⱼ, i = 1 … 6;  θ⁺ = θ + Σⱼ a₆ⱼkⱼ + k₆;  error estimate k₆.
 *
 * The published digits of row 5 make Σb = 1 + 1.03e-9: this is as near as the method comes to the flow.
 * Source: Hairer & Wanner, Solving Ordinary Differential Equations II (1996), §IV.7 and their code RODAS.
 * The same, line by line, as shaders/rodas4.wgsl.
 */
export function rodas4Step(flow: Flow, p: Point, h: number): Substep {
  const solve = solver(flow.jacobian(p), h);
  const k: Point[] = [];
  let end = p;
  for (let stage = 0; stage < 6; stage++) {
    const u = combine(p, A[stage] ?? [], k);
    if (!flow.defined(...u)) return { defined: false, end: u, error: Infinity };
    const [vx, vy] = flow.velocity(u);
    const next = solve(combine([h * vx, h * vy], C[stage] ?? [], k));
    k.push(next);
    end = [u[0] + next[0], u[1] + next[1]];
  }
  return { defined: true, end, error: largerComponent(k[5] ?? [0, 0]) };
}

/** r ↦ (4I − hJ)⁻¹ r. */
export function solver([a, b, c, d]: Matrix2, h: number): (r: Point) => Point {
  const [p, q, r, s] = [DIAGONAL - h * a, -h * b, -h * c, DIAGONAL - h * d];
  const determinant = p * s - q * r;
  return ([x, y]) => [(s * x - q * y) / determinant, (p * y - r * x) / determinant];
}

/**
 * h, found from J if not known yet, and where the flow spreads at most 2/Re λ, λ being J's rightmost eigenvalue:
 * those of 4I − hJ then stay to the right of 2.
 */
export function bounded([a, b, c, d]: Matrix2, h: number): number {
  const spread = (a + d) / 2 + Math.sqrt(Math.max(((a - d) / 2) ** 2 + b * c, 0));
  const known = h === 0 ? 1 / Math.hypot(a, b, c, d) : h;
  return spread > 0 ? Math.min(known, 2 / spread) : known;
}
