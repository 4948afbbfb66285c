import type { Page } from 'playwright';
import { expect, inject, test } from 'vitest';
import { experimentOf, SOON, useBrowser } from './open';

const { open } = useBrowser({ alone: true });

/** Few pixels: what these tests look at is not the picture. */
const SMALL = { viewport: { width: 640, height: 360 } };

/** Opens the page after breaking something in it; it must not become ready. */
async function openBroken(breakPage: (page: Page) => Promise<unknown>, message: RegExp): Promise<Page> {
  let broken: Page | undefined;
  const opening = open('', SMALL, async (page) => {
    broken = page;
    await breakPage(page);
  });
  await expect(opening).rejects.toThrow(message);
  if (broken === undefined) throw new Error('There is no page.');
  return broken;
}

/** The page says what is wrong and what to do, in words, and offers to try again. */
async function expectFailure(page: Page, reason: string, title: string, detail: RegExp): Promise<void> {
  const failure = page.locator('main.failure');
  await failure.waitFor({ timeout: SOON.timeout });
  expect(await failure.getAttribute('data-reason')).toBe(reason);
  expect(await failure.getByRole('heading').innerText()).toBe(title);
  expect(await failure.locator('li').count()).toBeGreaterThan(0);
  expect(await failure.getByRole('button', { name: 'Reload' }).isVisible()).toBe(true);
  await failure.locator('summary').click();
  expect(await failure.locator('pre').innerText()).toMatch(detail);
  expect(await page.locator('canvas').count()).toBe(0);
}

test('an insecure address', async () => {
  const page = await open('', SMALL);
  // The same page at an address that the browser does not trust.
  await page.route('http://etascope.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname, inject('pageUrl')).href }) });
  });
  await page.goto('http://etascope.test/');
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await expectFailure(page, 'insecure', 'This address is not secure', /DeviceError: WebGPU is only given/);
  await expect(page.evaluate(() => window.etascope.ready)).rejects.toThrow(/only given to pages from https/);
});

test('a browser without WebGPU', async () => {
  const page = await openBroken(
    (fresh) => fresh.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu')),
    /has no WebGPU/,
  );
  await expectFailure(page, 'unsupported', 'This browser has no WebGPU', /DeviceError/);
});

test('no adapter; Reload tries again', async () => {
  const page = await openBroken(
    (fresh) =>
      fresh.addInitScript(() => {
        if (sessionStorage.getItem('mended') === null) GPU.prototype.requestAdapter = async () => null;
        sessionStorage.setItem('mended', 'yes');
      }),
    /found no adapter/,
  );
  await expectFailure(page, 'no-adapter', 'The browser found no graphics processor to use', /DeviceError/);
  const again = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Reload' }).click();
  await again;
  await page.evaluate(() => window.etascope.ready);
});

test('an adapter that only has compatibility mode', async () => {
  const page = await openBroken(
    (fresh) =>
      fresh.addInitScript(() => {
        const { requestAdapter } = GPU.prototype;
        GPU.prototype.requestAdapter = async function (options) {
          return options?.featureLevel === 'compatibility' ? requestAdapter.call(this, options) : null;
        };
      }),
    /only has compatibility mode/,
  );
  await expectFailure(
    page,
    'compatibility',
    'This graphics processor has only half of WebGPU',
    /storage buffers/,
  );
});

test('an adapter that does not answer within five seconds', async () => {
  let early = Number.NaN;
  const page = await openBroken(async (fresh) => {
    await fresh.clock.install();
    await fresh.addInitScript(() => {
      GPU.prototype.requestAdapter = () => new Promise(() => undefined);
    });
    fresh.once('load', async () => {
      await fresh.clock.runFor(3000); // the clock also goes on by itself
      early = await fresh.locator('main.failure').count();
      await fresh.clock.runFor(2500);
    });
  }, /did not answer within 5 s/);
  expect(early).toBe(0);
  await expectFailure(page, 'silent-adapter', 'The graphics processor does not answer', /within 5 s/);
});

test('an adapter that refuses its device', async () => {
  const page = await openBroken(
    (fresh) =>
      fresh.addInitScript(() => {
        GPUAdapter.prototype.requestDevice = () =>
          Promise.reject(new DOMException('no more', 'OperationError'));
      }),
    /device was refused: no more/,
  );
  await expectFailure(page, 'no-device', 'The graphics processor refused to work', /no more/);
});

test('a shader that does not compile: its label, line and the compiler’s words', async () => {
  const page = await openBroken(
    (fresh) =>
      fresh.addInitScript(() => {
        const { createShaderModule } = GPUDevice.prototype;
        GPUDevice.prototype.createShaderModule = function (descriptor) {
          const code = `${descriptor.code}\nfn garbage() -> f32 { return nothing; }`;
          return createShaderModule.call(this, { ...descriptor, code });
        };
      }),
    /unresolved value 'nothing'/,
  );
  await expectFailure(
    page,
    'shader',
    'A shader did not compile',
    /ShaderError: \w+Pass[\w.]*, line \d+:\d+: unresolved value 'nothing'/,
  );
});

test('something nobody was prepared for', async () => {
  const page = await openBroken(
    (fresh) =>
      fresh.addInitScript(() => {
        HTMLCanvasElement.prototype.getContext = () => null;
      }),
    /gives no WebGPU context/,
  );
  await expectFailure(page, 'unexpected', 'etascope could not start', /gives no WebGPU context/);
});

test('an adapter on the CPU works, with few pairs and a notice that can be dismissed', async () => {
  const page = await open('', SMALL);
  await page.evaluate(() => window.etascope.load('#'));
  expect(await experimentOf(page, 'count')).toBeLessThanOrEqual(120);
  const notice = page.locator('.notice', { hasText: 'This browser draws on the CPU' });
  await notice.waitFor();
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await notice.waitFor({ state: 'detached' });
});

test('a graphics processor that is lost and does not come back', async () => {
  const page = await open('', SMALL);
  await page.evaluate(() => {
    GPU.prototype.requestAdapter = async () => null;
  });
  const session = await page.context().browser()?.newBrowserCDPSession();
  // The answer never comes where the crash takes the connection along.
  void session?.send('Browser.crashGpuProcess').catch(() => undefined);
  await page.locator('.notice', { hasText: 'Everything is being brought back' }).waitFor();
  await expectFailure(
    page,
    'lost',
    'The graphics processor was reset',
    /did not come back: The browser found no/,
  );
  await expect(page.evaluate(() => window.etascope.advance(1))).rejects.toThrow(/did not come back/);
});
