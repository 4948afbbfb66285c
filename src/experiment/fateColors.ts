import { lch } from 'd3-color';
import type { Settings } from './keys';
import type { Color } from './theme';

/**
 * What fates are coloured by. What comes to rest has a cool hue, one for each minimum; what goes round and round a warm one,
 * by its period; chaos is a pink that glows with the exponent on dark and deepens on light; what diverges is grey. Lightness tells how fast (or how
 * chaotic), and every kind is also named in the legend and under the pointer.
 */
export interface FateColors {
  /** Minimum `index` of so many; `speed` from 0, at the horizon, to 1, at once. */
  readonly minimum: (index: number, total: number, speed: number) => Color;
  /** At rest elsewhere. */
  readonly rest: Color;
  /** A cycle of period 2 … 16. */
  readonly cycle: (period: number) => Color;
  /** `strength` of the exponent from 0 to 1. */
  readonly chaos: (strength: number) => Color;
  readonly bounded: Color;
  /** `speed` from 0, at the horizon, to 1, at once. */
  readonly diverged: (speed: number) => Color;
  readonly undecided: Color;
}

/** Hues of minima, in degrees of CIE LCh: from blue over green and violet, so that neighbours in the list differ most. */
const COOL = [262, 165, 305, 215, 135, 284, 190, 240] as const;
/** Hue of period 2, and how far the others, in the order of their period's logarithm, spread towards yellow. */
const WARM = { from: 48, to: 98 } as const;

const colorsOn = (dark: boolean): FateColors => {
  const between = (low: number, high: number, t: number) => low + (high - low) * t;
  const hueOf = (index: number) => COOL[index % COOL.length] ?? 262;
  return {
    minimum: (index, _total, speed) =>
      of(
        dark ? between(13, 52, speed) : between(52, 90, speed),
        dark ? between(16, 42, speed) : between(46, 20, speed),
        hueOf(index),
      ),
    rest: of(dark ? 84 : 30, 4, 250),
    cycle: (period) => {
      const t = Math.log2(Math.min(16, Math.max(2, period)) / 2) / 3;
      return of(
        dark ? between(46, 72, t) : between(70, 89, t),
        dark ? between(52, 50, t) : between(56, 48, t),
        between(WARM.from, WARM.to, t),
      );
    },
    chaos: (strength) =>
      dark
        ? of(between(16, 48, strength), between(22, 48, strength), 350)
        : of(between(90, 60, strength), between(16, 50, strength), 350),
    bounded: of(dark ? 52 : 70, 26, 20),
    diverged: (speed) => of(dark ? between(34, 4, speed) : between(64, 97, speed), 3, 260),
    undecided: of(dark ? 13 : 91, dark ? 11 : 8, 268),
  };
};

export const FATE_COLORS: Readonly<Record<Settings['theme'], FateColors>> = {
  dark: colorsOn(true),
  light: colorsOn(false),
};

function of(lightness: number, chroma: number, hue: number): Color {
  return rgbOf(lch(lightness, chroma, hue).formatRgb());
}

function rgbOf(text: string): Color {
  const [red = 0, green = 0, blue = 0] = text.match(/\d+/g)?.map(Number) ?? [];
  return [red / 255, green / 255, blue / 255];
}
