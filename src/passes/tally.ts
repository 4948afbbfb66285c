import type { Ensemble } from '../gpu/ensemble';
import type { Circumstances } from '../methods/method';
import type { Objective } from '../objectives/objective';
import { cellsOf, type Grid } from '../theory/density';

/** Whose particles are counted, and what decides where they go. */
export interface Subject {
  readonly ensemble: Ensemble;
  readonly objective: Objective;
  readonly circumstances: Circumstances;
}

/** Positions in a half of the counts, at most: all of them may lie in one cell. */
const HALF_FULL = 2 ** 31;

/**
 * Counts over a grid that forget how the run began: they are kept in two halves, and whenever the run has become twice as
 * long as it was at the last turn, the older half is emptied and filled from then on. Together they always cover the last
 * half of the run at least, and three quarters of it at most.
 */
export class Tally {
  readonly subject: Subject;
  readonly grid: Grid;
  /** Both halves, one after the other: a u32 for each cell. */
  readonly counts: GPUBuffer;
  /** The half that is being filled. */
  half: 0 | 1 = 0;
  /** The last tick that has been counted. */
  tick: number;
  readonly #first: number;
  /** How long the run was at the last turn. */
  #turned = 1;
  /** Positions counted in either half, in view or not. */
  readonly #counted: [number, number] = [0, 0];

  /** Counts from the tick after `tick` on. */
  constructor(device: GPUDevice, subject: Subject, grid: Grid, tick: number) {
    this.subject = subject;
    this.grid = grid;
    this.tick = tick;
    this.#first = tick;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    this.counts = device.createBuffer({ label: 'Tally.counts', size: 8 * cellsOf(grid), usage });
  }

  get counted(): number {
    return this.#counted[0] + this.#counted[1];
  }

  /** Whether it counts the particles of this ensemble on the same way; no longer once they are back on their starts. */
  isOf(subject: Subject): boolean {
    const { ensemble } = this.subject;
    return (
      ensemble === subject.ensemble && this.tick <= ensemble.tick && wayOf(this.subject) === wayOf(subject)
    );
  }

  /** Whether the particles tend to the same density. */
  hasLawOf({ objective, circumstances }: Subject): boolean {
    const { subject } = this;
    return subject.objective === objective && subject.circumstances.temperature === circumstances.temperature;
  }

  /** Turns to the other half if it is time, and notes what will be counted. */
  turn(encoder: GPUCommandEncoder, positions: number): void {
    const length = this.tick - this.#first;
    if (length >= 2 * this.#turned || this.#counted[this.half] + positions > HALF_FULL) {
      this.half = this.half === 0 ? 1 : 0;
      this.#turned = Math.max(1, length);
      this.#counted[this.half] = 0;
      const bytes = this.counts.size / 2;
      encoder.clearBuffer(this.counts, this.half * bytes, bytes);
    }
    this.#counted[this.half] += positions;
  }

  /** Both halves together, from their words. */
  merged(words: Uint32Array): Float64Array {
    const cells = words.length / 2;
    return Float64Array.from({ length: cells }, (_, n) => (words[n] ?? 0) + (words[n + cells] ?? 0));
  }

  dispose(): void {
    this.counts.destroy();
  }
}

/** What the motion depends on beside f, as a text to compare. */
function wayOf({ ensemble: { method }, circumstances }: Subject): string {
  const { eta, seed } = circumstances;
  return JSON.stringify([eta, seed, ...method.reads.map((key) => circumstances[key])]);
}
