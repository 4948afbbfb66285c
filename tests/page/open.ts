import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { browserFlags } from '../../scripts/browser.mjs';
import type { Experiment } from '../../src/experiment/experiment';
import { resized, type Size, tidied, WINDOW_AT_REST } from './tidy';

/** How long a slow machine may take to show what was asked for. */
export const SOON = { timeout: 20_000 };

const WINDOW = { width: 1280, height: 720 };

/** Few pixels, for tests that do not look at the picture: less than half of the usual, with the same layout. */
export const SMALL = { width: 800, height: 560 };

type Prepare = (page: Page) => Promise<unknown>;

/** For a page that must be opened with its link, rather than be given it later. */
export const afresh: Prepare = async () => {};

interface Opened {
  /** Opens the built page with an experiment (few pairs, unless it says otherwise) and waits for its first frame. */
  readonly open: (link?: string, options?: BrowserContextOptions, prepare?: Prepare) => Promise<Page>;
}

interface Choices {
  /** Nothing moves at first, which leaves the CPU, where it is the CPU that draws, to the tests. */
  readonly resting?: boolean;
  /**
   * A test gets the page that another one has left, if no trace of that test is to be found in it: opening a page takes
   * as long as many a test. Not for tests of what happens when a page opens, nor for those that load it again.
   */
  readonly shared?: boolean;
  /** The window of a page that does not ask for another one. */
  readonly viewport?: Size;
  /** A browser that no other file has: for tests that do harm to it. */
  readonly alone?: boolean;
  /**
   * Tests look at the pixels of the plane: it has as many as a user sees. For all others it has a quarter of them, in
   * the same layout: where the CPU draws, they took as long as the tests.
   */
  readonly sharp?: boolean;
}

interface Shared {
  readonly page: Page;
  /** What `tidied` said of the page when nothing had happened in it. */
  readonly fresh: string;
}

/** The canvas takes no notice of a page's emulated density, only of the browser's; all else has the page's, which is 1. */
const launch = (sharp: boolean): Promise<Browser> => {
  const args = [...browserFlags, `--force-device-scale-factor=${sharp ? 1 : 0.5}`];
  return chromium.launch({ executablePath: inject('browserPath'), args });
};

/** One browser of a kind for all files of a worker: these modules live as long as it does, and browsers end with it. */
const common = new Map<boolean, Promise<Browser>>();
const commonBrowser = (sharp: boolean): Promise<Browser> => {
  const browser = common.get(sharp) ?? launch(sharp);
  common.set(sharp, browser);
  return browser;
};
/** Those that the next test may have, of this file or another, by whether they are sharp. */
const waiting = new Map<boolean, Shared>();
const errors: string[] = [];

/** A browser for the tests of a file. Each page must live and close without an error. */
export function useBrowser({
  resting = false,
  shared = false,
  alone = false,
  sharp = false,
  viewport: usual = WINDOW,
}: Choices = {}): Opened {
  let browser: Browser;
  const pages: Page[] = [];
  const inUse = new Map<Page, string>();
  beforeAll(async () => {
    browser = await (alone ? launch(sharp) : commonBrowser(sharp));
  });
  afterEach(async ({ task }) => {
    for (const page of pages.splice(0)) {
      const fresh = inUse.get(page);
      inUse.delete(page);
      const clean = fresh !== undefined && task.result?.state !== 'fail' && (await tidied(page)) === fresh;
      if (clean && !waiting.has(sharp)) waiting.set(sharp, { page, fresh });
      else await page.context().close();
    }
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(() => (alone ? browser.close() : undefined));

  const openNew = async (link: string, options: BrowserContextOptions, prepare: Prepare): Promise<Page> => {
    const context = await browser.newContext({ viewport: usual, ...options });
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
  const lend = async (link: string, viewport: Size): Promise<Page> => {
    const left = waiting.get(sharp);
    waiting.delete(sharp);
    const page = left?.page ?? (await openNew('', { viewport: WINDOW_AT_REST }, afresh)); // narrow ones open without a panel
    if (left !== undefined) pages.push(page);
    inUse.set(page, left?.fresh ?? (await tidied(page)));
    await resized(page, viewport);
    const taken = await page.evaluate(beginWith, { link: `#count=20&${link}`, still: resting });
    return taken ? page : openNew(link, { viewport }, afresh);
  };
  const open: Opened['open'] = (link = '', options = {}, prepare) => {
    const { viewport = usual, ...others } = options;
    const plain = prepare === undefined && Object.keys(others).length === 0;
    return shared && plain && viewport !== null
      ? lend(link, viewport)
      : openNew(link, options, prepare ?? afresh);
  };
  return { open };
}

/** In the page: another link, from its first step; false if something is wrong with the link. */
async function beginWith({ link, still }: { link: string; still: boolean }): Promise<boolean> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  try {
    await window.etascope.load(link);
  } catch {
    return false;
  }
  history.replaceState(null, '', link);
  await window.etascope.restart();
  if (!still) window.etascope.play();
  await frame();
  await frame();
  return true;
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
