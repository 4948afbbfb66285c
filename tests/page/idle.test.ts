import { expect, test } from 'vitest';
import { SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ viewport: SMALL });

/** Counts what the page gives the GPU to do. */
const countSubmits = () => {
  const counter = { submits: 0 };
  const submit = GPUQueue.prototype.submit;
  GPUQueue.prototype.submit = function (buffers) {
    counter.submits++;
    return submit.call(this, buffers);
  };
  Object.assign(globalThis, { counter });
};

test('a picture that stands still gives the GPU nothing to do', async () => {
  const page = await open('', {}, (fresh) => fresh.addInitScript(countSubmits));
  const submits = () =>
    page.evaluate(() => (globalThis as unknown as { counter: { submits: number } }).counter.submits);
  const playing = await submits();
  await expect.poll(submits, SOON).toBeGreaterThan(playing + 5);
  await page.evaluate(() => window.etascope.advance(1));
  let before = -1;
  await expect // the last frame, the last count
    .poll(
      async () => {
        const now = await submits();
        const still = now === before;
        before = now;
        return still;
      },
      { ...SOON, interval: 500 },
    )
    .toBe(true);
  await page.waitForTimeout(1500);
  expect(await submits()).toBe(before);
});
