import fc, { type Parameters } from 'fast-check';

/** Minutes that each property is searched for a counterexample; unset in `npm test`. */
const MINUTES = Number(process.env['ETASCOPE_FUZZ_MINUTES'] ?? 0);

/** Whether this is a long search, with a seed of its own. */
export const isLong = MINUTES > 0;

/** Milliseconds after which a test of a property counts as hung. */
export const PATIENCE = isLong ? MINUTES * 60_000 + 120_000 : 60_000;

/**
 * How often a property is tried: so many times with a fixed seed, or in a long search until its time is over. What fails is
 * reported with its seed, its path and the smallest input that fails; `ETASCOPE_FUZZ_SEED` tries a seed again.
 */
export function howOften<T>(runs: number): Parameters<T> {
  if (!isLong) return { seed: 20_260, numRuns: runs };
  const seed = Number(process.env['ETASCOPE_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
  return {
    seed,
    numRuns: 1e9,
    interruptAfterTimeLimit: MINUTES * 60_000,
    reporter: (details) => {
      console.log(`seed ${seed}: ${details.numRuns} runs`);
      if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
    },
  };
}
