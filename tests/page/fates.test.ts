import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { FATE_COLORS } from '../../src/experiment/fateColors';
import type { Color } from '../../src/experiment/theme';
import { windowOf } from '../../src/experiment/window';
import { method } from '../../src/methods/table';
import type { Point } from '../../src/objectives/box';
import { makeObjective } from '../../src/objectives/objective';
import { circumstancesWith } from '../circumstances';
import { SMALL, SOON, useBrowser } from './open';
import { colorsAt, minus, size } from './pixels';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

const himmelblau = makeObjective('himmelblau', {});
const ETA = 0.01;
/** Aside of legends, panel and axes, in all four basins. */
const PLACES: readonly Point[] = [
  [-1.3, 1.9],
  [-2.5, 0.9],
  [0.4, 1.5],
  [0.9, 0.6],
  [-1.5, -1.2],
  [-2.4, -2.0],
  [0.6, -1.4],
  [1.1, -2.2],
];

/** Where gradient descent from a point ends: the place of its minimum among all, from left to right. */
function basinOf([x, y]: Point): number {
  let particle = { x, y, carry: [] as readonly number[], index: 0, tick: 0 };
  for (let k = 0; k < 500; k++) {
    particle = {
      ...particle,
      ...method('gd').advance(particle, himmelblau, ETA, circumstancesWith({ eta: ETA })),
    };
  }
  const places = himmelblau.minimisers.toSorted((a, b) => a.x - b.x);
  return places.findIndex((place) => Math.hypot(place.x - particle.x, place.y - particle.y) < 0.1);
}

/** The minimum whose hue, at whatever lightness, a colour is nearest to; −1 where it is none. */
function minimumOf(color: Color): number {
  const { minimum } = FATE_COLORS.dark;
  const off = (index: number) =>
    Math.min(...Array.from({ length: 65 }, (_, n) => size(minus(color, minimum(index, 4, n / 64)))));
  const [best = -1] = [0, 1, 2, 3].sort((a, b) => off(a) - off(b));
  return off(best) < 0.02 ? best : -1;
}

/** Which minimum the picture's colours name at all places; it may have fewer pixels than the window. */
async function kinds(page: Page): Promise<readonly number[]> {
  const [width = 0, height = 0] = await page
    .locator('canvas#plane')
    .evaluate((plane) => (plane instanceof HTMLCanvasElement ? [plane.width, plane.height] : []));
  return (await colorsAt(page, PLACES, windowOf(himmelblau.home, width, height, 1))).map(minimumOf);
}

test('the fate map shows the basins of attraction, begins anew with η, and says where it ends', async () => {
  const page = await open(`objective=himmelblau&fate=1&eta=${ETA}&methods=gd&contours=0&horizon=400`);
  await expect.poll(() => kinds(page), SOON).toEqual(PLACES.map(basinOf));
  expect(new Set(PLACES.map(basinOf)).size).toBe(4);

  // Beyond the threshold of every minimum nothing rests any more.
  await page.evaluate(() => window.etascope.load({ eta: 0.026 }));
  await expect.poll(() => kinds(page), SOON).toEqual(PLACES.map(() => -1));

  // Off: the landscape is back, and changes while a map is being made leave nothing behind.
  await page.evaluate(async () => {
    await window.etascope.load({ eta: 0.011 });
    await window.etascope.load({ eta: 0.01 });
    await window.etascope.load({ fate: false });
    await window.etascope.load({ fate: true });
  });
  await expect.poll(() => kinds(page), SOON).toEqual(PLACES.map(basinOf));

  await page.evaluate(() => window.etascope.load({ view: [3, 2, 3e-4] }));
  await page.mouse.move(400, 260);
  for (let n = 0; n < 8; n++) await page.mouse.wheel(0, -300);
  await expect
    .poll(() => page.locator('.notice').allInnerTexts(), SOON)
    .toContainEqual(expect.stringMatching(/as deep as the fate map goes/));
  const [, , half = 0] = await page.evaluate(() => window.etascope.experiment.view);
  const rows = await page.locator('canvas#plane').evaluate((plane) => (plane as HTMLCanvasElement).height);
  expect(half).toBeGreaterThan(rows * 2 ** -23 * 3 * 0.99);
});
