import { figures, power } from '../numbers';
import { axisTicks, type Tick } from '../ticks';
import type { PlotAxis } from './plot';

/** Decades below the top, or below 1, that a logarithmic axis shows at most: one that has sunk to nothing must not press all others flat. */
const MOST_DECADES = 16;
/** A logarithmic axis spans at least so much. */
const LEAST_RATIO = 10;

/** Ticks of an axis from `low` to `high`, about `count` of them. */
export function plotTicks(
  { log, whole = false }: PlotAxis,
  low: number,
  high: number,
  count: number,
): readonly Tick[] {
  if (log) return logTicks(low, high, count);
  return axisTicks(low, high, whole ? Math.min(count, high - low) : count);
}

/** Powers of ten, every second, fifth, … of them if they are many; 1, 2 and 5 times them if they are few. */
function logTicks(low: number, high: number, count: number): readonly Tick[] {
  const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.ceil(Math.log10(high) - 1e-9)];
  const decades = Math.log10(high / low);
  const digits = decades * 3 <= count ? [1, 2, 5] : [1];
  const skip = [1, 2, 5, 10, 20, 50].find((step) => decades / step <= count) ?? 100;
  const ticks: Tick[] = [];
  for (let exponent = Math.ceil(first / skip) * skip; exponent <= last; exponent += skip) {
    for (const digit of digits) {
      const value = Number(`${digit}e${exponent}`);
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
        ticks.push({ value, label: logLabel(value, digit, exponent) });
      }
    }
  }
  return ticks;
}

/** "0.01" and "100" are read at a glance, "10⁻⁷" is shorter. */
function logLabel(value: number, digit: number, exponent: number): string {
  if (exponent >= -2 && exponent <= 3) return figures(value, 2);
  return digit === 1 ? power(exponent) : `${digit}×${power(exponent)}`;
}

/** The range of an axis that shows the values from `low` to `high`. */
export function plotRange({ log, range }: PlotAxis, low: number, high: number): readonly [number, number] {
  if (range !== undefined) return range;
  if (!(low <= high)) return log ? [1, LEAST_RATIO] : [0, 1];
  if (log) {
    const bottom = Math.max(low, Math.min(high, 1) * 10 ** -MOST_DECADES);
    const pad = Math.max(1, LEAST_RATIO / (high / bottom)) ** 0.5 * 1.25;
    return [bottom / pad, high * pad];
  }
  const size = high - low || Math.abs(high) || 1;
  return [low - 0.05 * size, high + 0.05 * size];
}

/** The same for x, whose ends are those of the lines. */
export function plotExtent({ log, range }: PlotAxis, low: number, high: number): readonly [number, number] {
  if (range !== undefined) return range;
  if (low < high) return [low, high];
  if (low === high) return log ? [low, low * LEAST_RATIO] : [low, low + 1];
  return log ? [1, LEAST_RATIO] : [0, 1];
}
