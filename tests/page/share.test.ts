import { expect, test } from 'vitest';
import { afresh, experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });
const { open: openSharp } = useBrowser({ resting: true, shared: true, sharp: true });

test('the link is copied, says so, and restores the experiment', async () => {
  const page = await open('objective=rosenbrock&b=50&eta=0.001&view=0.5,1,0.7&theme=light', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.getByRole('button', { name: 'Copy a link that restores all of this' }).click();
  await expect
    .poll(() => page.locator('.notice').allInnerTexts(), SOON)
    .toContainEqual(expect.stringContaining('Link copied.'));
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const again = await open(link.slice(link.indexOf('#') + 1).replace('count=20', ''), {}, afresh);
  const [first, second] = await Promise.all(
    [page, again].map((one) => one.evaluate(() => JSON.stringify(window.etascope.experiment))),
  );
  expect(JSON.parse(second ?? '')).toEqual(JSON.parse(first ?? ''));
});

test('where the clipboard is refused, the link can be copied by hand', async () => {
  const page = await open('eta=0.123');
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new Error('no')) },
    });
  });
  await page.keyboard.press('l');
  const field = page.locator('.notice input');
  await field.waitFor();
  expect(await field.inputValue()).toContain('eta=0.123');
  expect(
    await field.evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd]),
  ).toEqual([0, (await field.inputValue()).length]);
});

test('a link that some programs would cut off is copied with a warning, a short one without', async () => {
  const page = await open('', { permissions: ['clipboard-write'] }, afresh);
  const said = async (placed: string) => {
    await page.evaluate((link) => window.etascope.load(link), `#objective=himmelblau&placed=${placed}`);
    await page.keyboard.press('l');
    const notice = page.locator('.notice', { hasText: 'restores' });
    const text = await notice.innerText();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    return text;
  };
  const points = Array.from({ length: 64 }, (_, n) => `${n / 127},${-n / 61}`).join(';');
  expect(await said('1,2')).not.toContain('cut it off');
  expect(await said(points)).toMatch(
    /long, [2-3],\d{3} characters.*cut it off; save the experiment as a file/,
  );
});

test('what a link says beyond the possible is listed, as text', async () => {
  const hostile = '<img src=x onerror="document.title=1">';
  const page = await open(
    `eta=-5&nonsense=1&objective=${encodeURIComponent(hostile)}&speed=%E0%A4%A`,
    {},
    afresh,
  );
  const list = page.locator('.notice ul');
  await list.waitFor();
  const lines = await list.locator('li').allInnerTexts();
  expect(lines.join('\n')).toContain('eta must be a positive number');
  expect(lines.join('\n')).toContain('nonsense is not a key of an experiment');
  expect(lines.join('\n')).toContain('speed has broken percent-encoding');
  expect(lines.join('\n')).toContain('<img src=x');
  expect(await page.locator('.notices img').count()).toBe(0);
  expect(await experimentOf(page, 'objective')).toBe('bowl');
  await page
    .locator('.notice', { has: page.locator('ul') })
    .getByRole('button', { name: 'Dismiss' })
    .click();
  await list.waitFor({ state: 'detached' });
});

test('the picture is what is on screen, without the panel', async () => {
  const page = await openSharp('starts=points:1,1;-2,0.5&respawn=0');
  await page.keyboard.press('Space');
  for (const notice of await page.locator('.notice-close').all()) await notice.click();
  await page.getByRole('button', { name: 'etascope' }).click(); // close the panel
  await page.mouse.move(640, 600);
  await page.waitForTimeout(1000);
  const screenshot = await page.screenshot();
  const differences = await page.evaluate(async (encoded) => {
    const pixelsOf = async (blob: Blob) => {
      const bitmap = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
    };
    const shot = new Blob([Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))]);
    const [screen, picture] = [await pixelsOf(shot), await pixelsOf(await window.etascope.picture())];
    const rowsOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
    // Not the whole legend: its button is there to be pressed, and no part of the picture.
    return ['.caption', '.legend-rows', '.scale'].map((selector) => {
      const { left = 0, right = 0, top = 0, bottom = 0 } = rowsOf(selector) ?? {};
      let sum = 0;
      let count = 0;
      for (let y = Math.ceil(top); y < bottom; y++) {
        for (let x = Math.ceil(left); x < right; x++, count++) {
          const at = 4 * (y * 1280 + x) + 1;
          sum += Math.abs((screen[at] ?? 0) - (picture[at] ?? 0));
        }
      }
      return { selector, length: [screen.length, picture.length], difference: sum / count };
    });
  }, screenshot.toString('base64'));
  for (const { selector, length, difference } of differences) {
    expect(length, selector).toEqual([1280 * 720 * 4, 1280 * 720 * 4]);
    expect(difference, selector).toBeLessThan(3);
  }
});
