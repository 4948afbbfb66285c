/**
 * @import { Browser, Page } from 'playwright'
 */

/** All methods that remember something, in the endless field, with a pair placed by hand. */
const LINK =
  '#objective=himmelblau&eta=0.01&count=200&starts=random&respawn=1&trail=12&methods=gd,gf,heavyball,langevin,adam&placed=1,2';

/**
 * @typedef {object} Kills
 * @property {number} kills
 * @property {number} recoveries
 * @property {number[]} times milliseconds from each loss to the first picture after it
 * @property {boolean} same whether all particles are where those of an undisturbed run are, bit for bit
 */

/**
 * Kills the GPU process again and again while the page plays.
 *
 * @param {Browser} browser one that takes any number of crashes
 * @param {string} url
 * @param {number} kills
 * @returns {Promise<Kills>}
 */
export async function measureKills(browser, url, kills) {
  const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
  await page.goto(url + LINK);
  await page.evaluate(() => window.etascope.ready);
  await page.evaluate(() => window.etascope.play());
  const session = await browser.newBrowserCDPSession();
  const times = [];
  for (let n = 1; n <= kills; n++) {
    const { step } = await page.evaluate(() => window.etascope.read('gd'));
    session.send('Browser.crashGpuProcess').catch(() => undefined); // the answer does not always come
    await page.waitForFunction((count) => window.etascope.machine().losses.recovered === count, n, {
      timeout: 60_000,
    });
    times.push((await page.evaluate(() => window.etascope.machine().losses.lasted)) ?? Number.NaN);
    await page.waitForFunction(async (last) => (await window.etascope.read('gd')).step > last, step, {
      timeout: 60_000,
    });
  }
  await page.evaluate(() => window.etascope.pause());
  const { recoveries, step } = await page.evaluate(async () => {
    const { recovered } = window.etascope.machine().losses;
    return { recoveries: recovered, step: (await window.etascope.read('gd')).step };
  });
  await page.evaluate(() => window.etascope.advance(0));
  const disturbed = await bitsOf(page);
  await page.evaluate(() => window.etascope.restart());
  await page.evaluate((steps) => window.etascope.advance(steps), step);
  const same = (await bitsOf(page)) === disturbed;
  await page.close();
  return { kills, recoveries, times, same };
}

/** @param {Page} page */
function bitsOf(page) {
  return page.evaluate(async () => {
    // A flow may have been paused between two steps: maps stand at the end of one.
    const maps = window.etascope.experiment.methods.filter((id) => id !== 'gf');
    const all = await Promise.all(maps.map((id) => window.etascope.read(id)));
    return JSON.stringify(all.map(({ position, step }) => [step, ...new Uint32Array(position.buffer)]));
  });
}
