import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { experimentOf, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, sharp: true });

/** What the readout at the mouse says. */
async function reading(page: Page, name: string): Promise<number> {
  const names = await page.locator('.readout dt').allTextContents();
  const text = await page.locator('.readout dd').nth(names.indexOf(name)).innerText();
  return Number(text.replace('−', '-'));
}

async function moveTo(page: Page, x: number, y: number): Promise<void> {
  await page.mouse.move(x, y);
  await page.locator('.readout').waitFor();
}

const placed = async (page: Page) => (await experimentOf(page, 'placed')).length;

test('a drag keeps the point of the plane under the pointer', async () => {
  const page = await open('view=1,-0.5,2');
  await moveTo(page, 400, 300);
  const before = [await reading(page, 'x'), await reading(page, 'y')];
  expect(before[0]).toBeCloseTo(1 + ((400 - 640) * 4) / 720, 2);
  expect(before[1]).toBeCloseTo(-0.5 - ((300 - 360) * 4) / 720, 2);

  await page.mouse.down();
  await page.mouse.move(480, 330, { steps: 4 });
  await page.mouse.move(555, 210, { steps: 4 });
  await page.mouse.up();

  await expect
    .poll(async () => (await experimentOf(page, 'view'))[0], SOON)
    .toBeCloseTo(1 - (155 * 4) / 720, 9);
  expect((await experimentOf(page, 'view'))[1]).toBeCloseTo(-0.5 - (90 * 4) / 720, 9);
  await expect.poll(() => reading(page, 'x'), SOON).toBeCloseTo(before[0] ?? 0, 2);
  expect(await reading(page, 'y')).toBeCloseTo(before[1] ?? 0, 2);
  expect(await placed(page)).toBe(0);
});

test('the wheel zooms about the pointer, in both directions', async () => {
  const page = await open('view=1,-0.5,2');
  await moveTo(page, 300, 200);
  const point = { x: 1 + ((300 - 640) * 4) / 720, y: -0.5 - ((200 - 360) * 4) / 720 };
  const underPointer = ([x, y, half]: readonly [number, number, number]) => ({
    x: x + ((300 - 640) * 2 * half) / 720,
    y: y - ((200 - 360) * 2 * half) / 720,
  });
  for (const [wheel, bigger] of [
    [-400, false],
    [900, true],
  ] as const) {
    const [, , half] = await experimentOf(page, 'view');
    await page.mouse.wheel(0, wheel);
    await expect.poll(async () => (await experimentOf(page, 'view'))[2] > half, SOON).toBe(bigger);
    await expect.poll(async () => (await experimentOf(page, 'view'))[2], SOON).not.toBe(half);
    const view = await experimentOf(page, 'view');
    expect(underPointer(view).x).toBeCloseTo(point.x, 9);
    expect(underPointer(view).y).toBeCloseTo(point.y, 9);
  }
});

test('two fingers zoom about their middle and move it', async () => {
  const page = await open('view=0,0,2', { hasTouch: true });
  const touch = await page.context().newCDPSession(page);
  const fingers = (...points: readonly (readonly [number, number])[]) =>
    points.map(([x, y], id) => ({ x, y, id }));
  const send = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...points: readonly (readonly [number, number])[]
  ) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: fingers(...points) });
  await send('touchStart', [500, 300]);
  await send('touchStart', [500, 300], [600, 300]);
  for (const span of [70, 90, 100]) await send('touchMove', [550 - span, 300], [550 + span, 300]);
  await send('touchEnd');

  await expect.poll(async () => (await experimentOf(page, 'view'))[2], SOON).toBeCloseTo(1, 6);
  const [x, y, half] = await experimentOf(page, 'view');
  // The middle of the fingers was (550, 300) and still is: the same point of the plane lies there.
  expect(x + ((550 - 640) * 2 * half) / 720).toBeCloseTo(((550 - 640) * 4) / 720, 6);
  expect(y - ((300 - 360) * 2 * half) / 720).toBeCloseTo(-((300 - 360) * 4) / 720, 6);
  expect(await placed(page)).toBe(0);
});

test('a click places a pair on the point under the pointer', async () => {
  const page = await open();
  await page.mouse.click(500, 260);
  await expect.poll(() => placed(page), SOON).toBe(1);
  const [point] = await experimentOf(page, 'placed');
  expect(point?.[0]).toBeCloseTo(((500 - 640) * 5) / 720, 9);
  expect(point?.[1]).toBeCloseTo(-((260 - 360) * 5) / 720, 9);
  await expect.poll(() => page.locator('.caption').innerText(), SOON).toContain('21 pairs');
});

test('two clicks apart place two pairs', async () => {
  const page = await open();
  await page.mouse.click(500, 260);
  await page.mouse.click(700, 460);
  await expect.poll(() => placed(page), SOON).toBe(2);
});

test('a double click goes home and places nothing', async () => {
  const page = await open('view=3,1,0.5');
  await page.mouse.dblclick(500, 260);
  await expect.poll(() => experimentOf(page, 'view'), SOON).toEqual([0, 0, 2.5]);
  await page.waitForTimeout(600); // longer than a click waits for a second one
  expect(await placed(page)).toBe(0);
});

test('the readout gives f and the length of its gradient, and goes when the pointer leaves', async () => {
  const page = await open('a=1&b=2&view=0,0,3.6');
  await moveTo(page, 740, 260); // x = 1, y = 1
  expect(await reading(page, 'x')).toBe(1);
  expect(await reading(page, 'f')).toBe(3);
  expect(await reading(page, '‖∇f‖')).toBeCloseTo(Math.hypot(2, 4), 3);
  await page.mouse.move(1100, 60); // over the panel
  await expect.poll(() => page.locator('.readout').isVisible(), SOON).toBe(false);
});
