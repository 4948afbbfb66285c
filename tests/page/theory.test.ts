import { expect, test } from 'vitest';
import { openFolder, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

test('the folder of theory: constants, η among its marks, modes and steps, of every minimum', async () => {
  const page = await open('eta=0.18');
  await openFolder(page, 'Theory');
  const constants = page.locator('.theory-constants');
  const cells = (name: string) =>
    page
      .getByRole('table', { name })
      .locator('tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  const lines = () =>
    constants.evaluate((list) =>
      [...list.querySelectorAll('dd')].map((line) => [...line.children].map((part) => part.textContent)),
    );

  await expect.poll(lines, SOON).toEqual([
    ['10', 'exact'],
    ['1', 'exact'],
    ['10', ''],
    ['(0, 0)', 'exact'],
    ['0', 'exact'],
    ['1/L < η < 2/(L+μ)', ''],
  ]);
  await expect
    .poll(async () => (await cells('Modes')).slice(1), SOON)
    .toEqual([
      ['1', '0.18', '0.82', 'monotone'],
      ['10', '1.8', '−0.8', 'zigzag'],
    ]);
  expect((await cells('Time to shrink')).slice(1)).toEqual([
    ['GD k', '35', '70'],
    ['GF t/η', '38.4', '76.8'],
    ['GF t', '6.91', '13.8'],
  ]);
  await expect.poll(() => page.locator('.theory-minima').isVisible(), SOON).toBe(false);

  // GD's own η is what the modes and the words are of.
  await page.evaluate(() => window.etascope.load({ factors: { gd: 1.25 } }));
  await expect.poll(async () => (await cells('Modes'))[2], SOON).toEqual(['10', '2.25', '−1.25', 'unstable']);
  expect((await cells('Time to shrink'))[1]).toEqual(['GD k', 'never', 'never']);
  expect((await lines()).at(-1)).toEqual(['η > 2/L', '']);
  const regime = page.locator('.eta-regime');
  await expect
    .poll(() => regime.innerText(), SOON)
    .toMatch(
      /^Unstable along one direction\. Here GD has η\s=\s0\.225\. Along the steepest direction ηλ\s=\s2\.25/,
    );

  // Several minima: the list tells which, a click changes whose modes are told.
  await page.evaluate(() => window.etascope.load('#objective=himmelblau&eta=0.02&count=20'));
  const minima = page.getByRole('group', { name: 'Minima' }).getByRole('button');
  await expect.poll(() => minima.count(), SOON).toBe(4);
  await expect.poll(async () => (await lines())[3], SOON).toEqual(['(3, 2)', 'exact, 1 of 4']);
  expect((await lines())[0]?.[1]).toBe('over the view');
  expect(await minima.first().getAttribute('aria-pressed')).toBe('true');
  const steep = minima.filter({ hasText: '(−3.78, −3.28)' });
  await steep.click();
  await expect
    .poll(async () => (await cells('Modes')).slice(1), SOON)
    .toEqual([
      ['70.7', '1.41', '−0.414', 'zigzag'],
      ['134', '2.68', '−1.68', 'unstable'],
    ]);
  expect(await steep.getAttribute('aria-pressed')).toBe('true');

  // No minimum, and a valley of them.
  await page.evaluate(() => window.etascope.load('#objective=saddle&count=20'));
  await expect.poll(async () => (await lines())[3], SOON).toEqual(['no minimum in view', '']);
  expect(await page.locator('.theory-table').count()).toBe(0);
  await page.evaluate(() => window.etascope.load('#objective=network&count=20'));
  await expect
    .poll(() => page.locator('.theory-note').innerText(), SOON)
    .toContain('Minimisers fill a curve');
  expect((await lines())[4]).toEqual(['0', 'over the view']);
});
