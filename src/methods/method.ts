import type { Objective } from '../objectives/objective';

/** One particle as a method sees it: its position θ = (x, y) and whatever else the method remembers. */
export interface Particle {
  readonly x: number;
  readonly y: number;
  /** `Method.carry` numbers: the step size of an adaptive integrator, a velocity, … */
  readonly carry: readonly number[];
}

/**
 * One rule that moves a particle. A row of the table, and the reference for the shader of the same id:
 * `shaders/methods/<id>.wgsl` defines `fn advance(particle: Particle, duration: f32) -> Particle`.
 */
export interface Method {
  readonly id: MethodId;
  /** "gradient descent" */
  readonly label: string;
  /** "GD" */
  readonly short: string;
  /** The rule as a formula in plain Unicode: "θₖ₊₁ = θₖ − η∇f(θₖ)". */
  readonly rule: string;
  /** A `map` jumps once a step (drawn as chords); a `flow` moves continuously (drawn as a smooth curve). */
  readonly kind: 'map' | 'flow';
  /** Order of accuracy as an integrator of dθ/dt = −∇f at fixed T. */
  readonly order: number;
  /** Numbers that a particle carries beside its position, 4 at most; all start at 0. */
  readonly carry: number;
  /** The largest stable η on a quadratic whose largest eigenvalue is L; Infinity where every η is stable. */
  readonly stabilityLimit: (L: number) => number;
  /** Paper, book, page. */
  readonly source: string;
  /**
   * What the shader is told beside the duration, computed once per objective and duration in float64:
   * at most 8 numbers, read there as `method_constant(i)`.
   */
  readonly constants: (objective: Objective, duration: number) => readonly number[];
  /** The CPU twin in float64: moves a particle by `duration` (η for a map). */
  readonly advance: (particle: Particle, objective: Objective, duration: number) => Particle;
  /** The text of `shaders/methods/<id>.wgsl`. */
  readonly wgsl: string;
}

export type MethodId = 'gd' | 'gf';
