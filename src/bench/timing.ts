import type { Budget } from './budget';
import { median } from './median.mjs';

/** Milliseconds that one measurement lasts at least: well above the clock's grain and a submit's cost. */
const LONG_ENOUGH = 25;
/** And at most, since no submit may hold the GPU for longer. */
const TOO_LONG = 80;
const ROUNDS = 5;
const FEWEST = 3;
/** Milliseconds that a measurement takes at least. */
const LEAST = 4 * LONG_ENOUGH;
const MOST_GROWTH = 8;

/** Work of an amount that may be chosen. */
export interface Work {
  readonly run: (amount: number) => void | Promise<void>;
  /** What comes before each run, and is not timed. */
  readonly reset?: () => void | Promise<void>;
}

/**
 * How much of some work is done per second: the median of several rounds, each long enough to be timed. Fewer rounds where
 * there is no time for more, null where there is none at all.
 *
 * @throws the signal's reason if the budget's signal is aborted
 */
export async function ratePerSecond(work: Work, budget: Budget, most = 2 ** 24): Promise<number | null> {
  if (!budget.allows(LEAST)) return null;
  await timed(work, 1); // what is compiled when it first runs
  const { amount, time } = await enough(work, most);
  const times = [time];
  while (times.length < ROUNDS && (times.length < FEWEST || budget.allows(time)))
    times.push(await timed(work, amount));
  return (1000 * amount) / median(times);
}

/** An amount that takes long enough to be timed and no longer than it may, and what it took. */
async function enough(work: Work, most: number): Promise<{ amount: number; time: number }> {
  let amount = 1;
  let time = await timed(work, amount);
  while (time < LONG_ENOUGH && amount < most) {
    const growth = Math.min(MOST_GROWTH, Math.max(2, (1.5 * LONG_ENOUGH) / time));
    amount = Math.min(most, Math.ceil(amount * growth));
    time = await timed(work, amount);
  }
  while (time > TOO_LONG && amount > 1) {
    amount = Math.max(1, Math.floor((amount * TOO_LONG) / time / 1.5));
    time = await timed(work, amount);
  }
  return { amount, time };
}

/** Milliseconds that so much of some work takes. */
async function timed({ run, reset }: Work, amount: number): Promise<number> {
  await reset?.();
  const begin = performance.now();
  await run(amount);
  return Math.max(performance.now() - begin, 1e-3);
}
