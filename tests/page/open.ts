import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { browserFlags } from '../../scripts/browser.mjs';
import type { Experiment } from '../../src/experiment/experiment';

/** How long a slow machine may take to show what was asked for. */
export const SOON = { timeout: 20_000 };

interface Opened {
  /** Opens the built page with an experiment (few pairs, unless it says otherwise) and waits for its first frame. */
  readonly open: (
    link?: string,
    options?: BrowserContextOptions,
    prepare?: (page: Page) => Promise<unknown>,
  ) => Promise<Page>;
}

/**
 * One browser for the tests of a file. Each page must live and close without an error. `resting`: nothing moves at first,
 * which leaves the CPU, where it is the CPU that draws, to the tests.
 */
export function useBrowser({ resting = false } = {}): Opened {
  let browser: Browser;
  const pages: Page[] = [];
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject('browserPath'), args: browserFlags });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(() => browser.close());

  const open: Opened['open'] = async (link = '', options = {}, prepare = async () => {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
    const page = await context.newPage();
    pages.push(page);
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await prepare(page);
    await page.goto(`${inject('pageUrl')}#count=20&${link}`);
    await page.evaluate(async (still) => {
      await window.etascope.ready;
      if (still) window.etascope.pause();
    }, resting);
    return page;
  };
  return { open };
}

/** What the page's experiment has for a key. */
export function experimentOf<K extends keyof Experiment>(page: Page, key: K): Promise<Experiment[K]> {
  return page.evaluate((name) => window.etascope.experiment[name], key) as Promise<Experiment[K]>;
}

/** A row of a folder of the panel that may still be closed. */
export async function openFolder(page: Page, title: string): Promise<void> {
  const button = page.getByRole('button', { name: title, exact: true });
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
}
