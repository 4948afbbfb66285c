import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { expect, inject, test } from 'vitest';
import { buildSingleFile } from '../../scripts/page.mjs';
import { privateFolder } from '../../scripts/paths.mjs';
import { SMALL, SOON, useBrowser } from './open';

/** All of the page is opened. */
const PATIENT = { timeout: 120_000 };
const path = join(privateFolder('stick'), 'etascope.html');
const address = pathToFileURL(path).href;
const { open } = useBrowser({ resting: true, viewport: SMALL });
const { open: openFile } = useBrowser({ resting: true, viewport: SMALL, address: () => address });

/** Opens what is loaded only when it is wanted: a lesson's card, the dock, maps of the laboratory, a clip. */
async function openAll(page: Page): Promise<void> {
  const card = page.locator('.lecture-formula .katex');
  await card.first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  expect(await page.evaluate(() => [...document.fonts].some(({ status }) => status === 'error'))).toBe(false);
  for (const [dock, element] of [
    ['plots', '.uplot canvas'],
    ['checks', '.dock table'],
    ['line', '.line-progress'],
    ['orbits', '.orbits-progress'],
  ] as const) {
    await page.evaluate(async (name) => {
      await window.etascope.load({ dock: name });
      await window.etascope.advance(1); // or there is nothing to plot
    }, dock);
    await page.locator(element).first().waitFor({ state: 'attached' });
  }
  await page.evaluate(() => window.etascope.load({ dock: 'closed', fate: true, horizon: 20 }));
  await page.locator('.fate-progress.idle').waitFor({ state: 'attached' });
  await page.evaluate(() => window.etascope.load({ fate: false }));
  const clip = await page.evaluate(async () => (await window.etascope.clip({ steps: 1, fps: 1 })).size);
  expect(clip).toBeGreaterThan(1000);
}

test('one file holds the whole page, and runs from the disk without a server', PATIENT, async () => {
  writeFileSync(path, await buildSingleFile());
  const requests: string[] = [];
  const page = await openFile('lesson=zigzag', {}, async (fresh) => {
    fresh.on('request', (request) => requests.push(request.url()));
  });
  expect(await page.evaluate(() => [location.protocol, document.documentElement.lang])).toEqual([
    'file:',
    'en',
  ]);
  expect(await page.locator('meta').count()).toBe(5);
  const place = () => page.evaluate(async () => [...(await window.etascope.read('gd')).position]);
  const before = await place();
  await page.evaluate(() => window.etascope.advance(3));
  expect(await place()).not.toEqual(before);
  await openAll(page);
  await page.keyboard.press('l');
  await expect
    .poll(() => page.locator('.notice').allInnerTexts(), SOON)
    .toContainEqual(expect.stringContaining('It names the file on this computer'));
  const others = requests.filter((url) => !/^(data|blob):/.test(url));
  expect(others.map((url) => url.replace(/#.*/, ''))).toEqual([address]);
});

test('the site asks no other host for anything', PATIENT, async () => {
  const hosts = new Set<string>();
  const page = await open('lesson=zigzag', {}, async (fresh) => {
    fresh.on('request', (request) => hosts.add(new URL(request.url()).host));
  });
  await openAll(page);
  hosts.delete(''); // data: and blob:
  expect([...hosts]).toEqual([new URL(inject('pageUrl')).host]);
});
