import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attack, recovers } from '../fuzz/attack';
import { commands } from '../fuzz/commands';
import { howOften, isLong, PATIENCE } from '../fuzz/length';
import { useBrowser } from './open';

const { open } = useBrowser({ viewport: { width: 640, height: 360 }, resting: true });

test('whatever scripts, addresses and files do to the page, it refuses in words and goes on', {
  timeout: PATIENCE,
}, async () => {
  const page = await open('', {}, async () => {}); // no other test gets it
  const property = fc.asyncProperty(commands, async (list) => {
    expect(await page.evaluate(attack, list)).toEqual([]);
    if (isLong) expect(await page.evaluate(recovers)).toMatchObject({ from: 0, to: 2, script: false });
  });
  await fc.assert(property, howOften(3));
  const { picture, ...end } = await page.evaluate(recovers);
  expect(end).toEqual({ from: 0, to: 2, script: false });
  expect(picture).toBeGreaterThan(1000);
});
