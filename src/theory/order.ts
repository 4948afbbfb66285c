/** Errors of one step size η over all particles, at one and the same time. Lengths in the plane's units. */
export interface Level {
  readonly eta: number;
  /** Of the particles that did not diverge; NaN where none is left. */
  readonly max: number;
  readonly rms: number;
  /** Of all particles, the error of one that diverged being infinite: so it is of the same particles at every level. */
  readonly median: number;
  /** Particles that diverged. */
  readonly diverged: number;
  /** How large an error f32 rounding alone may make. */
  readonly floor: number;
}

/** A line through log error against log η: error ≈ factor·η^slope. */
export interface Fit {
  readonly slope: number;
  readonly factor: number;
  /** The levels that it was laid through: from this index up to, and without, that one. */
  readonly first: number;
  readonly end: number;
}

/** Levels that a line is laid through: the finest ones, which are the nearest to η → 0. */
const FITTED = 4;
/** Fewer do not tell a line. */
const FEWEST = 3;
/** An error is taken for the method's own where it is so many times what rounding may make. */
const ABOVE_FLOOR = 8;
/** The share of particles that may have diverged. */
const LOST = 0.1;

/**
 * The order that median errors show: least squares of log error against log η, over the finest four consecutive levels at
 * which fewer than a tenth of the particles diverged and the error is at least eight times the floor of f32; null where
 * fewer than three are.
 *
 * Rounding then changes an error by an eighth at most, and the slope by no more than 0.05 (0.3·log₂(9/8), if it is the
 * finest of the four alone). That the finest ones are asymptotic is for the slope to show: nothing is left out because it
 * does not fit.
 */
export function fitOrder(levels: readonly Level[], count: number): Fit | null {
  const good = levels.map(
    ({ diverged, median, floor }) =>
      diverged < LOST * count && median > ABOVE_FLOOR * floor && median < Infinity,
  );
  const end = good.lastIndexOf(true) + 1;
  let first = end;
  while (first > 0 && good[first - 1] === true && end - first < FITTED) first--;
  if (end - first < FEWEST) return null;
  const line = leastSquares(
    levels.slice(first, end).map(({ eta, median }) => [Math.log(eta), Math.log(median)]),
  );
  return { slope: line.slope, factor: Math.exp(line.offset), first, end };
}

/** The line y = slope·x + offset with the least squares of vertical distances. */
function leastSquares(points: readonly (readonly [x: number, y: number])[]) {
  const mean = (n: 0 | 1) => points.reduce((sum, point) => sum + point[n], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const across = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const along = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const slope = across / along;
  return { slope, offset: my - slope * mx };
}

/** The statistics of one level. An error is NaN where the particle diverged. */
export function levelOf(eta: number, errors: Float64Array, floor: number): Level {
  const kept = errors.filter((error) => !Number.isNaN(error)).sort();
  const all = new Float64Array(errors.length).fill(Number.POSITIVE_INFINITY);
  all.set(kept);
  const squares = kept.reduce((sum, error) => sum + error * error, 0);
  return {
    eta,
    max: kept.at(-1) ?? Number.NaN,
    median: medianOf(all),
    rms: Math.sqrt(squares / kept.length),
    diverged: errors.length - kept.length,
    floor,
  };
}

/** Of numbers in ascending order; NaN of none. */
export function medianOf(sorted: Float64Array): number {
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (low + high) / 2;
}

/** A vector measured at one η, or what such ones tend to as η → 0. */
export interface Sample {
  readonly x: number;
  readonly y: number;
  /** Bound of what rounding has done to it, as a length. */
  readonly noise: number;
}

/** What a vector tends to as η → 0, and how far from that it may be: truncation and noise together. */
export interface Limit {
  readonly x: number;
  readonly y: number;
  readonly error: number;
}

const UNKNOWN: Limit = { x: Number.NaN, y: Number.NaN, error: Number.POSITIVE_INFINITY };

/** Terms in η, η², … that are made to cancel. */
const ORDERS = { fewest: 1, most: 4 } as const;

/**
 * Richardson's extrapolation to η → 0 of D(η) = D(0) + aη + bη² + …, measured at η, η/2, η/4, …: of all extrapolations, over
 * whichever levels and of whichever order, the one that is known best.
 *
 * Neville: T(j, m) = T(j+1, m−1) + (T(j+1, m−1) − T(j, m−1))/(2ᵐ − 1). Its truncation is taken as the larger of how much
 * order m changed on order m − 1, and half of how much level j changed on level j − 1: enough wherever a level has at most a
 * third of the error of the one before, where the series promises 1/2ᵐ⁺¹. Noise is the sum of what the samples have, by the
 * weights that they enter with.
 *
 * Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), §II.9.
 */
export function extrapolate(samples: readonly Sample[]): Limit {
  let best = UNKNOWN;
  let lower = samples;
  for (let m = 1; m <= ORDERS.most; m++) {
    const order = lower.slice(1).map((finer, j) => nextOrder(lower[j] ?? finer, finer, m));
    for (let j = 1; j < order.length && m >= ORDERS.fewest; j++) {
      const [before, here, parent] = [order[j - 1], order[j], lower[j + 1]];
      if (before === undefined || here === undefined || parent === undefined) break;
      const error = Math.max(distance(here, parent), distance(here, before) / 2) + here.noise;
      if (error < best.error) best = { x: here.x, y: here.y, error };
    }
    lower = order;
  }
  return best;
}

/** From two of order m − 1, the second at half the η of the first. */
function nextOrder(coarse: Sample, fine: Sample, m: number): Sample {
  const weight = 1 / (2 ** m - 1);
  return {
    x: fine.x + weight * (fine.x - coarse.x),
    y: fine.y + weight * (fine.y - coarse.y),
    noise: (1 + weight) * fine.noise + weight * coarse.noise,
  };
}

function distance(a: Sample, b: Sample): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
