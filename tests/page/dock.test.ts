import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experimentOf, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true });

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on screen`);
  return { ...box, bottom: box.y + box.height, right: box.x + box.width };
};

test('the dock opens by its button, by D and by Esc closes, and everything stands above it', async () => {
  const page = await open('', { viewport: { width: 1024, height: 768 } });
  const dock = page.getByRole('region', { name: 'Dock', exact: true });
  expect(await dock.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Plots', exact: true }).click();
  await dock.waitFor();
  await expect.poll(() => experimentOf(page, 'dock'), SOON).toBe('plots');
  await expect.poll(() => page.url(), SOON).toContain('dock=plots');
  expect(await page.getByRole('tab', { name: 'Plots' }).getAttribute('aria-selected')).toBe('true');
  expect(await page.getByRole('tabpanel', { name: 'Plots' }).isVisible()).toBe(true);
  expect(await page.locator('.dock-opener').isVisible()).toBe(false);
  const { y: top } = await boxOf(page, '.dock');
  for (const name of ['.caption', '.scale', '.legend', '.lil-root']) {
    expect((await boxOf(page, name)).bottom).toBeLessThanOrEqual(top);
  }
  expect((await boxOf(page, '.lil-root')).bottom).toBeLessThanOrEqual((await boxOf(page, '.scale')).y);
  expect((await boxOf(page, '#plane')).height).toBeLessThan(768);

  await page.keyboard.press('d');
  await dock.waitFor({ state: 'hidden' });
  expect((await boxOf(page, '.caption')).bottom).toBeGreaterThan(700);
  await page.keyboard.press('D');
  await dock.waitFor();
  await page.getByRole('tab', { name: 'Plots' }).focus();
  await page.keyboard.press('Escape');
  await dock.waitFor({ state: 'hidden' });
  expect(
    await page
      .locator('.dock-open')
      .first()
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('d');
  await page.getByRole('button', { name: 'Close the dock' }).click();
  await dock.waitFor({ state: 'hidden' });
  expect(await experimentOf(page, 'dock')).toBe('closed');
});

test('its height is dragged, or moved by keys, within a fifth and four fifths of the window', async () => {
  const page = await open('dock=plots');
  const edge = page.getByRole('separator', { name: 'Height of the dock' });
  await edge.waitFor();
  const height = async () => (await boxOf(page, '.dock')).height;
  const first = await height();
  await edge.focus();
  await page.keyboard.press('ArrowUp');
  expect(await height()).toBeGreaterThan(first);
  await page.keyboard.press('ArrowDown');
  expect(await height()).toBe(first);
  await page.keyboard.press('End');
  expect(await height()).toBe(576);
  expect(await edge.getAttribute('aria-valuenow')).toBe('80');
  const grip = await boxOf(page, '.dock-edge');
  await page.mouse.move(640, grip.y + 5);
  await page.mouse.down();
  await page.mouse.move(640, grip.y + 105);
  await page.mouse.move(640, grip.y + 205);
  await page.mouse.up();
  expect(await height()).toBe(376);
  // What it had stays while it is closed.
  await page.keyboard.press('d');
  await page.keyboard.press('d');
  await page.locator('.dock').waitFor();
  expect(await height()).toBe(376);
  await page.setViewportSize({ width: 1280, height: 600 });
  await expect.poll(height, SOON).toBe(Math.round((376 / 720) * 600));
});

test('tabs and choices are walked with the arrow keys, which leave the clock alone', async () => {
  const page = await open('dock=plots&plot=gradient');
  const tabs = page.getByRole('tab');
  await tabs.first().focus();
  const count = await tabs.count();
  for (let n = 1; n <= count; n++) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tabs.nth(n % count).getAttribute('aria-selected'), SOON).toBe('true');
  }
  const chosen = page.getByRole('radiogroup', { name: 'Quantity' }).getByRole('radio', { checked: true });
  expect(await chosen.innerText()).toBe('‖∇f‖');
  await chosen.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => experimentOf(page, 'plot'), SOON).toBe('norm');
  for (const next of ['edge', 'shares', 'value']) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => experimentOf(page, 'plot'), SOON).toBe(next);
  }
  expect((await page.evaluate(() => window.etascope.read('gd'))).step).toBe(0);
});
