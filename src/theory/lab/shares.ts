import { FATE_KINDS, type FateKind, type FateMap } from '../fate';

/** Pixels of a map with one and the same fate: of a minimum, of a period, or of a kind. */
export interface FateShare {
  readonly kind: FateKind;
  /** Of a minimum its place in `minima`, of a cycle its period; 0 of all others. */
  readonly index: number;
  readonly count: number;
  /** Of all pixels, from 0 to 1. */
  readonly share: number;
}

const DIVERGED = FATE_KINDS.indexOf('diverged');

/** How many pixels have which fate, in the order of the kinds, what is undecided last; minima as they are listed, short periods first. */
export function sharesOf({ kind, index }: Pick<FateMap, 'kind' | 'index'>): readonly FateShare[] {
  const counts = new Uint32Array(256 * FATE_KINDS.length);
  for (let n = 0; n < kind.length; n++) {
    const at = 256 * (kind[n] ?? 0) + (index[n] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const found = [...counts].flatMap((count, at) => {
    const name = FATE_KINDS[Math.floor(at / 256)];
    if (count === 0 || name === undefined) return [];
    return [{ kind: name, index: at % 256, count, share: count / kind.length }];
  });
  return [
    ...found.filter(({ kind: name }) => name !== 'undecided'),
    ...found.filter(({ kind: name }) => name === 'undecided'),
  ];
}

/** A part of a map, in shares of its width and height from 0 to 1. */
export interface MapPart {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** Whether a particle stays, 0, or diverges, 1, pixel by pixel of a part of a map. What is undecided has not diverged so far. */
export function divergence(
  { kind, columns, rows }: Pick<FateMap, 'kind' | 'columns' | 'rows'>,
  { left, right, low, high }: MapPart = { left: 0, right: 1, low: 0, high: 1 },
) {
  const within = (share: number, size: number) => Math.min(size, Math.max(0, Math.round(share * size)));
  const [first, last] = [within(left, columns), within(right, columns)];
  const [bottom, top] = [within(low, rows), within(high, rows)];
  const [width, height] = [Math.max(0, last - first), Math.max(0, top - bottom)];
  const labels = Uint8Array.from({ length: width * height }, (_, n) => {
    const at = (bottom + Math.floor(n / width)) * columns + first + (n % width);
    return Number(kind[at] === DIVERGED);
  });
  return { labels, columns: width, rows: height };
}
