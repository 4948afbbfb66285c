import { FATE_KINDS, type FateMap, type FateRequest } from '../../theory/fate';
import { type Lattice, latticePixel, latticeSize } from './lattice';

const UNDECIDED = FATE_KINDS.indexOf('undecided');
/** An exponent from here on stands for none. */
const NONE = 1e38;

/** A map of fates that is filled in as they are found: what is not yet known shows its neighbour's. */
export class FateSheet {
  readonly #request: FateRequest;
  readonly #minima: FateMap['minima'];
  readonly #kind: Uint8Array;
  readonly #index: Uint8Array;
  readonly #time: Float32Array;
  readonly #exponent: Float32Array;
  #final = 0;

  constructor(request: FateRequest, minima: FateMap['minima']) {
    const pixels = request.columns * request.rows;
    this.#request = request;
    this.#minima = minima;
    this.#kind = new Uint8Array(pixels).fill(UNDECIDED);
    this.#index = new Uint8Array(pixels);
    this.#time = new Float32Array(pixels).fill(Number.NaN);
    this.#exponent = new Float32Array(pixels).fill(Number.NaN);
  }

  /** The map as far as it is known. Its arrays are those that go on being filled in. */
  get map(): FateMap {
    const { columns, rows } = this.#request;
    return {
      ...this.#request,
      kind: this.#kind,
      index: this.#index,
      time: this.#time,
      exponent: this.#exponent,
      minima: this.#minima,
      done: Math.min(1, this.#final / (columns * rows)),
    };
  }

  /** Takes over the whole of a coarser map, of a part of the horizon: none of it is final. */
  takeCoarse(coarse: FateMap): void {
    const { columns, rows } = this.#request;
    for (let row = 0; row < rows; row++) {
      const from = Math.floor(((row + 0.5) / rows) * coarse.rows) * coarse.columns;
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        const source = from + Math.floor(((column + 0.5) / columns) * coarse.columns);
        this.#kind[at] = coarse.kind[source] ?? UNDECIDED;
        this.#index[at] = coarse.index[source] ?? 0;
        this.#time[at] = coarse.time[source] ?? Number.NaN;
        this.#exponent[at] = coarse.exponent[source] ?? Number.NaN;
      }
    }
  }

  /** Writes the fates of the lattice's pixels from `first` on, as the shader has them, over the squares that they stand for. */
  take(lattice: Lattice, first: number, bytes: ArrayBuffer): void {
    const words = new Uint32Array(bytes);
    const numbers = new Float32Array(bytes);
    const { columns, rows } = this.#request;
    for (let n = 0; n < words.length / 4; n++) {
      const [column, row] = latticePixel(lattice, first + n);
      if (column >= columns || row >= rows) continue;
      this.#final++;
      const [time = 0, exponent = 0] = numbers.subarray(4 * n + 2, 4 * n + 4);
      const right = Math.min(columns, column + lattice.stride);
      for (let r = row; r < Math.min(rows, row + lattice.stride); r++) {
        const [from, to] = [r * columns + column, r * columns + right];
        this.#kind.fill(words[4 * n] ?? UNDECIDED, from, to);
        this.#index.fill(words[4 * n + 1] ?? 0, from, to);
        this.#time.fill(time < 0 ? Number.NaN : time, from, to);
        this.#exponent.fill(exponent < NONE ? exponent : Number.NaN, from, to);
      }
    }
  }
}

/** The lattices of a map, from the coarsest on: each has the pixels that those before it have not. */
export function latticesOf({ columns, rows }: FateRequest): readonly Lattice[] {
  return [8, 4, 2, 1]
    .map((stride) => ({ columns, rows, stride, nested: stride < 8 }))
    .filter((lattice) => latticeSize(lattice) > 0);
}
