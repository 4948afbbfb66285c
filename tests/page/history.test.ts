import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { afresh, experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

const eta = (page: Page, value: number) => expect.poll(() => experimentOf(page, 'eta'), SOON).toBe(value);
const lesson = (page: Page, id: string | null) =>
  expect.poll(() => experimentOf(page, 'lesson'), SOON).toBe(id);
const load = (page: Page, change: object) => page.evaluate((wanted) => window.etascope.load(wanted), change);
const told = (page: Page) => page.locator('.notice', { hasText: /Undone|Redone/ }).allInnerTexts();

test('every change is undone and redone, by keys and buttons, and told', async () => {
  const page = await open();
  await load(page, { eta: 0.05 });
  await page.locator('#plane').click({ position: { x: 400, y: 300 } }); // places a pair
  await expect.poll(async () => (await experimentOf(page, 'placed')).length, SOON).toBe(1);
  await page.keyboard.press('g');
  await expect.poll(() => experimentOf(page, 'fate'), SOON).toBe(true);

  await page.keyboard.press('Control+z');
  await expect.poll(() => experimentOf(page, 'fate'), SOON).toBe(false);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(async () => (await experimentOf(page, 'placed')).length, SOON).toBe(0);
  await page.keyboard.press('Control+z');
  await eta(page, 0.18);
  await expect.poll(() => told(page), SOON).toEqual([expect.stringContaining('Undone: η 0.05 → 0.18')]);

  await page.keyboard.press('Control+Shift+Z');
  await eta(page, 0.05);
  const redo = page.getByRole('button', { name: 'Redo', exact: true });
  await redo.click();
  await page.keyboard.press('Control+y');
  await expect.poll(() => experimentOf(page, 'fate'), SOON).toBe(true);
  await expect.poll(() => redo.isDisabled(), SOON).toBe(true);

  // A drag is one step, and what is typed is the browser's to undo.
  await load(page, { fate: false });
  await page.mouse.move(300, 190);
  await page.mouse.down();
  for (const x of [320, 340, 360]) await page.mouse.move(x, 190, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => (await experimentOf(page, 'view'))[0], SOON).not.toBe(0);
  const field = page.getByRole('textbox', { name: 'f(x, y)' });
  await field.click();
  await page.keyboard.type('1');
  const view = await experimentOf(page, 'view');
  await page.keyboard.press('Control+z');
  expect(await experimentOf(page, 'view')).toEqual(view);
  await page.keyboard.press('Escape');
  await field.blur();
  await page.keyboard.press('Control+z');
  await expect.poll(() => experimentOf(page, 'view'), SOON).toEqual([0, 0, 2.5]);
});

test('Back and Forward walk through lessons and links, as they were left, and can be undone', async () => {
  const page = await open('lesson=landscape', {}, afresh);
  await page.keyboard.press('PageDown');
  await expect.poll(() => experimentOf(page, 'lesson'), SOON).not.toBe('landscape');
  const second = await experimentOf(page, 'lesson');
  await load(page, { trail: 9 });
  await page.keyboard.press('PageUp');
  await lesson(page, 'landscape');
  await page.evaluate(() => {
    location.hash = '#objective=booth&eta=0.01';
  });
  await lesson(page, null);

  await page.goBack();
  await lesson(page, 'landscape');
  await page.goBack();
  await lesson(page, second);
  expect(await experimentOf(page, 'trail')).toBe(9);
  await page.goForward();
  await lesson(page, 'landscape');
  await page.keyboard.press('Control+z');
  await lesson(page, second);
  expect(await experimentOf(page, 'trail')).toBe(9);
});

test('a reload right after a change has it', async () => {
  const page = await open('', {}, afresh);
  await load(page, { eta: 0.01 });
  await page.evaluate(() => {
    void window.etascope.load({ eta: 0.07 }).then(() => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F5' })); // the browser's own part is the next line
      location.reload();
    });
  });
  // Only the page that came by a reload counts, and it has no script of its own until its module has run.
  await page.waitForFunction(
    () =>
      performance.getEntriesByType('navigation').some((entry) => Reflect.get(entry, 'type') === 'reload') &&
      Reflect.has(window, 'etascope'),
  );
  expect(await page.evaluate(() => location.hash)).toContain('eta=0.07');
  await page.evaluate(() => window.etascope.ready);
  expect(await experimentOf(page, 'eta')).toBe(0.07);
});
