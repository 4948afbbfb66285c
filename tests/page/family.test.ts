import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { THEMES } from '../../src/experiment/theme';
import type { Point } from '../../src/experiment/values';
import { toPixel, toPlane, type Window, windowOf } from '../../src/experiment/window';
import type { MethodId, Motion } from '../../src/methods/method';
import { METHODS, method } from '../../src/methods/table';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { circumstancesWith } from '../circumstances';
import { SOON, useBrowser } from './open';
import { colorsAt, inkOf, WINDOW } from './pixels';

const { open } = useBrowser({ resting: true, shared: true, sharp: true });

const ALONE = 'respawn=0&contours=0&arrows=0&look=strokes';
const ETA = 0.05;

/** Where the CPU twin goes: its positions at k = 0, 1, …, steps. */
function orbitOf(id: MethodId, objective: Objective, start: Point, steps: number, eta: number): Point[] {
  const row = method(id);
  const told = circumstancesWith({ eta, metric: 'newton' });
  const duration = row.kind === 'map' ? eta : row.time(told);
  let motion: Motion = { x: start[0], y: start[1], carry: new Array<number>(row.carry).fill(0) };
  const orbit: Point[] = [start];
  for (let tick = 0; tick < steps; tick++) {
    motion = row.advance({ ...motion, index: 0, tick }, objective, duration, told);
    orbit.push([motion.x, motion.y]);
  }
  return orbit;
}

async function advanced(page: Page, steps: number): Promise<void> {
  await page.evaluate(async (count) => {
    window.etascope.pause();
    await window.etascope.restart();
    await window.etascope.advance(count);
  }, steps);
}

async function headOf(page: Page, id: MethodId): Promise<Point> {
  const [x = Number.NaN, y = Number.NaN] = await page.evaluate(
    async (name) => [...(await window.etascope.read(name)).position],
    id,
  );
  return [x, y];
}

/** A picture shows what lies over the plane, unless that is hidden. */
const showCards = (page: Page, shown: boolean) =>
  page.evaluate(
    (display) => {
      for (const card of document.querySelectorAll<HTMLElement>('.interface > *'))
        card.style.display = display;
    },
    shown ? '' : 'none',
  );

/** Points of the plane a few pixels around one: a mark may be hollow in the middle. */
function around(point: Point, window: Window): Point[] {
  const [u, v] = toPixel(window, point);
  const offsets = [-4, -3, -2, 0, 2, 3, 4];
  return offsets.flatMap((dx) => offsets.map((dy): Point => toPlane(window, [u + dx, v + dy])));
}

/** Of each of some points, the most that any pixel around it has of a method's colour. */
async function sharesAt(
  page: Page,
  wanted: readonly (readonly [id: MethodId, point: Point])[],
  window: Window = WINDOW,
): Promise<readonly number[]> {
  const points = wanted.map(([, point]) => around(point, window));
  const colors = await colorsAt(page, points.flat(), window);
  const each = points[0]?.length ?? 0;
  return wanted.map(([id], n) => {
    const inks = colors.slice(n * each, (n + 1) * each).map((color) => inkOf(color, THEMES.dark, [id]));
    return Math.max(0, ...inks.filter(({ likeness }) => likeness > 0.98).map(({ share }) => share));
  });
}

test('every method goes down an elongated bowl as its CPU twin does, and is drawn where it went', async () => {
  // A quarter of the usual window, with as many pixels to a unit.
  const viewport = { width: 640, height: 360 };
  const seen = windowOf([1, 0, 1.25], viewport.width, viewport.height, 1);
  const page = await open(`${ALONE}&starts=points:2,1&eta=${ETA}&view=1,0,1.25`, { viewport });
  await showCards(page, false);
  const bowl = makeObjective('bowl', {});
  for (const { id, kind } of METHODS) {
    await page.evaluate((name) => window.etascope.load({ methods: [name] }), id);
    await advanced(page, 4);
    const orbit = orbitOf(id, bowl, [2, 1], 4, ETA);
    const head = await headOf(page, id);
    const end: Point = orbit[4] ?? [Number.NaN, Number.NaN];
    expect(Math.hypot(head[0] - end[0], head[1] - end[1]), id).toBeLessThan(1e-4);
    const marked = kind === 'map' && id !== 'langevin' ? orbit.slice(1) : [end];
    const shares = await sharesAt(
      page,
      marked.map((point) => [id, point] as const),
      seen,
    );
    expect(Math.min(...shares), `${id}: ${shares}`).toBeGreaterThan(0.5);
  }
  await showCards(page, true);
});

test('all methods at once: each stands at the end of its trail in its own colour', async () => {
  const ids = METHODS.map(({ id }) => id);
  const page = await open(`${ALONE}&starts=points:2,1&eta=${ETA}&methods=${ids.join(',')}`);
  await advanced(page, 3);
  const heads = await Promise.all(ids.map(async (id) => [id, await headOf(page, id)] as const));
  const apart = heads.filter(([id, head]) => {
    const [u, v] = toPixel(WINDOW, head);
    return heads.every(([other, point]) => {
      const [s, t] = toPixel(WINDOW, point);
      return other === id || Math.hypot(u - s, v - t) > 12;
    });
  });
  expect(apart.length).toBeGreaterThanOrEqual(6);
  const shares = await sharesAt(page, apart);
  expect(Math.min(...shares), `${apart.map(([id], n) => [id, shares[n]])}`).toBeGreaterThan(0.5);
});

test('fitting a Gaussian: natural gradient flow relaxes its moments as e^{−t}, plain gradient flow goes elsewhere', async () => {
  // KL(N(0, 1) ‖ N(x, y²)) up to a constant, from N(2, 0.5²).
  const objective = 'log(y) + (1 + x^2)/(2y^2)';
  const link = `${ALONE}&objective=${encodeURIComponent(objective)}&methods=gf,natural&metric=fisher&view=0,0,2.5`;
  const page = await open(`${link}&starts=points:2,0.5&eta=0.1&trail=200`);
  const steps = 20;
  await advanced(page, steps);
  const natural = (t: number): Point => {
    const x = 2 * Math.exp(-t);
    return [x, Math.sqrt(1 + (4 + 0.25 - 1) * Math.exp(-t) - x * x)];
  };
  const head = await headOf(page, 'natural');
  const end = natural(0.1 * steps);
  expect(Math.hypot(head[0] - end[0], head[1] - end[1])).toBeLessThan(1e-3);
  const euclidean = orbitOf('gf', makeObjective(objective, {}), [2, 0.5], steps, 0.1);
  // The dashes of a flow have gaps: not every point of the curve is drawn.
  const curve = Array.from({ length: 15 }, (_, n) => ['natural', natural(0.2 + 0.1 * n)] as const);
  const drawn = await sharesAt(page, curve);
  expect(drawn.filter((share) => share > 0.5).length).toBeGreaterThanOrEqual(12);
  const apart = euclidean
    .slice(4)
    .filter((point) =>
      Array.from({ length: 200 }, (_, n) => natural(n / 100)).every(
        (other) => Math.hypot(point[0] - other[0], point[1] - other[1]) > 0.1,
      ),
    );
  expect(apart.length).toBeGreaterThan(5);
  const flow = await sharesAt(
    page,
    apart.map((point) => ['gf', point] as const),
  );
  const other = await sharesAt(
    page,
    apart.map((point) => ['natural', point] as const),
  );
  expect(Math.min(...flow)).toBeGreaterThan(0.5);
  expect(Math.max(...other)).toBeLessThan(0.3);
});

test('Langevin on the double well: its density comes to lie on e^{−f/T}, in lines and in a number', async () => {
  const link = 'objective=doublewell&methods=langevin&temperature=0.1&eta=0.1&starts=random&view=0,0,1.5';
  const page = await open(`${link}&density=1&respawn=0&contours=0&arrows=0`);
  await page.evaluate(() => window.etascope.load({ count: 2000 }));
  const caption = page.locator('.caption');
  const variation = async (): Promise<number> => {
    const told = /total variation.*?: ([\d.]+)/.exec((await caption.textContent()) ?? '');
    return Number(told?.[1] ?? Number.NaN);
  };
  await advanced(page, 20);
  await expect.poll(variation, SOON).toBeGreaterThan(0.05);
  const early = await variation();
  await page.evaluate(() => window.etascope.advance(600));
  await expect.poll(variation, SOON).toBeLessThan(0.5 * early);
  await page.evaluate(() => window.etascope.load({ density: false }));
  await expect.poll(() => caption.innerText(), SOON).not.toContain('total variation');
});
