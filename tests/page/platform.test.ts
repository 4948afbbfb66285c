import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { browserFlags } from '../../scripts/browser.mjs';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('browserPath'), args: browserFlags });
});

afterAll(() => browser.close());

test('the built page opens without an error and asks for nothing from elsewhere', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  const elsewhere: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      errors.push(message.text());
    }
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(inject('pageUrl'))) {
      elsewhere.push(request.url());
    }
  });

  await page.goto(inject('pageUrl'));
  await page.waitForLoadState('networkidle');

  expect(await page.locator('canvas#plane').isVisible()).toBe(true);
  expect(errors).toEqual([]);
  expect(elsewhere).toEqual([]);
});
