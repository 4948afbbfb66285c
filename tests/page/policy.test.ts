import { expect, test } from 'vitest';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ viewport: SMALL });

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

test('the page works under a strict content security policy', async () => {
  // Whatever the policy blocks is an error on the console, and fails the test.
  const page = await open('objective=himmelblau&dock=plots', {}, (fresh) =>
    fresh.route('**/*', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': POLICY };
      await route.fulfill({ response, headers });
    }),
  );
  await page.getByRole('button', { name: '2/L' }).click();
  await expect.poll(() => experimentOf(page, 'eta'), SOON).not.toBe(0.005);
  expect(await page.evaluate(async () => (await window.etascope.picture()).size)).toBeGreaterThan(1000);
  await page.locator('.uplot canvas').waitFor();
  const panel = await page.locator('.lil-root').boundingBox();
  expect(panel?.width).toBe(304);
});
