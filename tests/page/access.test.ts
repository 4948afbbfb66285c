import axe from 'axe-core';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ shared: true, resting: true, viewport: SMALL });

test('the picture is told in words, and said when it rests', async () => {
  const page = await open('eta=0.19&starts=points:-4,1;3,1&respawn=0');
  const words = () => page.locator('#plane').getAttribute('aria-label');
  await page.evaluate(() => window.etascope.advance(30));
  await expect.poll(words, SOON).toContain('2 pairs at step 30, paused');
  expect(await words()).toMatch(/^Elongated bowl: f\(x, y\) = .*Learning rate 0\.19, ηL = 1\.9: .*zigzag/);
  expect(await words()).toMatch(/Gradient descent: 2 moving\. Gradient flow: .*\.$/);
  expect(await page.getByRole('status', { name: 'The picture in words' }).textContent()).toBe(await words());
  await page.evaluate(() => window.etascope.load({ eta: 0.3 }));
  await expect.poll(words, SOON).toMatch(/ηL = 3: unstable/);
});

/** Presses all of these, also those that lie outside a window as small as this one. */
const press = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().waitFor();
  await page.evaluate((all) => {
    for (const element of document.querySelectorAll<HTMLElement>(all)) element.click();
  }, selector);
};
const key = (name: string) => (page: Page) => page.keyboard.press(name);
const closeDialog = (page: Page) =>
  page.evaluate(() => {
    document.querySelector<HTMLDialogElement>('dialog:modal')?.close();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); // before the next frame does
  });

interface State {
  readonly link: string;
  readonly begin?: (page: Page) => Promise<void>;
  readonly shows: string;
  /** Where to look, if not in what is open above or below the plane, or else everywhere. */
  readonly place?: string;
  /** Whether it has colours of its own, which every theme has to have legible; else the first theme speaks for all. */
  readonly coloured?: true;
}

/** What the page can look like: what to do for it, and what is then to be seen. */
const STATES: readonly State[] = [
  // All that stands on the plane, with particles off screen, and all folders of the panel.
  {
    link: 'starts=points:1,1;-9,0;9,0&respawn=0',
    begin: press('.lil-root .lil-title[aria-expanded=false]'),
    shows: '.edge-count:not([hidden])',
    coloured: true,
  },
  {
    link: 'fate=1&fan=1&methods=gd,gf,langevin&density=1&dock=plots',
    shows: '.chart-line',
    coloured: true,
  },
  { link: 'dock=checks', shows: '.check-name', coloured: true },
  { link: 'lesson=zigzag', shows: '.lecture-card .katex', place: '.lecture', coloured: true },
  { link: 'dock=compare', shows: '.order-start' },
  { link: 'dock=line', shows: '.line-legend li' },
  { link: 'objective=doublewell&dock=orbits', shows: '.orbits-plot' },
  {
    link: 'lesson=zigzag',
    begin: press('.lecture-button[aria-label=Contents]'),
    shows: 'dialog.lecture-contents:modal',
  },
  { link: '', begin: key('?'), shows: 'dialog.help:modal' },
  ...['picture', 'clip', 'data', 'experiment'].map((sheet) => ({
    link: '',
    begin: async (page: Page) => {
      await key('s')(page);
      await press(`#export-tab-${sheet}`)(page);
    },
    shows: `#export-${sheet}`,
  })),
  { link: '', begin: key('b'), shows: 'dialog.blackout:modal' },
  { link: 'embed=1', shows: '.embed-link' },
];

/** The violations that axe-core finds in a state of the page; `rules`: of these only. */
function violations(page: Page, { place }: State, rules?: readonly string[]): Promise<readonly string[]> {
  return page.evaluate(
    async ({ where, only }) => {
      // Folders begin to open with the next frame.
      for (let n = 0; n < 2; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const options = only === undefined ? {} : { runOnly: { type: 'rule' as const, values: [...only] } };
      const found = document.querySelector(where) ?? document;
      const result = await axe.run(found as Document, { ...options, resultTypes: ['violations'] });
      return result.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
      );
    },
    { where: place ?? 'dialog:modal, .dock:not([hidden])', only: rules },
  );
}

test('axe-core finds no violation, whatever is open, in any theme', async () => {
  const page = await open('respawn=0');
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const state of STATES) {
    const { link, begin, shows, coloured } = state;
    await page.evaluate((text) => window.etascope.load(text), `#count=20&${link}`);
    await begin?.(page);
    await page.locator(shows).first().waitFor();
    for (const theme of coloured ? (['dark', 'light', 'projector'] as const) : (['dark'] as const)) {
      await page.evaluate((name) => window.etascope.load({ theme: name }), theme);
      // What does not depend on the theme is looked at once.
      const rules = theme === 'dark' ? undefined : ['color-contrast'];
      found.push(
        ...(await violations(page, state, rules)).map((text) => `${link} ${shows} ${theme}: ${text}`),
      );
    }
    await closeDialog(page);
  }
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'axe'));
  expect(found).toEqual([]);
}, 120_000);

test('on the plane, arrows move a crosshair that Enter places a pair at; with Shift they move the plane', async () => {
  const page = await open('starts=points:1,1&respawn=0&view=0,0,2');
  const plane = page.locator('#plane');
  await page.keyboard.press('Tab'); // from nothing to the first that there is
  await expect.poll(() => plane.evaluate((element) => element === document.activeElement), SOON).toBe(true);
  const told = page.getByRole('status', { name: 'Crosshair' });
  await expect.poll(() => told.textContent(), SOON).toBe('x = 0, y = 0, f = 0');
  const unit = 4 / SMALL.height;
  for (const name of ['ArrowUp', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(name);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await experimentOf(page, 'placed')).length, SOON).toBe(1);
  const [[x, y] = [Number.NaN, Number.NaN]] = await experimentOf(page, 'placed');
  expect(x).toBeCloseTo(24 * unit, 6);
  expect(y).toBeCloseTo(12 * unit, 6);
  expect(await page.locator('.readout').isVisible()).toBe(true);
  expect((await page.evaluate(() => window.etascope.read('gd'))).step).toBe(0); // → is not a step here

  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(async () => (await experimentOf(page, 'view'))[1], SOON).toBeCloseTo(4 / 12, 6);
  await page.keyboard.press('Tab');
  expect(await page.locator('.crosshair').isVisible()).toBe(false);
  expect(await page.locator('.readout').isVisible()).toBe(false);
});
