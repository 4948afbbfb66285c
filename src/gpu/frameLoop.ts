/** Frames that may be on their way to the screen at once: more would only make the page answer later. */
const FRAMES_IN_FLIGHT = 2;

/** Draws frames as they are asked for, no more than the screen shows and the GPU gets done. */
export class FrameLoop {
  readonly #queue: GPUQueue;
  readonly #draw: (now: number) => void;
  #request = 0;
  #inFlight = 0;
  /** Whether a frame was asked for while too many were under way. */
  #owed = false;
  #stopped = false;

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

  stop(): void {
    this.#stopped = true;
    cancelAnimationFrame(this.#request);
  }

  #frame(now: number): void {
    this.#owed = this.#inFlight >= FRAMES_IN_FLIGHT;
    if (this.#owed) return;
    this.#inFlight++;
    this.#draw(now);
    void this.#queue.onSubmittedWorkDone().then(() => {
      this.#inFlight--;
      if (this.#owed) this.request();
    });
  }
}
