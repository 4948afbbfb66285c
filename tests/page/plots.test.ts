import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { Change } from '../../src/experiment/experiment';
import { THEMES } from '../../src/experiment/theme';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

const STEPS = 24;
const PLOTS = [
  { plot: 'value', axis: 'f − f*', lines: ['GD median', 'GD pair 2', 'GF median', 'GF pair 2'] },
  { plot: 'distance', axis: '‖θ − θ*‖', lines: ['GD median', 'GD ≤ qᵏ‖θ₀ − θ*‖', 'GF ≤ exp(−μt)‖θ₀ − θ*‖'] },
  { plot: 'modes', axis: '|z|', lines: ['GD z₁', 'GD z₂', 'GF z₁', 'GF z₂'] },
  { plot: 'gradient', axis: '‖∇f‖', lines: ['GD median', 'GF median'] },
  { plot: 'shares', axis: 'particles (%)', lines: ['GD moving', 'GF moving'] },
] as const;

const labelsOf = (page: Page) => page.locator('.chart-name').allInnerTexts();
const load = (page: Page, change: Change) => page.evaluate((given) => window.etascope.load(given), change);

/** What a button of the tab hands to the browser. */
async function saved(page: Page, name: string): Promise<{ readonly file: string; readonly bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  const download = await coming;
  return { file: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Columns by their titles. */
function tableOf(text: string): ReadonlyMap<string, readonly number[]> {
  const [head = '', ...rows] = text.trim().split('\r\n');
  const titles = head.split(/,(?=")/).map((title) => title.slice(1, -1));
  const cells = rows.map((row) => row.split(',').map((cell) => (cell === '' ? NaN : Number(cell))));
  return new Map(titles.map((title, n) => [title, cells.map((row) => row[n] ?? NaN)]));
}

/** How many pixels of a PNG have about this colour, of how many. */
function colored(page: Page, bytes: Buffer, color: readonly [number, number, number]) {
  return page.evaluate(
    async ([base64, wanted]) => {
      const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
      const bitmap = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no 2D canvas');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      let hits = 0;
      for (let n = 0; n < data.length; n += 4) {
        const off = wanted.map((part, c) => Math.abs(255 * part - (data[n + c] ?? 0)));
        if (Math.max(...off) < 12) hits++;
      }
      return { hits, width: bitmap.width, height: bitmap.height };
    },
    [bytes.toString('base64'), color] as const,
  );
}

test('every plot has its axes, its lines, its values at the cursor, its picture and its numbers', async () => {
  const page = await open('dock=plots&respawn=0&pair=2');
  await page.evaluate((steps) => window.etascope.restart().then(() => window.etascope.advance(steps)), STEPS);
  const { position } = await page.evaluate(async () => {
    const { position: place } = await window.etascope.read('gd');
    return { position: [...place] };
  });
  const figure = page.locator('.chart-plot[role=application]');
  await expect.poll(() => figure.getAttribute('aria-label'), SOON).toContain(`k = ${STEPS}, of 20 pairs`);
  for (const { plot, axis, lines } of PLOTS) {
    await load(page, { plot });
    await expect.poll(() => labelsOf(page), SOON).toEqual(expect.arrayContaining([...lines]));
    const { file, bytes } = await saved(page, 'CSV');
    expect(file).toMatch(/^etascope bowl .*\.csv$/);
    const table = tableOf(bytes.toString());
    expect(table.get('k (steps)')).toEqual(Array.from({ length: STEPS + 1 }, (_, k) => k));
    for (const title of [...table.keys()].slice(1)) expect(title.endsWith(`: ${axis}`)).toBe(true);
    if (plot === 'value') {
      const value = (i: number) => ((position[2 * i] ?? 0) ** 2 + 10 * (position[2 * i + 1] ?? 0) ** 2) / 2;
      const sorted = Array.from({ length: 20 }, (_, i) => value(i)).sort((a, b) => a - b);
      expect((table.get('GD pair 2: f − f*')?.[STEPS] ?? NaN) / value(2)).toBeCloseTo(1, 5);
      expect(
        Math.abs((table.get('GD median: f − f*')?.[STEPS] ?? NaN) / (sorted[9] ?? NaN) - 1),
      ).toBeLessThan(1 / 8);
    }
    if (plot === 'modes') {
      const signs = table.get('GD z₂, signed: |z|')?.map(Math.sign) ?? [];
      expect(signs.slice(1).every((sign, k) => sign === -(signs[k] ?? 0))).toBe(true);
    }
    const picture = await saved(page, 'PNG');
    const descent = await colored(page, picture.bytes, THEMES.dark.methods.gd);
    expect(descent.hits).toBeGreaterThan(60); // in a plot of shares GF lies on GD
    expect(descent.width).toBeGreaterThan(1200);
  }

  // The cursor, by keys and by the pointer.
  await load(page, { plot: 'value' });
  await expect.poll(() => labelsOf(page), SOON).toContain('GD median');
  const where = page.locator('.chart-where');
  await figure.focus();
  await page.keyboard.press('Home');
  expect(await where.innerText()).toBe('k = 0');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await where.innerText()).toBe('k = 9');
  expect(await page.locator('.chart-spoken').innerText()).toMatch(/^k = 9: GF median [\d.]+, .*GD median/);
  const box = await page.locator('.u-over').boundingBox();
  if (box === null) throw new Error('no plot');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => where.innerText(), SOON).toBe(`k = ${STEPS / 2}`);
  await page.mouse.move(10, 10);
  await expect.poll(() => where.innerText(), SOON).toBe(`k = ${STEPS}`);

  // A line is hidden and shown in the legend.
  const median = page.getByRole('button', { name: /^GD median/ });
  await median.click();
  expect(await median.getAttribute('aria-pressed')).toBe('false');
  const hidden = await colored(page, (await saved(page, 'PNG')).bytes, THEMES.dark.methods.gd);
  await median.click();
  const shown = await colored(page, (await saved(page, 'PNG')).bytes, THEMES.dark.methods.gd);
  expect(shown.hits).toBeGreaterThan(1.2 * hidden.hits);

  // Another theme, and against t.
  await load(page, { theme: 'light', against: 't' });
  await expect.poll(() => where.innerText(), SOON).toMatch(/^t = 4\.32/);
  const light = await colored(page, (await saved(page, 'PNG')).bytes, THEMES.light.methods.gd);
  expect(light.hits).toBeGreaterThan(300);
  const csv = tableOf((await saved(page, 'CSV')).bytes.toString());
  expect([...csv.keys()].slice(0, 2)).toEqual(['k (steps)', 't']);
  expect(csv.get('t')?.at(-1)).toBeCloseTo(STEPS * 0.18, 12);
});

test('what is on screen says what it is: ages in the endless field, what is not promised, what is missing', async () => {
  const page = await open('dock=plots&trail=8');
  const notes = page.locator('.chart-notes');
  await page.evaluate(() => window.etascope.advance(12));
  await expect.poll(() => notes.innerText(), SOON).toContain('k counts each particle’s own steps');
  await expect.poll(() => page.locator('.chart-where').innerText(), SOON).toBe('own k = 12');
  await page.getByRole('button', { name: 'Live on' }).click();
  await expect.poll(() => experimentOf(page, 'respawn'), SOON).toBe(false);
  await expect.poll(() => notes.innerText(), SOON).not.toContain('own steps');

  await load(page, { eta: 0.3 });
  await expect.poll(() => notes.innerText(), SOON).toContain('GD: nothing is promised, η is not below 2/L.');
  await load(page, { objective: 'x + 3 y' });
  await page.evaluate(() => window.etascope.advance(2));
  await expect
    .poll(() => notes.innerText(), SOON)
    .toContain('No minimum of f is known here: this is f itself.');
  await load(page, { plot: 'distance' });
  await expect.poll(() => page.locator('.dock-empty:visible').innerText(), SOON).toContain('no minimiser θ*');
  expect(await page.getByRole('button', { name: 'CSV', exact: true }).isDisabled()).toBe(true);
});
