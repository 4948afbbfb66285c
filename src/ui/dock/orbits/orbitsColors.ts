import { lch } from 'd3-color';
import { interpolateInferno, interpolateMagma } from 'd3-scale-chromatic';
import type { Settings } from '../../../experiment/keys';
import type { Color } from '../../../experiment/theme';

type ThemeName = Settings['theme'];

/** Visits that are spread evenly over a column stand this high above nothing: the tones are log(1 + LIFT·density). */
const LIFT = 4;
const TONES = 256;

/** The parts of the maps that stand out from the sheet. */
const INKS: Readonly<Record<ThemeName, (t: number) => string>> = {
  dark: (t) => interpolateInferno(0.12 + 0.86 * t),
  light: (t) => interpolateMagma(0.92 - 0.84 * t),
  projector: (t) => interpolateMagma(0.68 - 0.64 * t),
};

/** How visits are painted: red, green and blue of TONES tones, from none to all visits in one pixel. */
export function tonesOf(theme: ThemeName, ground: Color): Uint8ClampedArray {
  const tones = new Uint8ClampedArray(3 * TONES);
  for (let n = 0; n < TONES; n++) {
    const t = n / (TONES - 1);
    const ink = rgb(INKS[theme](t));
    const share = Math.min(1, t / 0.16);
    for (let c = 0; c < 3; c++) {
      tones[3 * n + c] = 255 * ((ground[c] ?? 0) + share * ((ink[c] ?? 0) - (ground[c] ?? 0)));
    }
  }
  return tones;
}

/** The place among the tones of so many visits in a pixel, of so many in a column of so many rows. */
export function toneAt(visits: number, samples: number, rows: number): number {
  const density = (visits * rows) / Math.max(1, samples);
  return Math.round(((TONES - 1) * Math.log1p(LIFT * density)) / Math.log1p(LIFT * rows));
}

/** Lightness and chroma of the exponent's lines and words, which must be read on the sheet. */
const LEGIBLE = { dark: [66, 60], light: [48, 62], projector: [32, 56] } as const;
/** Hues of fates (CIE LCh): chaos is pink, rest is blue. */
const HUES = { chaos: 350, calm: 262 } as const;

/** Colours of the exponent where it is positive and where it is negative: the hues of chaos and of rest. */
export function exponentColors(theme: ThemeName) {
  const [lightness, chroma] = LEGIBLE[theme];
  const of = (hue: number) => rgb(lch(lightness, chroma, hue).formatRgb());
  return { chaos: of(HUES.chaos), calm: of(HUES.calm) };
}

/** A colour as CSS writes it: #rgb, #rrggbb or rgb(…). */
export function rgb(text: string): Color {
  const long = text.replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');
  const hex = /^#(\w\w)(\w\w)(\w\w)$/.exec(long);
  const parts =
    hex?.slice(1).map((part) => Number.parseInt(part, 16)) ?? text.match(/\d+/g)?.map(Number) ?? [];
  const [red = 0, green = 0, blue = 0] = parts;
  return [red / 255, green / 255, blue / 255];
}
