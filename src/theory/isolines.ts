/** A line through the plane of a lattice; a closed one ends where it began. */
export type Isoline = readonly (readonly [x: number, y: number])[];

/**
 * The lines on which values on a lattice are `level`, by marching squares: value n stands at the point
 * (n mod columns, ⌊n/columns⌋), and between neighbours the value is linear. High values lie on the left of a line.
 * Lines end at the lattice's edge only; at a saddle the mean of the four corners decides which of them are joined.
 * Source: Lorensen & Cline, "Marching cubes", SIGGRAPH 1987, in two dimensions.
 */
export function isolines(
  values: ArrayLike<number>,
  columns: number,
  rows: number,
  level: number,
): readonly Isoline[] {
  const lattice: Lattice = { values, columns, rows, level };
  const next = linksOf(lattice);
  const ends = new Set(next.values());
  const follow = (start: number): Isoline => edgesFrom(start, next).map((edge) => pointOn(lattice, edge));
  const open = [...next.keys()].filter((edge) => !ends.has(edge)).map(follow);
  const closed = [...next.keys()].flatMap((edge) => (next.has(edge) ? [follow(edge)] : []));
  return [...open, ...closed];
}

/** The edges of one line in order; its links are used up. */
function edgesFrom(start: number, next: Map<number, number>): readonly number[] {
  const edges = [start];
  for (let here = start; ; ) {
    const there = next.get(here);
    if (there === undefined) return edges;
    next.delete(here);
    edges.push(there);
    here = there;
  }
}

interface Lattice {
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
  readonly level: number;
}

/**
 * Through each square of four neighbours a line goes from one edge to another: the edges that it comes to, by the edges
 * that it leaves. Edge 2n lies between the points n and n + 1, edge 2n + 1 between n and n + columns.
 */
function linksOf({ values, columns, rows, level }: Lattice): Map<number, number> {
  const next = new Map<number, number>();
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const n = row * columns + column;
      const high = (values[n] ?? NaN) >= level;
      const crossed = [1, columns, columns + 1].some((step) => (values[n + step] ?? NaN) >= level !== high);
      if (!crossed) continue;
      // Counterclockwise: corner i lies before edge i.
      const corners = [n, n + 1, n + columns + 1, n + columns].map((corner) => values[corner] ?? NaN);
      const edges = [2 * n, 2 * (n + 1) + 1, 2 * (n + columns), 2 * n + 1];
      link(next, corners, edges, level);
    }
  }
  return next;
}

function link(
  next: Map<number, number>,
  corners: readonly number[],
  edges: readonly number[],
  level: number,
): void {
  const high = corners.map((value) => value >= level);
  const falls = [0, 1, 2, 3].filter((i) => high[i] === true && high[(i + 1) % 4] === false);
  const rises = [0, 1, 2, 3].filter((i) => high[i] === false && high[(i + 1) % 4] === true);
  const bridge = corners.reduce((sum, value) => sum + value, 0) / 4 >= level;
  for (const fall of falls) {
    // Of a saddle's two lines each goes round one corner: a low one if the high ones are joined, else a high one.
    const rise = falls.length === 1 ? (rises[0] ?? 0) : (fall + (bridge ? 1 : 3)) % 4;
    next.set(edges[fall] ?? NaN, edges[rise] ?? NaN);
  }
}

function pointOn({ values, columns, level }: Lattice, edge: number): readonly [number, number] {
  const n = Math.floor(edge / 2);
  const upright = edge % 2 === 1;
  const [a, b] = [values[n] ?? NaN, values[n + (upright ? columns : 1)] ?? NaN];
  const along = (level - a) / (b - a);
  const [x, y] = [n % columns, Math.floor(n / columns)];
  return upright ? [x, y + along] : [x + along, y];
}
