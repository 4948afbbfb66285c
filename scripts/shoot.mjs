/**
 * @import { Browser, Page } from 'playwright'
 * @import { Figure, Format } from './figureOptions.mjs'
 */

/** What WebP keeps, of 1. */
const QUALITY = 0.85;
const PATIENCE = 300_000; // ms for what a software GPU computes

/**
 * Draws a figure in a page of its own.
 *
 * @param {Browser} browser
 * @param {string} url of the built page
 * @param {Figure & { format: Format, element?: string | undefined }} figure `element`: what of the page is shown, if not
 *   the plane
 * @param {(share: number) => void} [progress] of a clip: hears the share that is done
 * @returns {Promise<Buffer>} the file
 * @throws {Error} that names what of the link is not allowed, or says why the browser cannot draw it
 */
export async function shoot(browser, url, figure, progress = () => undefined) {
  const { width, height, scale, element, format } = figure;
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  try {
    const page = await context.newPage();
    await countDevicePixels(page);
    await page.exposeFunction('hearProgress', progress);
    await page.goto(`${url}${figure.link}`);
    await ask(page, begin, figure);
    const rejected = await page.locator('.notice li').allInnerTexts();
    if (rejected.length > 0) throw new Error(`Not allowed in a link: ${rejected.join('; ')}.`);
    await finished(page);
    const png = element === undefined ? null : await shotOf(page, element);
    const taken = await ask(page, take, {
      ...figure,
      format,
      png: png?.toString('base64'),
      quality: QUALITY,
    });
    return Buffer.from(taken, 'base64');
  } finally {
    await context.close();
  }
}

/**
 * Under an emulated device pixel ratio devicePixelContentBoxSize still counts CSS pixels; without it the page computes
 * device pixels.
 *
 * @param {Page} page
 */
async function countDevicePixels(page) {
  await page.addInitScript(() =>
    Reflect.deleteProperty(ResizeObserverEntry.prototype, 'devicePixelContentBoxSize'),
  );
}

/**
 * Runs a function in the page.
 *
 * @template In, Out
 * @param {Page} page
 * @param {(argument: In) => Promise<Out>} work
 * @param {In} argument
 * @returns {Promise<Out>}
 * @throws {Error} with the message alone, where the browser's says also where it was called
 */
async function ask(page, work, argument) {
  try {
    return await page.evaluate(/** @type {any} */ (work), argument);
  } catch (error) {
    const [message = ''] = String(error instanceof Error ? error.message : error).split(/\n\s+at /);
    throw new Error(message.replace(/^page\.evaluate: (\w*Error: )?/, ''));
  }
}

/**
 * Runs in the page: the experiment at the step that is asked for.
 *
 * @param {Figure} figure
 */
async function begin({ theme, steps }) {
  const { etascope } = window;
  await etascope.ready;
  etascope.pause();
  if (theme !== undefined) await etascope.load(/** @type {any} */ ({ theme }));
  await etascope.restart();
  await etascope.advance(steps);
  await counted();

  /**
   * Who converged, and who left, is counted a moment later: the legend says it, and says it again. Rows of methods that
   * were never on are hidden, and stay empty.
   */
  async function counted() {
    const shown = '.legend-row:not([hidden]) .legend-counts';
    const rows = () => [...document.querySelectorAll(shown)].map(({ textContent }) => textContent);
    let [before, since] = [rows(), performance.now()];
    const end = since + 10_000;
    for (let now = since; now - since < 500 && now < end; now = performance.now()) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const after = rows();
      if (after.some((text) => text?.trim() === '') || String(after) !== String(before)) {
        [before, since] = [after, performance.now()];
      }
    }
  }
}

/**
 * Waits for what an experiment computes beside its particles: maps, diagrams, the threshold of a fan.
 *
 * @param {Page} page
 */
async function finished(page) {
  const { fate, fan, dock } = await page.evaluate(() => window.etascope.experiment);
  const signs = [
    ...(fate ? ['.fate-progress.idle'] : []),
    ...(fan ? ['.fan-verdict:not(:empty, :has-text("measuring"))'] : []),
    ...(dock === 'line' ? ['.line-progress.idle'] : []),
    ...(dock === 'orbits' ? ['.orbits-progress.rests'] : []),
  ];
  if (signs.length === 0) return;
  await page.waitForTimeout(1000); // it begins only now
  for (const sign of signs) await page.locator(sign).waitFor({ state: 'attached', timeout: PATIENCE });
}

/**
 * A part of the page as it is on screen, without what only this browser has to be told.
 *
 * @param {Page} page
 * @param {string} element
 */
async function shotOf(page, element) {
  for (const close of await page.locator('.notice button[aria-label="Dismiss"]').all()) await close.click();
  return page.locator(element).screenshot();
}

/**
 * Runs in the page: the file, in base64.
 *
 * @param {Figure & { format: Format, png: string | undefined, quality: number }} options `png`: the picture, if not of
 *   the plane
 * @returns {Promise<string>}
 */
async function take({ format, legend, caption, seconds, fps, png, quality }) {
  const { etascope } = window;
  const blob = await draw();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

  /** @returns {Promise<Blob>} */
  async function draw() {
    const looks = { legend, caption };
    if (format === 'webm' || format === 'mp4') {
      const steps = Math.max(1, Math.round(seconds * etascope.experiment.speed));
      const progress = Object(window).hearProgress;
      return etascope.clip({ ...looks, type: format, steps, fps, from: 'now', progress });
    }
    const bytes = png === undefined ? null : Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const picture = bytes === null ? await etascope.picture(looks) : new Blob([bytes], { type: 'image/png' });
    return format === 'png' ? picture : webp(picture);
  }

  /** @param {Blob} picture */
  async function webp(picture) {
    const bitmap = await createImageBitmap(picture);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    return canvas.convertToBlob({ type: 'image/webp', quality });
  }
}
