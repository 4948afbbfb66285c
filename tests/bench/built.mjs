import { gzipSync } from 'node:zlib';

/**
 * @import { Browser, Page, Response } from 'playwright'
 */

const VISITS = 5;
const TOURS = 3;
/** Milliseconds between two changes: what the page still does after a picture is not the next one's burden. */
const REST = 500;

/**
 * Opens the page in a fresh context, as somebody who has never been here, runs `visit` on it and closes it.
 *
 * @template T
 * @param {Browser} browser
 * @param {(page: Page) => Promise<T>} visit
 * @returns {Promise<T>}
 */
async function withFreshPage(browser, visit) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    return await visit(await context.newPage());
  } finally {
    await context.close();
  }
}

/**
 * Milliseconds from navigation to the first picture, of several visits.
 *
 * @param {Browser} browser
 * @param {string} url
 */
export async function measureOpening(browser, url) {
  const times = [];
  for (let n = 0; n < VISITS; n++) {
    times.push(await withFreshPage(browser, (page) => openingTime(page, url)));
  }
  return times;
}

/** @param {Page} page @param {string} url @returns {Promise<number>} */
async function openingTime(page, url) {
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', async () => {
      await window.etascope.ready;
      performance.mark('first picture');
    });
  });
  await page.goto(url);
  await page.evaluate(() => window.etascope.ready);
  return page.evaluate(() => performance.getEntriesByName('first picture')[0]?.startTime ?? Number.NaN);
}

/**
 * From asking for an objective until its picture is on screen, with the particles on their starts, and until they can move.
 *
 * @typedef {{ picture: number, moving: number }} ChangeTimes in milliseconds
 */

/**
 * What another objective takes, for each: of several tours, since on one page only the first time counts.
 *
 * @param {Browser} browser
 * @param {string} url
 * @param {readonly string[]} ids
 */
export async function measureObjectives(browser, url, ids) {
  /** @type {Map<string, ChangeTimes[]>} */
  const times = new Map(ids.map((id) => [id, []]));
  for (let tour = 0; tour < TOURS; tour++) {
    await withFreshPage(browser, async (page) => {
      await openPaused(page, url);
      for (const id of [...ids.slice(1), ...ids.slice(0, 1)]) {
        times.get(id)?.push(await changeTime(page, id));
      }
    });
  }
  return times;
}

/** @param {Page} page @param {string} url */
async function openPaused(page, url) {
  await page.addInitScript(() => {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await requestDevice.apply(this, args);
      Object.assign(window, { device });
      return device;
    };
  });
  await page.goto(url);
  await page.evaluate(async () => {
    await window.etascope.ready;
    window.etascope.pause();
  });
}

/** @param {Page} page @param {string} objective @returns {Promise<ChangeTimes>} */
async function changeTime(page, objective) {
  return page.evaluate(
    async ({ id, rest }) => {
      const { queue } = /** @type {{ device: GPUDevice }} */ (Object(window)).device;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => setTimeout(resolve, rest));
      await frame();
      await queue.onSubmittedWorkDone();
      const start = performance.now();
      // The caption names the objective when its first frame has been submitted.
      const drawn = new Promise((resolve) => {
        const watcher = new MutationObserver(async () => {
          watcher.disconnect();
          await queue.onSubmittedWorkDone();
          resolve(performance.now() - start);
        });
        const formula = document.querySelector('.caption-formula');
        if (formula !== null) watcher.observe(formula, { childList: true });
      });
      await window.etascope.load({ objective: id });
      const moving = performance.now() - start;
      return { picture: Number(await drawn), moving };
    },
    { id: objective, rest: REST },
  );
}

/**
 * The scripts that the page fetches until its first picture, and their sizes in bytes, gzipped.
 *
 * @param {Browser} browser
 * @param {string} url
 */
export async function measureSize(browser, url) {
  return withFreshPage(browser, async (page) => {
    /** @type {Promise<{ name: string, bytes: number }>[]} */
    const scripts = [];
    const weigh = (/** @type {Response} */ response) => {
      if (response.request().resourceType() !== 'script') return;
      const name = new URL(response.url()).pathname;
      scripts.push(response.body().then((body) => ({ name, bytes: gzipSync(body, { level: 9 }).length })));
    };
    page.on('response', weigh);
    await page.goto(url);
    await page.evaluate(() => window.etascope.ready);
    page.off('response', weigh); // what comes later may never have come when the page is closed
    return Promise.all(scripts);
  });
}
