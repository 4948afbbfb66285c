import { readFileSync } from 'node:fs';
import { color as parsed } from 'd3-color';
import { describe, expect, test } from 'vitest';
import { etaColor } from '../../src/experiment/fanColors';
import { FATE_COLORS } from '../../src/experiment/fateColors';
import { type Color, gapColor, THEMES } from '../../src/experiment/theme';
import { METHODS } from '../../src/methods/table';
import { exponentColors } from '../../src/ui/dock/orbits/orbitsColors';

type Name = keyof typeof THEMES;
const NAMES = Object.keys(THEMES) as readonly Name[];
/** What the projector's theme promises, and what the others do. */
const TEXT = { dark: 4.5, light: 4.5, projector: 7 } as const;
const ESSENTIAL = 4.5;

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]: Color): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** WCAG 2.2, "contrast ratio": (L₁ + 0.05)/(L₂ + 0.05). */
function contrast(one: Color, other: Color): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** What a colour of that opacity looks like over another one. */
const over = (top: Color, opacity: number, below: Color): Color => {
  const part = (n: 0 | 1 | 2): number => opacity * top[n] + (1 - opacity) * below[n];
  return [part(0), part(1), part(2)];
};

/** A colour of the stylesheets, and how opaque it is. */
type Paint = readonly [color: Color, opacity: number];

function stylesOf(theme: Name): ReadonlyMap<string, Paint> {
  const file = theme === 'projector' ? 'projector' : 'style';
  const sheet = readFileSync(new URL(`../../src/ui/${file}.css`, import.meta.url), 'utf8');
  const [, block = ''] = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(sheet) ?? [];
  const found = [...block.matchAll(/--([a-z-]+): (#[^;]+|rgb[^;]+);/g)].map(([, name = '', text = '']) => {
    const { r, g, b, opacity } = parsed(legacy(text))?.rgb() ?? { r: 0, g: 0, b: 0, opacity: Number.NaN };
    return [name, [[r / 255, g / 255, b / 255], opacity]] as const;
  });
  return new Map<string, Paint>(found);
}

/** `rgb(1 2 3 / 0.5)` as d3 reads it. */
function legacy(text: string): string {
  return text.replace(/rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)/, 'rgba($1,$2,$3,$4)');
}

const bandsOf = (theme: Name): readonly Color[] =>
  [4, 12, 32].flatMap((bands) => Array.from({ length: bands }, (_, n) => THEMES[theme].band(n, bands)));

describe.each(NAMES)('%s', (name) => {
  const theme = THEMES[name];
  const styles = stylesOf(name);
  const paint = (key: string): Paint => {
    const found = styles.get(key);
    if (found === undefined) throw new Error(`the stylesheet of ${name} has no --${key}`);
    return found;
  };
  /** What text stands on: cards over any band, sheets, and what there is to press on either. */
  const grounds = (): readonly Color[] => {
    const cards = ['card', 'panel'].flatMap((key) => bandsOf(name).map((band) => over(...paint(key), band)));
    const plain = [...cards, paint('sheet')[0], paint('ground')[0]];
    return [
      ...plain,
      ...['widget', 'widget-over'].flatMap((key) => plain.map((card) => over(...paint(key), card))),
    ];
  };

  test.each(['text', 'quiet', 'error', 'focus'])('text in the colour --%s', (key) => {
    const [color] = paint(key);
    expect(Math.min(...grounds().map((ground) => contrast(color, ground)))).toBeGreaterThanOrEqual(
      TEXT[name],
    );
  });

  test('the numbers of the axes, in their halo', () => {
    const halos = bandsOf(name).map((band) => over(theme.ground, 0.7, band));
    expect(Math.min(...halos.map((halo) => contrast(theme.axis, halo)))).toBeGreaterThanOrEqual(TEXT[name]);
  });
});

describe('on a projector', () => {
  const theme = THEMES.projector;
  const bands = bandsOf('projector');
  const least = (color: Color): number => Math.min(...bands.map((band) => contrast(color, band)));

  test('the ground is white', () => expect(theme.ground).toEqual([1, 1, 1]));

  test.each(METHODS.map(({ id }) => id))('trails of %s over every band, and its name as text', (id) => {
    const color = theme.methods[id];
    expect(
      Math.min(...bands.map((band) => contrast(over(color, theme.strokeOpacity, band), band))),
    ).toBeGreaterThan(ESSENTIAL);
    expect(contrast(color, theme.ground)).toBeGreaterThan(TEXT.projector);
  });

  test('strong contour lines, arrows and axes over every band', () => {
    const line = bands.map((band) => contrast(over(theme.line, theme.lineOpacity, band), band));
    const arrow = bands.map((band) => contrast(over(theme.arrow, theme.arrowOpacity, band), band));
    expect(Math.min(...line, ...arrow, least(theme.axis))).toBeGreaterThan(ESSENTIAL);
  });

  test('names of the exponent on the sheet', () => {
    const { chaos, calm } = exponentColors('projector');
    expect(Math.min(contrast(chaos, [1, 1, 1]), contrast(calm, [1, 1, 1]))).toBeGreaterThan(TEXT.projector);
  });

  test('no map has a pale end', () => {
    const shares = Array.from({ length: 11 }, (_, n) => n / 10);
    const fan = shares.map((share) => etaColor('projector', share));
    expect(Math.min(...fan.map((color) => contrast(color, [1, 1, 1])))).toBeGreaterThan(3);
    const gaps = shares.map((share) => gapColor(share, 'projector'));
    expect(Math.min(...gaps.map((color) => contrast(color, [1, 1, 1])))).toBeGreaterThan(3);
    const { minimum, cycle, chaos, diverged } = FATE_COLORS.projector;
    const fates = shares.flatMap((share) => [
      ...[0, 1, 2, 3].map((index) => minimum(index, 4, share)),
      chaos(share),
      diverged(share),
      cycle(2 + 14 * share),
    ]);
    expect(Math.min(...fates.map((color) => contrast(color, [1, 1, 1])))).toBeGreaterThan(1.5);
  });
});

/** Cones that do not tell red from green (Machado, Oliveira & Fernandes, 2009, at full severity), of linear RGB. */
const BLIND = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
} as const;

const times = (matrix: readonly number[], [x, y, z]: Color): Color => {
  const row = (n: number): number =>
    (matrix[n] ?? 0) * x + (matrix[n + 1] ?? 0) * y + (matrix[n + 2] ?? 0) * z;
  return [row(0), row(3), row(6)];
};

/** OKLab (Ottosson, 2020) of linear RGB. */
function oklab(color: Color): Color {
  const cones = times(
    [
      0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619,
      0.2817188376, 0.6299787005,
    ],
    color,
  ).map(Math.cbrt);
  const [l = 0, m = 0, s = 0] = cones;
  return times(
    [
      0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371,
      0.7827717662, -0.808675766,
    ],
    [l, m, s],
  );
}

describe.each(NAMES)('methods are told apart by their colours, %s', (name) => {
  const colors = Object.values(THEMES[name].methods).map(
    ([r, g, b]): Color => [linear(r), linear(g), linear(b)],
  );
  const nearest = (seen: (color: Color) => Color): number => {
    const places = colors.map((color) => oklab(seen(color)));
    const pairs = places.flatMap((one, n) => places.slice(n + 1).map((other) => [one, other] as const));
    return Math.min(...pairs.map(([a, b]) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])));
  };
  const clipped = (color: Color): Color => [
    Math.max(0, color[0]),
    Math.max(0, color[1]),
    Math.max(0, color[2]),
  ];

  test('by everybody', () => expect(nearest((color) => color)).toBeGreaterThan(0.099));

  test.each(Object.entries(BLIND))('with %s', (_, matrix) =>
    expect(nearest((color) => clipped(times(matrix, color)))).toBeGreaterThan(0.039),
  );
});
