import particleShader from '../../shaders/particle.wgsl?raw';
import type { Method } from '../methods/method';
import { Layout, Uniform } from './layout';

/** `struct Ensemble` of ensemble.wgsl. */
export const ensembleLayout = new Layout('Ensemble', {
  count: 'u32',
  capacity: 'u32',
  slots: 'u32',
  tick: 'u32',
  ticks_per_step: 'u32',
  life: 'u32',
  seed: 'u32',
  placed: 'u32',
  region: 'vec4f',
  redraw: 'u32',
  stride: 'u32',
});

/** Bytes of `struct State` of ensemble.wgsl. */
export const STATE_BYTES = 16;
const POSITION_BYTES = 8;

/** How particles that reach the end of their life start again; null: every particle lives on. */
interface Restarting {
  readonly life: number;
  readonly redraw: boolean;
}

/** What decides an ensemble's buffers. */
export interface EnsembleShape {
  readonly starts: Float32Array<ArrayBuffer>;
  /** Starts from here on were placed by hand. */
  readonly placed: number;
  /** Starts that may still be appended. */
  readonly spare: number;
  readonly ticksPerStep: number;
  /** Positions kept per particle. */
  readonly slots: number;
  readonly seed: number;
  /** Lower left corner and size of the box of starts. */
  readonly region: readonly [number, number, number, number];
  readonly restarting: Restarting | null;
  /** Whether a flow's particles are drawn where they are between two ticks. */
  readonly glides?: boolean;
}

/**
 * All particles of one method, in GPU buffers, with their own clock in ticks.
 *
 * The history lies slot by slot: slot s holds the positions of all particles at the last tick k with k mod slots = s.
 */
export class Ensemble {
  readonly method: Method;
  readonly shape: EnsembleShape;
  readonly capacity: number;
  readonly uniform: Uniform<(typeof ensembleLayout)['shape']>;
  readonly states: GPUBuffer;
  readonly carries: GPUBuffer;
  readonly history: GPUBuffer;
  readonly starts: GPUBuffer;
  /** Where gliding particles are; of others nothing is kept here. */
  readonly heads: GPUBuffer;
  /** The tick after the last one, since the start, that was taken without a meter: what was read before does not go on from there. */
  unmetered = 0;
  readonly #device: GPUDevice;
  readonly #elder: Ensemble | null;
  readonly #glides: boolean;
  #count = 0;
  #tick = 0;

  /** An elder is another ensemble of the same starts that was made before: they share their buffer. */
  constructor(device: GPUDevice, method: Method, shape: EnsembleShape, elder: Ensemble | null = null) {
    this.#device = device;
    this.#elder = elder;
    this.#glides = glidesIn(shape, method);
    this.method = method;
    this.shape = shape;
    this.capacity = shape.starts.length / 2 + shape.spare;
    const label = (name: string) => `Ensemble.${method.id}.${name}`;
    const buffer = (name: string, size: number) =>
      device.createBuffer({
        label: label(name),
        size: Math.max(size, 16),
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
      });
    this.states = buffer('states', this.capacity * STATE_BYTES);
    this.carries = buffer('carries', this.capacity * 4 * carryOf(method).numbers);
    this.history = buffer('history', this.capacity * POSITION_BYTES * shape.slots);
    this.starts = elder?.starts ?? buffer('starts', this.capacity * POSITION_BYTES);
    this.heads = buffer('heads', this.#glides ? this.capacity * POSITION_BYTES : 0);
    this.uniform = new Uniform(device, label('uniform'), ensembleLayout);
    if (elder === null) device.queue.writeBuffer(this.starts, 0, shape.starts);
    this.#count = shape.starts.length / 2;
    this.restart(shape.starts);
  }

  get count(): number {
    return this.#count;
  }

  /** Where particles are drawn, `stride` points apart: as they glide, or where their states have them. */
  get positions(): GPUBuffer {
    return this.#glides ? this.heads : this.states;
  }

  /** Ticks taken since the start. */
  get tick(): number {
    return this.#tick;
  }

  set tick(tick: number) {
    this.#tick = tick;
    this.#describe();
  }

  /** Puts every particle on its start, at tick 0. An elder must have been put there before. */
  restart(starts: Float32Array<ArrayBuffer>): void {
    const { queue } = this.#device;
    const encoder = this.#device.createCommandEncoder({ label: `Ensemble.${this.method.id}.restart` });
    const size = this.#count * POSITION_BYTES;
    if (this.#elder === null) queue.writeBuffer(this.states, 0, statesAt(starts));
    else encoder.copyBufferToBuffer(this.#elder.states, 0, this.states, 0, this.#count * STATE_BYTES);
    encoder.clearBuffer(this.carries);
    encoder.copyBufferToBuffer(this.starts, 0, this.history, 0, size);
    if (this.#glides) encoder.copyBufferToBuffer(this.starts, 0, this.heads, 0, size);
    queue.submit([encoder.finish()]);
    this.tick = 0;
    this.unmetered = 0;
  }

  /** Takes over where all particles of another one of the same shape are, and where they have been. */
  becomeLike(encoder: GPUCommandEncoder, other: Ensemble): void {
    for (const name of ['states', 'carries', 'history', 'heads'] as const) {
      encoder.copyBufferToBuffer(other[name], this[name]);
    }
    if (this.#elder === null) encoder.copyBufferToBuffer(other.starts, this.starts);
    this.#count = other.#count;
    this.unmetered = other.unmetered;
    this.tick = other.#tick;
  }

  /** Adds one particle that starts now. Its history is that it has always stood there: nothing of it is drawn. */
  append(start: Float32Array<ArrayBuffer>): void {
    if (this.#count === this.capacity) throw new RangeError('The ensemble has no spare particle.');
    const { queue } = this.#device;
    const i = this.#count;
    const carry = carryOf(this.method).numbers;
    queue.writeBuffer(this.states, i * STATE_BYTES, statesAt(start));
    queue.writeBuffer(this.carries, i * 4 * carry, new Float32Array(carry));
    if (this.#elder === null) queue.writeBuffer(this.starts, i * POSITION_BYTES, start);
    if (this.#glides) queue.writeBuffer(this.heads, i * POSITION_BYTES, start);
    for (let slot = 0; slot < this.shape.slots; slot++) {
      queue.writeBuffer(this.history, (slot * this.capacity + i) * POSITION_BYTES, start);
    }
    this.#count++;
    this.#describe();
  }

  dispose(): void {
    for (const item of [this.states, this.carries, this.history, this.heads]) item.destroy();
    if (this.#elder === null) this.starts.destroy();
    this.uniform.dispose();
  }

  #describe(): void {
    const { slots, seed, placed, region, ticksPerStep, restarting } = this.shape;
    this.uniform.write({
      count: this.#count,
      capacity: this.capacity,
      slots,
      tick: this.#tick,
      ticks_per_step: ticksPerStep,
      life: restarting?.life ?? 0,
      seed,
      placed,
      region,
      redraw: restarting?.redraw === true ? 1 : 0,
      stride: this.#glides ? 1 : STATE_BYTES / POSITION_BYTES,
    });
  }
}

/** What a shader that moves particles by a method is made of beside its entry file and the objective. */
export function methodParts(method: Method): readonly string[] {
  return [method.wgsl, carryOf(method).wgsl, particleShader];
}

/** How a method's carry lies in the buffer and what the shaders call it: WGSL has no empty arrays, and wants powers of two. */
export function carryOf(method: Method): { readonly numbers: number; readonly wgsl: string } {
  if (method.carry > 4) return { numbers: 8, wgsl: 'struct Carry { first: vec4f, second: vec4f }' };
  const [type, numbers] = method.carry <= 1 ? ['f32', 1] : method.carry <= 2 ? ['vec2f', 2] : ['vec4f', 4];
  return { numbers, wgsl: `alias Carry = ${type};` };
}

/** Bytes that one particle's history of so many slots takes. */
export function historyBytes(slots: number): number {
  return slots * POSITION_BYTES;
}

/** Bytes that one particle takes beside its start. */
export function particleBytes(method: Method, slots: number, glides: boolean): number {
  const head = glidesIn({ glides }, method) ? POSITION_BYTES : 0;
  return STATE_BYTES + 4 * carryOf(method).numbers + historyBytes(slots) + head;
}

/** Maps wait for their step. */
function glidesIn({ glides = false }: Pick<EnsembleShape, 'glides'>, { kind }: Method): boolean {
  return glides && kind === 'flow';
}

function statesAt(starts: Float32Array): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(starts.length * 2);
  for (let i = 0; i < starts.length / 2; i++) {
    floats[4 * i] = starts[2 * i] ?? 0;
    floats[4 * i + 1] = starts[2 * i + 1] ?? 0;
  }
  return floats;
}
