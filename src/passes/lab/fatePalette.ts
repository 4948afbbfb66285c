import type { FateColors } from '../../experiment/fateColors';
import type { Color } from '../../experiment/theme';
import { FATE_KINDS } from '../../theory/fate';

/** Hues of minima that are told apart, and shades of each. */
const HUES = 16;
const SHADES = 64;
const PERIODS = 17;

/** Where in the palette what begins: first the kinds that have one colour, at their places in FATE_KINDS. */
export const PALETTE = {
  hues: HUES,
  shades: SHADES,
  first_cycle: FATE_KINDS.length,
  first_chaos: FATE_KINDS.length + PERIODS,
  first_diverged: FATE_KINDS.length + PERIODS + SHADES,
  first_minimum: FATE_KINDS.length + PERIODS + 2 * SHADES,
} as const;

/** All colours that a map of fates can have, as fateGround.wgsl looks them up. */
export function paletteOf(colors: FateColors): Float32Array<ArrayBuffer> {
  const shades = (color: (share: number) => Color) =>
    Array.from({ length: SHADES }, (_, n) => color(n / (SHADES - 1)));
  const kinds = FATE_KINDS.map((kind) =>
    kind === 'rest' || kind === 'bounded' ? colors[kind] : colors.undecided,
  );
  const all = [
    ...kinds,
    ...Array.from({ length: PERIODS }, (_, period) => colors.cycle(period)),
    ...shades(colors.chaos),
    ...shades(colors.diverged),
    ...Array.from({ length: HUES }, (_, n) => shades((speed) => colors.minimum(n, HUES, speed))).flat(),
  ];
  return Float32Array.from(all.flatMap((color) => [...color, 1]));
}
