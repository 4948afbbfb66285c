import type { Objective } from '../objectives/objective';
import type { Box } from '../objectives/survey';

/** Equal cells that a box of the plane is cut into; cell n lies in row ⌊n/columns⌋ from below. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly box: Box;
}

/** A probability law over the cells of a grid. */
export interface Law {
  /** Of each cell; together 1. */
  readonly shares: Float64Array;
  /** Their natural logarithms, where the shares themselves are too small for a number; −∞ for none at all. */
  readonly logs: Float64Array;
}

/** How far counted particles are from a law. */
export interface Comparison {
  /** Total variation ½Σ|p̂ − p|, from 0 to 1: the share of particles that would have to be moved elsewhere. */
  readonly totalVariation: number;
  /** Kullback–Leibler divergence Σ p̂ ln(p̂/p) ≥ 0, in nats; Infinity where particles are that cannot be. */
  readonly divergence: number;
  /** The total variation that as many independent particles of the law itself would have on average. */
  readonly floor: number;
}

/** About so many cells: 128 × 72 over a 16:9 window, ten pixels wide at 1280 × 720. */
const CELLS = 128 * 72;

/** About square cells. */
export function gridOf(box: Box): Grid {
  const aspect = (box.right - box.left) / (box.top - box.bottom);
  const columns = within(1, CELLS, Math.round(Math.sqrt(CELLS * aspect)));
  return { columns, rows: within(1, CELLS, Math.round(columns / aspect)), box };
}

export function cellsOf({ columns, rows }: Grid): number {
  return columns * rows;
}

/** The size of a cell, in the plane. */
export function cellOf({ columns, rows, box: { left, right, bottom, top } }: Grid) {
  return { width: (right - left) / columns, height: (top - bottom) / rows };
}

function within(least: number, most: number, value: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Gauss and Legendre's three points and weights on [0, 1]. */
const POINTS = [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)] as const;
const WEIGHTS = [5 / 18, 8 / 18, 5 / 18] as const;
/** In a square where f varies by less than this times T, e^{−f/T} is smooth enough for 3 × 3 points. */
const SMOOTH = 1.5;
/** Less than e⁻²⁰ of the highest density is nothing. */
const NOTHING = 20;
/** Squares where f ends are halved up to so often, others until they are smooth, but no deeper than 2⁻¹². */
const DEEPEST = { edge: 3, inside: 12 } as const;
/** Squares that are looked at for one cell on average, at most: f may wiggle without end. */
const MOST_SQUARES = 6;

interface Square {
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The law that Langevin dynamics at temperature T tends to, p ∝ e^{−f/T}, over the cells of a grid and normalised there;
 * null where there is none: at T = 0, or where f is not defined anywhere.
 *
 * Cell by cell by Gauss's quadrature; squares in which e^{−f/T} matters and varies much are quartered. All in logarithms
 * relative to the least f, so that nothing overflows. Where f is not defined, or not finite, the density is 0.
 */
export function stationaryLaw(objective: Objective, temperature: number, grid: Grid): Law | null {
  if (!(temperature > 0)) return null;
  const roots = squaresOf(grid);
  const floor = floorOf(objective, grid, roots);
  const logs = new Float64Array(roots.length).fill(Number.NEGATIVE_INFINITY);
  let room = MOST_SQUARES * roots.length;
  let squares: readonly Square[] = roots;
  for (let depth = 0; squares.length > 0; depth++) {
    const smaller: Square[] = [];
    for (const square of squares) {
      const look = lookAt(objective, square, floor, temperature);
      room--;
      if (depth < look.deepest && room > smaller.length + 4) smaller.push(...quartersOf(square));
      else logs[square.cell] = addLogs(logs[square.cell] ?? NaN, look.log + 2 * depth * -Math.LN2);
    }
    squares = smaller;
  }
  return normalised(logs);
}

function squaresOf(grid: Grid): readonly Square[] {
  const { columns, box } = grid;
  const { width, height } = cellOf(grid);
  return Array.from({ length: cellsOf(grid) }, (_, cell) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    return { cell, x: box.left + column * width, y: box.bottom + row * height, width, height };
  });
}

function quartersOf({ cell, x, y, width: w, height: h }: Square): readonly Square[] {
  const [width, height] = [w / 2, h / 2];
  const corners = [[x, y] as const, [x + width, y] as const, [x, y + height] as const];
  return [...corners, [x + width, y + height] as const].map(([left, bottom]) => {
    return { cell, x: left, y: bottom, width, height };
  });
}

/** The least f that is known of in the box: of the centres of all cells, and of the minimisers. */
function floorOf(objective: Objective, { box }: Grid, squares: readonly Square[]): number {
  const { left, right, bottom, top } = box;
  const seen = objective.minimisers.filter(({ x, y }) => x >= left && x <= right && y >= bottom && y <= top);
  const least = Math.min(...seen.map(({ f }) => f));
  return squares.reduce((lowest, { x, y, width, height }) => {
    const f = objective.value(x + width / 2, y + height / 2);
    return f < lowest && Number.isFinite(f) ? f : lowest;
  }, least);
}

/** One square: the logarithm of its mean e^{−(f − floor)/T}, and how deep it should be quartered for that to be right. */
function lookAt(objective: Objective, { x, y, width, height }: Square, floor: number, temperature: number) {
  let [least, most, holes] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  const values = POINTS.flatMap((u) => POINTS.map((v) => objective.value(x + u * width, y + v * height)));
  for (const value of values) {
    if (!Number.isFinite(value)) holes++;
    else [least, most] = [Math.min(least, value), Math.max(most, value)];
  }
  if (holes === values.length) return { log: Number.NEGATIVE_INFINITY, deepest: 0 };
  const sum = values.reduce((total, value, n) => {
    const weight = (WEIGHTS[Math.floor(n / 3)] ?? 0) * (WEIGHTS[n % 3] ?? 0);
    return Number.isFinite(value) ? total + weight * Math.exp((least - value) / temperature) : total;
  }, 0);
  // Between its points f may be lower than at any of them, but hardly by more than it varies there.
  const matters = least - (most - least) < floor + NOTHING * temperature;
  const rough = most - least > SMOOTH * temperature ? DEEPEST.inside : holes > 0 ? DEEPEST.edge : 0;
  return { log: Math.log(sum) + (floor - least) / temperature, deepest: matters ? rough : 0 };
}

/** ln(eᵃ + eᵇ). */
function addLogs(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log1p(Math.exp(-Math.abs(a - b)));
}

function normalised(logs: Float64Array): Law | null {
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
  if (!Number.isFinite(total)) return null;
  const relative = logs.map((log) => log - total);
  return { logs: relative, shares: relative.map(Math.exp) };
}

/** Counted particles, cell by cell, against a law over the same cells; null before any is counted. */
export function compare(counts: ArrayLike<number>, { logs, shares }: Law): Comparison | null {
  const total = sumOf(counts);
  if (total === 0) return null;
  let [totalVariation, divergence, floor] = [0, 0, 0];
  for (const [n, share] of shares.entries()) {
    const found = (counts[n] ?? 0) / total;
    totalVariation += Math.abs(found - share) / 2;
    if (found > 0) divergence += found * (Math.log(found) - (logs[n] ?? NaN));
    floor += meanDeviation(total * share) / (2 * total);
  }
  return { totalVariation, divergence, floor };
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < counts.length; n++) sum += counts[n] ?? 0;
  return sum;
}

/** Beyond this mean the Poisson law is so near to the normal one that its mean deviation differs by less than 0.3 %. */
const NEARLY_NORMAL = 30;

/**
 * E|X − λ| of a Poisson number X of mean λ: 2e^{−λ} λ^{m+1}/m! with m = ⌊λ⌋; √(2λ/π) for large λ.
 * Source: Johnson, Kemp & Kotz, Univariate Discrete Distributions (2005), §4.3.
 */
function meanDeviation(lambda: number): number {
  if (lambda > NEARLY_NORMAL) return Math.sqrt((2 * lambda) / Math.PI);
  let deviation = 2 * lambda * Math.exp(-lambda);
  for (let m = 1; m <= lambda; m++) deviation *= lambda / m;
  return deviation;
}

/** The shares of all particles that the lines of a density enclose. */
export const ENCLOSED = [0.5, 0.9, 0.99] as const;

/** For each of ENCLOSED, the value on the line around the densest cells that together hold this share of all. */
export function levelsOf(values: Float64Array): readonly number[] {
  const ranked = Float64Array.from(values).sort().reverse();
  const total = sumOf(ranked);
  return ENCLOSED.map((share) => {
    let missing = share * total;
    return (
      ranked.find((value) => {
        missing -= value;
        return missing <= 0;
      }) ?? 0
    );
  });
}

/**
 * Every cell's mean over its 3 × 3 neighbourhood with weights (1 2 1)/4 across and upwards: takes the worst of the
 * raggedness off counts. At the edge the outermost cells stand in for those beyond.
 */
export function smoothed(values: ArrayLike<number>, grid: Grid): Float64Array {
  const { columns, rows } = grid;
  const across = blurred(values, cellsOf(grid), (n) => [n % columns, columns, 1]);
  return blurred(across, cellsOf(grid), (n) => [Math.floor(n / columns), rows, columns]);
}

/** (1 2 1)/4 along one axis: `placeOf` tells a cell's place on it, how long it is, and how far apart neighbours lie. */
function blurred(
  values: ArrayLike<number>,
  length: number,
  placeOf: (n: number) => readonly [place: number, count: number, stride: number],
): Float64Array {
  return Float64Array.from({ length }, (_, n) => {
    const [place, count, stride] = placeOf(n);
    const here = values[n] ?? 0;
    const before = place > 0 ? (values[n - stride] ?? 0) : here;
    const after = place + 1 < count ? (values[n + stride] ?? 0) : here;
    return (before + 2 * here + after) / 4;
  });
}
