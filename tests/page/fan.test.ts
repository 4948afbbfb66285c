import { expect, test } from 'vitest';
import { THEMES } from '../../src/experiment/theme';
import { windowOf } from '../../src/experiment/window';
import { experimentOf, SMALL, SOON, useBrowser } from './open';
import { colorsAt, minus, size } from './pixels';

const { open } = useBrowser({ resting: true, shared: true, sharp: true, viewport: SMALL });

test('a fan has its colours, its threshold and a start to drag; on the fate map the pointer has an orbit', async () => {
  const page = await open('objective=doublewell&fan=1&contours=0&origin=-1.3,0.5&view=0,0,1.5');
  const window = windowOf([0, 0, 1.5], SMALL.width, SMALL.height, 1);
  const verdict = page.locator('.fan-verdict');
  await expect.poll(() => verdict.innerText(), SOON).toBe('settles below η = 1');
  const legend = page.locator('.fan-scale');
  expect(await legend.locator('.scale-label.first, .scale-label.last').allInnerTexts()).toEqual([
    '0.25',
    '2.1',
  ]);
  expect((await legend.innerText()).replaceAll('\u00a0', ' ')).toMatch(
    /2\/λ = 1 at its minimum · 2\/L = .* in view · within 1,000 steps/,
  );
  // The mark lies at its share of the bar: (1 − 0.25)/(2.1 − 0.25).
  const share = await legend
    .locator('.fan-mark.measured')
    .evaluate((mark) => Number.parseFloat(mark.style.left));
  expect(share).toBeCloseTo((100 * 0.75) / 1.85, 3);
  await expect.poll(() => page.locator('.fan-curve-name').innerText(), SOON).toBe('GF');

  // On the ray of first steps, from the start along −∇f, are strokes, and behind the start there are none.
  const inkAt = async (x: number, y: number): Promise<number> => {
    const [color = [0, 0, 0]] = await colorsAt(page, [[x, y]], window);
    return size(minus(color, THEMES.dark.ground));
  };
  const [fx, fy] = [(-1.3) ** 3 + 1.3, 0.5];
  const first: [number, number] = [-1.3 - 0.6 * fx, 0.5 - 0.6 * fy];
  expect(await inkAt(...first)).toBeGreaterThan(0.5);
  expect(await inkAt(1, 1.2)).toBeLessThan(0.05);

  const handle = page.locator('.fan-start');
  const box = await handle.boundingBox();
  if (box === null) throw new Error('There is no handle.');
  const [column, row] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(column, row);
  await page.mouse.down();
  await page.mouse.move(column + 300, row - 40, { steps: 4 });
  await page.mouse.up();
  const unit = 3 / SMALL.height;
  await expect
    .poll(async () => (await experimentOf(page, 'origin'))[0], SOON)
    .toBeCloseTo(-1.3 + 300 * unit, 2);
  expect((await experimentOf(page, 'origin'))[1]).toBeCloseTo(0.5 + 40 * unit, 2);
  await expect.poll(() => inkAt(...first), SOON).toBeLessThan(0.3);
  await handle.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect
    .poll(async () => (await experimentOf(page, 'origin'))[0], SOON)
    .toBeCloseTo(-1.3 + 320 * unit, 2);

  await page.evaluate(() =>
    globalThis.window.etascope.load({ fan: false, fate: true, eta: 1.05, methods: [] }),
  );
  await expect.poll(() => handle.isVisible(), SOON).toBe(false);
  const start: [number, number] = [-0.5, 0.6];
  const half: [number, number] = [-0.5 - 0.525 * ((-0.5) ** 3 + 0.5), 0.6 - 0.525 * 0.6];
  const [before = [0, 0, 0]] = await colorsAt(page, [half], window);
  const [x, y] = [SMALL.width / 2 + start[0] / unit, SMALL.height / 2 - start[1] / unit];
  await page.mouse.move(x, y);
  // Half way to where the first step leads lies its chord.
  await expect
    .poll(async () => size(minus((await colorsAt(page, [half], window))[0] ?? before, before)), SOON)
    .toBeGreaterThan(0.2);
  // Between 1 and √5 − 1 orbits of the double well go round a cycle of period two.
  const words = page.locator('.readout-fate');
  await expect.poll(() => words.innerText(), SOON).toBe('GD goes round a cycle of period 2');
});
