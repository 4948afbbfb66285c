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
  /** Thickness of a contour line, in units of thickness. */
  readonly lineWidth: number;
  readonly arrow: Color;
  readonly arrowOpacity: number;
  /** Thickness of an arrow's shaft, in units of thickness. */
  readonly arrowWidth: number;
  readonly rim: Color;
  readonly axis: Color;
  /** Whether light shines on a dark ground, or is ink on a pale one. */
  readonly bright: boolean;
  /** Of fresh trails, and the part of their life before they begin to fade. */
  readonly strokeOpacity: number;
  readonly hold: number;
  /** Thickness of a chord of light, in units of thickness: a pixel at least. */
  readonly lightWidth: number;
  readonly methods: Readonly<Record<MethodId, Color>>;
}

/**
 * Viridis (Smith & van der Walt, 2015), toned down to a ground that trails stand out from: on dark below a third of
 * full luminance, on light pale. Gradient descent and flow have the colours of Okabe & Ito (2008), lightened where the ground
 * is dark. The others were sought in their families' hues (momentum yellow, natural gradients pink, adaptive steps violet)
 * as far apart as they can be, also without red or green receptors: in OKLab no two are closer than 0.10, or 0.04 to
 * those who see no red or no green. They never are the only cue: see marks.ts. A projector takes contrast away: there every
 * colour has 4.5:1 against the darkest band (WCAG 2.2, 1.4.11 asks for 3:1) and, as text, 7:1 on white, for which bands are
 * paler and colours darker.
 */
export const THEMES: Readonly<Record<Settings['theme'], Theme>> = {
  dark: {
    ground: hex('#090b10'),
    band: (n, bands) => mix(hex('#090b10'), viridis(0.18 + (0.27 * n) / bands), 0.08 + (0.38 * n) / bands),
    line: hex('#ffffff'),
    lineOpacity: 0.13,
    lineWidth: 1,
    arrow: hex('#ffffff'),
    arrowOpacity: 0.3,
    arrowWidth: 1.25,
    rim: hex('#090b10'),
    axis: hex('#aeb6c4'),
    bright: true,
    strokeOpacity: 0.95,
    hold: 0,
    lightWidth: 0,
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
    lineWidth: 1,
    arrow: hex('#1c2733'),
    arrowOpacity: 0.38,
    arrowWidth: 1.25,
    rim: hex('#ffffff'),
    axis: hex('#3d4754'),
    bright: false,
    strokeOpacity: 0.95,
    hold: 0,
    lightWidth: 0,
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
  projector: {
    ground: hex('#ffffff'),
    band: (n, bands) => mix(hex('#ffffff'), viridis(1 - (0.5 * n) / bands), 0.08 + (0.15 * n) / bands),
    line: hex('#4c5660'),
    lineOpacity: 1,
    lineWidth: 0.7,
    arrow: hex('#4c5660'),
    arrowOpacity: 1,
    arrowWidth: 1,
    rim: hex('#ffffff'),
    axis: hex('#10151c'),
    bright: false,
    strokeOpacity: 1,
    hold: 0.4,
    lightWidth: 1.25,
    methods: {
      gd: hex('#a02d00'),
      gf: hex('#04569f'),
      prox: hex('#04644c'),
      newton: hex('#080c12'),
      heavyball: hex('#593018'),
      nesterov: hex('#5e5300'),
      inertial: hex('#212708'),
      naturalgd: hex('#972675'),
      natural: hex('#570345'),
      langevin: hex('#034a5e'),
      rmsprop: hex('#4c23d6'),
      adam: hex('#362997'),
    },
  },
};

/** Window, in CSS pixels, in which lines and marks are so many times as large on a projector as elsewhere. */
const PROJECTED = { width: 1920, height: 1080, times: 2.4 } as const;
/** No window counts as higher than this part of its width: a phone that stands is not a wall. */
const HIGHEST = 0.75;

/**
 * How many times as large as usual lines and marks are in a picture of so many CSS pixels: on a projector they grow with it,
 * as the room sees the same share of the wall, whatever its pixels.
 */
export function enlargementOf(theme: Settings['theme'], width: number, height: number): number {
  if (theme !== 'projector') return 1;
  const across = width / PROJECTED.width;
  const up = Math.min(height, HIGHEST * width) / PROJECTED.height;
  return Math.max(1, PROJECTED.times * Math.max(across, up));
}

/** The part of the map of gaps that stands out from the ground: on a projector its pale end is left out. */
const GAPS = { dark: 1, light: 1, projector: 0.62 } as const;

/** Cividis (Nuñez, Anderton & Renslow, 2018), from 0 to 1: what gaps are coloured by. It lies apart from the ground's viridis. */
export function gapColor(t: number, theme: Settings['theme']): Color {
  const [red = 0, green = 0, blue = 0] =
    interpolateCividis(GAPS[theme] * t)
      .match(/\d+/g)
      ?.map(Number) ?? [];
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
