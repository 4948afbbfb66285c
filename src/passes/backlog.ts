/** Segments of trails: those that end at some ticks, one after the other, of some strands. */
export interface Stretch {
  readonly firstTick: number;
  readonly ticks: number;
  readonly first: number;
  readonly strands: number;
}

/** Ticks first … last, of whose last one the first `done` strands have been drawn. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly done: number;
}

/** Which segments of the so many trails are still to be drawn. The newest are taken first. */
export class Backlog {
  /** From old to new, none of them empty. */
  #spans: Span[] = [];

  /** Segments in all. */
  owed(strands: number): number {
    return this.#spans.reduce(
      (sum, { first, last, done }) => sum + Math.max(0, (last + 1 - first) * strands - done),
      0,
    );
  }

  clear(): void {
    this.#spans = [];
  }

  /** Those that end at the ticks first … last, after all others, are to be drawn too. */
  add(first: number, last: number): void {
    if (last < first) return;
    const newest = this.#spans.at(-1);
    if (newest !== undefined && newest.done === 0 && newest.last === first - 1) {
      this.#spans[this.#spans.length - 1] = { ...newest, last };
    } else {
      this.#spans.push({ first, last, done: 0 });
    }
  }

  /** Those that end before a tick have faded, or are not remembered. */
  forgetBefore(tick: number): void {
    this.#spans = this.#spans
      .filter(({ last }) => last >= tick)
      .map((span) => ({ ...span, first: Math.max(span.first, tick) }));
  }

  /**
   * Takes about `budget` segments off, in whole ticks where one of all strands is within it, and at least one segment: what
   * is to be drawn now.
   */
  take(budget: number, strands: number): readonly Stretch[] {
    const taken: Stretch[] = [];
    if (strands <= 0) this.clear();
    for (let left = budget; this.#spans.length > 0; ) {
      const stretch = this.#next(left, taken.length === 0, strands);
      if (stretch === null) break;
      taken.push(stretch);
      left -= stretch.ticks * stretch.strands;
    }
    return taken;
  }

  #next(left: number, isFirst: boolean, strands: number): Stretch | null {
    const span = this.#spans.pop();
    if (span === undefined) return null;
    const { first, last, done } = span;
    const ticks = Math.min(last + 1 - first, Math.floor(left / strands));
    if (done === 0 && ticks > 0) {
      if (last - ticks >= first) this.#spans.push({ first, last: last - ticks, done: 0 });
      return { firstTick: last + 1 - ticks, ticks, first: 0, strands };
    }
    const part = Math.min(strands - done, Math.max(isFirst ? 1 : 0, Math.floor(left)));
    // What is left of a budget after whole ticks is not worth a part of another one.
    if (part <= 0 || (!isFirst && part < strands - done)) {
      this.#spans.push(span);
      return null;
    }
    if (done + part < strands) this.#spans.push({ first, last, done: done + part });
    else if (last > first) this.#spans.push({ first, last: last - 1, done: 0 });
    return { firstTick: last, ticks: 1, first: done, strands: part };
  }
}
