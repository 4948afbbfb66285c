import type { MethodId } from '../methods/method';
import type { Reference } from './reference';

/**
 * What is measured of every particle: f − f* (f itself where f* is not known), ‖θ − θ*‖, ‖∇f‖, |z₁|, |z₂|, ‖θ‖ and λmax(H).
 * One that has diverged keeps what it last was.
 */
export const QUANTITIES = ['value', 'distance', 'gradient', 'first', 'second', 'norm', 'sharpness'] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Over the ensemble: the values that 5, 50 and 95 % of the particles do not exceed, and the greatest. */
const LEVELS = ['low', 'median', 'high', 'most'] as const;
export type Level = (typeof LEVELS)[number];

/** Statuses in the order of their codes. */
export const STATUSES = ['moving', 'converged', 'diverged', 'cycling'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * Numbers of one row of one method, as the GPU writes them: for each quantity its levels; particles by status; those whose f is
 * beyond f32; the pair that is followed, its quantities, z₁ and z₂ with their signs, its status, and 1 + the step at which it was there.
 */
export const ROW = 48;
const COUNTS_AT = QUANTITIES.length * LEVELS.length;
const BEYOND_AT = COUNTS_AT + STATUSES.length;
const PAIR_AT = BEYOND_AT + 1;
const STAMP_AT = PAIR_AT + QUANTITIES.length + 1;

/** Rows that are kept at most; beyond that every second is dropped, again and again. */
export const MOST_ROWS = 10_000;

/**
 * What `k` means. `clock`: the step that all particles have reached together. `age`: in the endless field, the steps since a
 * particle's own start; every life that began since the record did is counted.
 */
type Abscissa = 'clock' | 'age';

/** One number of every row; `values` has them all, for those who read very many. */
type RecordedColumn = ((row: number) => number) & { readonly values: Float32Array };

/** What a record is of. */
export interface Subject {
  readonly abscissa: Abscissa;
  /** The step at which it began. */
  readonly since: number;
  readonly methods: readonly MethodId[];
  readonly reference: Reference;
  /** Particles that are counted: those that were there when it began. */
  readonly count: number;
}

/** What was measured of all particles, row by row. It grows; `version` tells that it has. */
export class Recording {
  readonly subject: Subject;
  /** Steps from one row to the next. */
  stride: number;
  version = 0;
  /** The pair that is followed. */
  pair = 0;
  #rows = 0;
  /** Rows that there is room for. */
  #room = 64;
  #steps = new Float64Array(64);
  /** Column after column, each with room for so many rows. */
  readonly #numbers: Map<MethodId, Float32Array>;
  /** What particles of any method have been so far. */
  readonly #met = new Set<Status>();

  constructor(subject: Subject, stride: number) {
    this.subject = subject;
    this.stride = stride;
    this.#numbers = new Map(subject.methods.map((id) => [id, new Float32Array(64 * ROW)]));
  }

  get rows(): number {
    return this.#rows;
  }

  /** k in a row: the clock's, or the age. */
  step(row: number): number {
    return this.#steps[row] ?? Number.NaN;
  }

  /** Of all particles of a method. */
  level(id: MethodId, quantity: Quantity, level: Level): RecordedColumn {
    return this.#column(id, QUANTITIES.indexOf(quantity) * LEVELS.length + LEVELS.indexOf(level));
  }

  /** How many of a hundred particles of a method have a status. */
  share(id: MethodId, status: Status): RecordedColumn {
    return this.#column(id, COUNTS_AT + STATUSES.indexOf(status));
  }

  /** Particles of a method whose f is larger than the largest number of f32. */
  beyond(id: MethodId): RecordedColumn {
    return this.#column(id, BEYOND_AT);
  }

  /** Whether any particle has had this status. */
  hasMet(status: Status): boolean {
    return this.#met.has(status);
  }

  /** The pair that is followed, z₁ and z₂ with their signs; NaN where it was not there. */
  followed(id: MethodId, quantity: Quantity): RecordedColumn {
    return this.#column(id, PAIR_AT + QUANTITIES.indexOf(quantity));
  }

  /** Adds a row at step k: the numbers of every method, in their order. */
  append(k: number, numbers: readonly Float32Array[], pair: number): void {
    if ((k - this.subject.since) % this.stride !== 0) return;
    this.#reserve(this.#rows + 1);
    this.#steps[this.#rows] = k;
    for (const [n, id] of this.subject.methods.entries()) {
      const row = numbers[n];
      if (row === undefined) continue;
      const own = pair === this.pair && row[STAMP_AT] === k + 1;
      this.#put(id, this.#rows, row, own);
    }
    this.#rows++;
    this.version++;
    if (this.#rows > MOST_ROWS) this.#thin();
  }

  /**
   * Replaces all rows by those of every age: row n at the age n·stride, as far as any life has come. What a followed particle
   * was at an age counts if it belongs to its latest life.
   */
  replace(numbers: readonly Float32Array[], pair: number): void {
    const all = Math.max(0, ...numbers.map((rows) => rows.length / ROW));
    this.#reserve(all);
    this.#rows = 0;
    this.pair = pair;
    for (let n = 0; n < all; n++) {
      if (!numbers.some((rows) => countOf(rows, n) > 0)) break;
      this.#steps[n] = n * this.stride;
      this.#rows = n + 1;
    }
    for (const [m, id] of this.subject.methods.entries()) {
      const rows = numbers[m] ?? new Float32Array();
      const birth = latestBirth(rows, this.#rows, this.stride);
      for (let n = 0; n < this.#rows; n++) {
        const own = birthOf(rows, n, this.stride) === birth;
        this.#put(id, n, rows.subarray(n * ROW, (n + 1) * ROW), own);
      }
    }
    this.version++;
  }

  /** Follows another pair from now on. */
  follow(pair: number): void {
    if (pair === this.pair) return;
    this.pair = pair;
    for (const numbers of this.#numbers.values()) {
      numbers.fill(Number.NaN, PAIR_AT * this.#room);
    }
    this.version++;
  }

  #column(id: MethodId, first: number): RecordedColumn {
    const numbers = this.#numbers.get(id) ?? new Float32Array();
    const values = numbers.subarray(first * this.#room, (first + 1) * this.#room);
    const at = (row: number): number => values[row] ?? Number.NaN;
    return Object.assign(at, { values });
  }

  #put(id: MethodId, row: number, numbers: Float32Array, own: boolean): void {
    const all = this.#numbers.get(id);
    if (all === undefined) return;
    const total = countOf(numbers, 0);
    for (const [n, status] of STATUSES.entries()) {
      if ((numbers[COUNTS_AT + n] ?? 0) > 0) this.#met.add(status);
    }
    for (let n = 0; n < ROW; n++) {
      const value = !own && n >= PAIR_AT ? Number.NaN : (numbers[n] ?? Number.NaN);
      all[n * this.#room + row] = n >= COUNTS_AT && n < BEYOND_AT ? (100 * value) / total : value;
    }
  }

  #reserve(rows: number): void {
    if (rows <= this.#room) return;
    const room = Math.max(rows, 2 * this.#room);
    const steps = new Float64Array(room);
    steps.set(this.#steps);
    this.#steps = steps;
    for (const [id, numbers] of this.#numbers) {
      const longer = new Float32Array(room * ROW);
      for (let n = 0; n < ROW; n++) {
        longer.set(numbers.subarray(n * this.#room, (n + 1) * this.#room), n * room);
      }
      this.#numbers.set(id, longer);
    }
    this.#room = room;
  }

  /** Drops rows whose step is not a multiple of twice the stride. */
  #thin(): void {
    this.stride *= 2;
    let kept = 0;
    for (let row = 0; row < this.#rows; row++) {
      if ((this.step(row) - this.subject.since) % this.stride !== 0) continue;
      this.#steps[kept] = this.step(row);
      for (const numbers of this.#numbers.values()) {
        for (let at = 0; at < numbers.length; at += this.#room) numbers[at + kept] = numbers[at + row] ?? NaN;
      }
      kept++;
    }
    this.#rows = kept;
  }
}

function countOf(rows: Float32Array, n: number): number {
  return rows.subarray(n * ROW + COUNTS_AT, n * ROW + BEYOND_AT).reduce((sum, count) => sum + count, 0);
}

/** The step at which the life began that a followed particle was in when it had the age of row n; NaN if it never had. */
function birthOf(rows: Float32Array, n: number, stride: number): number {
  const stamp = rows[n * ROW + STAMP_AT] ?? 0;
  return stamp > 0 ? stamp - 1 - n * stride : Number.NaN;
}

function latestBirth(rows: Float32Array, count: number, stride: number): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < count; n++) {
    const birth = birthOf(rows, n, stride);
    if (birth > latest) latest = birth;
  }
  return latest;
}
