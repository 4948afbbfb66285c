import { circumstancesOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import { MOST_PLACED } from '../experiment/keys';
import { layStarts, startBox } from '../experiment/starts';
import type { Point } from '../experiment/values';
import { carryOf, Ensemble, STATE_BYTES } from '../gpu/ensemble';
import { readBuffer, type Slice } from '../gpu/readback';
import type { MethodId } from '../methods/method';
import { method } from '../methods/table';
import type { Objective } from '../objectives/objective';
import { type CensusPass, type Counts, countsOf, type Measures, type Periods } from './census';
import type { Steps } from './passes';
import { type Room, roomFor } from './room';
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
  /** Of a diverged particle the own step at which it left, of a cycling one its period, else 0. */
  readonly since: Uint32Array;
}

/** What moves on from tick to tick of one ensemble's particles. */
export interface Body {
  readonly states: ArrayBuffer;
  readonly carries: ArrayBuffer;
}

/** All ensembles of an experiment on one clock, which counts ticks: a map takes one tick a step, a flow several. */
export class Ensembles {
  readonly all: readonly Ensemble[];
  readonly room: Room;
  /** Whether the adapter had room for all buffers. */
  readonly fits: Promise<boolean>;
  #isThere = false;
  readonly #device: GPUDevice;
  /** With room for those that are placed later. */
  readonly #starts: Float32Array<ArrayBuffer>;
  #count: number;
  #reach: number;
  #tick = 0;

  constructor(device: GPUDevice, experiment: Experiment, objective: Objective) {
    this.#device = device;
    device.pushErrorScope('validation'); // what is written to a buffer that there is no room for
    device.pushErrorScope('out-of-memory');
    const starts = layStarts(experiment, objective);
    const count = starts.length / 2;
    const spare = MOST_PLACED - experiment.placed.length;
    this.#count = count;
    this.#reach = reachOf(starts);
    this.#starts = new Float32Array(2 * (count + spare));
    this.#starts.set(starts);
    const { trail, methods } = experiment;
    this.room = roomFor(device.limits, { trail, methods: methods.length }, count);
    const { glides, slots } = this.room;
    const box = startBox(experiment);
    const common = {
      starts,
      spare,
      glides,
      placed: count - experiment.placed.length,
      seed: experiment.seed,
      region: [box.x, box.y, box.width, box.height],
      restarting: experiment.respawn
        ? { life: lifeOf(experiment), redraw: experiment.starts === 'random' }
        : null,
    } as const;
    const all: Ensemble[] = [];
    for (const row of methods.map(method)) {
      const ticksPerStep = row.kind === 'flow' ? this.ticksPerStep : 1;
      const shape = { ...common, ticksPerStep, slots: slots[row.kind] };
      all.push(new Ensemble(device, row, shape, all[0]));
    }
    this.all = all;
    this.fits = this.#arrive();
  }

  /** Whether it is known by now that the adapter had room for all buffers: nothing may be done with them before. */
  get isThere(): boolean {
    return this.#isThere;
  }

  get ticksPerStep(): number {
    return this.room.ticksPerStep;
  }

  /** Positions kept per particle and step; fewer than asked for if the adapter's buffers do not hold more. */
  get trail(): number {
    return this.room.trail;
  }

  /** Ticks taken by the flows; the maps have taken ⌊tick/ticksPerStep⌋. */
  get tick(): number {
    return this.#tick;
  }

  get count(): number {
    return this.#count;
  }

  /** Where the pairs start, x₀ y₀ x₁ y₁ … */
  get starts(): Float32Array<ArrayBuffer> {
    return this.#starts.subarray(0, 2 * this.#count);
  }

  /** The largest |coordinate| of all starts. */
  get reach(): number {
    return this.#reach;
  }

  /** Ticks after which nothing is left of what the histories held. */
  get memory(): number {
    const spans = this.all.map(({ shape }) => (shape.slots * this.ticksPerStep) / shape.ticksPerStep);
    return Math.max(0, ...spans);
  }

  /** Where to read the bodies of all ensembles: states and carries of the first, of the second, … */
  get slices(): readonly Slice[] {
    return this.all.flatMap(({ states, carries, count, method: row }) => [
      { buffer: states, offset: 0, bytes: count * STATE_BYTES },
      { buffer: carries, offset: 0, bytes: count * 4 * carryOf(row).numbers },
    ]);
  }

  /** Puts every particle where it was at a tick. The histories are not of that tick, nor those before. */
  resume(tick: number, bodies: readonly Body[]): void {
    this.#tick = tick;
    for (const [n, { states, carries }] of bodies.entries()) {
      const ensemble = this.all[n];
      if (ensemble === undefined) continue;
      this.#device.queue.writeBuffer(ensemble.states, 0, states);
      this.#device.queue.writeBuffer(ensemble.carries, 0, carries);
      ensemble.tick = Math.floor((tick * ensemble.shape.ticksPerStep) / this.ticksPerStep);
    }
  }

  find(id: MethodId): Ensemble | undefined {
    return this.all.find((ensemble) => ensemble.method.id === id);
  }

  /** Puts every particle on its start, at tick 0. */
  restart(): void {
    this.#tick = 0;
    for (const ensemble of this.all) ensemble.restart(this.starts);
  }

  /** Takes over where all particles of others of the same experiment are, and where they have been. */
  becomeLike(others: Ensembles): void {
    const encoder = this.#device.createCommandEncoder({ label: 'Ensembles.becomeLike' });
    for (const [n, ensemble] of this.all.entries()) {
      const other = others.all[n];
      if (other !== undefined) ensemble.becomeLike(encoder, other);
    }
    this.#device.queue.submit([encoder.finish()]);
    this.#tick = others.#tick;
  }

  /** Adds a pair (one particle of every method) that starts now. */
  append(point: Point): void {
    const start = new Float32Array(point);
    this.#starts.set(start, 2 * this.#count);
    this.#count++;
    this.#reach = Math.max(this.#reach, reachOf(start));
    for (const ensemble of this.all) ensemble.append(start);
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
    const status = new Uint8Array(count);
    const since = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      position[2 * i] = floats[4 * i] ?? 0;
      position[2 * i + 1] = floats[4 * i + 1] ?? 0;
      status[i] = words[4 * i + 2] ?? 0;
      since[i] = words[4 * i + 3] ?? 0;
    }
    return { position, status, since };
  }

  async #arrive(): Promise<boolean> {
    this.#isThere = await withoutError(this.#device);
    return this.#isThere;
  }

  dispose(): void {
    for (const ensemble of this.all) ensemble.dispose();
  }
}

/** Which index has the particle nearest to a point, if that is no farther than `reach`. */
export function nearest(ensembles: readonly Particles[], [x, y]: Point, reach: number): number | null {
  let index: number | null = null;
  let least = reach * reach;
  for (const { position } of ensembles) {
    for (let i = 0; i < position.length / 2; i++) {
      const [dx, dy] = [(position[2 * i] ?? 0) - x, (position[2 * i + 1] ?? 0) - y];
      if (dx * dx + dy * dy >= least) continue;
      least = dx * dx + dy * dy;
      index = i;
    }
  }
  return index;
}

/** The largest |coordinate| of points. */
function reachOf(points: Float32Array): number {
  let most = 0;
  for (const value of points) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/** Whether nothing went wrong since the last two error scopes were opened. What a lost device says is not held against it. */
async function withoutError(device: GPUDevice): Promise<boolean> {
  const scopes = [device.popErrorScope(), device.popErrorScope()];
  const errors = await Promise.all(scopes).catch(() => []);
  return errors.every((error) => error === null);
}
