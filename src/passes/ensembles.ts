import { circumstancesOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import { MOST_PLACED } from '../experiment/keys';
import { layStarts, startBox } from '../experiment/starts';
import type { Point } from '../experiment/values';
import { Ensemble, historyBytes, STATE_BYTES } from '../gpu/ensemble';
import { readBuffer } from '../gpu/readback';
import type { MethodId } from '../methods/method';
import { method } from '../methods/table';
import type { Objective } from '../objectives/objective';
import { CENSUS_SLOTS, type CensusPass, type Counts, countsOf, type Measures, type Periods } from './census';
import type { Steps } from './passes';
import type { Surroundings } from './step';

/** Steps that a particle of the endless field lives: until its trail has reached its full length, and a little more. */
export function lifeOf({ trail }: Experiment): number {
  return trail + 8;
}

/** Particle-ticks per submit: well under the 100 ms after which drivers and people lose patience. */
const TICKS_AT_ONCE = 2_000_000;

/** What one reads of an ensemble. */
export interface Particles {
  /** x₀ y₀ x₁ y₁ … */
  readonly position: Float32Array;
  /** Of each: 0 moving, 1 converged, 2 diverged, 3 cycling. */
  readonly status: Uint8Array;
}

/** All ensembles of an experiment on one clock, which counts ticks: a map takes one tick a step, a flow several. */
export class Ensembles {
  readonly all: readonly Ensemble[];
  readonly ticksPerStep: number;
  /** Positions kept per particle and step; fewer than asked for if the adapter's buffers do not hold more. */
  readonly trail: number;
  readonly #device: GPUDevice;
  #starts: Float32Array<ArrayBuffer>;
  #tick = 0;

  constructor(device: GPUDevice, experiment: Experiment, objective: Objective) {
    this.#device = device;
    this.#starts = layStarts(experiment, objective);
    const count = this.#starts.length / 2;
    this.ticksPerStep = smoothness(count);
    this.trail = longestTrail(device, experiment.trail, count + MOST_PLACED, this.ticksPerStep);
    const box = startBox(experiment);
    const common = {
      starts: this.#starts,
      placed: count - experiment.placed.length,
      spare: MOST_PLACED - experiment.placed.length,
      seed: experiment.seed,
      region: [box.x, box.y, box.width, box.height],
      restarting: experiment.respawn
        ? { life: lifeOf(experiment), redraw: experiment.starts === 'random' }
        : null,
    } as const;
    this.all = experiment.methods.map((id) => {
      const row = method(id);
      const ticksPerStep = row.kind === 'flow' ? this.ticksPerStep : 1;
      const least = row.kind === 'map' ? censusSlots(device, count + MOST_PLACED) : 2;
      const slots = Math.max(this.trail * ticksPerStep + 1, least);
      return new Ensemble(device, row, { ...common, ticksPerStep, slots });
    });
  }

  /** Ticks taken by the flows; the maps have taken ⌊tick/ticksPerStep⌋. */
  get tick(): number {
    return this.#tick;
  }

  get count(): number {
    return this.#starts.length / 2;
  }

  /** Where the pairs start, x₀ y₀ x₁ y₁ … */
  get starts(): Float32Array<ArrayBuffer> {
    return this.#starts;
  }

  /** The largest |coordinate| of all starts. */
  get reach(): number {
    return this.#starts.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  }

  find(id: MethodId): Ensemble | undefined {
    return this.all.find((ensemble) => ensemble.method.id === id);
  }

  /** Puts every particle on its start, at tick 0. */
  restart(): void {
    this.#tick = 0;
    for (const ensemble of this.all) ensemble.restart(this.#starts);
  }

  /** Adds a pair (one particle of every method) that starts now. */
  append(point: Point): void {
    this.#starts = Float32Array.from([...this.#starts, ...point]);
    for (const ensemble of this.all) ensemble.append(new Float32Array(point));
  }

  /**
   * Takes at most so many ticks, as many as are quick; returns how many it took. Meters are steps to take in place of
   * others.
   */
  take(
    steps: Steps,
    at: Surroundings,
    experiment: Experiment,
    wanted: number,
    meters: Steps = new Map(),
  ): number {
    const ticks = Math.min(wanted, Math.max(1, Math.floor(TICKS_AT_ONCE / this.count)));
    const before = this.#tick;
    this.#tick += ticks;
    const encoder = this.#device.createCommandEncoder({ label: 'Ensembles.take' });
    const jumps = Math.floor(this.#tick / this.ticksPerStep) - Math.floor(before / this.ticksPerStep);
    const due = (ensemble: Ensemble) => (ensemble.method.kind === 'flow' ? ticks : jumps);
    for (const ensemble of this.all) {
      const { id } = ensemble.method;
      const step = meters.get(id) ?? steps.get(id);
      if (step === undefined || due(ensemble) === 0) continue;
      const circumstances = circumstancesOf(experiment, id);
      step.step(encoder, ensemble, at, circumstances, due(ensemble));
    }
    this.#device.queue.submit([encoder.finish()]);
    for (const ensemble of this.all) {
      ensemble.tick += due(ensemble);
      if (!meters.has(ensemble.method.id)) ensemble.unmetered = ensemble.tick;
    }
    return ticks;
  }

  /** Moves the heads of the flows on by a fraction of a tick, for the picture only. */
  glide(
    encoder: GPUCommandEncoder,
    steps: Steps,
    at: Surroundings,
    experiment: Experiment,
    fraction: number,
  ): void {
    for (const ensemble of this.all) {
      if (ensemble.method.kind !== 'flow') continue;
      const { id } = ensemble.method;
      steps.get(id)?.glide(encoder, ensemble, at, circumstancesOf(experiment, id), fraction);
    }
  }

  /** Names and counts the statuses of every ensemble, in their order, its flags and its cycles by their period. */
  async census(
    census: CensusPass,
    problem: GPUBuffer,
    measures: Measures,
  ): Promise<readonly { readonly counts: Counts; readonly periods: Periods }[]> {
    const reads = this.all.map(async (ensemble) => {
      const encoder = this.#device.createCommandEncoder({ label: 'Ensembles.census' });
      census.run(encoder, ensemble, problem, measures);
      this.#device.queue.submit([encoder.finish()]);
      return countsOf(await readBuffer(this.#device, census.counts, census.counts.size), ensemble);
    });
    return Promise.all(reads);
  }

  /** Positions and statuses of one ensemble, as the last census named them. */
  async read(ensemble: Ensemble): Promise<Particles> {
    const bytes = await readBuffer(this.#device, ensemble.states, ensemble.count * STATE_BYTES);
    const floats = new Float32Array(bytes);
    const words = new Uint32Array(bytes);
    const count = words.length / 4;
    const position = new Float32Array(2 * count);
    for (let i = 0; i < count; i++) position.set(floats.subarray(4 * i, 4 * i + 2), 2 * i);
    return { position, status: Uint8Array.from({ length: count }, (_, i) => words[4 * i + 2] ?? 0) };
  }

  dispose(): void {
    for (const ensemble of this.all) ensemble.dispose();
  }
}

/** Which index has the particle nearest to a point, if that is no farther than `reach`. */
export function nearest(ensembles: readonly Particles[], [x, y]: Point, reach: number): number | null {
  const best = { index: null as number | null, distance: reach };
  for (const { position } of ensembles) {
    for (let i = 0; i < position.length / 2; i++) {
      const distance = Math.hypot((position[2 * i] ?? 0) - x, (position[2 * i + 1] ?? 0) - y);
      if (distance < best.distance) Object.assign(best, { index: i, distance });
    }
  }
  return best.index;
}

/** The most starts that an adapter's buffers hold. */
export function startLimit(device: GPUDevice): number {
  const perStart = historyBytes(CENSUS_SLOTS.least);
  return Math.floor(device.limits.maxStorageBufferBindingSize / perStart) - MOST_PLACED;
}

/** Positions that a map remembers at least: enough to be sure of every period, unless the adapter has no room for them. */
function censusSlots({ limits }: GPUDevice, capacity: number): number {
  const { least, enough } = CENSUS_SLOTS;
  return capacity * historyBytes(enough) <= limits.maxStorageBufferBindingSize ? enough : least;
}

/** Ticks per step of the flows: curves of few particles are looked at closely, those of many blend. */
function smoothness(count: number): number {
  if (count <= 2000) return 8;
  return count <= 20_000 ? 4 : 2;
}

function longestTrail(device: GPUDevice, wanted: number, capacity: number, ticksPerStep: number): number {
  const positions = Math.floor(device.limits.maxStorageBufferBindingSize / (capacity * historyBytes(1)));
  return Math.max(1, Math.min(wanted, Math.floor((positions - 1) / ticksPerStep)));
}
