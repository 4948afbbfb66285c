import { expect, test } from 'vitest';
import { gapColor, THEMES } from '../../src/experiment/theme';
import { experimentOf, openFolder, SOON, useBrowser } from './open';
import { colorsAt, minus, size } from './pixels';

const { open } = useBrowser({ resting: true, shared: true, sharp: true });

test('starts have the colour of their gap, which the legend tells; without the flow it says why not', async () => {
  const page = await open('objective=bowl&eta=0.05&respawn=0&contours=0&arrows=0&starts=points:2,1;-2,-1');
  const words = page.locator('.scale-gaps .scale-words');
  expect(await words.isVisible()).toBe(false);
  await openFolder(page, 'View');
  await page.getByRole('checkbox', { name: 'gap between GD and GF' }).check();
  await expect.poll(() => experimentOf(page, 'apart'), SOON).toBe(true);
  // Bowl: x relaxes by 1 − η and e^{−η}, y by 1 − 10η and e^{−10η}; both pairs alike.
  await page.evaluate(() => window.etascope.advance(3));
  const gap = Math.hypot(2 * (0.95 ** 3 - Math.exp(-0.15)), 0.5 ** 3 - Math.exp(-1.5));
  const text = gap.toPrecision(2);
  await expect.poll(() => words.innerText(), SOON).toBe(`median ${text}, largest ${text}`);
  expect(await page.locator('.scale-gaps .scale-label').allInnerTexts()).toEqual(['0.01', '0.1']);

  // Half a disc lies outside of the strokes that begin there.
  const [seen = [0, 0, 0]] = await colorsAt(page, [[2.02, 1.015]]);
  const meant = gapColor(Math.log10(gap / 0.01), 'dark');
  expect(size(minus(seen, meant))).toBeLessThan(0.08);
  expect(size(minus(seen, THEMES.dark.ground))).toBeGreaterThan(0.3);

  await page.evaluate(() => window.etascope.load({ methods: ['gd'] }));
  await expect.poll(() => words.innerText(), SOON).toBe('gradient flow is off');
});
