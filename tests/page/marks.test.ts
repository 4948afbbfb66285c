import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { browserFlags } from '../../scripts/browser.mjs';
import { extent, STYLES } from '../../src/experiment/marks';
import { type Color, THEMES } from '../../src/experiment/theme';
import type { Point } from '../../src/experiment/values';
import { toPixel, type Window, windowOf } from '../../src/experiment/window';
import type { MethodId } from '../../src/methods/method';
import { METHODS } from '../../src/methods/table';
import { SMALL, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

/** Device pixels per CSS pixel: in a small window, so that shapes are large and frames are quick. */
const DENSITY = 3;
const LINK = 'respawn=0&contours=0&arrows=0&trail=512&beta2=0.5&starts=points:1,0.5';
const { ground, rim, methods: COLORS } = THEMES.dark;

const idsOf = (kind: 'map' | 'flow') => METHODS.filter((row) => row.kind === kind).map(({ id }) => id);

let browser: Browser;
let page: Page;

beforeAll(async () => {
  // The canvas takes no notice of a page's emulated density, only of the browser's.
  const args = [...browserFlags, `--force-device-scale-factor=${DENSITY}`, '--window-size=500,240'];
  browser = await chromium.launch({ executablePath: inject('browserPath'), args });
  page = await browser.newPage({ viewport: null });
  await page.goto(`${inject('pageUrl')}#${LINK}`);
  await page.evaluate(() => window.etascope.ready);
  // A picture shows what lies over the plane, unless that is hidden.
  await page.evaluate(() => {
    for (const card of document.querySelectorAll<HTMLElement>('.interface > *')) card.style.display = 'none';
  });
});
afterAll(() => browser.close());

/** Where a particle of a method is at the steps 0, 1, …, in device pixels of the page's view. */
async function track(id: MethodId, change: object, steps: number): Promise<readonly Point[]> {
  const { here, positions } = await page.evaluate(
    async ([method, asked, count]) => {
      const { etascope } = window;
      etascope.pause();
      await etascope.load({ ...asked, methods: [method] });
      await etascope.restart();
      const positions: Point[] = [];
      for (let k = 0; k <= count; k++) {
        if (k > 0) await etascope.advance(1);
        const [x = 0, y = 0] = (await etascope.read(method)).position;
        positions.push([x, y]);
      }
      const { width, height } = document.querySelector('canvas') ?? { width: 0, height: 0 };
      return { here: { view: etascope.experiment.view, width, height }, positions };
    },
    [id, change, steps] as const,
  );
  const seen: Window = windowOf(here.view, here.width, here.height, DENSITY);
  return positions.map((position) => toPixel(seen, position));
}

/** Colours of the page's own picture at these pixels. */
function colorsAt(pixels: readonly Point[]): Promise<readonly Color[]> {
  return page.evaluate(async (wanted) => {
    const bitmap = await createImageBitmap(await window.etascope.picture());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', {
      willReadFrequently: true,
    });
    if (context === null) throw new Error('no 2D canvas');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return wanted.map(([x, y]) => {
      const at = 4 * (Math.floor(y) * bitmap.width + Math.floor(x));
      const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
      return [r / 255, g / 255, b / 255] as const;
    });
  }, pixels);
}

const distance = (a: Color, b: Color) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
/** How far a pixel is from the ground towards a method's colour: 0 not at all, 1 all the way. */
const shareOf = (pixel: Color, id: MethodId) => distance(pixel, ground) / distance(COLORS[id], ground);

function distanceToLine([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / Math.max(dx * dx + dy * dy, 1e-9)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** Pixels between an edge and what surely lies inside or outside of it. */
const MARGIN = 1.6;

type Zone = 'ink' | 'hole' | 'outside';

/** The pixels that a mark of this radius around a point surely covers, its hole, and those around it, away from the trail. */
function zonesOf(id: MethodId, [x, y]: Point, radius: number, trail: readonly Point[]) {
  const { mark, halfWidth } = STYLES[id];
  const far = Math.ceil(1.6 * radius);
  const clear = (pixel: Point) =>
    trail.slice(1).every((end, n) => distanceToLine(pixel, trail[n] ?? end, end) > halfWidth * DENSITY + 2);
  const zoneOf = (pixel: Point): Zone | null => {
    const from = Math.hypot(pixel[0] - x, pixel[1] - y);
    const ray = [(pixel[0] - x) / from, (pixel[1] - y) / from] as const;
    const edge = radius * extent(mark, ray);
    const hole = mark.outline > 0 ? radius * extent(mark, ray, mark.outline) : 0;
    if (from < hole - MARGIN) return 'hole';
    if (from > hole + MARGIN && from < edge - MARGIN) return 'ink';
    return from > edge + MARGIN && clear(pixel) ? 'outside' : null;
  };
  const span = Array.from({ length: 2 * far }, (_, n) => n - far + 0.5);
  const pixels = span.flatMap((v) => span.map((u): Point => [Math.floor(x) + u, Math.floor(y) + v]));
  return pixels.flatMap((pixel) => {
    const zone = zoneOf(pixel);
    return zone === null ? [] : [{ zone, pixel }];
  });
}

test('a map marks its iterates, and its particle, with its own shape', async () => {
  for (const id of idsOf('map')) await checkMarks(id);
});

async function checkMarks(id: MethodId): Promise<void> {
  const spots = await track(id, { eta: 0.15, view: [0.5, 0, 0.7] }, 3);
  const [, iterate = [0, 0], , end = [0, 0]] = spots;
  const { dot, head } = STYLES[id];
  const marked = zonesOf(id, iterate, dot * DENSITY, spots);
  const standing = zonesOf(id, end, head * DENSITY, spots);
  const colors = await colorsAt([...marked, ...standing].map(({ pixel }) => pixel));
  const pixelsOf = (zones: typeof marked, zone: Zone, first: number) =>
    zones.flatMap((entry, n) => (entry.zone === zone ? [colors[first + n] ?? ground] : []));

  const ink = pixelsOf(marked, 'ink', 0).map((color) => shareOf(color, id));
  const hole = pixelsOf(marked, 'hole', 0).map((color) => shareOf(color, id));
  const outside = pixelsOf(marked, 'outside', 0).map((color) => shareOf(color, id));
  expect(ink.length, `${id}: pixels to look at`).toBeGreaterThan(15);
  expect(Math.min(...ink), `${id}: ink of a mark`).toBeGreaterThan(0.6);
  expect(Math.max(...hole, 0), `${id}: hole of a mark`).toBeLessThan(0.15);
  expect(Math.max(...outside), `${id}: around a mark`).toBeLessThan(0.15);

  const body = pixelsOf(standing, 'ink', marked.length).map((color) => distance(color, COLORS[id]));
  const inside = pixelsOf(standing, 'hole', marked.length).map((color) => distance(color, rim));
  expect(Math.max(...body), `${id}: the particle`).toBeLessThan(0.03);
  expect(Math.max(...inside, 0), `${id}: its hole`).toBeLessThan(0.2);
  expect(inside.length > 0, `${id}: is hollow`).toBe(hole.length > 0);
}

test('a flow is drawn with its dashes, as many to a step as it has', async () => {
  for (const id of idsOf('flow')) await checkDashes(id);
});

async function checkDashes(id: MethodId): Promise<void> {
  // Along the x axis every flow runs straight, so that its curve is a row of pixels.
  const steps = 2;
  const [start = [0, 0], , end = [0, 0]] = await track(
    id,
    { eta: 0.3, starts: 'points:2,0', view: [1.4, 0, 0.35] },
    steps,
  );
  const { dash, head, halfWidth } = STYLES[id];
  const from = end[0] + (head + 2) * DENSITY;
  const row = Array.from({ length: Math.floor(start[0] - from) }, (_, n): Point => [from + n, start[1]]);
  const drawn = (await colorsAt(row)).map((pixel) => shareOf(pixel, id) > 0.5);
  const gaps = drawn.filter((here, n) => !here && (n === 0 || drawn[n - 1])).length;
  if (dash.share === 1) {
    expect(gaps, id).toBe(0);
  } else {
    // The inertial flow sets out from rest: its first dashes may be shorter than they are thick.
    expect(gaps, id).toBeGreaterThanOrEqual(steps * dash.dashes - 2);
    expect(gaps, id).toBeLessThanOrEqual(steps * dash.dashes);
    const share = drawn.filter((here) => here).length / drawn.length;
    const caps = (2 * halfWidth * DENSITY * gaps) / drawn.length;
    expect(Math.abs(share - dash.share - caps), id).toBeLessThan(0.1);
  }
}

test('no two lines of the legend look alike without their colour', async () => {
  const all = await open(`methods=${METHODS.map(({ id }) => id).join(',')}`);
  const samples = await all.locator('.legend .sample').evaluateAll((canvases) =>
    (canvases as HTMLCanvasElement[]).map((canvas) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return [...pixels].filter((_, n) => n % 4 === 3).map((alpha) => alpha > 127);
    }),
  );
  expect(samples.length).toBe(METHODS.length);
  samples.forEach((a, n) => {
    for (const [m, b] of samples.slice(0, n).entries()) {
      const either = a.filter((here, pixel) => here || b[pixel]).length;
      const differing = a.filter((here, pixel) => here !== b[pixel]).length;
      expect(differing / either, `${METHODS[m]?.id} and ${METHODS[n]?.id}`).toBeGreaterThan(0.1);
    }
  });
});
