import { Ensemble, STATE_BYTES } from '../gpu/ensemble';
import { Pace } from '../gpu/pace';
import { readBuffer } from '../gpu/readback';
import type { Circumstances, Method } from '../methods/method';
import { DIVERGED } from './census';
import type { StepPass, Surroundings } from './step';

/** Particle-ticks of the first submit, and of any: quick everywhere. */
const FIRST = { map: 100_000, flow: 10_000 } as const;

/** Where particles are, x₀ y₀ x₁ y₁ …; both NaN of one that diverged. */
export type Positions = Float64Array;

/** How far particles are to go, and in how many ticks. */
interface Course {
  readonly starts: Float32Array<ArrayBuffer>;
  readonly circumstances: Circumstances;
  /** Ticks of a flow in the time of one step; 1 of a map. */
  readonly ticksPerStep: number;
  readonly ticks: number;
}

/**
 * Lets particles go off screen, with the same compiled steps as those on it, in submits short enough that frames go on in
 * between. It touches nothing of the running experiment.
 */
export class Offscreen {
  readonly #device: GPUDevice;
  readonly #at: Surroundings;
  readonly #signal: AbortSignal;
  /** Counted in particle-ticks, by method. */
  readonly #paces = new Map<string, Pace>();

  constructor(device: GPUDevice, at: Surroundings, signal: AbortSignal) {
    this.#device = device;
    this.#at = at;
    this.#signal = signal;
  }

  /**
   * Where the particles get to. `told` hears after every submit how many of the ticks have been taken.
   *
   * @throws the signal's reason once it is aborted
   */
  async run(step: StepPass, course: Course, told: (ticks: number) => void = () => {}): Promise<Positions> {
    const ensemble = new Ensemble(this.#device, step.method, shapeOf(course));
    try {
      await this.#walk(step, ensemble, course, told);
      return positionsOf(await readBuffer(this.#device, ensemble.states, ensemble.count * STATE_BYTES));
    } finally {
      ensemble.dispose();
      this.#signal.throwIfAborted();
    }
  }

  async #walk(
    step: StepPass,
    ensemble: Ensemble,
    course: Course,
    told: (ticks: number) => void,
  ): Promise<void> {
    const pace = this.#paceOf(step.method);
    while (ensemble.tick < course.ticks) {
      this.#signal.throwIfAborted();
      const ticks = Math.min(
        course.ticks - ensemble.tick,
        Math.max(1, Math.floor(pace.due / ensemble.count)),
      );
      await pace.submit(ticks * ensemble.count, (encoder) => {
        step.step(encoder, ensemble, this.#at, course.circumstances, ticks);
      });
      ensemble.tick += ticks;
      told(ensemble.tick);
    }
  }

  dispose(): void {
    for (const pace of this.#paces.values()) pace.dispose();
  }

  #paceOf({ id, kind }: Method): Pace {
    const pace = this.#paces.get(id) ?? new Pace(this.#device, 'Offscreen.walk', FIRST[kind]);
    this.#paces.set(id, pace);
    return pace;
  }
}

function shapeOf({ starts, ticksPerStep, circumstances }: Course) {
  return {
    starts,
    placed: starts.length / 2,
    spare: 0,
    ticksPerStep,
    slots: 1,
    seed: circumstances.seed,
    region: [0, 0, 1, 1],
    restarting: null,
  } as const;
}

function positionsOf(states: ArrayBuffer): Positions {
  const floats = new Float32Array(states);
  const words = new Uint32Array(states);
  return Float64Array.from({ length: floats.length / 2 }, (_, n) => {
    const at = 4 * Math.floor(n / 2);
    return words[at + 2] === DIVERGED ? Number.NaN : (floats[at + (n % 2)] ?? Number.NaN);
  });
}
