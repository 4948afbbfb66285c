import type { Ensemble } from '../gpu/ensemble';
import { Uniform } from '../gpu/layout';
import { readBuffer } from '../gpu/readback';
import { ROW, type Subject } from '../theory/recording';
import type { Reference } from '../theory/reference';
import { BINS_BYTES, type Counters, type RecordPass, recordLayout, TALLY_BYTES } from './recordPass';

/** Where a track counts, and into which row. */
interface Place {
  readonly row: number;
  readonly pair: number;
  /** Whether what has been counted stays for the next row. */
  readonly keeps: boolean;
}

/** How the ages of an endless field are told apart; one slot for particles that live on. */
interface Slots {
  readonly slots: number;
  readonly stride: number;
}

/** The counts and rows of one ensemble on the GPU. */
export class Track {
  readonly ensemble: Ensemble;
  readonly #device: GPUDevice;
  readonly #pass: RecordPass;
  readonly #subject: Subject;
  readonly #slots: Slots;
  readonly #uniform: Uniform<(typeof recordLayout)['shape']>;
  readonly #buffers: Counters;
  readonly #groups: ReturnType<RecordPass['groups']>;

  constructor(
    device: GPUDevice,
    pass: RecordPass,
    ensemble: Ensemble,
    problem: GPUBuffer,
    subject: Subject,
    slots: Slots,
    rows: number,
  ) {
    this.#device = device;
    this.#pass = pass;
    this.ensemble = ensemble;
    this.#subject = subject;
    this.#slots = slots;
    const label = `Track.${ensemble.method.id}`;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = (name: string, size: number) =>
      device.createBuffer({ label: `${label}.${name}`, size, usage });
    this.#uniform = new Uniform(device, `${label}.record`, recordLayout);
    this.#buffers = {
      uniform: this.#uniform.buffer,
      bins: buffer('bins', slots.slots * BINS_BYTES),
      tallies: buffer('tallies', slots.slots * TALLY_BYTES),
      rows: buffer('rows', rows * 4 * ROW),
    };
    this.#groups = pass.groups(ensemble, problem, this.#buffers);
  }

  /** Rows that the ages of an endless field take. */
  get slots(): number {
    return this.#slots.slots;
  }

  /** Adds every particle of this moment to the counts. */
  measure(encoder: GPUCommandEncoder, place: Place): void {
    this.#describe(place);
    this.#pass.measure(encoder, this.#groups.particles, this.ensemble.count);
  }

  /** Makes rows of the counts. */
  reduce(encoder: GPUCommandEncoder): void {
    this.#pass.reduce(encoder, this.#groups.rows, this.#slots.slots);
  }

  /** The first rows, as they are once all that was submitted before has been done. */
  async read(rows: number): Promise<Float32Array> {
    return new Float32Array(await readBuffer(this.#device, this.#buffers.rows, rows * 4 * ROW));
  }

  /** Forgets what the followed particle did. */
  forgetPair(encoder: GPUCommandEncoder): void {
    encoder.clearBuffer(this.#buffers.rows);
  }

  dispose(): void {
    this.#uniform.dispose();
    const { bins, tallies, rows } = this.#buffers;
    for (const buffer of [bins, tallies, rows]) buffer.destroy();
  }

  #describe({ row, pair, keeps }: Place): void {
    const { reference, count, since } = this.#subject;
    this.#uniform.write({
      ...measuresOf(reference),
      ...this.#slots,
      pair,
      count,
      since,
      row,
      keeps: keeps ? 1 : 0,
    });
  }
}

/** What particles are measured against, as the shader wants it. */
function measuresOf({ floor, minimisers, modes }: Reference) {
  const { low = 0, high = 0, u = [1, 0], v = [0, 1] } = modes?.spectrum ?? {};
  return {
    minimisers: minimisers.flatMap(({ x, y }) => split(x, y)),
    centre: split(...(modes?.centre ?? [0, 0])),
    frame: [...u, ...v],
    curvatures: [low, high],
    floor: [Math.fround(floor ?? 0), (floor ?? 0) - Math.fround(floor ?? 0)],
    count_of_minimisers: minimisers.length,
    value: floor === null ? 0 : modes === null ? 1 : 2,
    modes: modes === null ? 0 : 1,
  } as const;
}

/** x and y as f32 has them, and what is left over. */
function split(x: number, y: number): readonly [number, number, number, number] {
  return [Math.fround(x), Math.fround(y), x - Math.fround(x), y - Math.fround(y)];
}
