import { expect, test } from 'vitest';
import { SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, sharp: true, viewport: SMALL });

/** In the page: another link, and so many steps of it. */
async function go({ link, steps }: { link: string; steps: number }): Promise<void> {
  await window.etascope.load(link);
  await window.etascope.restart();
  await window.etascope.advance(steps);
}

test('cycles by their period, who is off screen, how they escaped, and nothing blank in the extreme', async () => {
  const page = await open();
  const visit = (link: string, steps: number) => page.evaluate(go, { link, steps });
  const body = page.locator('body');

  // Double well: all on the cycle of period 4 after η = √5 − 1; the pointer tells it of one particle.
  await visit('#objective=doublewell&eta=1.26&respawn=0&count=30&region=0,0,0.8&view=0,0,1.5', 600);
  await expect.poll(() => page.locator('.legend').innerText(), SOON).toContain('30 cycling (p = 4)');
  const [x = 0, y = 0] = await page.evaluate(async () => {
    const { position } = await window.etascope.read('gd');
    const left = position.findIndex((value, n) => n % 2 === 0 && value < 0); // the panel covers the right well
    return [...position.slice(left, left + 2)];
  });
  const pixel = (value: number) => (value * SMALL.height) / 3;
  await page.mouse.move(SMALL.width / 2 + pixel(x) + 2, SMALL.height / 2 - pixel(y));
  await expect
    .poll(() => page.locator('.readout').innerText(), SOON)
    .toMatch(/GD pair \d+: cycle of period 4, k = 600/);

  // Beyond 2/L all leave above and below: counted there, in their colour, and a press brings them in.
  await visit('#eta=0.25&respawn=0&count=30&pair=3&region=0,0,1.5', 12);
  const above = page.getByRole('button', { name: /GD off screen, above/ });
  const below = page.getByRole('button', { name: /GD off screen, below/ });
  await expect.poll(async () => [await above.count(), await below.count()], SOON).toEqual([1, 1]);
  const counts = [await above.innerText(), await below.innerText()].map((text) =>
    Number(/\d+/.exec(text)?.[0]),
  );
  const heights = await page.evaluate(async () => {
    const { position } = await window.etascope.read('gd');
    const [, y, half] = window.etascope.experiment.view;
    return [...position].filter((_, n) => n % 2 === 1).map((value) => (value - y) / half);
  });
  expect(counts).toEqual([heights.filter((at) => at > 1).length, heights.filter((at) => at < -1).length]);
  expect(await page.locator('.caption-edge').innerText()).toBe(
    'GD: λmax = 10, 2/η = 8: beyond the edge of stability',
  );
  const half = () => page.evaluate(() => window.etascope.experiment.view[2]);
  const before = await half();
  await above.click();
  await expect.poll(() => above.count(), SOON).toBe(0);
  expect(await half()).toBeGreaterThan(10 * before);
  await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(half, SOON).toBe(before);

  // When all have escaped their block says when, and along the steepest direction.
  await page.evaluate(() => window.etascope.advance(80));
  await page.getByText('how they escaped').click();
  await expect
    .poll(() => page.locator('.escapes').innerText(), SOON)
    .toMatch(/GD 30 · step \d+ first, \d+ median, \d+ last\s+along 90° \(concentration 1\); v of λmax: 90°/);

  // ‖θ‖ to the trust radius: who is lost stays in the plot, and is counted.
  await visit('#eta=0.25&respawn=0&count=30&dock=plots&plot=norm&region=0,0,1.5', 60);
  await expect
    .poll(() => page.locator('.dock').innerText(), SOON)
    .toContain('Diverged, and drawn from then on where they were last: 30 GD.');
  await expect
    .poll(() => page.locator('.dock .chart-legend').innerText(), SOON)
    .toMatch(/GD median\s+[\d,]{5,}/);

  for (const link of [
    '#eta=1e12&dock=plots&plot=value',
    '#objective=rotated&k=1e8&eta=1e-8&dock=plots&plot=edge',
    '#starts=points:1e6,-1e6;3,4&view=0,0,1e9&respawn=0',
    '#objective=rosenbrock&eta=10&dock=plots&plot=norm',
  ]) {
    await visit(link, 6);
    await expect.poll(() => page.locator('.legend').innerText(), SOON).toMatch(/moving|diverged|converged/);
    expect(await body.innerText()).not.toMatch(/NaN|undefined|Infinity|\[object/);
  }
  expect(await page.getByLabel('η, typed').inputValue()).toBe('10');
});
