import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, viewport: SMALL });

const words = (page: Page) => page.locator('.orbits-words').innerText();
const plotOf = (page: Page) => page.locator('.orbits-plot');

/** Colours of the plot: how many pixels of the diagram's canvas are not its ground. */
const painted = (page: Page) =>
  plotOf(page).evaluate((element) => {
    const canvas = element.querySelector('canvas');
    const { data = new Uint8ClampedArray(0) } =
      canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    const colors = new Set<number>();
    for (let n = 0; n < data.length; n += 4) {
      colors.add((data[n] ?? 0) * 65536 + (data[n + 1] ?? 0) * 256 + (data[n + 2] ?? 0));
    }
    return colors.size;
  });

/** Where on the page a share of the density's width and height is. */
async function placeAt(page: Page, eta: number, v: number): Promise<{ x: number; y: number }> {
  const { from, to } = await experimentOf(page, 'etas');
  const box = (await plotOf(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const size = await plotOf(page).evaluate((element) =>
    Number.parseFloat(getComputedStyle(element).fontSize),
  );
  const [left, right] = [Math.round(5.2 * size), Math.round(0.8 * size)];
  const x = box.x + left + ((eta - from) / (to - from)) * (box.width - left - right);
  return { x, y: box.y + box.height * (1 - v) };
}

async function saved(page: Page, name: string): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await page.getByRole('group', { name: 'Diagram' }).getByRole('button', { name, exact: true }).click();
  return readFile(await (await coming).path());
}

test('the bifurcation diagram: coarse, then fine; read out, zoomed, clicked, dragged, saved, and refused with a reason', async () => {
  const page = await open('objective=doublewell&dock=orbits&respawn=0');
  const progress = page.locator('.orbits-progress');
  await expect.poll(() => painted(page), SOON).toBeGreaterThan(60);

  // What is under the pointer.
  const at = await placeAt(page, 1.12, 0.6);
  await page.mouse.move(at.x, at.y);
  await expect
    .poll(() => words(page), SOON)
    .toMatch(/η = 1\.1\d+, x = .*Period 2, exponent −[\d.]+ per step/);
  const doubled = await placeAt(page, Math.sqrt(5) - 1, 0.6);
  await page.mouse.move(doubled.x, doubled.y);
  await expect
    .poll(() => words(page), SOON)
    .toContain('η = 1.236068, by formula. A cycle of period 2 doubles');

  // A click sets η, the line can be dragged, and so can the diagram.
  await page.mouse.click(at.x, at.y);
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBeCloseTo(1.12, 2);
  const to = await placeAt(page, 1.9, 0.6);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBeCloseTo(1.9, 2);
  const before = await experimentOf(page, 'etas');
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 60, at.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await experimentOf(page, 'etas')).from, SOON).toBeLessThan(before.from);

  // The wheel zooms about the pointer, with Shift η only; a double click is the way back.
  await page.keyboard.down('Shift');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Shift');
  const wide = before.to - before.from;
  await expect
    .poll(async () => (({ from, to: end }) => end - from)(await experimentOf(page, 'etas')), SOON)
    .toBeLessThan(0.8 * wide);
  await page.mouse.wheel(0, -400);
  await expect.poll(async () => (await experimentOf(page, 'band')) === null, SOON).toBe(false);
  await page.mouse.dblclick(at.x, at.y);
  await expect.poll(() => experimentOf(page, 'etas'), SOON).toEqual(before);
  expect(await experimentOf(page, 'band')).toBeNull();

  // Keys: the cursor, and η where it stands.
  await plotOf(page).focus();
  await page.mouse.move(5, 5);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await words(page)).toMatch(/^η = 1\.2/);
  await page.keyboard.press('Enter');
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBeGreaterThan(1.17);

  // Finished, it is saved: a picture, and the numbers.
  await expect
    .poll(() => progress.evaluate((bar) => bar.classList.contains('rests')), { timeout: 60_000 })
    .toBe(true);
  const [head = '', ...lines] = (await saved(page, 'CSV')).toString().trim().split('\r\n');
  expect(head.startsWith('"eta","exponent"')).toBe(true);
  const columns = lines.map((text) => text.split(',').map(Number));
  const near = (eta: number) => columns.find(([value = 0]) => value >= eta) ?? [];
  expect(near(1.2)[1]).toBeCloseTo(-0.193, 1);
  expect(near(1.2)[4]).toBe(2);
  expect(near(2.05)[5]).toBe(1);
  const records = (await saved(page, 'NPY')).toString('latin1');
  expect(records).toMatch(/^\x93NUMPY.*'visits'.*'shape': \(\d+, \d+\)/);
  const picture = await saved(page, 'PNG');
  expect(picture.readUInt32BE(16)).toBeGreaterThan(900); // its width

  // f in place of x; another scale; a method that has no such diagram.
  await page.getByRole('radio', { name: 'f', exact: true }).click();
  await expect.poll(() => experimentOf(page, 'visits'), SOON).toBe('f');
  await page.evaluate(() => window.etascope.load({ rule: 'gf' }));
  await expect
    .poll(() => page.locator('#dock-panel-orbits').innerText(), SOON)
    .toContain('follows a differential equation');
  expect(await plotOf(page).isVisible()).toBe(false);
});
