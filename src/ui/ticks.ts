import { tickIncrement } from 'd3-array';
import { decimals, power } from './numbers';

/** A mark on an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Where the largest value of an axis is not between these, the shorter way of writing it is taken. */
const SMALL = 1e-3;
const LARGE = 1e6;

/**
 * About `count` ticks from `low` to `high` at 1, 2 or 5 times a power of ten, with as many digits as tell
 * neighbours apart. All labels of an axis share one form: "0.5", "1.0" or "0.5×10⁻⁷", "1.0×10⁻⁷"; zero is "0".
 */
export function axisTicks(low: number, high: number, count: number): readonly Tick[] {
  const increment = tickIncrement(low, high, count);
  if (!(high > low) || !Number.isFinite(increment) || increment === 0) return [];
  // A negative increment stands for 1/|increment|: dividing by a whole number keeps 0.1, 0.2, … exact.
  const step = increment > 0 ? increment : -1 / increment;
  const at = (i: number): number => (increment > 0 ? i * increment : i / -increment);
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  const format = formatFor(Math.max(Math.abs(at(first)), Math.abs(at(last))), step);
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const value = at(first + n) + 0;
    return { value, label: format(value) };
  });
}

function formatFor(largest: number, step: number): (value: number) => string {
  const [top, last] = [exponentOf(largest), exponentOf(step)];
  const plain = (value: number): string => decimals(value, -last);
  const scientific = (value: number): string => `${decimals(value / 10 ** top, top - last)}×${power(top)}`;
  const ordinary = largest >= SMALL && largest < LARGE;
  const format = ordinary || plain(largest).length <= scientific(largest).length ? plain : scientific;
  return (value) => (value === 0 ? '0' : format(value));
}

/** Of 0.1 it is −1, whatever the logarithm rounds to. */
function exponentOf(value: number): number {
  return Math.floor(Math.log10(value) + 1e-9);
}
