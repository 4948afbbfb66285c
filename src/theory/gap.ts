/** How far gradient descent and the flow have come apart, over all pairs of which neither has diverged. */
export interface Gaps {
  /** The largest ‖θₖ − θ(kη)‖; 0 of no pairs. */
  readonly max: number;
  /** The pair that has it; null of no pairs. */
  readonly pair: number | null;
  readonly median: number;
  /** Twentieth part of the pairs are closer. */
  readonly low: number;
  /** Pairs that were measured, and pairs that are left out because one of the two has diverged. */
  readonly count: number;
  readonly lost: number;
}

/** Lower bits of an f32 that a bin of the histogram does not tell apart: 32 bins to an octave, 3 % each. */
const SHIFT = 18;
/** Bins of the histogram. */
export const GAP_BINS = 8192;

/**
 * From the words that shaders/apart.wgsl counts: the bits of the largest gap, its pair, lost pairs, then the histogram.
 * Median and low are a bin's geometric middle, within 1.1 % of the exact ones.
 */
export function gapsOf(words: Uint32Array): Gaps {
  const [widest = 0, pair = 0, lost = 0] = words;
  const bins = words.subarray(3, 3 + GAP_BINS);
  const count = bins.reduce((sum, bin) => sum + bin, 0);
  const max = floatOf(widest);
  const quantile = (share: number) => Math.min(max, sizeOf(bins, share * (count - 1)));
  return { max, pair: count > 0 ? pair : null, median: quantile(0.5), low: quantile(0.05), count, lost };
}

/** The gap of the pair of this rank, the smallest being 0. */
function sizeOf(bins: Uint32Array, rank: number): number {
  let before = 0;
  const bin = bins.findIndex((size) => {
    before += size;
    return before > rank;
  });
  return bin <= 0 ? 0 : Math.sqrt(floatOf(bin << SHIFT) * floatOf((bin + 1) << SHIFT));
}

function floatOf(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0] ?? 0;
}

/** Decades of gaps that colours tell apart at most. */
const MOST_DECADES = 4;
/** What is shown while all gaps are 0. */
const BEGINNING = { low: 1e-3, high: 1 } as const;

/** The range of gaps that the colours are spread over: whole powers of ten, which change seldom. */
export function gapRange({ max, low }: Gaps): { readonly low: number; readonly high: number } {
  if (max === 0) return BEGINNING;
  const top = Math.ceil(Math.log10(max));
  const bottom = low > 0 ? Math.floor(Math.log10(low)) : Number.NEGATIVE_INFINITY;
  const first = Math.min(top - 1, Math.max(bottom, top - MOST_DECADES));
  return { low: 10 ** first, high: 10 ** top };
}
