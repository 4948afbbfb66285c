import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { THEMES } from '../../src/experiment/theme';
import { SMALL, SOON, useBrowser } from './open';
import { inkOf } from './pixels';

const { open } = useBrowser({ shared: true, resting: true, viewport: SMALL });

/** What the issue asks for at a height of 1080, in CSS pixels: it shrinks with the height. */
const LEAST = {
  '.lil-controller': 20,
  '.axes': 24,
  '.legend-name': 24,
  '.scale-title': 24,
  '.caption': 32,
} as const;
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
] as const;
const CARDS = ['.legend', '.caption', '.lil-root', '.scale', '.dock-opener', '.lecture-card'] as const;

const typeOf = (page: Page) =>
  page.evaluate(
    (selectors) =>
      selectors.map((selector) => {
        const element = document.querySelector(selector);
        return element === null ? 0 : Number.parseFloat(getComputedStyle(element).fontSize);
      }),
    Object.keys(LEAST),
  );

/** Cards that overlap, or reach out of the window. */
const collisions = (page: Page) =>
  page.evaluate((selectors) => {
    const boxes = selectors.map((name) => ({
      name,
      box: document.querySelector(name)?.getBoundingClientRect(),
    }));
    const meet = (a: DOMRect, b: DOMRect): boolean =>
      a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const out = ({ left, top, right, bottom }: DOMRect): boolean =>
      left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
    return boxes.flatMap(({ name, box }, n) => {
      if (box === undefined) return []; // there is no lesson
      const others = boxes.slice(n + 1).filter((other) => other.box !== undefined && meet(box, other.box));
      return [...(out(box) ? [name] : []), ...others.map((other) => `${name} on ${other.name}`)];
    });
  }, CARDS);

/** How thick the ink of gradient descent is in some columns of the page's own picture, in CSS pixels. */
async function thicknessIn(page: Page, columns: readonly number[]): Promise<readonly number[]> {
  const read = await page.evaluate(async (wanted) => {
    const bitmap = await createImageBitmap(await window.etascope.picture());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (context === null) throw new Error('no 2D canvas');
    context.drawImage(bitmap, 0, 0);
    const density = bitmap.height / innerHeight;
    const [top, height] = [Math.round(0.46 * bitmap.height), Math.round(0.08 * bitmap.height)];
    const pixels = wanted.map((x) => [...context.getImageData(Math.round(density * x), top, 1, height).data]);
    return { density, pixels };
  }, columns);
  return read.pixels.map((data) => {
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0] = data.slice(at, at + 3);
      const seen = inkOf([r / 255, g / 255, b / 255], THEMES.projector, ['gd', 'gf']);
      if (seen.name === 'gd') ink += Math.min(1, seen.share);
    }
    return ink / read.density;
  });
}

test('what is shown is as large as the back row needs, and nothing lies on anything else', async () => {
  // Chords of gradient descent along the valley, from (4, 0) to (2, 0) and (1, 0), on a ground without lines.
  const bare = 'contours=0&arrows=0&starts=points:4,0&respawn=0&eta=0.5&view=0,0,2.5';
  const page = await open(`theme=projector&methods=gd&${bare}`, { viewport: SIZES[0] });
  await page.evaluate(() => window.etascope.advance(2));
  const [chord, particle] = await thicknessIn(page, [960 + 3.4 * 216, 960 + 216]);
  expect(chord).toBeGreaterThanOrEqual(3.5); // at half the density edges make thin strokes up to half a pixel thicker
  expect(particle).toBeGreaterThanOrEqual(4);
  await page.evaluate(() => window.etascope.load({ contours: true }));
  for (const viewport of SIZES) {
    await page.setViewportSize(viewport);
    const least = Object.values(LEAST).map((size) => (size * viewport.height) / 1080);
    await expect
      .poll(async () => (await typeOf(page)).map((size, n) => size >= (least[n] ?? 0)), SOON)
      .toEqual(least.map(() => true));
    await expect.poll(() => collisions(page), SOON).toEqual([]);
  }
});

test('in a lesson the panel has what the lesson uses, and all else at the press of a button', async () => {
  const page = await open('lesson=zigzag&theme=projector');
  const rows = () =>
    page
      .locator('.lil-root .lil-controller:visible')
      .evaluateAll((all) => all.map((row) => row.getAttribute('data-control')));
  await expect.poll(rows, SOON).toEqual(['speed', 'eta']);
  for (const viewport of SIZES) {
    await page.setViewportSize(viewport);
    await expect.poll(() => collisions(page), SOON).toEqual([]);
  }
  expect(await page.locator('.lil-root .lil-title:visible').count()).toBe(1);
  await page.getByRole('button', { name: 'more controls' }).click();
  expect(await rows()).toContain('objective');
  await page.getByRole('button', { name: 'fewer controls' }).click();
  expect(await rows()).toEqual(['speed', 'eta']);
  await expect
    .poll(() => page.locator('.caption-counts').innerText(), SOON)
    .toBe('GD: 1 moving; GF: 1 moving');
  // The button takes the theme off, and with it the short panel.
  await page.getByRole('button', { name: 'for a projector' }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme']), SOON).toBe('dark');
  await expect.poll(rows, SOON).toContain('objective');
});
