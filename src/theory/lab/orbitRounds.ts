import { FATE_RULES, ROUND } from './fateRules';

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Names an orbit by the rounds of ROUND steps that it makes: the reference for name.wgsl.
 *
 * It is a cycle of period 2 … 16 if in every one of the last quarter of its rounds, eight at least, it comes back to where
 * the round began after p steps, and to the next point one step later, to within a ten-thousandth of the width of the round
 * before (or f32's rounding); what it misses by is a tenth of that, or has been halved meanwhile; and no neighbour parts from
 * it. Chaos that passes an unstable cycle, or where one is about to be born, comes farther off, or its neighbours part.
 */
export class OrbitRounds {
  readonly #begin: Place;
  readonly #rounds: number;
  #width = 0;
  #path = 0;
  #widest = 0;
  #early = 0;
  #late = 0;
  #period = 0;
  #held = 0;
  #firstGap = 0;
  #gap = 0;
  #taken = 0;

  constructor(begin: Place, rounds: number) {
    this.#begin = begin;
    this.#rounds = rounds;
  }

  /** The farthest that the orbit came from its begin. */
  get widest(): number {
    return this.#widest;
  }

  /** Takes the next round: where it begins, and the ROUND points that follow. */
  take(points: readonly Place[]): void {
    const [anchor = this.#begin, second = anchor] = points;
    const noise = FATE_RULES.rounding * Math.hypot(anchor.x, anchor.y);
    const same = Math.max(FATE_RULES.closes * this.#width, noise);
    const gaps = points.map((point) => between(point, anchor));
    this.#width = Math.max(...gaps);
    const returns = (p: number) => (gaps[p] ?? 0) <= same && between(points[p + 1] ?? anchor, second) <= same;
    const p = Array.from({ length: ROUND - 2 }, (_, n) => n + 2).find(returns) ?? 0;
    const period = this.#width > FATE_RULES.motion * noise ? p : 0;
    this.#gap = gaps[period] ?? 0;
    this.#held = period === this.#period ? this.#held + 1 : 1;
    if (this.#held === 1) this.#firstGap = this.#gap;
    this.#period = period;
    this.#path += this.#width;
    this.#widest = Math.max(this.#widest, between(this.#begin, anchor) + this.#width);
    const quarter = Math.floor(this.#rounds / 4);
    if (this.#taken < quarter) this.#early = Math.max(this.#early, this.#width);
    if (this.#taken >= this.#rounds - quarter) this.#late = Math.max(this.#late, this.#width);
    this.#taken++;
  }

  /** The period that it has held up to now, its exponent being known; 0 if there is none. */
  period(end: Place, exponent: number): number {
    const noise = FATE_RULES.rounding * Math.hypot(end.x, end.y);
    const unheard = Math.max(0.1 * FATE_RULES.closes * this.#late, noise);
    const steady = this.#gap <= Math.max(0.5 * this.#firstGap, unheard) && exponent <= FATE_RULES.chaotic;
    return this.#held >= Math.max(FATE_RULES.holds, Math.floor(this.#rounds / 4)) && steady
      ? this.#period
      : 0;
  }

  /** Whether it is on its way somewhere. */
  drifts(end: Place): boolean {
    return between(this.#begin, end) > FATE_RULES.drifts * this.#path;
  }

  /** Whether its motion becomes smaller. */
  get shrinks(): boolean {
    return this.#late < FATE_RULES.shrinks * this.#early;
  }
}

function between(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
