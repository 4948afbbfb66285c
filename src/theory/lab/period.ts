import { FATE_RULES } from './fateRules';

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Looks at an orbit, point by point, for a period of 2 … 16: the reference for looked_at() of name.wgsl.
 *
 * The orbit comes back to where it was p steps ago, to within a ten-thousandth of the distance that it covers in between (or
 * f32's rounding), at two successive steps; and then again every p steps until the end, for at least a quarter of all steps,
 * without coming farther off than at first. Near an unstable cycle, as chaos passes it now and then, the gaps grow.
 */
export class PeriodSearch {
  #anchor: Place;
  #second: Place;
  #since = 0;
  #spread = 0;
  #met = false;
  #gap = 0;
  #period = 0;
  #found = 0;
  #firstGap = 0;

  constructor(start: Place) {
    this.#anchor = start;
    this.#second = start;
  }

  /** Looks at the next point, the nth after the start from 0 on. */
  look(point: Place, n: number): void {
    this.#since++;
    const noise = noiseAt(point);
    const same = Math.max(FATE_RULES.closes * this.#spread, noise);
    const gap = between(point, this.#anchor);
    if (this.#period > 0) {
      if (this.#since < this.#period) return;
      if (gap > same) this.#startFrom(point);
      else this.#round(point, gap);
      return;
    }
    if (this.#since === 1) this.#second = point;
    if (this.#met && between(point, this.#second) <= same) {
      this.#period = this.#since - 1;
      this.#firstGap = this.#gap;
      this.#found = n;
      this.#round(point, this.#gap);
      return;
    }
    if (this.#since > FATE_RULES.longestPeriod) {
      this.#startFrom(point);
      return;
    }
    this.#met = this.#since > 1 && this.#spread > FATE_RULES.motion * noise && gap <= same;
    this.#gap = gap;
    this.#spread = Math.max(this.#spread, gap);
  }

  /** The period that has held up to now, after so many points; 0 if there is none. */
  period(end: Place, points: number): number {
    const steady = this.#gap <= Math.max(2 * this.#firstGap, noiseAt(end));
    const held = points - this.#found;
    const long = held >= Math.max(Math.floor(points / 4), 2 * this.#period);
    return this.#period > 0 && steady && long ? this.#period : 0;
  }

  #round(point: Place, gap: number): void {
    this.#anchor = point;
    this.#since = 0;
    this.#gap = gap;
  }

  #startFrom(point: Place): void {
    this.#anchor = point;
    this.#second = point;
    this.#since = 0;
    this.#spread = 0;
    this.#met = false;
    this.#gap = 0;
    this.#period = 0;
  }
}

function between(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function noiseAt({ x, y }: Place): number {
  return FATE_RULES.rounding * Math.hypot(x, y);
}
