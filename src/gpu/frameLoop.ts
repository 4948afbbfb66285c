/** Frames that may be on their way to the screen at once: more would only make the page answer later. */
const FRAMES_IN_FLIGHT = 2;
/** Milliseconds for which long work lets a frame go first: a page that nobody sees draws none. */
const PATIENCE = 250;

/** The loop that draws from a queue, where there is one. */
const loops = new WeakMap<GPUQueue, FrameLoop>();

/**
 * Does a piece of long work on a queue in turns with the frames that are drawn from it, one after the other: while it is
 * done no frame is, so that the time it takes is its own.
 */
export function betweenFrames<T>(queue: GPUQueue, work: () => Promise<T>): Promise<T> {
  return loops.get(queue)?.between(work) ?? work();
}

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
  /** Resolves when the last piece of work that was asked for is done. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #waiting = new Set<() => void>();

  /** `draw` submits one frame; `now` is its time in milliseconds. */
  constructor(queue: GPUQueue, draw: (now: number) => void) {
    this.#queue = queue;
    this.#draw = draw;
    loops.set(queue, this);
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

  /** Begins some work when the frame that is asked for has been drawn, and draws none until it is done. */
  between<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    const made = (async () => {
      await before.catch(() => undefined);
      if (this.#request !== 0 || this.#owed) await this.#nextFrame();
      return this.holdWhile(
        (async () => {
          await this.#queue.onSubmittedWorkDone();
          return work();
        })(),
      );
    })();
    this.#turn = made;
    return made;
  }

  stop(): void {
    this.#stopped = true;
    cancelAnimationFrame(this.#request);
    loops.delete(this.#queue);
  }

  #nextFrame(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, PATIENCE);
      this.#waiting.add(go);
    });
  }

  #frame(now: number): void {
    this.#owed = this.#holds > 0 || this.#inFlight >= FRAMES_IN_FLIGHT;
    if (this.#owed) return;
    this.#inFlight++;
    this.#draw(now);
    for (const go of this.#waiting) go();
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
