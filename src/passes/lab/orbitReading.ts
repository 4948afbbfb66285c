import type { OrbitDiagram } from '../../theory/orbits';

/** Orbits as the GPU has left them, those of a column together. */
export interface Orbits {
  readonly bytes: ArrayBuffer;
  /** Numbers from one to the next. */
  readonly stride: number;
  /** To a column. */
  readonly starts: number;
  /** The columns that have been computed. */
  readonly order: readonly number[];
}

/** Places of the fields of `struct Orbit`, in numbers. */
const FIELDS = { growth: 4, steps: 5, period: 6, lost: 7, low: 8, high: 9, begun: 10, ended: 11 } as const;
/** An orbit with this exponent or more has no period, however close it comes to where it was: 0 is that of rest on a curve of minima. */
const CHAOTIC = 1e-4;
/** Room above and below, as a share of the range. */
const ROOM = 0.04;
/** If the outermost hundredth of the orbits would make the range so many times as wide, it is left out. */
const OUTLYING = 4;

type ColumnReadings = Pick<
  OrbitDiagram,
  'samples' | 'exponent' | 'exponentLow' | 'exponentHigh' | 'period' | 'lost'
>;

/** What the orbits of each column say of it. */
export function columnsOf(orbits: Orbits, columns: number): ColumnReadings {
  const { starts, order, stride } = orbits;
  const [floats, words] = [new Float32Array(orbits.bytes), new Uint32Array(orbits.bytes)];
  const unknown = () => new Float32Array(columns).fill(Number.NaN);
  const [samples, period] = [new Uint32Array(columns), new Uint8Array(columns)];
  const [exponent, exponentLow, exponentHigh, lost] = [unknown(), unknown(), unknown(), unknown()];
  for (const [k, column] of order.entries()) {
    const exponents: number[] = [];
    const periods = new Set<number>();
    let steps = 0;
    for (let s = 0; s < starts; s++) {
      const at = (k * starts + s) * stride;
      if (words[at + FIELDS.lost] === 1) continue;
      steps += words[at + FIELDS.steps] ?? 0;
      const one = exponentAt(floats, words, at);
      exponents.push(one);
      periods.add(one < CHAOTIC ? (words[at + FIELDS.period] ?? 0) : 0);
    }
    const stayed = exponents.length;
    samples[column] = steps;
    lost[column] = 1 - stayed / starts;
    if (stayed === 0) continue;
    exponent[column] = exponents.reduce((sum, one) => sum + one, 0) / stayed;
    exponentLow[column] = Math.min(...exponents);
    exponentHigh[column] = Math.max(...exponents);
    const [only = 0] = periods;
    period[column] = periods.size === 1 ? only : 0;
  }
  return { samples, exponent, exponentLow, exponentHigh, period, lost };
}

/** ln 2 times the mean of log₂ of what a length is multiplied by in a step. */
function exponentAt(floats: Float32Array, words: Uint32Array, at: number): number {
  const [growth, steps] = [floats[at + FIELDS.growth] ?? 0, words[at + FIELDS.steps] ?? 0];
  const [begun, ended] = [floats[at + FIELDS.begun] ?? 0, floats[at + FIELDS.ended] ?? 0];
  return (Math.LN2 * (growth + ended - begun)) / steps;
}

/** The range of values that orbits which stayed have visited, with room on both sides; what a hundredth of them adds is left out if it is far away. */
export function bandOf({ bytes, stride, starts, order }: Orbits): readonly [number, number] {
  const [floats, words] = [new Float32Array(bytes), new Uint32Array(bytes)];
  const lows: number[] = [];
  const highs: number[] = [];
  for (let n = 0; n < order.length * starts; n++) {
    const at = n * stride;
    const [low, high] = [floats[at + FIELDS.low] ?? Number.NaN, floats[at + FIELDS.high] ?? Number.NaN];
    if (words[at + FIELDS.lost] === 1 || !Number.isFinite(low) || !Number.isFinite(high) || low > high)
      continue;
    lows.push(low);
    highs.push(high);
  }
  if (lows.length === 0) return [-1, 1];
  lows.sort((a, b) => a - b);
  highs.sort((a, b) => b - a);
  const within = Math.floor(lows.length / 100);
  const [low = 0, high = 0] = [lows[0], highs[0]];
  const [usualLow = low, usualHigh = high] = [lows[within], highs[within]];
  const far = high - low > OUTLYING * (usualHigh - usualLow) && usualHigh > usualLow;
  return far ? roomy(usualLow, usualHigh) : roomy(low, high);
}

/** Never narrower than f32 tells values apart. */
function roomy(low: number, high: number): readonly [number, number] {
  const size = Math.max(high - low, 1e-3 * Math.max(Math.abs(low), Math.abs(high)), 1e-6);
  const middle = (low + high) / 2;
  return [middle - (0.5 + ROOM) * size, middle + (0.5 + ROOM) * size];
}
