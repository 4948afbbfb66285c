import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { afresh, SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

const experimentOf = (page: Page) => page.evaluate(() => window.etascope.experiment);

/** Opens a link by hand, as if it was typed into the address of the open page. */
const type = (page: Page, link: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, link);

/** What the page tells of the parts of the last link that it did not use, as text; then dismisses it. */
const takeRejected = (page: Page) =>
  page.evaluate(async () => {
    const deadline = performance.now() + 10_000;
    while (performance.now() < deadline) {
      for (const notice of document.querySelectorAll<HTMLElement>('.notice')) {
        if (!/of the link/.test(notice.innerText)) continue;
        const lines = [...notice.querySelectorAll('li')].map((line) => line.innerText);
        notice.querySelector<HTMLElement>('[aria-label="Dismiss"]')?.click();
        return lines.join('\n');
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return 'nothing within ten seconds';
  });

test('experiment → link → reload → the same experiment, to the last digit', async () => {
  const page = await open();
  const change = {
    objective: 'a x^2/2 + sin(3x y)/k + y^4',
    a: 0.1 + 0.2,
    k: -7,
    eta: 1 / 3,
    methods: ['gf'],
    factors: { gd: 1 / 3, gf: 2.5 },
    momentum: 0.7000000000000001,
    temperature: 1e-3,
    noise: 'leimkuhler',
    metric: [2, 0.1, 1 / 3],
    beta1: 0.8,
    beta2: 0.99,
    epsilon: 1e-7,
    precision: 'fast',
    starts: 'ring',
    count: 17,
    seed: 4294967295,
    view: [1e-3, -Math.PI, 0.7],
    region: [0, 0, 1.5],
    placed: [
      [0.1, -0.2],
      [1 / 7, 3],
    ],
    respawn: false,
    trail: 5,
    speed: 2.5,
    theme: 'light',
    look: 'light',
    contours: false,
    arrows: false,
    density: true,
    dock: 'plots',
    plot: 'gradient',
    against: 't',
    apart: true,
    pair: 3,
    fate: true,
    rule: 'heavyball',
    horizon: 300,
    etas: { from: 0.1, to: 2 / 3, scale: 'log' },
    fan: true,
    origin: [0.1, 1 / 3],
    line: [
      [-1, 0.1],
      [1, 2 / 3],
    ],
    box: [
      [0.1, 0.2],
      [0.3, 0.4],
    ],
    visits: 'f',
    band: [-1 / 3, 1e-7],
    lesson: 'zigzag',
    embed: true,
  } as const;
  await page.evaluate((wanted) => window.etascope.load(wanted), change);
  expect(await experimentOf(page)).toEqual(change);
  await expect.poll(() => page.evaluate(() => location.hash), SOON).toContain('placed=');
  await page.reload();
  await page.evaluate(() => window.etascope.ready);
  expect(await experimentOf(page)).toEqual(change);
  expect(await page.locator('.notice', { hasText: 'of the link' }).count()).toBe(0);
});

test('an address typed by hand is opened', async () => {
  const page = await open();
  await type(page, '#objective=doublewell&eta=1.26&count=5');
  await expect
    .poll(() => experimentOf(page), SOON)
    .toMatchObject({ objective: 'doublewell', eta: 1.26, count: 5 });
});

/** Links that are wrong in one way each, and what the page says of them. */
const MALFORMED = [
  ['eta=fast', 'eta must be a positive number up to 1e12 (given: “fast”)'],
  ['eta=1e999', 'eta must be a positive number'],
  ['count=1e99', 'count must be a whole number from 1 to'],
  ['view=1,2', 'view must be three numbers'],
  ['view=NaN,0,1', 'view must be three numbers'],
  ['starts=points:1,2,3', 'starts must be'],
  ['methods=sgd', 'methods must be a list of gd, gf'],
  ['placed=;', 'placed must be at most'],
  ['colour=red', 'colour is not a key of an experiment'],
  ['__proto__=1', '__proto__ is not a key of an experiment'],
  ['constructor=1&toString=2', 'toString is not a key of an experiment'],
  ['q=1', 'q is not a parameter of bowl, which has a, b'],
  ['eta=0.1&eta=0.2', 'eta is given twice'],
  ['objective=x.constructor', 'objective must be one of bowl,'],
  ['objective=constructor', 'objective must be one of bowl,'],
  ['objective=x=5;y', 'objective must be one of bowl,'],
  ['objective=import("x")', 'objective must be one of bowl,'],
  ['objective=<script>document.title="x"</script>', '<script>document.title'],
  [`objective=${'('.repeat(5000)}`, 'objective must be one of bowl,'],
  [`objective=${'sin('.repeat(70)}x${')'.repeat(70)}`, 'objective must be one of bowl,'],
  [`objective=${'x+'.repeat(600)}x`, 'objective must be one of bowl,'],
  [`objective=${'(x+y)*'.repeat(80)}1`, null],
  ['objective=%E0%A4%A', 'objective has broken percent-encoding'],
  ['%=%&%zz', '% has broken percent-encoding'],
  ['\u0000\u202e=\ud800', 'is not a key of an experiment'],
  ['&&==&=', 'is not a key of an experiment'],
  [`eta=${'9'.repeat(40_000)}`, 'link is longer than 32,768 characters and was not read'],
  [Array.from({ length: 300 }, (_, n) => `k${n}=1`).join('&'), 'link has 280 more faults'],
] as const;

test('malformed links never break the page: what is wrong with them is listed as text', async () => {
  const page = await open();
  const title = await page.title();
  for (const [link, told] of MALFORMED) {
    await type(page, `#${link}`);
    if (told === null) continue;
    expect(await takeRejected(page), link.slice(0, 80)).toContain(told);
  }
  await type(page, '#count=4&respawn=0&starts=grid');
  await expect.poll(() => experimentOf(page), SOON).toMatchObject({ objective: 'bowl', eta: 0.18, count: 4 });
  await page.evaluate(() => window.etascope.advance(3));
  expect((await page.evaluate(() => window.etascope.read('gd'))).step).toBeGreaterThanOrEqual(3);
  expect(await page.title()).toBe(title);
  expect(await page.locator('.notices :is(script, img)').count()).toBe(0);
  expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
});

test('the worst of them in the address that the page is opened with', async () => {
  const worst = [
    'objective=%E0%A4%A&__proto__=1&eta=-1&view=0,0,0&count=NaN&%=%',
    `objective=${'('.repeat(5000)}&starts=points:&trail=1e9&seed=-1&speed=inf&theme=none&a=b`,
  ];
  for (const link of worst) {
    const page = await open(link, {}, afresh);
    const text = await takeRejected(page);
    for (const key of link.split('&').map((pair) => pair.split('=')[0] ?? '')) expect(text).toContain(key);
    expect(await experimentOf(page)).toMatchObject({ objective: 'bowl', eta: 0.18, view: [0, 0, 2.5] });
    await page.evaluate(() => window.etascope.advance(2));
  }
});

test('formulas that are infinite, flat or nowhere defined leave the page at work', async () => {
  const page = await open('starts=points:1,1;-1,0.5&respawn=0');
  for (const objective of ['log(-1 - x^2)', '0', 'exp(exp(exp(9 x)))', '1/(x - y)^8', 'sqrt(x)']) {
    await page.evaluate(async (key) => {
      await window.etascope.load({ objective: key });
      await window.etascope.advance(5);
      await window.etascope.picture();
    }, objective);
    const { position, status } = await page.evaluate(async () => {
      const read = await window.etascope.read('gd');
      return { position: [...read.position], status: [...read.status] };
    });
    expect(position.every(Number.isFinite), objective).toBe(true);
    expect(status, objective).toHaveLength(2);
  }
  expect(await page.locator('.notice', { hasText: 'reported an error' }).count()).toBe(0);
});
