import type { Symmetric2 } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';

/** What a rule changes of a particle: its position θ = (x, y) and whatever else the method remembers. */
export interface Motion {
  readonly x: number;
  readonly y: number;
  /** `Method.carry` numbers: the step size of an adaptive integrator, a velocity, … All are 0 at the start. */
  readonly carry: readonly number[];
}

/** One particle as a method sees it. */
export interface Particle extends Motion {
  /** Its number in the ensemble, and how many ticks that ensemble has taken: what random numbers are keyed by. */
  readonly index: number;
  readonly tick: number;
}

/** The metric G of natural gradient: Fisher's of a Gaussian N(x, y²), |∇²f|, or a constant [[p, q], [q, r]]. */
export type Metric = 'fisher' | 'newton' | Symmetric2;

/** Random forces of Langevin dynamics: Euler–Maruyama's, or Leimkuhler and Matthews' with less bias. */
export type Noise = 'euler' | 'leimkuhler';

/** What the rules of the methods read beside η. Each method names those that it does in `Method.reads`. */
export interface MethodSettings {
  /** β of heavy ball and Nesterov, 0 ≤ β < 1; also γ of the flow that they follow. */
  readonly momentum: number;
  /** 1/β of Langevin, ≥ 0. */
  readonly temperature: number;
  readonly noise: Noise;
  readonly metric: Metric;
  /** Decay of the mean gradient (Adam), 0 ≤ β₁ < 1. */
  readonly beta1: number;
  /** Decay of the mean squared gradient (RMSProp, Adam), 0 ≤ β₂ < 1. */
  readonly beta2: number;
  /** ε > 0 beside the root of the mean squared gradient (RMSProp, Adam). */
  readonly epsilon: number;
}

/** All that a rule is told beside the particle and the objective. */
export interface Circumstances extends MethodSettings {
  /** Learning rate of the whole step, of which a flow's tick is a part: η times the method's factor. */
  readonly eta: number;
  readonly seed: number;
  /** Tolerance of adaptive integrators, relative to 1 + max|θ|. */
  readonly tolerance: number;
}

/** What is known of the Hessians that a method meets. */
export interface Curvature {
  /** sup λmax(H). */
  readonly L: number;
  /** inf λmin(H). */
  readonly mu: number;
  /** H where it is the same everywhere. */
  readonly A: Symmetric2 | null;
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
  /** The flow that it approaches as η → 0 at fixed t, and the order of the error there; null where it approaches none. */
  readonly approaches: { readonly flow: 'gf' | 'inertial' | 'natural'; readonly order: number } | null;
  /** Numbers that a particle carries beside its position, 8 at most; all start at 0. */
  readonly carry: number;
  /** The settings that its rule reads beside η. */
  readonly reads: readonly (keyof MethodSettings)[];
  /** What the lowest bits of carry[0], read as a whole number, say of a particle's last step; at most 4 names. */
  readonly flags?: readonly string[];
  /** Moved by random forces: never at rest, never in a cycle. */
  readonly stochastic?: true;
  /** The time t that one step stands for, and the same as a formula: "t = kη". */
  readonly time: (circumstances: Circumstances) => number;
  readonly clock: string;
  /** The largest stable η on a quadratic of this curvature; Infinity where every η is stable, null where none is known. */
  readonly stabilityLimit: (curvature: Curvature, settings: MethodSettings) => number | null;
  /** The same as a formula: "η < 2/L". */
  readonly limit: string;
  /**
   * What a step multiplies the distance to the minimiser by in the long run, on a quadratic of this curvature
   * (0 < μ ≤ L); null where that is not a constant.
   */
  readonly rate: (curvature: Curvature, circumstances: Circumstances) => number | null;
  /** Paper, book, page. */
  readonly source: string;
  /**
   * What the shader is told beside the duration, computed once per objective and duration in float64:
   * at most 16 numbers, read there as `method_constant(i)`.
   */
  readonly constants: (
    objective: Objective,
    duration: number,
    circumstances: Circumstances,
  ) => readonly number[];
  /** The CPU twin in float64. `duration` is η for a map, and for a flow its tick's share of `time`. */
  readonly advance: (
    particle: Particle,
    objective: Objective,
    duration: number,
    circumstances: Circumstances,
  ) => Motion;
  /** The text of `shaders/methods/<id>.wgsl`, and of what it shares with other methods. */
  readonly wgsl: string;
}

export type MethodId =
  | ('gd' | 'gf' | 'prox' | 'heavyball' | 'nesterov' | 'inertial')
  | ('natural' | 'naturalgd' | 'langevin' | 'rmsprop' | 'adam' | 'newton');
