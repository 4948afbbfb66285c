import { expect, test } from 'vitest';
import { METHODS } from '../../src/methods/table';
import { experimentOf, openFolder, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

test('choosing an objective shows its formula, its parameters and its own η', async () => {
  const page = await open();
  await page.getByRole('combobox', { name: 'objective' }).selectOption({ label: 'Rosenbrock' });
  const formula = page.getByRole('textbox', { name: 'f(x, y)' });
  await expect.poll(() => formula.inputValue(), SOON).toBe('(1 - x)^2 + b (y - x^2)^2');
  await expect.poll(() => page.locator('.caption-formula').innerText(), SOON).toContain('b = 100');
  await expect.poll(() => page.locator('.letter').allInnerTexts(), SOON).toEqual(['b']);
  expect(await page.getByRole('textbox', { name: 'η, typed' }).inputValue()).toBe('0.0005');
});

test('a formula of one’s own is taken while it is typed, its letters become sliders', async () => {
  const page = await open('view=1,1,4');
  const formula = page.getByRole('textbox', { name: 'f(x, y)' });
  await formula.fill('x^4/4 - x^2/2 + c y^2');
  await expect.poll(() => experimentOf(page, 'objective'), SOON).toBe('x^4/4 - x^2/2 + c y^2');
  expect(await experimentOf(page, 'view')).toEqual([1, 1, 4]);
  await page.getByRole('textbox', { name: 'c, typed' }).fill('3');
  await page.keyboard.press('Enter');
  await expect.poll(() => experimentOf(page, 'c'), SOON).toBe(3);

  // Further typing keeps the value of a letter that stays.
  await formula.fill('x^4/4 - x^2/2 + c y^2 + d x');
  await expect.poll(() => experimentOf(page, 'd'), SOON).toBe(1);
  expect(await experimentOf(page, 'c')).toBe(3);
});

test('a wrong formula is pointed at, and the last good objective stays', async () => {
  const page = await open('objective=himmelblau');
  const formula = page.getByRole('textbox', { name: 'f(x, y)' });
  await formula.fill('x^2 + sin(y$)');
  await formula.press('Enter');
  const error = page.locator('.lil-expression .refusal');
  await expect.poll(() => error.innerText(), SOON).toContain('Column 12: The character “$” is not allowed.');
  expect(await error.locator('mark').innerText()).toBe('$');
  expect(await formula.getAttribute('aria-invalid')).toBe('true');
  expect(await experimentOf(page, 'objective')).toBe('himmelblau');
  expect(await formula.inputValue()).toBe('x^2 + sin(y$)');

  await formula.press('Escape');
  expect(await formula.inputValue()).toBe('(x^2 + y - 11)^2 + (x + y^2 - 7)^2');
  expect(await error.isVisible()).toBe(false);
});

test('the marks set η, and the regime follows in words', async () => {
  const page = await open();
  const eta = page.getByRole('textbox', { name: 'η, typed' });
  const regime = page.locator('.eta-regime');
  for (const [name, value, word] of [
    ['1/L 0.1', 0.1, 'Monotone.'],
    ['2/(L+μ) 0.182', 2 / 11, 'Zigzag.'],
    ['2/L 0.2', 0.2, 'On the edge.'],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect.poll(() => experimentOf(page, 'eta'), SOON).toBe(value);
    await expect.poll(() => regime.innerText(), SOON).toContain(word);
  }
  await eta.fill('0.21');
  await eta.press('Enter');
  await expect.poll(() => regime.innerText(), SOON).toContain('Unstable along one direction.');
  await expect
    .poll(() => page.locator('.caption').innerText(), SOON)
    .toContain('unstable along one direction');
});

test('the slider of η is logarithmic, from far below 1/L to far above 2/L', async () => {
  const page = await open();
  const slider = page.getByRole('slider', { name: 'η' });
  await slider.focus();
  await slider.press('Home');
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBeLessThanOrEqual(1e-4);
  const low = await experimentOf(page, 'eta');
  await slider.press('End');
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBeGreaterThanOrEqual(200);
  const high = await experimentOf(page, 'eta');
  await slider.click(); // in its middle
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBeLessThan(high);
  // Halfway is the geometric mean, to a pixel or two.
  expect(Math.log10((await experimentOf(page, 'eta')) / Math.sqrt(low * high))).toBeCloseTo(0, 1);
});

test('a typed η may lie beyond the slider, and a wrong one is refused beside it', async () => {
  const page = await open();
  const eta = page.getByRole('textbox', { name: 'η, typed' });
  await eta.fill('5000');
  await eta.press('Enter');
  await expect.poll(() => experimentOf(page, 'eta'), SOON).toBe(5000);
  await eta.fill('-1');
  await eta.press('Enter');
  await expect
    .poll(() => page.locator('.eta-row + .refusal').innerText(), SOON)
    .toContain('eta must be a positive number');
  expect(await experimentOf(page, 'eta')).toBe(5000);
  await eta.fill('0.1');
  await eta.press('Enter');
  await expect.poll(() => page.locator('.eta-row + .refusal').isVisible(), SOON).toBe(false);
});

test('starts, count, seed and points are set in the ensemble', async () => {
  const page = await open();
  await openFolder(page, 'Ensemble');
  await page.getByRole('combobox', { name: 'starts' }).selectOption('ring');
  await expect.poll(() => experimentOf(page, 'starts'), SOON).toBe('ring');
  const pairs = page.getByRole('textbox', { name: 'pairs, typed' });
  await pairs.fill('37');
  await pairs.press('Enter');
  await expect.poll(() => page.locator('.caption').innerText(), SOON).toContain('37 pairs');
  await page.getByRole('button', { name: 'New seed' }).click();
  await expect.poll(() => experimentOf(page, 'seed'), SOON).not.toBe(1);
  await page.getByRole('combobox', { name: 'starts' }).selectOption('points');
  const points = page.getByRole('textbox', { name: 'at', exact: true });
  await points.fill('1,2; -0.5,0.3');
  await points.press('Enter');
  await expect.poll(() => experimentOf(page, 'starts'), SOON).toBe('points:1,2;-0.5,0.3');
  await points.fill('1,2; 3');
  await points.press('Enter');
  await expect.poll(() => page.locator('.refusal:visible').innerText(), SOON).toContain('starts must be');
  expect(await experimentOf(page, 'starts')).toBe('points:1,2;-0.5,0.3');
});

test('starts are laid over the view, placed pairs are removed', async () => {
  const page = await open('view=3,1,0.5&placed=1,1;2,2');
  await openFolder(page, 'Ensemble');
  await page.getByRole('button', { name: 'Starts over this view' }).click();
  await expect.poll(() => experimentOf(page, 'region'), SOON).toEqual([3, 1, 0.5]);
  const remove = page.getByRole('button', { name: 'Remove placed' });
  await remove.click();
  await expect.poll(() => experimentOf(page, 'placed'), SOON).toEqual([]);
  await expect.poll(() => remove.isDisabled(), SOON).toBe(true);
});

test('the panel shows what a script has changed', async () => {
  const page = await open();
  await openFolder(page, 'View');
  await page.evaluate(() => window.etascope.load({ eta: 0.05, theme: 'light', contours: false, speed: 20 }));
  await expect.poll(() => page.getByRole('textbox', { name: 'η, typed' }).inputValue(), SOON).toBe('0.05');
  expect(await page.getByRole('checkbox', { name: 'contours' }).isChecked()).toBe(false);
  expect(await page.getByRole('combobox', { name: 'theme' }).inputValue()).toBe('light');
  expect(await page.getByRole('textbox', { name: 'speed, typed' }).inputValue()).toBe('20');
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
});

test('every control says what it does', async () => {
  const methods = METHODS.map(({ id }) => id).join(',');
  const page = await open(`starts=points:1,1&methods=${methods}&metric=2,0,1&factors=gd:2`);
  for (const folder of ['Methods', 'Ensemble', 'View']) await openFolder(page, folder);
  const silent = await page.locator('.lil-root').evaluate((panel) =>
    [
      ...panel.querySelectorAll(
        '.lil-children input, .lil-children select, .lil-children button:not(.lil-title)',
      ),
    ]
      .filter((control) => (control.getAttribute('aria-description') ?? '').length < 10)
      .filter((control) => !control.closest('[title]'))
      .map((control) => control.outerHTML),
  );
  expect(silent).toEqual([]);
});

test('reset takes everything back, and can be undone', async () => {
  const page = await open('objective=booth&eta=0.02&theme=light');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => experimentOf(page, 'objective'), SOON).toBe('bowl');
  await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => experimentOf(page, 'objective'), SOON).toBe('booth');
  expect(await experimentOf(page, 'eta')).toBe(0.02);
  expect(await experimentOf(page, 'theme')).toBe('light');
});
