import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { SMALL, SOON, useBrowser } from './open';

/** Browsers stop giving adapters after some crashes, so that a page cannot bring the computer down; these tests must. */
const UNLIMITED = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];

const { open, browser } = useBrowser({ alone: true, resting: true, viewport: SMALL, flags: UNLIMITED });

/** Kills the process that computes for all pages. The answer does not always come. */
async function kill(): Promise<void> {
  const session = await browser().newBrowserCDPSession();
  void session.send('Browser.crashGpuProcess').catch(() => undefined);
}

/** Kills it, and waits until the page is back, for the n-th time. */
async function killOnce(page: Page, n: number): Promise<void> {
  await kill();
  await page.waitForFunction((times) => window.etascope.machine().losses.recovered === times, n, SOON);
}

/** Step, time and a digest of every bit of the particles of all methods. */
async function stateOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { methods } = window.etascope.experiment;
    const all = await Promise.all(methods.map((id) => window.etascope.read(id)));
    const told = all.map(({ position, status, since, step, time }) => {
      const words = [...new Uint32Array(position.buffer), ...status, ...since];
      const digest = words.reduce((sum, word) => Math.imul(sum ^ word, 16_777_619), 2_166_136_261);
      return `k ${step}, t ${time}: ${digest >>> 0}`;
    });
    return told.join('\n');
  });
}

/** In the page: all that can happen to particles, up to step 60. */
async function live(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { etascope } = window;
    await etascope.advance(17);
    await etascope.load({ eta: 0.003 });
    await etascope.advance(5);
    await etascope.load({ placed: [[1, 2]], pair: 3 });
    await etascope.advance(30);
    await etascope.load({ momentum: 0.5 });
    await etascope.advance(8);
  });
}

/** The real device refuses buffers of histories that are too large for it, and all that is written there. */
function scarce(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const tooMuch = /^Ensemble.*history/.test(descriptor.label ?? '') && descriptor.size > 200_000;
      const size = tooMuch ? this.limits.maxBufferSize + 4 : descriptor.size;
      Object.assign(window, { device: this });
      return createBuffer.call(this, { ...descriptor, size });
    };
  });
}

const LINK =
  'objective=himmelblau&eta=0.01&starts=random&respawn=1&trail=8&methods=gd,gf,heavyball,langevin,adam&seed=5';

test('particles are where they were, bit for bit, after each of two losses, and afterwards', async () => {
  const page = await open(LINK);
  await live(page);
  const before = await stateOf(page);
  await page.evaluate(() => window.etascope.advance(20));
  const later = await stateOf(page);
  await page.evaluate(() => window.etascope.load({ placed: [] }));
  await page.evaluate(() => window.etascope.load({ eta: 0.01, momentum: 0.9 }));
  await page.evaluate(() => window.etascope.restart());
  await live(page);
  expect(await stateOf(page)).toBe(before);
  await killOnce(page, 1);
  expect(await stateOf(page)).toBe(before);
  await killOnce(page, 2);
  expect(await stateOf(page)).toBe(before);
  await page.evaluate(() => window.etascope.advance(20));
  expect(await stateOf(page)).toBe(later);
});

test('running, hidden and compiling: everything goes on, and the page says what happened', async () => {
  const errors: string[] = [];
  const page = await open('objective=himmelblau&trail=8&eta=0.01');
  page.on('pageerror', (error) => errors.push(String(error)));
  const stepOf = () => page.evaluate(async () => (await window.etascope.read('gd')).step);
  const sample = () =>
    page.evaluate(() => document.querySelector<HTMLCanvasElement>('canvas.sample')?.toDataURL());
  const painted = await sample();
  await page.evaluate(() => window.etascope.play());
  await killOnce(page, 1);
  expect(await sample()).toBe(painted);
  const notice = page.locator('.notice', { hasText: 'Everything is back where it was.' });
  await notice.waitFor();
  const step = await stepOf();
  await expect.poll(stepOf, SOON).toBeGreaterThan(step);

  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    window.requestAnimationFrame = () => 1; // as for a page that nobody sees
    window.etascope.pause();
  });
  await killOnce(page, 2);
  expect(await stepOf()).toBeGreaterThan(step);

  // Neither of these knows of the loss: they come true when it is over.
  const asked = page.evaluate(async () => {
    const { etascope } = window;
    const loading = etascope.load({ objective: 'x^4 - x*y + cos(y)^2 + y^2' });
    const { position } = await etascope.read('gd');
    await loading;
    await etascope.advance(3);
    return [etascope.experiment.objective, position.length, (await etascope.read('gf')).step];
  });
  await kill();
  expect(await asked).toEqual(['x^4 - x*y + cos(y)^2 + y^2', 40, 3]);
  expect(errors).toEqual([]);
});

test('no memory for so many pairs; calls that are refused; sizes beyond all limits', async () => {
  const page = await open('', {}, scarce);
  await page.evaluate(() => window.etascope.load({ count: 3000, trail: 8, respawn: false, starts: 'grid' }));
  const pairs = await page.evaluate(() => window.etascope.experiment.count);
  expect([1500, 750, 375, 187]).toContain(pairs);
  await page.locator('.notice', { hasText: `pairs: there are ${pairs}.` }).waitFor();
  expect(await page.locator('.notice', { hasText: 'reported' }).count()).toBe(0);
  await page.keyboard.press('Control+z');
  await expect.poll(() => page.evaluate(() => window.etascope.experiment.count)).toBe(20);

  await page.evaluate(() => {
    const device = Reflect.get(window, 'device') as GPUDevice;
    for (let n = 0; n < 30; n++) device.createBuffer({ size: 4, usage: 0 }).destroy();
  });
  const told = page.locator('.notice', { hasText: 'reported' });
  await expect.poll(() => told.count(), SOON).toBe(1);
  await expect.poll(() => told.innerText(), SOON).toMatch(/reported 3\d errors.*30 times: /s);
  expect(await told.count()).toBe(1);
  expect(await told.getByRole('button', { name: 'Copy' }).count()).toBe(1);

  await page.evaluate(async () => {
    const plane = document.querySelector<HTMLCanvasElement>('#plane');
    if (plane === null) return;
    for (let n = 0; n < 40; n++) {
      plane.style.width = `${(n * 997) % 20_000}px`;
      plane.style.height = `${(n * 31) % 600}px`;
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    Object.assign(plane.style, { width: '30000px', height: '300px' });
  });
  const size = () =>
    page.evaluate(() =>
      [...'wh'].map((side) => document.querySelector('canvas')?.[side === 'w' ? 'width' : 'height']),
    );
  await expect.poll(size, SOON).toEqual([8192, 82]);
  await page.evaluate(() => document.querySelector('canvas')?.removeAttribute('style'));
  await expect.poll(size, SOON).toEqual([SMALL.width / 2, SMALL.height / 2]);
  expect(await told.count()).toBe(1);
});
