import { expect, inject, test } from 'vitest';
import { SMALL, useBrowser } from './open';

const { browser } = useBrowser({ resting: true });

test('the benchmark shows rows with numbers in the theme that is asked for, and copies them', async () => {
  const context = await browser().newContext({
    viewport: SMALL,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  try {
    await page.goto(`${inject('pageUrl')}#bench=1&budget=4&theme=projector`);
    await page.getByRole('heading', { name: 'How fast it is here' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('projector');
    const copy = page.getByRole('button', { name: 'Copy as Markdown' });
    await copy.waitFor();
    const report = await page.evaluate(() => window.etascopeBench?.done);
    expect(report?.cancelled).toBe(false);
    expect(report?.firstPicture).toBeGreaterThan(0);
    const rows = await page.getByRole('row', { name: 'first picture' }).allInnerTexts();
    expect(rows.join()).toMatch(/\d ms/);
    const descent = await page.getByRole('row', { name: /^gd \d/ }).innerText();
    expect(descent).toMatch(/\d [kMG]/);

    await copy.click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.evaluate(() => window.etascopeBench?.markdown()));
    expect(copied).toMatch(/^\| gd \|.* \d+.*\|$/m);
  } finally {
    await context.close();
  }
});
