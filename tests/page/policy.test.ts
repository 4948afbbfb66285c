import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ viewport: SMALL, resting: true });

/** In the page, as if a script of its own did it (what a test evaluates is exempt): text as code, inline code, another host. */
async function trespass(): Promise<{ ran: readonly string[]; blocked: readonly string[] }> {
  const ran: string[] = [];
  const blocked = new Set<string>();
  const addHtml = (html: string) => document.body.insertAdjacentHTML('beforeend', html);
  const attempts: readonly (() => unknown)[] = [
    () => Reflect.get(globalThis, 'eval')('ran.push("eval")'),
    () => Reflect.construct(Reflect.get(globalThis, 'Function'), ['ran.push("Function")'])(),
    () => Reflect.apply(setTimeout, globalThis, ['ran.push("timer")']),
    () =>
      document.body.append(Object.assign(document.createElement('script'), { text: 'ran.push("script")' })),
    () => addHtml('<img src="data:," onerror="ran.push(`handler`)">'),
    () => addHtml('<p style="color: red">'),
    () => fetch('https://example.com/').catch(() => undefined),
  ];
  Object.assign(globalThis, { ran });
  document.addEventListener('securitypolicyviolation', (event) => blocked.add(event.effectiveDirective));
  const pass = (attempt: () => unknown) =>
    new Promise<void>((done) => {
      setTimeout(() => {
        setTimeout(done, 50);
        attempt(); // throws where it is blocked
      });
    });
  for (const attempt of attempts) await pass(attempt);
  return { ran, blocked: [...blocked].sort() };
}

/** The panel, a plot, a picture, a lesson's formula with its fonts. */
async function useAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: '2/L' }).click();
  await expect.poll(() => experimentOf(page, 'eta'), SOON).not.toBe(0.005);
  expect(await page.evaluate(async () => (await window.etascope.picture()).size)).toBeGreaterThan(1000);
  await page.locator('.uplot canvas').waitFor();
  const panel = await page.locator('.lil-root').boundingBox();
  expect(panel?.width).toBe(304);
  await page.evaluate(() => window.etascope.load({ lesson: 'zigzag' }));
  await page.locator('.lecture-formula .katex').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  expect(await page.evaluate(() => [...document.fonts].some(({ status }) => status === 'error'))).toBe(false);
}

test('the page’s own policy runs no text as code and asks no other host, and everything works under it', async () => {
  const ownPage = async () => {}; // no other test gets it
  const page = await open('objective=himmelblau&dock=plots', {}, ownPage);
  await useAll(page); // whatever the policy blocks is an error on the console, and fails the test
  for (const event of ['console', 'pageerror'] as const) page.removeAllListeners(event);
  const { ran, blocked } = await page.evaluate(trespass);
  expect(ran).toEqual([]);
  expect(blocked).toEqual([
    'connect-src',
    'script-src',
    'script-src-attr',
    'script-src-elem',
    'style-src-attr',
  ]);
});
