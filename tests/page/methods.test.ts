import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { METHODS } from '../../src/methods/table';
import { experimentOf, openFolder, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

const ALL = METHODS.map(({ id }) => id).join(',');
const legend = (page: Page) => page.getByRole('region', { name: 'Methods' });
const row = (page: Page, name: RegExp) => legend(page).getByRole('button', { name });
const adder = (page: Page) => legend(page).getByRole('button', { name: 'Add a method' });
const menu = (page: Page) => page.getByRole('menu', { name: 'Methods to add' });

/** What the page has for a key after another link and then its own again, once its address says so. */
async function relinked(page: Page, key: 'factors' | 'metric', text: string) {
  await expect.poll(() => page.evaluate(() => location.hash), SOON).toContain(`${key}=${text}`);
  await page.evaluate(async () => {
    const { hash } = location;
    await window.etascope.load('#count=20');
    await window.etascope.load(hash);
  });
  return experimentOf(page, key);
}

/** Which parts of the interface lie over each other or reach out of the window. */
function collisions(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parts = ['.legend', '.lil-root', '.caption'].map((part) => {
      const box = document.querySelector(part)?.getBoundingClientRect() ?? new DOMRect();
      return { part, box };
    });
    const outside = parts.filter(({ box }) => box.right > innerWidth || box.bottom > innerHeight);
    const pairs = parts.flatMap((a, n) => parts.slice(n + 1).map((b) => [a, b] as const));
    const touching = pairs.filter(
      ([{ box: a }, { box: b }]) =>
        a.right > b.left && b.right > a.left && a.bottom > b.top && b.bottom > a.top,
    );
    return [
      ...outside.map(({ part }) => `${part} outside`),
      ...touching.map(([a, b]) => `${a.part} over ${b.part}`),
    ];
  });
}

async function type(page: Page, field: string, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: field, exact: true });
  await box.fill(text);
  await box.press('Enter');
}

test('the legend switches methods off and on again; with none on, the caption says so', async () => {
  const page = await open();
  const [descent, flow] = [row(page, /gradient descent/), row(page, /gradient flow/)];
  await expect.poll(() => descent.innerText(), SOON).toContain('20 moving');
  await flow.click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gd']);
  await expect.poll(() => flow.getAttribute('aria-pressed'), SOON).toBe('false');
  await descent.click();
  const caption = page.locator('.caption');
  await expect.poll(() => caption.innerText(), SOON).toContain('no method is on');
  expect(await caption.innerText()).not.toMatch(/k =|pairs/);
  await page.evaluate(() => window.etascope.advance(2));
  await flow.click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gf']);
  await expect.poll(() => flow.innerText(), SOON).toMatch(/moving|converged/);
  expect(await caption.innerText()).toMatch(/20 pairs/);
});

test('rows that were switched off stay under the pointer, and the last two of them for good', async () => {
  const page = await open('methods=gd,gf,prox,heavyball');
  const rows = legend(page).locator('.legend-row:visible');
  for (const name of [/gradient descent/, /gradient flow/, /proximal/]) await row(page, name).click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['heavyball']);
  expect(await rows.count()).toBe(4);
  await page.mouse.move(400, 380);
  await page.locator('#plane').evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect.poll(() => rows.count(), SOON).toBe(3);
  expect(await row(page, /gradient descent/).count()).toBe(0);
});

test('the menu of the legend adds methods and takes them back, by pointer', async () => {
  const page = await open();
  await adder(page).click();
  const entry = menu(page).getByRole('menuitemcheckbox', { name: 'heavy ball' });
  expect(await menu(page).getByRole('menuitemcheckbox').count()).toBe(METHODS.length - 2);
  await entry.click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gd', 'gf', 'heavyball']);
  await expect.poll(() => entry.getAttribute('aria-checked'), SOON).toBe('true');
  await expect.poll(() => row(page, /heavy ball/).innerText(), SOON).toContain('20 moving');
  await entry.click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gd', 'gf']);

  // A click on the plane closes it, and is no click on the plane.
  await page.mouse.click(440, 150);
  await menu(page).waitFor({ state: 'hidden' });
  await page.waitForTimeout(500);
  expect(await experimentOf(page, 'placed')).toEqual([]);
});

test('the menu of the legend is worked by keys', async () => {
  const page = await open();
  await page.keyboard.press('m');
  await menu(page).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  const first = METHODS.find(({ id }) => id !== 'gd' && id !== 'gf');
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toContain(first?.id);
  await page.keyboard.press('Escape');
  await menu(page).waitFor({ state: 'hidden' });
  expect(await adder(page).evaluate((button) => button === document.activeElement)).toBe(true);
  const play = page.getByRole('button', { name: 'Play', exact: true });
  await expect.poll(() => play.count(), SOON).toBe(1);
});

test('all methods at once leave legend, panel and caption apart, on large windows and small ones', async () => {
  const page = await open(`methods=${ALL}&count=2`, { viewport: { width: 1280, height: 720 } });
  await openFolder(page, 'Methods');
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    if (width < 700) {
      await expect.poll(() => legend(page).isVisible(), SOON).toBe(false); // until the panel gives way
      await page.getByRole('button', { name: 'etascope' }).click();
    }
    await expect.poll(() => page.locator('.legend-row:visible').count(), SOON).toBe(METHODS.length);
    await expect.poll(() => collisions(page), SOON).toEqual([]);
  }
});

test('in a picture the legend lists what is on, and no button', async () => {
  const page = await open('methods=gd,gf');
  await row(page, /gradient flow/).click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gd']);
  const painted = await page.evaluate(async () => {
    const words: string[] = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      words.push(text);
      fillText.call(this, text, x, y);
    };
    await window.etascope.picture();
    CanvasRenderingContext2D.prototype.fillText = fillText;
    return words.join(' ');
  });
  expect(painted).toContain('gradient descent');
  expect(painted).not.toMatch(/flow|add a method/);
  expect(await adder(page).isVisible()).toBe(true);
});

test('a method is switched on by its name in the panel, which then unfolds what there is to say of it', async () => {
  const page = await open('methods=gd,gf,prox,adam&momentum=0.5');
  await openFolder(page, 'Methods');
  await page.getByRole('button', { name: 'heavy ball', exact: true }).click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toContain('heavyball');
  const block = page.locator('.method', { hasText: 'heavy ball' });
  await expect
    .poll(() => block.locator('dl').innerText(), SOON)
    .toMatch(/limit\s+η < 2\(1\s\+\sβ\)\/L 0\.3\s/);
  expect(await block.locator('dl').innerText()).toMatch(/rate\s+× 0\.707 a step, 6\.64 for a digit/);
  expect(await block.locator('dl').innerText()).toMatch(/clock\s+t = .* 0\.49 a step/);
  await page.getByRole('checkbox', { name: 'heavy ball', exact: true }).click();
  await expect.poll(() => experimentOf(page, 'methods'), SOON).toEqual(['gd', 'gf', 'prox', 'adam']);
  await expect.poll(() => block.locator('dl').isVisible(), SOON).toBe(false);
});

test('a factor on η is set, limits the method, and survives the link', async () => {
  const page = await open('methods=gd,gf');
  await openFolder(page, 'Methods');
  const name = 'factor on η of gradient descent, typed';
  await type(page, name, '2');
  await expect.poll(() => experimentOf(page, 'factors'), SOON).toEqual({ gd: 2 });
  const block = page.locator('.method', { hasText: 'gradient descent' }).first();
  await expect.poll(() => block.innerText(), SOON).toMatch(/η = 0\.36[\s\S]*exceeded/);
  await type(page, name, 'twice');
  await expect
    .poll(() => page.locator('.refusal:visible').innerText(), SOON)
    .toContain('A factor is a positive number up to 1e9 (given: “twice”).');
  expect(await experimentOf(page, 'factors')).toEqual({ gd: 2 });
  expect(await relinked(page, 'factors', 'gd:2')).toEqual({ gd: 2 });

  await openFolder(page, 'Methods');
  await block.getByRole('button', { name: '0.2', exact: true }).click();
  await expect.poll(async () => (await experimentOf(page, 'factors')).gd, SOON).toBeCloseTo(0.2 / 0.18, 12);
  await block.getByRole('button', { name: '× 1', exact: true }).click();
  await expect.poll(() => experimentOf(page, 'factors'), SOON).toEqual({});
  const slider = page.getByRole('slider', { name: 'factor on η of gradient flow', exact: true });
  await slider.focus();
  await slider.press('ArrowRight');
  await expect.poll(() => experimentOf(page, 'factors'), SOON).toEqual({ gf: 1.01 });
  expect(await experimentOf(page, 'eta')).toBe(0.18);
});

test('the classical momentum sets β and one factor, can be undone, and needs strong convexity', async () => {
  const page = await open('methods=gd,heavyball&momentum=0.9&factors=gd:0.5');
  await openFolder(page, 'Methods');
  await page.getByRole('button', { name: /^Heavy ball at its optimum/ }).click();
  const rate = (Math.sqrt(10) - 1) / (Math.sqrt(10) + 1);
  await expect.poll(() => experimentOf(page, 'momentum'), SOON).toBeCloseTo(rate ** 2, 12);
  const { gd = 0, heavyball = 0 } = await experimentOf(page, 'factors');
  expect(gd).toBe(0.5);
  expect(heavyball * 0.18).toBeCloseTo(4 / (Math.sqrt(10) + 1) ** 2, 12);
  expect(await experimentOf(page, 'eta')).toBe(0.18);
  await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => experimentOf(page, 'momentum'), SOON).toBe(0.9);
  expect(await experimentOf(page, 'factors')).toEqual({ gd: 0.5 });

  await page.evaluate(() => window.etascope.load({ objective: 'himmelblau' }));
  const button = page.getByRole('button', { name: /^Heavy ball at its optimum/ });
  await expect.poll(() => button.isDisabled(), SOON).toBe(true);
  expect(await button.getAttribute('title')).toContain('f is not strongly convex in view');
});

test('settings stand once, below the last method that is on and reads them', async () => {
  const page = await open('methods=gd,heavyball,inertial');
  await openFolder(page, 'Methods');
  const sliders = page.getByRole('slider', { name: 'β', exact: true });
  await expect.poll(() => sliders.count(), SOON).toBe(1);
  expect(await page.getByRole('slider', { name: /^(T = 1\/β|β₁)$/ }).count()).toBe(0);
  const before = () =>
    sliders.evaluate((slider) => slider.closest('.shared')?.previousElementSibling?.textContent ?? '');
  expect(await before()).toContain('inertial flow');
  await page.getByRole('checkbox', { name: 'inertial flow' }).click();
  await expect.poll(before, SOON).toContain('heavy ball');
  await page.getByRole('checkbox', { name: 'Adam' }).click();
  await expect.poll(() => page.getByRole('slider', { name: 'β₁' }).count(), SOON).toBe(1);
});

test('a metric is typed entry by entry; one that is none is refused beside them, and the last good stays', async () => {
  const page = await open('methods=natural');
  await openFolder(page, 'Methods');
  const choice = page.getByRole('combobox', { name: 'metric G' });
  await choice.selectOption('constant matrix');
  // The Hessian of the bowl, to begin with.
  await expect.poll(() => experimentOf(page, 'metric'), SOON).toEqual([1, 0, 10]);
  await type(page, 'entry q of G', '4');
  await expect
    .poll(() => page.locator('.refusal:visible').innerText(), SOON)
    .toContain('metric must be fisher, newton or p,q,r with [[p,q],[q,r]] positive definite');
  expect(await experimentOf(page, 'metric')).toEqual([1, 0, 10]);
  await type(page, 'entry p of G', '2');
  await expect.poll(() => experimentOf(page, 'metric'), SOON).toEqual([2, 4, 10]);
  await expect.poll(() => page.locator('.refusal:visible').count(), SOON).toBe(0);
  expect(await relinked(page, 'metric', '2,4,10')).toEqual([2, 4, 10]);

  await openFolder(page, 'Methods');
  await choice.selectOption({ label: 'Fisher of N(x, y²)' });
  await expect.poll(() => experimentOf(page, 'metric'), SOON).toBe('fisher');
  await choice.selectOption('constant matrix');
  await expect.poll(() => experimentOf(page, 'metric'), SOON).toEqual([2, 4, 10]);
});

test('the density of Langevin switches the endless field off, and says so', async () => {
  const page = await open('methods=langevin');
  await openFolder(page, 'Methods');
  await page.getByRole('checkbox', { name: /density against/ }).click();
  await expect.poll(() => experimentOf(page, 'density'), SOON).toBe(true);
  expect(await experimentOf(page, 'respawn')).toBe(false);
  await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => experimentOf(page, 'density'), SOON).toBe(false);
  expect(await experimentOf(page, 'respawn')).toBe(true);
});
