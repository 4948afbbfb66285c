import { chromium, type Page } from 'playwright';
import { expect, inject, test } from 'vitest';
import { browserFlags } from '../../scripts/browser.mjs';
import { THEMES } from '../../src/experiment/theme';
import type { Point } from '../../src/experiment/values';
import { toPlane, windowOf } from '../../src/experiment/window';
import { contourLevel, contourScale } from '../../src/objectives/contours';
import { makeObjective } from '../../src/objectives/objective';
import { useBrowser } from './open';
import { colorsAt, inkOf, minus, size, WINDOW } from './pixels';

const { open } = useBrowser({ resting: true, shared: true, sharp: true });

/** f = x²/2 + 5y² at η = 0.15 from (2, 1), nothing but the two trails. */
const PAIR = 'starts=points:2,1&respawn=0&eta=0.15&contours=0&arrows=0';
const STEPS = 6;
const ETA = 0.15;

const gd = (k: number): Point => [2 * (1 - ETA) ** k, (1 - 10 * ETA) ** k];
const gf = (t: number): Point => [2 * Math.exp(-t), Math.exp(-10 * t)];
const middle = ([x, y]: Point, [u, v]: Point): Point => [(x + u) / 2, (y + v) / 2];

async function advanced(page: Page): Promise<void> {
  await page.evaluate(async (steps) => {
    window.etascope.pause();
    await window.etascope.restart();
    await window.etascope.advance(steps);
  }, STEPS);
}

/** Where must be what: dots and chords of GD, the curve of GF, and nothing elsewhere. */
const EXPECTED = [
  ...[1, 2, 3, 4, 5].map((k) => ['gd', gd(k)] as const),
  ...[1, 2, 3].map((k) => ['gd', middle(gd(k), gd(k + 1))] as const),
  ...[0.1, 0.2, 0.5].map((t) => ['gf', gf(t)] as const),
  ...(
    [
      [2, -1],
      [-1, 1],
      [0.5, 0.5],
      [1.5, 0.8],
    ] as const
  ).map((point) => ['ground', point] as const),
] as const;

for (const look of ['strokes', 'light'] as const) {
  test(`trails as ${look} are where GD and GF went, in their colours, in both themes`, async () => {
    const page = await open(`${PAIR}&look=${look}`);
    await advanced(page);
    for (const theme of ['dark', 'light'] as const) {
      await page.evaluate((name) => window.etascope.load({ theme: name }), theme);
      const colors = await colorsAt(
        page,
        EXPECTED.map(([, point]) => point),
      );
      EXPECTED.forEach(([name, point], n) => {
        const ink = inkOf(colors[n] ?? [0, 0, 0], THEMES[theme], ['gd', 'gf']);
        expect(ink.name, `${theme} at ${point}`).toBe(name);
        if (look === 'strokes' && name !== 'ground')
          expect(ink.share, `${theme} at ${point}`).toBeGreaterThan(0.5);
      });
    }
  });
}

test('particles stand at the ends of their trails, at any device pixel ratio', async () => {
  const args = [...browserFlags, '--force-device-scale-factor=2', '--window-size=1000,700'];
  const browser = await chromium.launch({ executablePath: inject('browserPath'), args });
  const page = await browser.newPage({ viewport: null });
  await page.goto(`${inject('pageUrl')}#${PAIR}`);
  await page.evaluate(() => window.etascope.ready);
  const [width = 0, height = 0] = await page.evaluate(() => [innerWidth * 2, innerHeight * 2]);
  await expect
    .poll(() => page.locator('#plane').evaluate((plane: HTMLCanvasElement) => [plane.width, plane.height]))
    .toEqual([width, height]);
  await advanced(page);
  const points = [gd(STEPS), gf(STEPS * ETA), [2, -1] as const];
  const colors = await colorsAt(page, points, windowOf([0, 0, 2.5], width, height, 2));
  const { methods, ground } = THEMES.dark;
  for (const [n, color] of [methods.gd, methods.gf, ground].entries()) {
    expect(size(minus(colors[n] ?? [0, 0, 0], color)), `${points[n]}`).toBeLessThan(0.02);
  }
  await browser.close();
});

test('each band of the contours has the colour of its level', async () => {
  const page = await open('starts=points:0,0&respawn=0&arrows=0');
  const objective = makeObjective('bowl', {});
  const scale = contourScale(objective, [0, 0, 2.5]);
  const found = new Map<number, Point>();
  for (let x = 641; x < 1000; x++) {
    const point = toPlane(WINDOW, [x + 0.5, Math.round(360 - (x - 640) * 0.3) + 0.5]);
    const f = objective.value(...point);
    for (let n = 0; n < scale.bands; n++) {
      // Well inside the band, away from its lines.
      if (f > contourLevel(scale, n + 0.35) && f < contourLevel(scale, n + 0.65)) found.set(n, point);
    }
  }
  expect(found.size).toBeGreaterThan(scale.bands / 2);
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((name) => window.etascope.load({ theme: name }), theme);
    const colors = await colorsAt(page, [...found.values()]);
    for (const [n, band] of [...found.keys()].entries()) {
      const expected = THEMES[theme].band(band, scale.bands);
      expect(size(minus(colors[n] ?? [0, 0, 0], expected)), `${theme}, band ${band}`).toBeLessThan(0.012);
    }
  }
});

test('after twenty million steps a trail is drawn as on the first', async () => {
  // y = ±1 for ever: a stamp of the ink has 24 bits and must start over in the meantime.
  const page = await open('methods=gd&starts=points:0,1&respawn=0&eta=0.2&contours=0&arrows=0');
  await page.evaluate(() => window.etascope.advance(4));
  const chord: readonly Point[] = [[0, 0.5]];
  const [early] = await colorsAt(page, chord);
  await page.evaluate(async () => {
    await window.etascope.advance(1e7);
    await window.etascope.advance(1e7);
  });
  const [late] = await colorsAt(page, chord);
  expect(inkOf(early ?? [0, 0, 0], THEMES.dark, ['gd', 'gf']).name).toBe('gd');
  expect(late).toEqual(early);
});

test('picture is a PNG of every device pixel', async () => {
  const page = await open();
  const { type, head } = await page.evaluate(async () => {
    const blob = await window.etascope.picture();
    return { type: blob.type, head: [...new Uint8Array(await blob.slice(0, 24).arrayBuffer())] };
  });
  expect(type).toBe('image/png');
  const view = new DataView(Uint8Array.from(head).buffer);
  expect(head.slice(0, 8)).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([1280, 720]);
});
