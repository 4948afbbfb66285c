import { readBuffer } from '../gpu/readback';
import { median } from './median.mjs';

const MOST_PASSES = 64;

/** Milliseconds by label, in the order in which the passes run. */
export type PassTimes = readonly (readonly [label: string, time: number])[];

type Descriptor = (GPUComputePassDescriptor & GPURenderPassDescriptor) | undefined;

/**
 * Reads from the GPU how long each pass takes, by its label, without the passes knowing of it: adds timestamps to every
 * pass that begins while it listens. Of adapters without timestamps it tells nothing.
 */
export class PassClock {
  #queries: GPUQuerySet | null = null;
  /** Of the passes of this frame, in the order of their queries. */
  #labels: string[] = [];
  readonly #before = new Map<string, unknown>();

  constructor() {
    const encoder = encoders();
    for (const name of ['beginComputePass', 'beginRenderPass']) {
      const begin = encoder[name] as (descriptor: Descriptor) => unknown;
      this.#before.set(name, begin);
      const timed = (descriptor: Descriptor) => this.#timed(descriptor);
      encoder[name] = function (this: GPUCommandEncoder, descriptor: Descriptor) {
        return begin.call(this, timed(descriptor));
      };
    }
  }

  dispose(): void {
    for (const [name, begin] of this.#before) encoders()[name] = begin;
  }

  /** Median milliseconds per label over so many frames. */
  async listen(device: GPUDevice, count: number, frame: () => Promise<unknown>): Promise<PassTimes> {
    const times = new Map<string, number[]>();
    if (!device.features.has('timestamp-query')) return [];
    this.#queries = device.createQuerySet({ type: 'timestamp', count: 2 * MOST_PASSES });
    for (let n = 0; n < count; n++) {
      this.#labels = [];
      await frame();
      for (const [label, time] of await this.#read(device, this.#queries)) {
        times.set(label, [...(times.get(label) ?? []), time]);
      }
    }
    this.#queries.destroy();
    this.#queries = null;
    return [...times].map(([label, list]) => [label, median(list)] as const);
  }

  #timed(descriptor: Descriptor): Descriptor {
    const n = this.#labels.length;
    if (this.#queries === null || n === MOST_PASSES) return descriptor;
    this.#labels.push(descriptor?.label ?? 'unnamed');
    const timestampWrites = {
      querySet: this.#queries,
      beginningOfPassWriteIndex: 2 * n,
      endOfPassWriteIndex: 2 * n + 1,
    };
    return { ...descriptor, timestampWrites } as Descriptor;
  }

  /** Milliseconds of this frame by label; passes of one label add up. */
  async #read(device: GPUDevice, queries: GPUQuerySet): Promise<ReadonlyMap<string, number>> {
    const labels = this.#labels;
    const sums = new Map<string, number>();
    if (labels.length === 0) return sums;
    const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
    const resolved = device.createBuffer({ label: 'PassClock', size: 16 * labels.length, usage });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(queries, 0, 2 * labels.length, resolved, 0);
    device.queue.submit([encoder.finish()]);
    const stamps = new BigUint64Array(await readBuffer(device, resolved, resolved.size));
    resolved.destroy();
    for (const [n, label] of labels.entries()) {
      const time = Number((stamps[2 * n + 1] ?? 0n) - (stamps[2 * n] ?? 0n)) / 1e6;
      sums.set(label, (sums.get(label) ?? 0) + time);
    }
    return sums;
  }
}

function encoders(): Record<string, unknown> {
  return Object(GPUCommandEncoder.prototype);
}
