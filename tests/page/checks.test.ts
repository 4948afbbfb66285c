import type { Locator, Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/theory/checks';
import { experimentOf, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

const rowOf = (page: Page, title: string): Locator =>
  page.locator('tr[data-state]').filter({ hasText: title });
const stateOf = (row: Locator) => row.getAttribute('data-state');
/** What a row says; its equations are kept on one line by blanks of another kind. */
const textOf = async (row: Locator) => (await row.innerText()).replaceAll('\u00a0', ' ');
const checksOf = (page: Page) => page.evaluate(() => window.etascope.checks());

describe('the table of checks', () => {
  test('promised statements hold; a broken one is called not promised, and says what would help', async () => {
    const page = await open('dock=checks&eta=0.1&respawn=0');
    await page.evaluate(() => window.etascope.advance(25));
    const descent = rowOf(page, 'Sufficient decrease');
    const modes = rowOf(page, 'Modes of a quadratic').first();
    await expect.poll(() => stateOf(descent), SOON).toBe('holds');
    for (const title of ['Gain of a step', 'O(1/k)', 'Energy balance', 'Decoupled modes'])
      expect(await stateOf(rowOf(page, title))).toBe('holds');
    expect(await stateOf(rowOf(page, 'Best fixed step'))).toBe('lesson'); // η is smaller, and so is the contraction

    const checks = await checksOf(page);
    expect(checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
    const gain = checks.find(({ id }) => id === 'gain');
    expect(gain).toMatchObject({ applies: true, violations: 0 });
    expect(gain?.worst).toBeGreaterThan(0.99); // along the steep axis the bound is met exactly
    expect(gain?.worst).toBeLessThanOrEqual(1);

    await page.evaluate(() => window.etascope.load({ eta: 0.25 }));
    await page.evaluate(() => window.etascope.advance(10));
    await expect.poll(() => stateOf(descent), SOON).toBe('lesson');
    expect(await textOf(descent)).toContain('η = 0.25 is not below 2/L = 0.2');
    expect(await stateOf(modes)).toBe('holds'); // the closed form knows no limit
    expect((await checksOf(page)).find(({ id }) => id === 'descent')).toMatchObject({ applies: false });

    await descent.getByRole('button', { name: /^pair/ }).click();
    const worst = (await checksOf(page)).find(({ id }) => id === 'descent')?.particle;
    await expect.poll(() => experimentOf(page, 'pair'), SOON).toBe(worst);
    await descent.getByRole('button', { name: 'Sufficient decrease' }).click();
    const text = await page.locator('.checks').innerText();
    expect(text).toContain('Added to the bound');
    expect(text).toContain('Nesterov, Lectures on Convex Optimization (2018), §1.2.3');
    await descent.getByRole('button', { name: 'set η to 1/L' }).click();
    await expect.poll(() => experimentOf(page, 'eta'), SOON).toBe(0.1);
  });

  test('where f is not convex the theorems on convex functions promise nothing', async () => {
    const page = await open('dock=checks&objective=doublewell&respawn=0&eta=0.02');
    await page.evaluate(() => window.etascope.advance(5));
    const row = rowOf(page, 'O(1/k)');
    await expect.poll(() => textOf(row), SOON).toContain('f is not convex: μ = −1 over the view');
    expect(['void', 'lesson']).toContain(await stateOf(row));
    await expect.poll(() => stateOf(rowOf(page, 'Values never rise')), SOON).toBe('holds');
  });

  test('a script may ask without the table: the run is taken again, to where it is', async () => {
    const page = await open('eta=0.19&respawn=0');
    const read = () =>
      page.evaluate(async () => {
        const { position, step } = await window.etascope.read('gf');
        return [step, ...position];
      });
    await page.evaluate(() => window.etascope.advance(12));
    const before = await read();
    const checks = await checksOf(page);
    expect(await read()).toEqual(before);
    expect(checks.find(({ id }) => id === 'energy')).toMatchObject({ applies: true, violations: 0 });
    expect(checks.find(({ id }) => id === 'energy')?.worst).toBeGreaterThan(0);
    expect(Object.keys(checks[0] ?? {}).sort()).toEqual([
      'applies',
      'formula',
      'id',
      'particle',
      'reason',
      'violations',
      'worst',
    ]);
  });
});
