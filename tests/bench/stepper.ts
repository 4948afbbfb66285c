/**
 * Takes the place of `requestAnimationFrame`: frames come when the benchmark asks for them, and the clock that they are
 * told goes on by the same time at each. Only one party on the page may ask for frames.
 */
export class Stepper {
  readonly #frame: number;
  readonly #native = window.requestAnimationFrame.bind(window);
  #now = 0;
  #due: FrameRequestCallback | null = null;

  constructor(frame: number) {
    this.#frame = frame;
    window.requestAnimationFrame = (callback) => {
      this.#due = callback;
      return 1;
    };
    window.cancelAnimationFrame = () => {
      this.#due = null;
    };
  }

  /** Runs the frame that was asked for; whether there was one. */
  step(): boolean {
    const due = this.#due;
    this.#due = null;
    this.#now += this.#frame;
    due?.(this.#now);
    return due !== null;
  }

  /** Resolves when the browser has put the last frame on the screen and is ready for the next. */
  async presented(): Promise<void> {
    await new Promise(this.#native);
    await new Promise(this.#native);
  }

  /** Runs so many frames whenever the browser is ready for one; the milliseconds from each to the next. */
  async pace(count: number): Promise<readonly number[]> {
    const intervals: number[] = [];
    let last = performance.now();
    while (intervals.length < count) {
      await new Promise(this.#native);
      if (!this.step()) continue;
      intervals.push(performance.now() - last);
      last = performance.now();
    }
    return intervals;
  }
}
