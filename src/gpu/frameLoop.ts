/** Frames that may be on their way to the screen at once: more would only make the page answer later. */
const FRAMES_IN_FLIGHT = 2;

/** Draws frames as they are asked for, no more than the screen shows and the GPU gets done. */
export class FrameLoop {
  readonly #queue: GPUQueue;
  readonly #draw: (now: number) => void;
  #request = 0;
  #inFlight = 0;
  /** Whether a frame was asked for that could not be drawn then. */
  #owed = false;
  #stopped = false;
  #holds = 0;

  /** `draw` submits one frame; `now` is its time in milliseconds. */
  constructor(queue: GPUQueue, draw: (now: number) => void) {
    this.#queue = queue;
    this.#draw = draw;
  }

  /** Asks for one more frame. */
  request(): void {
    if (this.#request !== 0 || this.#stopped) return;
    this.#request = requestAnimationFrame((now) => {
      this.#request = 0;
      this.#frame(now);
    });
  }

  /** Draws no frame until the work is done, whether it succeeds or not: where the CPU draws, it has better things to do. */
  async holdWhile<T>(work: Promise<T>): Promise<T> {
    this.#holds++;
    try {
      return await work;
    } finally {
      this.#holds--;
      if (this.#owed) this.request();
    }
  }

  stop(): void {
    this.#stopped = true;
    cancelAnimationFrame(this.#request);
  }

  #frame(now: number): void {
    this.#owed = this.#holds > 0 || this.#inFlight >= FRAMES_IN_FLIGHT;
    if (this.#owed) return;
    this.#inFlight++;
    this.#draw(now);
    void this.#settle();
  }

  async #settle(): Promise<void> {
    try {
      await this.#queue.onSubmittedWorkDone();
    } catch {
      return; // the device is lost: there will be no more frames
    }
    this.#inFlight--;
    if (this.#owed) this.request();
  }
}
