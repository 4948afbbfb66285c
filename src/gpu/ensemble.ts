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
  readonly heads: GPUBuffer;
  /** The tick after the last one, since the start, that was taken without a meter: what was read before does not go on from there. */
  unmetered = 0;
  readonly #device: GPUDevice;
  #count = 0;
  #tick = 0;

  constructor(device: GPUDevice, method: Method, shape: EnsembleShape) {
    this.#device = device;
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
    this.starts = buffer('starts', this.capacity * POSITION_BYTES);
    this.heads = buffer('heads', this.capacity * POSITION_BYTES);
    this.uniform = new Uniform(device, label('uniform'), ensembleLayout);
    device.queue.writeBuffer(this.starts, 0, shape.starts);
    this.#count = shape.starts.length / 2;
    this.restart(shape.starts);
  }

  get count(): number {
    return this.#count;
  }

  /** Ticks taken since the start. */
  get tick(): number {
    return this.#tick;
  }

  set tick(tick: number) {
    this.#tick = tick;
    this.#describe();
  }

  /** Puts every particle on its start, at tick 0. */
  restart(starts: Float32Array<ArrayBuffer>): void {
    const { queue } = this.#device;
    queue.writeBuffer(this.states, 0, statesAt(starts));
    queue.writeBuffer(this.carries, 0, new Float32Array(this.#count * carryOf(this.method).numbers));
    queue.writeBuffer(this.history, 0, starts);
    queue.writeBuffer(this.heads, 0, starts);
    this.tick = 0;
    this.unmetered = 0;
  }

  /** Adds one particle that starts now. Its history is that it has always stood there: nothing of it is drawn. */
  append(start: Float32Array<ArrayBuffer>): void {
    if (this.#count === this.capacity) throw new RangeError('The ensemble has no spare particle.');
    const { queue } = this.#device;
    const i = this.#count;
    queue.writeBuffer(this.states, i * STATE_BYTES, statesAt(start));
    queue.writeBuffer(
      this.carries,
      i * 4 * carryOf(this.method).numbers,
      new Float32Array(carryOf(this.method).numbers),
    );
    for (const buffer of [this.starts, this.heads]) queue.writeBuffer(buffer, i * POSITION_BYTES, start);
    for (let slot = 0; slot < this.shape.slots; slot++) {
      queue.writeBuffer(this.history, (slot * this.capacity + i) * POSITION_BYTES, start);
    }
    this.#count++;
    this.#describe();
  }

  dispose(): void {
    for (const item of [this.states, this.carries, this.history, this.starts, this.heads]) item.destroy();
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

function statesAt(starts: Float32Array): ArrayBuffer {
  const floats = new Float32Array(starts.length * 2);
  for (let i = 0; i < starts.length / 2; i++) floats.set([starts[2 * i] ?? 0, starts[2 * i + 1] ?? 0], 4 * i);
  return floats.buffer;
}
