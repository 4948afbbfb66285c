import { expect, inject, test } from 'vitest';
import { SMALL, useBrowser } from './open';

const { open } = useBrowser({ viewport: SMALL });

test('the built page opens without an error and asks for nothing from elsewhere', async () => {
  const elsewhere: string[] = [];
  const page = await open('', {}, async (fresh) => {
    fresh.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(inject('pageUrl'))) {
        elsewhere.push(request.url());
      }
    });
  });
  await page.waitForLoadState('networkidle');

  expect(await page.locator('canvas#plane').isVisible()).toBe(true);
  expect(elsewhere).toEqual([]);
});
