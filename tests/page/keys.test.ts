import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ shared: true, viewport: SMALL });

const isPlaying = async (page: Page) =>
  (await page.getByRole('button', { name: 'Pause', exact: true }).count()) === 1;
const stepOf = async (page: Page) => (await page.evaluate(() => window.etascope.read('gd'))).step;

test('Space pauses and plays, → takes one step, R starts again', async () => {
  const page = await open('respawn=0');
  await page.keyboard.press('Space');
  expect(await isPlaying(page)).toBe(false);
  await page.keyboard.press('r');
  await expect.poll(() => stepOf(page), SOON).toBe(0);
  for (const step of [1, 2, 3]) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => stepOf(page), SOON).toBe(step);
  }
  await expect.poll(() => page.locator('.caption-numbers').innerText(), SOON).toMatch(/k = 3\s*t = 0\.54/);
  await page.keyboard.press('Space');
  await expect.poll(() => isPlaying(page), SOON).toBe(true);
});

test('? opens the page of keys, ? and Esc close it', async () => {
  const page = await open();
  const help = page.getByRole('dialog', { name: 'Keys and gestures' });
  await page.keyboard.press('?');
  await help.waitFor();
  await page.keyboard.press('Space'); // belongs to the page of keys while it is open
  expect(await isPlaying(page)).toBe(true);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await page.keyboard.press('?');
  await page.keyboard.press('?');
  await help.waitFor({ state: 'hidden' });
});

test('+ and − zoom about the middle, 0 goes home', async () => {
  const page = await open('view=1,1,2');
  await page.keyboard.press('+');
  await expect.poll(() => experimentOf(page, 'view'), SOON).toEqual([1, 1, 1.6]);
  await page.keyboard.press('-');
  await expect.poll(async () => (await experimentOf(page, 'view'))[2], SOON).toBeCloseTo(2, 9);
  await page.keyboard.press('0');
  await expect.poll(() => experimentOf(page, 'view'), SOON).toEqual([0, 0, 2.5]);
});

test('keys typed into a field are text', async () => {
  const page = await open();
  const field = page.getByRole('textbox', { name: 'f(x, y)' });
  await field.fill('');
  await page.keyboard.type('r x^2 + 0');
  expect(await field.inputValue()).toBe('r x^2 + 0');
  expect(await isPlaying(page)).toBe(true);
  expect(await experimentOf(page, 'view')).toEqual([0, 0, 2.5]);
});

test('after a click on a control Space still means the clock, reached by Tab it means the control', async () => {
  const page = await open();
  const descent = page.getByRole('button', { name: /gradient descent/ });
  await descent.click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gf']);
  await page.keyboard.press('Space');
  expect(await isPlaying(page)).toBe(false);
  expect(await experimentOf(page, 'methods')).toEqual(['gf']);

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gd', 'gf']);
  expect(await isPlaying(page)).toBe(false);

  await descent.click();
  await page.keyboard.press('Space');
  expect(await isPlaying(page)).toBe(true);
  expect(await experimentOf(page, 'methods')).toEqual(['gf']);
});

test('the arrows of a slider are its own', async () => {
  const page = await open();
  await page.keyboard.press('Space');
  const step = await stepOf(page);
  await page.getByRole('slider', { name: 'b', exact: true }).focus();
  await page.keyboard.press('Home');
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => experimentOf(page, 'b'), SOON).toBe(0.15);
  expect(await stepOf(page)).toBe(step);
});

test('B and . make the screen black and still, any key or click brings it back as it was', async () => {
  const page = await open();
  const black = page.getByRole('dialog', { name: 'Black screen' });
  await page.keyboard.press('b');
  await black.waitFor();
  expect(await page.locator('.floating-play').evaluate((one) => one.classList.contains('playing'))).toBe(
    false,
  );
  expect(await black.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe('rgb(0, 0, 0)');
  const { width, height } = (await black.boundingBox()) ?? {};
  expect([width, height]).toEqual([800, 560]);
  await page.keyboard.press('PageDown'); // only brings the picture back
  await black.waitFor({ state: 'detached' });
  expect(await isPlaying(page)).toBe(true);
  expect(await experimentOf(page, 'lesson')).toBe(null);

  await page.keyboard.press('Space');
  await page.keyboard.press('.');
  await black.waitFor();
  await black.click();
  await black.waitFor({ state: 'detached' });
  expect(await isPlaying(page)).toBe(false);
});

test('a remote works after clicks into the panel, never while text is edited; held down it turns one lesson', async () => {
  const page = await open('lesson=landscape');
  const lesson = () => experimentOf(page, 'lesson');
  const turned = async (key: string, from: string | null) => {
    await page.keyboard.press(key);
    await expect.poll(lesson, SOON).not.toBe(from);
    return lesson();
  };
  // After a slider, a checkbox, a list, a folder, and a field of text that is not edited.
  await page.getByRole('slider', { name: 'speed', exact: true }).click();
  const second = await turned('PageDown', 'landscape');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('checkbox', { name: 'contours' }).click();
  expect(await turned('PageUp', second)).toBe('landscape');
  await page.getByRole('combobox').first().focus();
  expect(await turned('PageDown', 'landscape')).toBe(second);
  const field = page.getByRole('textbox', { name: 'f(x, y)' });
  await field.click();
  expect(await turned('PageUp', second)).toBe('landscape');

  await page.keyboard.type('b.p');
  await page.keyboard.press('PageDown');
  expect(await field.inputValue()).toContain('b.p');
  expect(await experimentOf(page, 'theme')).toBe('dark');
  expect(await lesson()).toBe('landscape');
  await page.keyboard.press('Escape');
  await field.blur();

  await page.keyboard.press('p');
  await expect.poll(() => experimentOf(page, 'theme'), SOON).toBe('projector');
  await page.keyboard.down('PageDown');
  await expect.poll(lesson, SOON).toBe(second);
  for (let n = 0; n < 5; n++) await page.keyboard.down('PageDown'); // repeats
  await page.keyboard.up('PageDown');
  expect(await lesson()).toBe(second);
  expect(await experimentOf(page, 'theme')).toBe('projector'); // it is about the room
});

test('where the panel is closed, pause is still in sight', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'etascope' }).click();
  await page.locator('.floating-play').click(); // the panel, which has such a button too, takes its time to close
  await page.locator('.floating-play[aria-label=Play]').waitFor();
  await page.getByRole('button', { name: 'etascope' }).click();
  await page.locator('.floating-play').waitFor({ state: 'hidden' });
});

test('a system that asks for less motion finds the page at rest, and is told why', async () => {
  const page = await open('', { reducedMotion: 'reduce' });
  expect(await isPlaying(page)).toBe(false);
  const notice = page.locator('.notice', { hasText: 'less motion' });
  await notice.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => isPlaying(page), SOON).toBe(true);
});
