/** Seconds that the whole page takes at most, about, unless its address says otherwise. */
const SECONDS = 180;
const LONGEST = 3600;

/** `#bench=1&budget=30`: how many seconds the benchmark may take, from 1 to an hour. */
export function budgetOf(hash: string): number {
  const given = Number(/[#&]budget=([\d.]+)(&|$)/.exec(hash)?.[1] ?? SECONDS);
  return Number.isFinite(given) ? Math.min(LONGEST, Math.max(1, given)) : SECONDS;
}

/** A stretch of time that several measurements share: what would take longer than what is left of it is skipped. */
export class Budget {
  readonly signal: AbortSignal;
  readonly #end: number;

  constructor(seconds: number, signal: AbortSignal) {
    this.#end = performance.now() + 1000 * seconds;
    this.signal = signal;
  }

  /** Milliseconds left. */
  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /**
   * Whether something that takes so many milliseconds still has its place.
   *
   * @throws the signal's reason if it is aborted
   */
  allows(milliseconds: number): boolean {
    this.signal.throwIfAborted();
    return milliseconds < this.left;
  }
}
