import type { Page } from 'playwright';
import type { Color, Theme } from '../../src/experiment/theme';
import type { Point } from '../../src/experiment/values';
import { toPixel, type Window, windowOf } from '../../src/experiment/window';
import type { MethodId } from '../../src/methods/method';

/** What the page shows of the plane with the view 0,0,2.5. */
export const WINDOW = windowOf([0, 0, 2.5], 1280, 720, 1);

/** Colours of the page's own picture at these points of the plane. */
export async function colorsAt(
  page: Page,
  points: readonly Point[],
  window: Window = WINDOW,
): Promise<readonly Color[]> {
  const pixels = points.map((point) => toPixel(window, point).map(Math.floor));
  return page.evaluate(async (wanted) => {
    const bitmap = await createImageBitmap(await globalThis.window.etascope.picture());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('no 2D canvas');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return wanted.map(([x = 0, y = 0]) => {
      const at = 4 * (y * bitmap.width + x);
      const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
      return [r / 255, g / 255, b / 255] as const;
    });
  }, pixels);
}

export const minus = ([r, g, b]: Color, [s, h, c]: Color): Color => [r - s, g - h, b - c];
const dot = ([r, g, b]: Color, [s, h, c]: Color): number => r * s + g * h + b * c;
export const size = (color: Color): number => Math.hypot(...color);

/** Of which method's colour a pixel has most, and how far it is on the way to it from the ground: 0 not at all, 1 all the way. */
export function inkOf(pixel: Color, { ground, methods }: Theme, ids: readonly MethodId[]) {
  const away = minus(pixel, ground);
  if (size(away) < 0.03) return { name: 'ground', share: 0, likeness: 0 } as const;
  const inks = ids.map((name) => {
    const ink = minus(methods[name], ground);
    return { name, share: size(away) / size(ink), likeness: dot(away, ink) / (size(away) * size(ink)) };
  });
  const [best = { name: 'none', share: 0, likeness: 0 }] = inks.sort((a, b) => b.likeness - a.likeness);
  return best;
}
