import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { eigenvalues } from '../../src/math/symmetric2';
import { makeObjective } from '../../src/objectives/objective';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

const LONG = { timeout: 60_000 };

/** Waits until the map of what is asked for is complete, and so is its boundary. */
async function complete(page: Page): Promise<string> {
  const words = page.locator('.line-dimension');
  await expect.poll(() => page.locator('.line-progress').getAttribute('class'), LONG).toContain('idle');
  await expect.poll(() => words.innerText(), LONG).toMatch(/ ± |^No boundary/);
  return words.innerText();
}

/** The pixels of the map as the exported file has them. */
async function exported(page: Page) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const [head = '', ...rows] = text.trim().split('\r\n');
  expect(head).toBe('x,y,eta,fate,index,time,exponent');
  return rows.map((row) => {
    const [x, y, eta, fate] = row.split(',');
    return { x: Number(x), y: Number(y), eta: Number(eta), fate: fate ?? '' };
  });
}

/** Colours of the map's canvas at shares of the plot's width and height. */
function colorsAt(page: Page, places: readonly (readonly [number, number])[]) {
  return page.locator('.line-canvas').evaluate((canvas: HTMLCanvasElement, wanted) => {
    const context = canvas.getContext('2d');
    return wanted.map(([u = 0, v = 0]) => {
      const at = [Math.floor(u * canvas.width), Math.floor(v * canvas.height)] as const;
      return context?.getImageData(...at, 1, 1).data.join(' ');
    });
  }, places);
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not on screen`);
  return box;
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 3 });
  await page.mouse.up();
}

test('start × η: the map by a link, its straight boundary of dimension 1, the line dragged, window, zoom, click', async () => {
  const page = await open('objective=bowl&dock=line&horizon=300&etas=0.1,0.3,lin&line=-1,0.05;2,0.05');
  const words = await complete(page);
  const bowl = makeObjective('bowl', {});
  const limit = 2 / eigenvalues(bowl.hessian(0, 0))[1];

  // On a quadratic a start diverges just beyond η = 2/L, and comes to rest, if slowly, below.
  const pixels = await exported(page);
  expect(pixels.length).toBeGreaterThan(20_000);
  for (const { eta, fate } of pixels) {
    if (eta < 0.9 * limit) expect(fate).toBe('minimum');
    if (eta > 1.1 * limit) expect(fate).toBe('diverged');
  }
  const [, dimension = '', uncertainty = ''] = /dimension (\S+) ± (\S+) \(smooth\)/.exec(words) ?? [];
  expect(Math.abs(Number(dimension) - 1)).toBeLessThanOrEqual(Number(uncertainty));
  expect(Number(uncertainty)).toBeLessThan(0.1);
  expect(await page.locator('.line-fit canvas').count()).toBe(1);
  await expect
    .poll(() => page.locator('.line-legend').innerText(), SOON)
    .toMatch(/minimum \(0, 0\)[\s\S]*%[\s\S]*diverged/);

  // Above the threshold another colour than below it, and the pointer says why.
  const [above, below] = await colorsAt(page, [
    [0.5, 0.2],
    [0.5, 0.65],
  ]);
  expect(above).not.toBe(below);
  const plot = await boxOf(page, '.line-plot');
  const at = (u: number, v: number) => [plot.x + u * plot.width, plot.y + v * plot.height] as const;
  const readout = page.locator('.line-readout');
  await page.mouse.move(...at(0.5, 0.2));
  await expect.poll(() => readout.innerText(), SOON).toMatch(/^start \(.+\), η = 0\.2\d+: diverges after/);
  await page.mouse.move(...at(0.5, 0.65));
  await expect.poll(() => readout.innerText(), SOON).toMatch(/: rests at the minimum \(0, 0\) after/);

  // An end of the line is dragged on the plane, then moved by keys: another map.
  const handle = await boxOf(page, '.line-end');
  const grip = [handle.x + handle.width / 2, handle.y + handle.height / 2] as const;
  await drag(page, grip, [grip[0] + 30, grip[1] + 20]);
  await expect.poll(async () => (await experimentOf(page, 'line'))[0][1], SOON).toBeLessThan(-0.1);
  await page.locator('.line-end').first().press('ArrowUp');
  await complete(page);
  const [start] = await experimentOf(page, 'line');
  const first = (await exported(page))[0];
  expect(first?.x).toBeCloseTo(start[0], 1);
  expect(first?.y).toBeCloseTo(start[1], 1);

  // A window across the threshold; its boundary is straight too.
  await page.keyboard.down('Shift');
  await drag(page, at(0.3, 0.2), at(0.6, 0.7));
  await page.keyboard.up('Shift');
  await expect.poll(() => experimentOf(page, 'box'), SOON).not.toBeNull();
  const [low, high] = (await experimentOf(page, 'box')) ?? [];
  expect(low?.[1]).toBeLessThan(limit);
  expect(high?.[1]).toBeGreaterThan(limit);
  await expect
    .poll(() => page.locator('.line-dimension').innerText(), LONG)
    .toMatch(/dimension (1\.0\d|0\.9[6-9]) ± 0\.0\d \(smooth\), in the window/);

  // The wheel zooms about the pointer, the window stays where it is; a double click goes back.
  const { etas: before, box, line: longer } = await page.evaluate(() => window.etascope.experiment);
  await page.mouse.move(...at(0.5, 0.5));
  await page.mouse.wheel(0, -300);
  await expect.poll(async () => (await experimentOf(page, 'etas')).from, SOON).toBeGreaterThan(before.from);
  const { etas: after, box: same, line: shorter } = await page.evaluate(() => window.etascope.experiment);
  const length = ([[x0, y0], [x1, y1]]: typeof longer) => Math.hypot(x1 - x0, y1 - y0);
  const ratio = (after.to - after.from) / (before.to - before.from);
  expect(ratio).toBeLessThan(0.9);
  expect(length(shorter) / length(longer)).toBeCloseTo(ratio, 6);
  expect(same?.[0][1]).toBe(box?.[0][1]);
  await page.locator('.line-plot').focus();
  await page.keyboard.press('0');
  await expect.poll(() => experimentOf(page, 'box'), SOON).toBeNull();
  expect((await experimentOf(page, 'etas')).from).toBeLessThan(before.from);

  // A click sets η and places a pair there; the line of η is moved by keys as well.
  await page.mouse.click(...at(0.5, 0.5));
  await expect.poll(async () => (await experimentOf(page, 'placed')).length, SOON).toBe(1);
  const eta = await experimentOf(page, 'eta');
  expect(eta).toBeGreaterThan(0.1);
  await page.locator('.line-eta').press('ArrowUp');
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBeGreaterThan(eta);

  // With the dock its line leaves the plane.
  expect(await page.locator('.line-layer').isVisible()).toBe(true);
  await page.keyboard.press('d');
  await expect.poll(() => page.locator('.line-layer').isVisible(), SOON).toBe(false);
});
