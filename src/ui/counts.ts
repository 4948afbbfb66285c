import type { Instrument } from '../instrument';
import type { Method } from '../methods/method';
import { method } from '../methods/table';
import { whole } from './numbers';

/** Words for the statuses, in the order in which they are counted; a method's own flags follow. */
const STATUSES = ['moving', 'converged', 'diverged', 'cycling'] as const;
/** Cycles of more periods than this are not told one by one. */
const MOST_PERIODS = 3;
/** One line has room for the counts of so many methods. */
const MOST_METHODS = 2;

/** The counts of the methods that are on, in one line; empty where nothing has been counted, null where there are too many, or none. */
export function countsLine(instrument: Instrument): string | null {
  const { methods } = instrument.experiment;
  if (methods.length === 0 || methods.length > MOST_METHODS) return null;
  const told = methods.map(method).map((row) => [row.short, countsText(instrument, row)] as const);
  return told.flatMap(([name, text]) => (text === '' ? [] : [`${name}: ${text}`])).join('; ');
}

/** "1,980 moving · 20 diverged"; empty where nothing has been counted. */
export function countsText(
  { counts, periods }: Pick<Instrument, 'counts' | 'periods'>,
  { id, flags = [] }: Method,
): string {
  const numbers = counts.get(id) ?? [];
  const told = [...STATUSES, ...flags].map((word, n) => [numbers[n] ?? 0, word] as const);
  const present = told.filter(([count]) => count > 0);
  const cycles = periodsText(periods.get(id) ?? []);
  const text = present.map(([count, word]) => `${whole(count)} ${word}${word === 'cycling' ? cycles : ''}`);
  return text.join(' · ');
}

/** " (p = 2: 8, p = 4: 4)", the most frequent periods first; only the period where there is but one. */
function periodsText(counts: readonly number[]): string {
  const present = counts.flatMap((count, p) => (count > 0 ? [{ p, count }] : []));
  const [first] = present;
  if (first === undefined) return '';
  if (present.length === 1) return ` (p = ${first.p})`;
  const sorted = present.sort((a, b) => b.count - a.count);
  const told = sorted.slice(0, MOST_PERIODS).map(({ p, count }) => `p = ${p}: ${whole(count)}`);
  return ` (${told.join(', ')}${sorted.length > MOST_PERIODS ? ', …' : ''})`;
}
