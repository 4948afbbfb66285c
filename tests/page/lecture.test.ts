import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { LESSONS } from '../../src/experiment/lessons';
import { afresh, experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ shared: true, resting: true, viewport: SMALL });

const lessonOf = (page: Page) => experimentOf(page, 'lesson');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const begin = (page: Page, lesson: string) =>
  page.evaluate((id) => window.etascope.load({ lesson: id }), lesson);

test('nothing of the lecture is loaded before it is opened; a button opens its first lesson', async () => {
  const loaded: string[] = [];
  const page = await open('', {}, async (fresh) => {
    fresh.on('request', (request) => loaded.push(request.url()));
  });
  const ofLecture = () => loaded.filter((url) => /lecture|lessons|katex/i.test(url));
  expect(ofLecture()).toEqual([]);
  await button(page, 'Lecture').click();
  await expect.poll(() => lessonOf(page), SOON).toBe(LESSONS[0]?.id);
  await page.getByRole('region', { name: 'Lesson' }).waitFor();
  expect(ofLecture().length).toBeGreaterThan(2);
});

test('a link to a lesson shows its card, with the formula set and in MathML', async () => {
  const page = await open('lesson=zigzag', {}, afresh);
  const card = page.getByRole('region', { name: 'Lesson' });
  const at = LESSONS.findIndex(({ id }) => id === 'zigzag');
  await expect.poll(() => card.innerText(), SOON).toContain(`Stability · ${at + 1} of ${LESSONS.length}`);
  expect(await card.getByRole('heading').innerText()).toBe('Too large: zigzag');
  expect(await card.locator('.katex-html .mfrac').count()).toBeGreaterThan(0);
  expect(await card.locator('.katex-mathml math').count()).toBeGreaterThan(0);
  expect(await card.locator('.katex-error').count()).toBe(0);
  await expect
    .poll(() => page.evaluate(() => [...document.fonts].filter((font) => font.status === 'error').length))
    .toBe(0);
  expect(await page.evaluate(() => document.fonts.check('16px KaTeX_Math'))).toBe(true);
  const past = await card.locator('.lecture-segment[data-state=past]').count();
  expect([past, await card.locator('.lecture-segment').count()]).toEqual([at, LESSONS.length]);
});

test('forward, back, contents, and out of it', async () => {
  const page = await open();
  const [first, second, third] = LESSONS.map(({ id }) => id);
  const last = LESSONS.at(-1)?.id ?? '';
  await begin(page, first ?? '');
  await button(page, 'Next lesson').click();
  await expect.poll(() => lessonOf(page), SOON).toBe(second);
  await button(page, 'Next lesson').click();
  await expect.poll(() => lessonOf(page), SOON).toBe(third);
  await button(page, 'Previous lesson').click();
  await expect.poll(() => lessonOf(page), SOON).toBe(second);

  await button(page, 'Contents').click();
  const entries = page.getByRole('menuitemradio');
  expect(await entries.count()).toBe(LESSONS.length);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-checked'))).toBe('true');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => lessonOf(page), SOON).toBe(last);
  await expect.poll(() => page.getByRole('dialog', { name: 'Lecture' }).count(), SOON).toBe(0);
  await expect.poll(() => button(page, 'Next lesson').isDisabled(), SOON).toBe(true);

  await button(page, 'Contents').click();
  await page.keyboard.press('Escape'); // closes the contents only
  expect(await lessonOf(page)).toBe(last);
  const eta = await experimentOf(page, 'eta');
  await page.keyboard.press('Escape');
  await expect.poll(() => lessonOf(page), SOON).toBe(null);
  expect(await experimentOf(page, 'eta')).toBe(eta);
  await expect.poll(() => page.getByRole('region', { name: 'Lesson' }).count(), SOON).toBe(0);
  await button(page, 'Back to it').click();
  await expect.poll(() => lessonOf(page), SOON).toBe(last);
});

test('whatever is changed in a lesson, there is a way back to it', async () => {
  const page = await open();
  await begin(page, 'zigzag');
  const back = button(page, 'Back to the lesson');
  const whole = await page.evaluate(() => window.etascope.experiment);
  expect(await back.count()).toBe(0); // there, for a steady layout, but not to be seen
  await page.evaluate(() =>
    window.etascope.load({ eta: 0.05, view: [1, 1, 3], methods: ['adam'], theme: 'light', trail: 9 }),
  );
  await back.click();
  await expect
    .poll(() => page.evaluate(() => window.etascope.experiment), SOON)
    .toEqual({ ...whole, theme: 'light' });
  expect(await page.evaluate(() => window.etascope.read('gd').then(({ step }) => step))).toBe(0);
  await expect.poll(() => back.count(), SOON).toBe(0);
});

test('a sweep runs η through its range, and stops for whoever changes something', async () => {
  const page = await open();
  await begin(page, 'zigzag');
  const { L } = await page.evaluate(() => window.etascope.theory());
  const ratio = async () => L * (await experimentOf(page, 'eta'));
  const sweep = page.locator('.lecture-sweep');
  const runs = () => sweep.getAttribute('aria-pressed');
  await sweep.click();
  await expect.poll(ratio, SOON).toBeLessThan(0.5); // from far below where the lesson begins
  const early = await ratio();
  await expect.poll(ratio, SOON).toBeGreaterThan(early + 0.05);
  expect(await runs()).toBe('true');
  await page.evaluate(() => window.etascope.load({ eta: 0.01 }));
  await expect.poll(runs, SOON).toBe('false');
  expect(await experimentOf(page, 'eta')).toBe(0.01);

  await sweep.click();
  await expect.poll(runs, SOON).toBe('true');
  await page.keyboard.press('Escape'); // ends the sweep, not the lecture
  await expect.poll(runs, SOON).toBe('false');
  expect(await lessonOf(page)).toBe('zigzag');
});
