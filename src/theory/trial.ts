import type { Measure } from './check';
import type { Fit, Level } from './order';

/** Errors at η, η/2, η/4, … and the order that they show. */
export interface Errors {
  /** From the largest η down. */
  readonly levels: readonly Level[];
  readonly fit: Fit | null;
  /** Why there is no slope; null if there is one. */
  readonly reason: string | null;
  /** Particles that were measured. */
  readonly count: number;
}

/** Of gradient descent against the flow at one and the same time. */
export interface OrderTrial extends Errors {
  /** The time T. */
  readonly time: number;
  readonly measure: Measure;
}

/** Of one step of gradient descent against the flow. */
export interface EulerTrial extends Errors {
  /** Particles whose H∇f is too small for f32 to tell one in two hundred of their error. */
  readonly undecided: number;
  /** Median over the others of |measured/predicted − 1|, predicted being (η²/2)‖H∇f‖ as η → 0. */
  readonly deviation: number;
  readonly measure: Measure;
}

/** Of the largest η with which gradient descent converges. */
export interface ThresholdTrial {
  readonly measured: number | null;
  /** 2/λmax(H) at the lowest minimum. */
  readonly predicted: number | null;
  readonly reason: string | null;
  readonly measure: Measure;
}

/** The latest measurements; null where none has been made. */
export interface Trials {
  readonly order: OrderTrial | null;
  readonly euler: EulerTrial | null;
  readonly threshold: ThresholdTrial | null;
}

export type TrialKind = keyof Trials;

export interface TrialOptions {
  /** Hears the share that is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** How far a measured slope may be from the one that is promised. */
export const SLOPE_TOLERANCE = 0.1;
/** Relative precision to which the stability threshold has to be met. */
export const THRESHOLD_TOLERANCE = 1e-3;

/** One ratio for all particles. */
export function measureOf(ratio: number): Measure {
  return { worst: ratio, violations: ratio > 1 ? 1 : 0, particle: null };
}

/** None has been made. */
export const NO_TRIALS: Trials = { order: null, euler: null, threshold: null };

/** Whether a trial was given up, and did not fail: it was cancelled, or is of an experiment that has passed. */
export function wasGivenUp(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
