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

type Ends = readonly [from: number, to: number];

/** Lightness and chroma (CIE LCh): of minima and divergence by speed, of cycles by period, of chaos by exponent. */
interface Ranges {
  readonly minimum: readonly [lightness: Ends, chroma: Ends];
  readonly cycle: readonly [lightness: Ends, chroma: Ends];
  readonly chaos: readonly [lightness: Ends, chroma: Ends];
  readonly diverged: Ends;
  /** Lightness, and where it is no grey chroma. */
  readonly rest: number;
  readonly bounded: number;
  readonly undecided: readonly [lightness: number, chroma: number];
}

/** On a projector whatever is pale is white: there each kind keeps to the middle of what the light theme has. */
const RANGES: Readonly<Record<Settings['theme'], Ranges>> = {
  dark: {
    minimum: [
      [13, 52],
      [16, 42],
    ],
    cycle: [
      [46, 72],
      [52, 50],
    ],
    chaos: [
      [16, 48],
      [22, 48],
    ],
    diverged: [34, 4],
    rest: 84,
    bounded: 52,
    undecided: [13, 11],
  },
  light: {
    minimum: [
      [52, 90],
      [46, 20],
    ],
    cycle: [
      [70, 89],
      [56, 48],
    ],
    chaos: [
      [90, 60],
      [16, 50],
    ],
    diverged: [64, 97],
    rest: 30,
    bounded: 70,
    undecided: [91, 8],
  },
  projector: {
    minimum: [
      [36, 72],
      [50, 44],
    ],
    cycle: [
      [58, 80],
      [72, 74],
    ],
    chaos: [
      [70, 42],
      [44, 66],
    ],
    diverged: [48, 84],
    rest: 20,
    bounded: 55,
    undecided: [86, 8],
  },
};

const between = ([from, to]: Ends, t: number): number => from + (to - from) * t;

function colorsOn(theme: Settings['theme']): FateColors {
  const { minimum, cycle, chaos, diverged, rest, bounded, undecided } = RANGES[theme];
  const along = ([lightness, chroma]: readonly [Ends, Ends], t: number, hue: number): Color =>
    of(between(lightness, t), between(chroma, t), hue);
  return {
    minimum: (index, _total, speed) => along(minimum, speed, COOL[index % COOL.length] ?? 262),
    rest: of(rest, 4, 250),
    cycle: (period) => {
      const t = Math.log2(Math.min(16, Math.max(2, period)) / 2) / 3;
      return along(cycle, t, between([WARM.from, WARM.to], t));
    },
    chaos: (strength) => along(chaos, strength, 350),
    bounded: of(bounded, 26, 20),
    diverged: (speed) => of(between(diverged, speed), 3, 260),
    undecided: of(...undecided, 268),
  };
}

export const FATE_COLORS: Readonly<Record<Settings['theme'], FateColors>> = {
  dark: colorsOn('dark'),
  light: colorsOn('light'),
  projector: colorsOn('projector'),
};

function of(lightness: number, chroma: number, hue: number): Color {
  return rgbOf(lch(lightness, chroma, hue).formatRgb());
}

function rgbOf(text: string): Color {
  const [red = 0, green = 0, blue = 0] = text.match(/\d+/g)?.map(Number) ?? [];
  return [red / 255, green / 255, blue / 255];
}
