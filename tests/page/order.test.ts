import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });
const { open: openSharp } = useBrowser({ resting: true, shared: true, sharp: true, viewport: SMALL });

const START = 'Measure the order of convergence';

/** The numbers of the exported file, by column. */
async function exported(page: Page) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const [head = '', ...rows] = text.trim().split('\r\n');
  const cells = rows.map((row) => row.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
  return { names: head.split('","').map((name) => name.replaceAll('"', '')), cells };
}

test('the order is measured at the press of a button, told, plotted and exported; the pair of the largest gap is a button', async () => {
  const page = await open('dock=compare&respawn=0&count=200');
  const table = page.locator('.compare');
  await expect.poll(() => table.innerText(), SOON).toMatch(/always η\s=\s/);
  await page.evaluate(() => window.etascope.advance(3));
  await expect.poll(() => table.innerText(), SOON).toMatch(/‖θ − θ\*‖ ×\s?0\.\d/);
  await page.evaluate(() => window.etascope.advance(2));
  const words = page.locator('.order-words');
  await page.getByRole('button', { name: START }).click();
  await expect.poll(() => words.innerText(), SOON).toContain('first order, as promised');
  const told = await words.innerText();
  expect(told).toMatch(/At t = 0\.72: error ∝ η\^(1|1\.0\d*|0\.9\d*): first order/);
  expect(told).toMatch(/In one step: error ∝ η\^(2|2\.0\d*|1\.9\d*): second order, as promised/);
  expect(told).toMatch(/Converges up to η = 0\.2(000\d)?; 2\/λₘₐₓ = 0\.2\./);
  expect(await page.locator('.chart-plot canvas').count()).toBeGreaterThan(0);

  const { names, cells } = await exported(page);
  expect(names[0]).toBe('η');
  const column = names.findIndex((name) => name.startsWith('error at t = 0.72'));
  const errors = cells.map((row) => [row[0] ?? 0, row[column] ?? 0] as const);
  const known = errors.filter(([, error]) => !Number.isNaN(error));
  expect(known.length).toBeGreaterThan(5);
  expect(known.at(-1)?.[0]).toBeCloseTo(0.18, 6);
  const [[fine, e1] = [1, 1], [coarse, e2] = [1, 1]] = known.slice(1, 3);
  expect(Math.log(e2 / e1) / Math.log(coarse / fine)).toBeCloseTo(1, 1);

  const pair = page.locator('.order-pair');
  const index = Number((await pair.innerText()).replace('pair ', ''));
  await pair.click();
  await expect.poll(() => experimentOf(page, 'pair'), SOON).toBe(index);

  // Another η: what was found is of something else.
  await page.evaluate(() => window.etascope.load({ eta: 0.1 }));
  await expect.poll(() => words.innerText(), SOON).toBe('');
});

test('a measurement shows how far it is, and can be cancelled', async () => {
  const page = await open('objective=rosenbrock&dock=compare&respawn=0&count=4000');
  const start = page.getByRole('button', { name: START });
  const bar = page.getByRole('progressbar');
  // In the page: it may be over before a click from here arrives.
  const cancelled = page.evaluate(async () => {
    const progress = () => document.querySelector<HTMLProgressElement>('.dock progress')?.value ?? 0;
    while (progress() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('.dock button')];
    buttons.find(({ innerText }) => innerText === 'Cancel')?.click();
  });
  await start.click();
  await cancelled;
  await expect.poll(() => page.locator('.order-words').innerText(), SOON).toBe('Cancelled.');
  expect(await start.isVisible()).toBe(true);
  expect(await bar.isVisible()).toBe(false);
});

test('it ends beside a picture that plays', async () => {
  // Frames that take as long as a user's are what it could be held up by.
  const page = await openSharp('dock=compare&objective=himmelblau&respawn=0&speed=1');
  await page.evaluate(() => window.etascope.play());
  await page.getByRole('button', { name: START }).click();
  await expect
    .poll(() => page.locator('.order-words').innerText(), { timeout: 50_000 })
    .toContain('first order, as promised');
});
