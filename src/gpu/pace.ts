import { betweenFrames } from './frameLoop';

/** Milliseconds that a submit should take, and by how much the next one may be longer. */
const SUBMIT = { milliseconds: 40, growth: 4 } as const;

/** Cuts long work into submits that are short enough for frames to go on in between, in turns with them. */
export class Pace {
  /** How much the next submit should do, in units of the work. */
  due: number;
  readonly #device: GPUDevice;
  readonly #label: string;
  readonly #least: number;

  /** `least` is quick everywhere. */
  constructor(device: GPUDevice, label: string, least: number) {
    this.#device = device;
    this.#label = label;
    this.#least = least;
    this.due = least;
  }

  /** Submits what does so much of the work; resolves when it has been done. */
  submit(amount: number, encode: (encoder: GPUCommandEncoder) => void): Promise<void> {
    const { queue } = this.#device;
    return betweenFrames(queue, async () => {
      const begin = performance.now();
      const encoder = this.#device.createCommandEncoder({ label: this.#label });
      encode(encoder);
      queue.submit([encoder.finish()]);
      await queue.onSubmittedWorkDone();
      const pace = SUBMIT.milliseconds / Math.max(1, performance.now() - begin);
      this.due = Math.max(this.#least, amount * Math.min(SUBMIT.growth, pace));
    });
  }
}
