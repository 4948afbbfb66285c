import type { Objective } from '../objectives/objective';
import type { Experiment } from './experiment';
import { randomStart, startBox } from './starts';
import type { Point } from './values';

/*
 * The endless field. Particle i of every ensemble lives `life` steps at a time and then starts afresh, at its own
 * phase, so that births are spread evenly over time. All of it follows from i and k: there is no state, and the
 * step shader computes the same in u32.
 */

/** A life must be shorter than this: the phase is a product of two 16-bit numbers. */
export const LONGEST_LIFE = 2 ** 16 - 1;

/**
 * Phase of particle i, a whole number in [0, life): ⌊h·life/2¹⁶⌋, h the 16 top bits of a hash of i.
 * A hash, because any regular sequence would show as stripes on a grid.
 * Source: C. Wellons, "Prospecting for hash functions" (lowbias32), 2018.
 */
export function respawnPhase(i: number, life: number): number {
  let h = Math.imul(i ^ (i >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  h ^= h >>> 16;
  return Math.floor(((h >>> 16) * life) / 65536);
}

/** How often particle i has started afresh when the clock reads step k: ⌊(k + phase)/life⌋. */
export function respawnGeneration(i: number, k: number, life: number): number {
  return Math.floor((k + respawnPhase(i, life)) / life);
}

/** Whether particle i starts afresh at step k instead of moving: (k + phase) mod life = 0, k > 0. */
export function respawnsAt(i: number, k: number, life: number): boolean {
  return k > 0 && (k + respawnPhase(i, life)) % life === 0;
}

/**
 * Where particle i starts in a generation: a new point for random starts, otherwise where it always has.
 * `starts` is what `layStarts` laid, whose first `count` points are the random ones.
 */
export function respawnStart(
  i: number,
  generation: number,
  experiment: Experiment,
  objective: Objective,
  starts: Float32Array,
): Point {
  const drawn = experiment.starts === 'random' && i < experiment.count && generation > 0;
  if (drawn) return randomStart(i, generation, experiment.seed, startBox(experiment), objective);
  return [starts[2 * i] ?? Number.NaN, starts[2 * i + 1] ?? Number.NaN];
}
