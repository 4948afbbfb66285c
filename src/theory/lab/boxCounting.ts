/** Some cells of a lattice. */
export interface CellSet {
  readonly columns: number;
  readonly rows: number;
  /** Each as row·columns + column. */
  readonly cells: Uint32Array;
}

/** Boxes of a size, in cells, that hold a cell of the set: mean over the places where their lattice may begin. */
interface BoxCount {
  readonly size: number;
  readonly count: number;
}

/** How the boxes that are needed to cover a set grow in number as they shrink. */
export interface BoxDimension {
  /** D in N ∝ ε^−D; NaN where there is none. */
  readonly dimension: number;
  /** D lies within so much of it in about 19 of 20 cases: two standard errors of the fit, its bend, and the raster. */
  readonly uncertainty: number;
  /** From the smallest size up. */
  readonly points: readonly BoxCount[];
  /** The least and the largest size that were fitted; null where there is no fit. */
  readonly range: readonly [least: number, largest: number] | null;
  /** D by the smaller sizes alone, towards which it tends. */
  readonly fine: number;
  /** Why there is no dimension; null if there is one. */
  readonly reason: string | null;
}

/** What a dimension says of a boundary, as far as its uncertainty lets it. */
export type Roughness = 'smooth' | 'fractal' | 'dust' | 'undecided';

/** So many places of the lattice of boxes are tried for each size, at most. */
const PLACES = 16;
/** Boxes smaller than this see the raster; the largest are this share of the narrower side. */
const LEAST_SIZE = 2;
const LARGEST_SHARE = 1 / 8;
/** A slope is fitted to so many sizes, at least. */
const LEAST_POINTS = 5;
/** No estimate from a raster is more certain than this, the less so the smaller the largest box is. */
const FLOOR = { all: 0.01, cells: 0.15 } as const;
/** Sure enough to call a boundary smooth, and rough enough to call it fractal. */
const SURE = 0.1;
const ROUGH = 0.05;

/**
 * Where labels meet: the cells between four neighbouring pixels that do not all have the same label. A curve through a
 * raster of pixels marks just the cells that it crosses, and is one cell wide.
 */
export function boundaryCells(labels: ArrayLike<number>, columns: number, rows: number): CellSet {
  const cells: number[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const label = labels[at];
      const same =
        label === labels[at + 1] && label === labels[at + columns] && label === labels[at + columns + 1];
      if (!same) cells.push(row * (columns - 1) + column);
    }
  }
  return { columns: columns - 1, rows: rows - 1, cells: Uint32Array.from(cells) };
}

/**
 * The box-counting dimension D of a set: N(ε) ∝ ε^−D, N being the number of boxes of side ε that hold a part of it.
 *
 * Boxes of 1, 2, 3, 4, 6, 8, 12, … cells; for each size the mean over lattices of boxes that begin elsewhere. A box of which
 * a part lies outside counts by the share that lies inside, so that a curve that goes on beyond the edge is not counted
 * longer by large boxes. D is the least-squares slope of log N over log 1/ε for sizes from 2 cells to an eighth of the
 * narrower side.
 *
 * @see Falconer, Fractal Geometry, 3rd ed. 2014, §2.1; Theiler, J. Opt. Soc. Am. A 7 (1990) 1055, on its errors
 */
export function boxDimension(set: CellSet): BoxDimension {
  const narrow = Math.min(set.columns, set.rows);
  const points = sizesUpTo(narrow / 4).map((size) => ({ size, count: countBoxes(set, size) }));
  const none = (reason: string): BoxDimension => ({
    dimension: Number.NaN,
    uncertainty: Number.NaN,
    fine: Number.NaN,
    points,
    range: null,
    reason,
  });
  if (set.cells.length === 0) return none('there is no boundary in it');
  const fitted = points.filter(({ size }) => size >= LEAST_SIZE && size <= narrow * LARGEST_SHARE);
  const [first, last] = [fitted[0], fitted.at(-1)];
  if (first === undefined || last === undefined || fitted.length < LEAST_POINTS)
    return none('it has too few pixels');
  const { slope, error } = fitOf(fitted);
  const half = Math.ceil((fitted.length + 1) / 2);
  const fine = fitOf(fitted.slice(0, half)).slope;
  const coarse = fitOf(fitted.slice(-half)).slope;
  return {
    dimension: slope,
    uncertainty: Math.hypot(2 * error, fine - coarse, FLOOR.all + FLOOR.cells / last.size),
    fine,
    points,
    range: [first.size, last.size],
    reason: null,
  };
}

/**
 * What D says of a boundary: `smooth` where 1 is within its uncertainty, `fractal` where D exceeds 1 by more, and still does for
 * the smallest boxes: a smooth curve may be as rough as it likes from afar; `dust` where it is less than a curve.
 */
export function roughnessOf({ dimension, uncertainty, fine }: BoxDimension): Roughness {
  if (Number.isNaN(dimension)) return 'undecided';
  const excess = Math.min(dimension, fine) - 1;
  if (excess > Math.max(uncertainty, ROUGH)) return 'fractal';
  if (dimension - 1 < -2 * uncertainty) return 'dust';
  return Math.abs(dimension - 1) <= uncertainty && uncertainty <= SURE ? 'smooth' : 'undecided';
}

/** 1, 2, 3, 4, 6, 8, 12, 16, 24, … */
function sizesUpTo(largest: number): readonly number[] {
  const sizes = [1];
  for (let size = 2; size <= largest; size *= 2) {
    sizes.push(size);
    if (1.5 * size <= largest) sizes.push(1.5 * size);
  }
  return sizes;
}

function countBoxes({ columns, rows, cells }: CellSet, size: number): number {
  const places = Math.min(PLACES, size * size);
  const across = Math.ceil(columns / size) + 1;
  /** The last place at which a box was hit. */
  const hit = new Int32Array(across * (Math.ceil(rows / size) + 1)).fill(-1);
  let sum = 0;
  for (let place = 0; place < places; place++) {
    const [right, up] = beginning(place, places, size);
    for (const cell of cells) {
      const row = (cell / columns) | 0;
      const boxColumn = ((cell - row * columns + right) / size) | 0;
      const boxRow = ((row + up) / size) | 0;
      const box = boxRow * across + boxColumn;
      if (hit[box] === place) continue;
      hit[box] = place;
      sum += shareInside(boxColumn, right, columns, size) * shareInside(boxRow, up, rows, size);
    }
  }
  return sum / places;
}

/** By how many cells a lattice of boxes begins before the set's: evenly spread (R₂, Roberts 2018), or all of them if they are few. */
function beginning(place: number, places: number, size: number): readonly [number, number] {
  if (places === size * size) return [place % size, Math.floor(place / size)];
  const part = (share: number): number => Math.floor(size * ((place * share + 0.5) % 1));
  return [part(0.7548776662466927), part(0.5698402909980532)];
}

/** How much of a box lies inside, along one axis. */
function shareInside(box: number, before: number, length: number, size: number): number {
  const low = Math.max(0, box * size - before);
  const high = Math.min(length, (box + 1) * size - before);
  return (high - low) / size;
}

/** Least squares of log N over log 1/ε, and the standard error of the slope. */
function fitOf(points: readonly BoxCount[]): { readonly slope: number; readonly error: number } {
  const logs = points.map(({ size, count }) => [-Math.log(size), Math.log(count)] as const);
  const mean = (n: 0 | 1): number => logs.reduce((sum, one) => sum + one[n], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const slope = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
  const rest = logs.reduce((sum, [x, y]) => sum + (y - my - slope * (x - mx)) ** 2, 0);
  const error = logs.length > 2 ? Math.sqrt(rest / (logs.length - 2) / spread) : 0;
  return { slope, error };
}
