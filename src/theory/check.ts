import type { Facts } from './facts';

/** A theorem by its name in scripts and tests. */
export type CheckId =
  | ('descent' | 'gain' | 'sublinear' | 'distance' | 'gap' | 'best' | 'modes')
  | ('energy' | 'falls' | 'flowSublinear' | 'flowDistance' | 'flowGap' | 'flowModes')
  | ('euler' | 'order' | 'threshold');

/** Whether a theorem promises anything here, and why, in words and numbers either way. */
export interface Verdict {
  readonly applies: boolean;
  readonly reason: string;
}

/** What a theorem says, held against what all particles did so far. */
export interface Measure {
  /**
   * The largest measured/(bound + rounding allowance): above 1 the statement is broken. Infinity where something rose
   * that must fall; null where nothing has been measured, or the formula has no meaning.
   */
  readonly worst: number | null;
  /** Particles times steps at which it was broken. */
  readonly violations: number;
  /** The particle with the worst ratio, by its index; null where nothing has been measured. */
  readonly particle: number | null;
}

/** A theorem's inequality, measured over all particles: what scripts get. */
export interface Check extends Verdict, Measure {
  readonly id: CheckId;
  readonly formula: string;
}

/** One theorem. */
export interface CheckRow {
  readonly id: CheckId;
  /** A few words. */
  readonly title: string;
  /** The statement in plain Unicode. */
  readonly formula: string;
  /** Of gradient descent, of gradient flow, or of the two together. */
  readonly of: 'gd' | 'gf' | 'pair';
  /** Measured at every step of the run, or by trials of its own. */
  readonly how: 'steps' | 'trial';
  /** Whether its assumptions hold, η being gradient descent's. */
  readonly applies: (facts: Facts, eta: number) => Verdict;
  /** By how much rounding and tolerance may miss the bound, with u = 2⁻²⁴. */
  readonly allowance: string;
  /** Paper, book, page. */
  readonly source: string;
}

/** Nothing seen yet. */
export const UNMEASURED: Measure = { worst: null, violations: 0, particle: null };

/** A row with what was found of it. */
export function checkOf(row: CheckRow, facts: Facts, eta: number, measure: Measure): Check {
  const { id, formula, applies } = row;
  const { worst, violations, particle } = measure;
  return { id, formula, ...applies(facts, eta), worst, violations, particle };
}
