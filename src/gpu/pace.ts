import { betweenFrames } from './frameLoop';
import { Stopwatch } from './stopwatch';

/** Milliseconds that a submit should take, and by how much the next one may be longer. */
const SUBMIT = { milliseconds: 30, growth: 3 } as const;

/** Cuts long work into submits that are short enough for frames to go on in between, in turns with them. */
export class Pace {
  /** How much the next submit should do, in units of the work. */
  due: number;
  readonly #queue: GPUQueue;
  readonly #stopwatch: Stopwatch;
  readonly #least: number;

  /** `least` is quick everywhere. */
  constructor(device: GPUDevice, label: string, least: number) {
    this.#queue = device.queue;
    this.#stopwatch = new Stopwatch(device, label);
    this.#least = least;
    this.due = least;
  }

  /** Submits what does so much of the work; resolves when it has been done. */
  submit(amount: number, encode: (encoder: GPUCommandEncoder) => void): Promise<void> {
    return betweenFrames(this.#queue, async () => {
      const pace = SUBMIT.milliseconds / Math.max(1, await this.#stopwatch.time(encode));
      this.due = Math.max(this.#least, amount * Math.min(SUBMIT.growth, pace));
    });
  }

  dispose(): void {
    this.#stopwatch.dispose();
  }
}
