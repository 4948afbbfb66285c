import { decimals } from '../ui/numbers';
import type { Skipped } from './report';

/** "420 M", "skipped" */
export function rate(value: number | Skipped): string {
  return value === 'skipped' ? 'skipped' : si(value).trim();
}

/** "4.2 ms", "410 ms", "skipped" */
export function ms(value: number | null | Skipped): string {
  if (value === null) return '';
  return value === 'skipped' ? 'skipped' : `${decimals(value, value < 10 ? 1 : 0)} ms`;
}

/** "71 %" */
export function percent(share: number): string {
  return `${decimals(100 * share, 0)} %`;
}

const PREFIXES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** "420 M", "1.2 G", "850 " */
export function si(value: number): string {
  const [size, prefix] = PREFIXES.find(([least]) => value >= least) ?? [1, ''];
  const scaled = value / size;
  return `${decimals(scaled, scaled < 10 ? 1 : 0)} ${prefix}`;
}
