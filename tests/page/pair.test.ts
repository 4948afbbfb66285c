import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { THEMES } from '../../src/experiment/theme';
import { toPixel, toPlane } from '../../src/experiment/window';
import { experimentOf, SOON, useBrowser } from './open';
import { colorsAt, minus, size, WINDOW } from './pixels';

const { open } = useBrowser({ resting: true, shared: true, sharp: true });

/** Where the particles of a method are on the page. */
const pixelsOf = (page: Page, method: string) =>
  page
    .evaluate(async (id) => Array.from((await window.etascope.read(id)).position), method)
    .then((flat) => flat.flatMap((x, n) => (n % 2 === 0 ? [toPixel(WINDOW, [x, flat[n + 1] ?? 0])] : [])));

/** How many of the points on a ring around a particle have a method's colour. */
async function shareOfRing(page: Page, [x, y]: readonly [number, number], method: 'gd' | 'gf') {
  const angles = Array.from({ length: 24 }, (_, n) => (n * Math.PI) / 12);
  const points = angles.map((angle) => toPlane(WINDOW, [x + 11 * Math.cos(angle), y + 11 * Math.sin(angle)]));
  const colors = await colorsAt(page, points);
  const near = colors.filter((color) => size(minus(color, THEMES.dark.methods[method])) < 0.12);
  return near.length / colors.length;
}

describe('a marked pair', () => {
  test('is found by Shift and click, wears rings, and is unmarked in the caption', async () => {
    const page = await open('view=0,0,2.5&respawn=0&starts=points:-2,1;1,-1.5;0.5,1.8&contours=0&arrows=0');
    await page.evaluate(() => window.etascope.advance(1));
    const [, gd] = await pixelsOf(page, 'gd');
    const [, gf] = await pixelsOf(page, 'gf');
    if (gd === undefined || gf === undefined) throw new Error('there is no second pair');
    expect(await shareOfRing(page, gd, 'gd')).toBeLessThan(0.3);
    await page.mouse.move(gd[0] + 5, gd[1] + 5);
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect.poll(() => experimentOf(page, 'pair'), SOON).toBe(1);
    expect(await shareOfRing(page, gd, 'gd')).toBeGreaterThan(0.7);
    expect(await shareOfRing(page, gf, 'gf')).toBeGreaterThan(0.7);
    expect(await page.evaluate(() => location.hash)).toContain('pair=1');
    const words = page.getByRole('region', { name: 'Caption' });
    await expect.poll(() => words.innerText(), SOON).toContain('pair 1 is marked');
    expect((await experimentOf(page, 'placed')).length).toBe(0);

    await page.getByRole('button', { name: 'Unmark' }).click();
    await expect.poll(() => experimentOf(page, 'pair'), SOON).toBe(null);
    await expect.poll(() => shareOfRing(page, gd, 'gd'), SOON).toBeLessThan(0.3);

    await page.evaluate(() => window.etascope.load({ pair: 99 }));
    await expect.poll(() => words.innerText(), SOON).toContain('there is no pair 99');
  });
});
