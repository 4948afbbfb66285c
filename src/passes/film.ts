import type { PassLibrary } from './passes';
import type { Run } from './run';

/** Where a moment counts as the whole tick that it misses by rounding only. */
const ROUNDING = 1e-9;

/** A run that is moved by the moments of a film rather than by the time on the wall. */
export class Film {
  readonly run: Run;
  readonly #device: GPUDevice;
  readonly #library: PassLibrary;
  readonly #problem: GPUBuffer;
  readonly #first: number;
  #fraction = 0;

  /** `problem` is the uniform buffer with the parameters of the run's objective. */
  constructor(device: GPUDevice, library: PassLibrary, run: Run, problem: GPUBuffer) {
    this.run = run;
    this.#device = device;
    this.#library = library;
    this.#problem = problem;
    this.#first = run.ensembles.tick;
  }

  /** Part of a tick that has passed since the last whole one. */
  get fraction(): number {
    return this.#fraction;
  }

  /**
   * Goes on to a moment, in steps since the film began and with a fraction: flows then glide between two ticks, as they do
   * when the clock plays. Resolves when the GPU has taken the steps; going back is not possible.
   */
  async goTo(moment: number): Promise<void> {
    const { ensembles } = this.run;
    const ticks = moment * ensembles.ticksPerStep;
    const target = this.#first + Math.floor(ticks + ROUNDING);
    while (ensembles.tick < target) {
      this.run.take(this.#problem, target - ensembles.tick);
      await this.#device.queue.onSubmittedWorkDone();
    }
    this.#fraction = Math.max(0, this.#first + ticks - target);
  }

  /** Counts the statuses at this moment. */
  async count(): Promise<void> {
    const census = await this.#library.census(this.run.objective);
    await this.run.takeCensus(census, this.#problem);
  }
}
