import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { browserFlags } from '../../scripts/browser.mjs';
import type { Experiment } from '../../src/experiment/experiment';
import { AT_REST, resized, type Size, tidied, WINDOW_AT_REST } from './tidy';

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
  readonly browser: () => Browser;
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
  /** With what else such a browser is started. */
  readonly flags?: readonly string[];
  /**
   * Tests look at the pixels of the plane: it has as many as a user sees. For all others it has a quarter of them, in
   * the same layout: where the CPU draws, they took as long as the tests.
   */
  readonly sharp?: boolean;
  /** Of the page, where it is not the one that is served. */
  readonly address?: () => string;
}

interface Left {
  readonly page: Page;
  /** Whether nothing of a test is to be found in it. */
  readonly clean: boolean;
}

/** The canvas takes no notice of a page's emulated density, only of the browser's; all else has the page's, which is 1. */
const launch = (sharp: boolean, flags: readonly string[] = []): Promise<Browser> => {
  const args = [...browserFlags, ...flags, `--force-device-scale-factor=${sharp ? 1 : 0.5}`];
  return chromium.launch({ executablePath: inject('browserPath'), args });
};

/** One browser of a kind for all files of a worker: these modules live as long as it does, and browsers end with it. */
const common = new Map<boolean, Promise<Browser>>();
const commonBrowser = (sharp: boolean): Promise<Browser> => {
  const browser = common.get(sharp) ?? launch(sharp);
  common.set(sharp, browser);
  return browser;
};
/** The page that the next test may have, of this file or another, by whether it is sharp. */
const waiting = new Map<boolean, Left>();
/** What `tidied` has said of pages in which nothing had happened; a machine in a hurry may open one otherwise than the next. */
const untouched = new Set<string>();
const errors: string[] = [];

/** A browser for the tests of a file. Each page must live and close without an error. */
export function useBrowser({
  resting = false,
  shared = false,
  alone = false,
  sharp = false,
  flags = [],
  address,
  viewport: usual = WINDOW,
}: Choices = {}): Opened {
  let browser: Browser;
  const pages: Page[] = [];
  /** Those of `pages` that another test may have: nobody gave them what stays when they are loaded again. */
  const plain = new Set<Page>();
  beforeAll(async () => {
    browser = await (alone ? launch(sharp, flags) : commonBrowser(sharp));
  });
  afterEach(async ({ task }) => {
    for (const page of pages.splice(0)) {
      const here = plain.delete(page) && page.url().startsWith(inject('pageUrl'));
      const keep = here && task.result?.state !== 'fail' && !waiting.has(sharp) && (await stilled(page));
      if (!keep) await page.context().close();
      else waiting.set(sharp, { page, clean: shared && untouched.has(await tidied(page)) });
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
    await page.goto(`${address?.() ?? inject('pageUrl')}#count=20&${link}`);
    await page.evaluate(begun, resting);
    return page;
  };
  /** The page that was left, if any. */
  const takeLeft = (): Left | undefined => {
    const left = waiting.get(sharp);
    waiting.delete(sharp);
    if (left !== undefined) pages.push(left.page);
    return left;
  };
  const openPlain = async (link: string, viewport: Size): Promise<Page> => {
    const left = alone ? undefined : takeLeft();
    const page = left?.page ?? (await openNew(link, { viewport }, afresh));
    if (left !== undefined) await openedAgain(page, `#count=20&${link}`, { viewport, still: resting });
    if (!alone) plain.add(page);
    return page;
  };
  /** A page in which nothing has happened: one that was left so, one that is so when loaded again, or a new one. */
  const untouchedPage = async (): Promise<Page> => {
    const left = takeLeft();
    if (left?.clean) return left.page;
    if (left !== undefined) {
      await openedAgain(left.page, AT_REST, { viewport: WINDOW_AT_REST, still: true });
      if (untouched.has(await tidied(left.page))) return left.page;
    }
    const page = await openNew('', { viewport: WINDOW_AT_REST }, afresh); // narrow ones open without a panel
    untouched.add(await tidied(page));
    return page;
  };
  const lend = async (link: string, viewport: Size): Promise<Page> => {
    const page = await untouchedPage();
    plain.add(page);
    await resized(page, viewport);
    const taken = await page.evaluate(beginWith, { link: `#count=20&${link}`, still: resting });
    if (!taken) await openedAgain(page, `#count=20&${link}`, { viewport, still: resting });
    return page;
  };
  const open: Opened['open'] = (link = '', options = {}, prepare) => {
    const { viewport = usual, ...others } = options;
    const isPlain = (prepare ?? afresh) === afresh && Object.keys(others).length === 0;
    if (!isPlain || viewport === null || address !== undefined)
      return openNew(link, options, prepare ?? afresh);
    return shared && !alone && prepare === undefined ? lend(link, viewport) : openPlain(link, viewport);
  };
  return { open, browser: () => browser };
}

/** Stops what moves: a page that waits for its next test would keep the CPU from all others. False if there is nothing to stop. */
const stilled = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    window.etascope?.pause();
    return window.etascope !== undefined;
  });

/** In the page: it is there, and rests if it should. */
async function begun(still: boolean): Promise<void> {
  await window.etascope.ready;
  if (still) window.etascope.pause();
}

/**
 * Loads a page again with another link, as if it was opened: its device, its objects and its elements are new, but not the
 * process, which takes a third of the time of a page of its own.
 */
async function openedAgain(
  page: Page,
  link: string,
  { viewport, still }: { viewport: Size; still: boolean },
): Promise<void> {
  await page.unrouteAll();
  await page.mouse.move(-1, -1);
  await resized(page, viewport);
  await page.evaluate(
    (hash) => {
      localStorage.clear();
      sessionStorage.clear();
      history.replaceState(null, '', hash);
    },
    `${new URL(inject('pageUrl')).pathname}${link}`,
  );
  await page.reload();
  await page.evaluate(begun, still);
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
