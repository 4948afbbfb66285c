/** The longest time between two frames that the clock makes up for, in seconds: a hidden tab does not burst. */
const LONGEST_FRAME = 0.1;

/**
 * Turns time on the wall into ticks of the experiment. How often it is asked does not matter: over any stretch it gives
 * the same ticks at 30 frames per second and at 144.
 */
export class Clock {
  #playing = false;
  #fraction = 0;
  #last: number | null = null;

  get playing(): boolean {
    return this.#playing;
  }

  /** Part of a tick that has passed since the last whole one. */
  get fraction(): number {
    return this.#fraction;
  }

  play(): void {
    this.#playing = true;
    this.#last = null;
  }

  pause(): void {
    this.#playing = false;
  }

  /** Puts the clock on a whole tick. */
  settle(): void {
    this.#fraction = 0;
  }

  /** The ticks that have become due at time `now` in milliseconds, at so many ticks per second. */
  ticksDue(now: number, rate: number): number {
    if (!this.#playing) return 0;
    const elapsed = this.#last === null ? 0 : Math.min(LONGEST_FRAME, (now - this.#last) / 1000);
    this.#last = now;
    const due = this.#fraction + elapsed * rate;
    const ticks = Math.floor(due);
    this.#fraction = due - ticks;
    return ticks;
  }
}
