/** A part of a map's pixels: every `stride`th column and row, without those of twice the stride if `nested`. */
export interface Lattice {
  readonly columns: number;
  readonly rows: number;
  readonly stride: number;
  readonly nested: boolean;
}

/** How many numbers its pixels have; a few of them lie beyond the map's edge. */
export function latticeSize({ columns, rows, stride, nested }: Lattice): number {
  const [across, up] = [Math.ceil(columns / stride), Math.ceil(rows / stride)];
  return nested ? 3 * Math.ceil(across / 2) * Math.ceil(up / 2) : across * up;
}

/** Column and row of pixel n: along the rows; of a nested lattice three in every square of two by two. As traveller.wgsl. */
export function latticePixel({ columns, stride, nested }: Lattice, n: number): readonly [number, number] {
  const across = Math.ceil(columns / stride);
  if (!nested) return [stride * (n % across), stride * Math.floor(n / across)];
  const squares = Math.ceil(across / 2);
  const square = Math.floor(n / 3);
  const corner = (n % 3) + 1;
  const [column, row] = [square % squares, Math.floor(square / squares)];
  return [stride * (2 * column + (corner & 1)), stride * (2 * row + (corner >> 1))];
}
