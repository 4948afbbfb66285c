import { interpolateCividis, interpolateViridis } from 'd3-scale-chromatic';
import type { MethodId } from '../methods/method';
import type { Settings } from './keys';

/** Red, green and blue from 0 to 1, as the screen takes them (sRGB). */
export type Color = readonly [red: number, green: number, blue: number];

/** The colours of the plane in one theme. */
export interface Theme {
  readonly ground: Color;
  /** Colour of band n of so many, from low f to high. */
  readonly band: (n: number, bands: number) => Color;
  readonly line: Color;
  readonly lineOpacity: number;
  readonly arrow: Color;
  readonly arrowOpacity: number;
  readonly rim: Color;
  readonly axis: Color;
  /** Whether light shines on a dark ground, or is ink on a pale one. */
  readonly bright: boolean;
  readonly methods: Readonly<Record<MethodId, Color>>;
}

/**
 * Viridis (Smith & van der Walt, 2015), toned down to a ground that trails stand out from: on dark below a third of
 * full luminance, on light pale. Gradient descent and flow have the colours of Okabe & Ito (2008), lightened where the ground
 * is dark. The others were sought in their families' hues (momentum yellow, natural gradients pink, adaptive steps violet)
 * as far apart as they can be, also without red or green receptors: in OKLab no two are closer than 0.10, or 0.04 to
 * those who see no red or no green. They never are the only cue: see marks.ts.
 */
export const THEMES: Readonly<Record<Settings['theme'], Theme>> = {
  dark: {
    ground: hex('#090b10'),
    band: (n, bands) => mix(hex('#090b10'), viridis(0.18 + (0.27 * n) / bands), 0.08 + (0.38 * n) / bands),
    line: hex('#ffffff'),
    lineOpacity: 0.13,
    arrow: hex('#ffffff'),
    arrowOpacity: 0.3,
    rim: hex('#090b10'),
    axis: hex('#aeb6c4'),
    bright: true,
    methods: {
      gd: hex('#ff8038'),
      gf: hex('#5cbcff'),
      prox: hex('#2ac47c'),
      newton: hex('#eef3f8'),
      heavyball: hex('#fcc000'),
      nesterov: hex('#f5f760'),
      inertial: hex('#f2cfa8'),
      naturalgd: hex('#ff7fc0'),
      natural: hex('#c65a97'),
      langevin: hex('#7fe6ee'),
      rmsprop: hex('#c9c0ff'),
      adam: hex('#9a66ff'),
    },
  },
  light: {
    ground: hex('#ffffff'),
    band: (n, bands) => mix(hex('#ffffff'), viridis(1 - (0.85 * n) / bands), 0.08 + (0.26 * n) / bands),
    line: hex('#1c2733'),
    lineOpacity: 0.2,
    arrow: hex('#1c2733'),
    arrowOpacity: 0.38,
    rim: hex('#ffffff'),
    axis: hex('#3d4754'),
    bright: false,
    methods: {
      gd: hex('#d55e00'),
      gf: hex('#0072b2'),
      prox: hex('#009e6c'),
      newton: hex('#14171c'),
      heavyball: hex('#8a5200'),
      nesterov: hex('#7f8520'),
      inertial: hex('#54400a'),
      naturalgd: hex('#b8308a'),
      natural: hex('#72085a'),
      langevin: hex('#2a9db0'),
      rmsprop: hex('#8e72f5'),
      adam: hex('#4413c4'),
    },
  },
};

/** Cividis (Nuñez, Anderton & Renslow, 2018), from 0 to 1: what gaps are coloured by. It lies apart from the ground's viridis. */
export function gapColor(t: number): Color {
  const [red = 0, green = 0, blue = 0] = interpolateCividis(t).match(/\d+/g)?.map(Number) ?? [];
  return [red / 255, green / 255, blue / 255];
}

/** As CSS writes it. */
export function css([red, green, blue]: Color, opacity = 1): string {
  return `rgb(${[red, green, blue].map((part) => Math.round(255 * part)).join(' ')} / ${opacity})`;
}

function hex(text: string): Color {
  const part = (at: number) => Number.parseInt(text.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

function viridis(t: number): Color {
  return hex(interpolateViridis(Math.min(1, Math.max(0, t))));
}

function mix(a: Color, b: Color, share: number): Color {
  const part = (n: 0 | 1 | 2) => a[n] + share * (b[n] - a[n]);
  return [part(0), part(1), part(2)];
}
