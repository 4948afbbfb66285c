import { readBuffer } from './readback';

/** Bytes of one time stamp, a u64 in nanoseconds. */
const STAMP = 8;
const NANOSECONDS = 1e6;

/**
 * Tells how long the GPU works on what is submitted, without what it had to do before and beside: by time stamps where the
 * adapter has them, else by the clock on the wall.
 */
export class Stopwatch {
  readonly #device: GPUDevice;
  readonly #label: string;
  #stamps: { readonly set: GPUQuerySet; readonly buffer: GPUBuffer } | null;

  constructor(device: GPUDevice, label: string) {
    this.#device = device;
    this.#label = `${label}.stopwatch`;
    const timed = device.features.has('timestamp-query');
    this.#stamps = timed
      ? {
          set: device.createQuerySet({ label: this.#label, type: 'timestamp', count: 2 }),
          buffer: device.createBuffer({
            label: this.#label,
            size: 2 * STAMP,
            usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
          }),
        }
      : null;
  }

  /** Submits some work; resolves, when it is done, with the milliseconds that it took. */
  async time(encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
    const { queue } = this.#device;
    const stamps = this.#stamps;
    const begin = performance.now();
    const encoder = this.#device.createCommandEncoder({ label: this.#label });
    this.#stamp(encoder, 0);
    encode(encoder);
    this.#stamp(encoder, 1);
    if (stamps !== null) encoder.resolveQuerySet(stamps.set, 0, 2, stamps.buffer, 0);
    queue.submit([encoder.finish()]);
    const stamped = stamps === null ? null : await readBuffer(this.#device, stamps.buffer, 2 * STAMP);
    if (stamped === null) await queue.onSubmittedWorkDone();
    const onTheWall = performance.now() - begin;
    if (stamped === null) return onTheWall;
    const [first = 0n, last = 0n] = new BigUint64Array(stamped);
    // Stamps may be missing, or start anew: the clock on the wall is then right enough.
    return last > first ? Math.min(onTheWall, Number(last - first) / NANOSECONDS) : onTheWall;
  }

  /** Work that still waits for its turn is timed by the clock on the wall. */
  dispose(): void {
    this.#stamps?.set.destroy();
    this.#stamps?.buffer.destroy();
    this.#stamps = null;
  }

  /** A pass that does nothing but note the time. */
  #stamp(encoder: GPUCommandEncoder, index: 0 | 1): void {
    if (this.#stamps === null) return;
    const { set } = this.#stamps;
    const timestampWrites =
      index === 0
        ? { querySet: set, beginningOfPassWriteIndex: 0 }
        : { querySet: set, endOfPassWriteIndex: 1 };
    encoder.beginComputePass({ label: this.#label, timestampWrites }).end();
  }
}
