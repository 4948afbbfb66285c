import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { expect, inject, onTestFinished, test } from 'vitest';
import { SOON, useBrowser } from './open';

/** Without gliding: a key pressed while the page still glides home is lost, and what is clicked then slides away. */
const { open } = useBrowser({
  alone: true,
  resting: true,
  viewport: { width: 640, height: 480 },
  flags: ['--disable-smooth-scrolling'],
});

/** What a page of text has around its figure. */
const post = (address: string): string =>
  `<!doctype html><link rel="icon" href="data:,"><iframe src="${address}" sandbox="allow-scripts" width="480" height="300"></iframe>
  <p style="height: 3000px">Text.</p>`;

/** A page at another origin than that of the built page. */
async function serve(text: string): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(text));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function scrollsAndReturns(page: Page, scroll: () => Promise<void>): Promise<void> {
  const top = (): Promise<number> => page.evaluate(() => scrollY);
  await scroll();
  await expect.poll(top, SOON).toBeGreaterThan(0);
  await page.keyboard.press('Home');
  await expect.poll(top, SOON).toBe(0);
}

test('a figure in a sandbox on a page of another origin: at rest until it is clicked, and it leaves that page alone', async () => {
  const page = await open();
  const address = `${inject('pageUrl')}#lesson=zigzag&embed=1`;
  await page.goto(await serve(post(address)));
  const figure = page.frameLocator('iframe');
  const play = figure.getByRole('button', { name: 'Play', exact: true });
  const pause = figure.getByRole('button', { name: 'Pause', exact: true });
  await play.waitFor();
  const caption = figure.locator('.caption');
  const frame = page.frames().at(-1);
  expect(await frame?.evaluate(() => self.origin)).toBe('null');
  await frame?.evaluate(() => window.etascope.ready);
  expect(await caption.innerText()).toMatch(/k = 0(\D|$)/);
  expect(await figure.getByRole('region', { name: 'Panel' }).isVisible()).toBe(false);
  expect(await figure.locator('.legend').innerText()).toBe('gradient descent (GD)\ngradient flow (GF)');
  const link = await figure.getByRole('link', { name: 'open in etascope' }).getAttribute('href');
  expect(link).toBe(`${inject('pageUrl')}#lesson=zigzag`);

  const view = await frame?.evaluate(() => window.etascope.experiment.view);
  // The wheel and the keys are the page's around it.
  await page.mouse.move(250, 100);
  await scrollsAndReturns(page, () => page.mouse.wheel(0, 300));
  expect(await frame?.evaluate(() => window.etascope.experiment.view)).toEqual(view);
  await page.keyboard.press('r');
  await scrollsAndReturns(page, () => page.keyboard.press('Space'));
  expect(await play.isVisible()).toBe(true);

  await play.click();
  await pause.waitFor();
  await expect.poll(() => caption.innerText(), SOON).toMatch(/k = [1-9]/);
  await page.keyboard.press('Space'); // now it has the focus
  await play.waitFor();
  await page.mouse.click(120, 180); // the plane
  await pause.waitFor();
  await frame?.evaluate(() => window.etascope.load({ eta: 0.05 })); // its address cannot be written, nothing breaks
  await pause.click();
  await play.waitFor();
});
