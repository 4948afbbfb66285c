import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { median } from '../src/bench/median.mjs';
import { measureObjectives, measureOpening, measureSize } from '../tests/bench/built.mjs';
import { measureKills } from '../tests/bench/kills.mjs';
import { against, heading, ms, scientific, table } from '../tests/bench/report.mjs';
import { browserFlags, findOrInstallBrowser } from './browser.mjs';
import { buildAndServe } from './page.mjs';
import { privateFolder, root } from './paths.mjs';

/**
 * @import { Page } from 'playwright'
 * @import { EtascopeBench } from '../src/bench/page'
 * @import { ChecksCost } from '../tests/bench/checks'
 * @import { FateCost } from '../tests/bench/fates'
 * @import { FrameCost } from '../tests/bench/frames'
 * @import { MethodCost } from '../tests/bench/methods'
 * @import { PassTimes } from '../src/bench/passClock'
 * @import { Rate } from '../tests/bench/speed'
 */

/** Milliseconds per frame to stay below, by pairs. */
const FRAME_GOALS = new Map([
  [1_000, 45],
  [10_000, 110],
  [100_000, null],
]);
/** The same at 1340×780 with trail 8, for the many. */
const SCALE_GOALS = new Map([
  [10_000, 50],
  [100_000, 120],
  [1_000_000, 700],
]);
/** How many steps of gradient descent a step may cost, by its method and, for a flow, ηL. */
const STEP_GOALS = new Map([
  ['gf 1', 7],
  ['gf 100', 15],
  ['heavyball', 1.6],
  ['nesterov', 1.6],
  ['langevin', 12],
]);
/** By how much all checks over 100,000 pairs may lengthen a frame. */
const CHECKS_GOAL = 0.3;
/** Of a fate map: ms to its coarse picture, ms without an answer, and its steps by those of the plain kernel. */
const FATE_GOALS = { coarse: 150, silence: 100, share: 0.8 };
const PICTURE_GOAL = 1500; // ms to the first picture
const OBJECTIVE_GOAL = 300; // ms to another objective's picture
const PLOT_GOAL = 4; // ms of main-thread time to draw a plot of 10,000 recorded steps
const RECOVERY_GOAL = 3000; // ms from a loss to the next picture
/** Kills of the GPU process in a row. */
const KILLS = 50;
const SIZE_GOAL = 150; // kB of JavaScript, gzipped

/** Where the table's figures are left, from the folder of the project. */
const RESULTS = 'bench.json';

/** The script of the benchmark's own page, with its index.html beside it. Named here, or it would count as dead code. */
const BENCH_SCRIPT = new URL('../tests/bench/page.ts', import.meta.url);

const PARTS = {
  table: adapterTable,
  scale,
  speed,
  methods,
  frames,
  plots,
  checks,
  fates,
  opening,
  objectives,
  size,
  kills,
};

/** `npm run bench` measures everything; `npm run bench -- frames size` only those parts. */
const wanted = process.argv.slice(2);
const strange = wanted.find((part) => !Object.keys(PARTS).includes(part));
if (strange !== undefined) {
  console.error(`There is no part “${strange}”; there are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(1);
}

const benchPage = await serveBenchPage();
const builtPage = await buildAndServe({ port: 4500, open: false });
const browser = await chromium.launch({ executablePath: await findOrInstallBrowser(), args: browserFlags });
try {
  const adapter = await onBenchPage((page) => page.evaluate(() => window.bench.adapter()));
  const [{ model } = { model: 'unknown processor' }] = cpus();
  console.log(`Adapter: ${adapter}`);
  console.log(`Chromium ${browser.version()}, ${cpus().length} × ${model.trim()}, ${load()}`);
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await part();
    console.log(`  (${load()} at the end of this part)`);
  }
} finally {
  await browser.close();
  await benchPage.close();
  await builtPage.close();
}
process.exit(0);

function load() {
  return `load of the machine ${loadavg()[0]?.toFixed(1)}`;
}

/** Builds the benchmark's own page, with the same settings as the real one, and serves it. */
async function serveBenchPage() {
  const outDir = join(privateFolder('bench'), 'dist');
  const options = {
    root: fileURLToPath(new URL('.', BENCH_SCRIPT)),
    configFile: join(root, 'vite.config.ts'),
    logLevel: /** @type {const} */ ('warn'),
    build: { outDir, emptyOutDir: true },
  };
  await build(options);
  const server = await preview({ ...options, preview: { port: 4400 } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The page of the benchmark could not be served.');
  return { url, close: () => server.close() };
}

/**
 * @template T
 * @param {(page: Page) => Promise<T>} measure
 */
async function onBenchPage(measure) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(benchPage.url);
  const result = await measure(page);
  await page.close();
  return result;
}

/** What `#bench=1` shows, of the built page: printed, and kept as JSON. */
async function adapterTable() {
  heading(`What #bench=1 shows, also in ${RESULTS}`);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`${builtPage.url}#bench=1`);
  await page.waitForFunction(() => window.etascopeBench);
  const { report, tables } = await page.evaluate(async () => {
    const bench = /** @type {EtascopeBench} */ (window.etascopeBench);
    return { report: await bench.done, tables: bench.tables() };
  });
  await page.close();
  writeFileSync(join(root, RESULTS), `${JSON.stringify(report, null, 2)}\n`);
  for (const { title, columns, rows, notes } of tables) {
    console.log(`\n  ${title}\n`);
    table(columns, rows);
    for (const note of notes) console.log(`\n  ${note}`);
  }
}

async function scale() {
  heading('A frame of the page at 1340×780: GD and GF on the bowl, trail 8, endless field, one step a frame');
  /** @type {FrameCost[]} */
  const costs = [];
  for (const pairs of SCALE_GOALS.keys()) {
    costs.push(
      await onBenchPage((page) =>
        page.evaluate((count) => window.bench.measureFrames(count, { trail: 8 }, [1340, 780]), pairs),
      ),
    );
  }
  table(
    ['pairs', 'quickest 10th', 'median', 'slowest 10th', 'view moved', 'on screen every', ''],
    costs.map(({ pairs, ...cost }) => {
      const goal = SCALE_GOALS.get(pairs) ?? Number.NaN;
      const times = [cost.least, cost.median, cost.most, cost.moved, cost.interval].map(ms);
      return [pairs.toLocaleString('en-US'), ...times, against(cost.median <= goal, ms(goal))];
    }),
  );
  for (const { pairs, passes, movedPasses } of costs) {
    if (passes.length === 0) continue;
    console.log(`\n  ${pairs.toLocaleString('en-US')} pairs, by pass (GPU timestamps)`);
    passTable(passes, movedPasses);
  }
}

async function speed() {
  heading('Particle-steps per second, 100,000 particles');
  const rates = await onBenchPage((page) => page.evaluate(() => window.bench.measureSpeed()));
  table(
    ['', 'steps/s', 'of JavaScript'],
    rates.map((rate) => [
      rate.name,
      scientific(median(rate.rates)),
      `${ratio(rates, rate.id, 'plain').toFixed(2)} ×`,
    ]),
  );
  const hand = ratio(rates, 'generated', 'handWritten');
  const plain = ratio(rates, 'generated', 'plain');
  console.log(`  generated : hand-written = ${hand.toFixed(2)}   ${against(hand >= 0.9, '0.90')}`);
  console.log(`  generated : JavaScript   = ${plain.toFixed(2)}   ${against(plain >= 2.5, '2.5')}`);
}

/**
 * How many times as fast one is as another: the median over the rounds, in each of which both had their turn.
 *
 * @param {readonly Rate[]} rates @param {string} one @param {string} other
 */
function ratio(rates, one, other) {
  const [a = [], b = []] = [one, other].map((name) => rates.find(({ id }) => id === name)?.rates);
  return median(a.map((rate, round) => rate / (b[round] ?? Number.NaN)));
}

async function methods() {
  heading('A step of every method on Rosenbrock, in steps of gradient descent, tolerance 1e-4');
  const costs = await onBenchPage((page) => page.evaluate(() => window.bench.measureMethods()));
  const descent = costs.find(({ id }) => id === 'gd');
  const relative = (/** @type {MethodCost} */ cost, /** @type {'step' | 'atOnce'} */ way) =>
    median(cost[way].map((time, round) => time / (descent?.[way][round] ?? Number.NaN)));
  table(
    ['', 'one step a dispatch', '× GD', 'many at once', '× GD', ''],
    costs.map((cost) => {
      const goal = STEP_GOALS.get(cost.id);
      const reached = relative(cost, 'step') <= (goal ?? Number.NaN);
      return [
        cost.name,
        `${median(cost.step).toFixed(1)} ns`,
        relative(cost, 'step').toFixed(2),
        `${median(cost.atOnce).toFixed(1)} ns`,
        relative(cost, 'atOnce').toFixed(2),
        goal === undefined ? '' : against(reached, String(goal)),
      ];
    }),
  );
}

async function frames() {
  heading('A frame at 1280×720: GD and GF on the bowl, trail 16, endless field, one step a frame');
  /** @type {FrameCost[]} */
  const costs = [];
  for (const pairs of FRAME_GOALS.keys()) {
    costs.push(
      await onBenchPage((page) => page.evaluate((count) => window.bench.measureFrames(count), pairs)),
    );
  }
  table(
    ['pairs', 'look', 'quickest 10th', 'median', 'slowest 10th', 'view moved', 'on screen every', ''],
    costs.map((cost) => {
      const goal = FRAME_GOALS.get(cost.pairs);
      const times = [cost.least, cost.median, cost.most, cost.moved, cost.interval].map(ms);
      const verdict = typeof goal === 'number' ? against(cost.median <= goal, ms(goal)) : '';
      return [cost.pairs.toLocaleString('en-US'), cost.look, ...times, verdict];
    }),
  );
  for (const { pairs, passes, movedPasses } of costs) {
    if (passes.length > 0) {
      console.log(`\n  ${pairs.toLocaleString('en-US')} pairs, by pass (GPU timestamps)`);
      passTable(passes, movedPasses);
    }
  }
}

/** @param {PassTimes} passes @param {PassTimes} moved */
function passTable(passes, moved) {
  const labels = new Set([...passes, ...moved].map(([label]) => label));
  const cell = (/** @type {PassTimes} */ times, /** @type {string} */ label) => {
    const time = times.find(([one]) => one === label)?.[1];
    return time === undefined ? '' : ms(time);
  };
  table(
    ['', 'a frame', 'view moved'],
    [...labels].map((label) => [label, cell(passes, label), cell(moved, label)]),
  );
}

async function checks() {
  heading(
    'A frame at 1280×720, 100,000 pairs of GD and GF: with all theorems held against them, and without',
  );
  /** @type {ChecksCost[]} */
  const costs = [];
  for (const objective of ['bowl', 'rosenbrock', 'logistic']) {
    costs.push(await onBenchPage((page) => page.evaluate((id) => window.bench.measureChecks(id), objective)));
  }
  table(
    ['', 'without', 'with', 'longer by', ''],
    costs.map(({ objective, without, checked }) => {
      const longer = median(checked.map((time, turn) => time / (without[turn] ?? Number.NaN) - 1));
      const verdict = against(longer <= CHECKS_GOAL, percent(CHECKS_GOAL));
      return [objective, ms(median(without)), ms(median(checked)), percent(longer), verdict];
    }),
  );
  for (const { objective, passes } of costs) {
    if (passes.length === 0) continue;
    console.log(`\n  ${objective}, by pass (GPU timestamps)`);
    passTable(passes, []);
  }
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(0)} %`;
}

async function fates() {
  heading('A fate map of GD at 1280×720, 1000 steps: its coarse picture, the whole, and its inner loop');
  /** @type {FateCost[]} */
  const costs = [];
  for (const [objective, eta] of /** @type {const} */ ([
    ['himmelblau', 0.02],
    ['doublewell', 1.9],
    ['rosenbrock', 5e-4],
  ])) {
    costs.push(
      await onBenchPage((page) =>
        page.evaluate(
          ([id, at]) => window.bench.measureFates(id, at),
          /** @type {const} */ ([objective, eta]),
        ),
      ),
    );
  }
  table(
    ['', 'coarse', '', 'whole', 'longest silence', '', 'steps by the plain kernel’s', ''],
    costs.map(({ objective, coarse, whole, silence, share }) => [
      objective,
      ms(coarse),
      against(coarse <= FATE_GOALS.coarse, ms(FATE_GOALS.coarse)),
      ms(whole),
      ms(silence),
      against(silence <= FATE_GOALS.silence, ms(FATE_GOALS.silence)),
      percent(share),
      against(share >= FATE_GOALS.share, percent(FATE_GOALS.share)),
    ]),
  );
}

async function plots() {
  heading('A plot of GD and GF with a followed pair, drawn anew: main-thread time');
  const costs = await onBenchPage((page) => page.evaluate(() => window.bench.measurePlots(10_000)));
  table(
    ['', 'rows', 'median', 'slowest', ''],
    costs.map((cost) => [
      cost.plot,
      cost.rows.toLocaleString('en-US'),
      ms(cost.median),
      ms(cost.most),
      against(cost.median <= PLOT_GOAL, ms(PLOT_GOAL)),
    ]),
  );
  heading('A frame of 100,000 pairs that live on, without and with recording');
  const closed = await onBenchPage((page) =>
    page.evaluate(() => window.bench.measureFrames(100_000, { respawn: false })),
  );
  const open = await onBenchPage((page) =>
    page.evaluate(() => window.bench.measureFrames(100_000, { respawn: false, dock: 'plots' })),
  );
  console.log(
    `  ${ms(closed.median)} and ${ms(open.median)}: ${(open.median / closed.median).toFixed(2)} times as much`,
  );
}

async function opening() {
  heading('From navigation to the first picture of the built page, each in a fresh context');
  const times = await measureOpening(browser, builtPage.url);
  console.log(`  ${times.map(ms).join(', ')}`);
  const middle = median(times);
  console.log(`  median ${ms(middle)}   ${against(middle <= PICTURE_GOAL, ms(PICTURE_GOAL))}`);
}

async function objectives() {
  heading('From another objective to its picture, and until its particles can move (fresh pages)');
  const ids = await onBenchPage((page) => page.evaluate(() => window.bench.objectives));
  const measured = await measureObjectives(browser, builtPage.url, ids);
  const times = [...measured].map(([id, list]) => ({
    id,
    picture: list.map(({ picture }) => picture),
    moving: list.map(({ moving }) => moving),
  }));
  times.sort((a, b) => median(b.picture) - median(a.picture));
  table(
    ['', 'picture', 'worst', 'moving', 'worst'],
    times.map(({ id, picture, moving }) => [id, ...[picture, moving].flatMap(middleAndWorst)]),
  );
  const [{ id: slowest, picture } = { id: '', picture: [] }] = times;
  const goal = against(median(picture) <= OBJECTIVE_GOAL, ms(OBJECTIVE_GOAL));
  console.log(`  slowest picture: ${slowest}, ${ms(median(picture))}   ${goal}`);
}

/** @param {number[]} times */
function middleAndWorst(times) {
  return [ms(median(times)), ms(Math.max(...times))];
}

async function size() {
  heading('JavaScript fetched until the first picture, gzipped');
  const scripts = await measureSize(browser, builtPage.url);
  for (const { name, bytes } of scripts) console.log(`  ${name}   ${kilobytes(bytes)}`);
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`  total ${kilobytes(total)}   ${against(total <= 1000 * SIZE_GOAL, `${SIZE_GOAL} kB`)}`);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** The GPU process is killed again and again, in a browser of its own that takes it. */
async function kills() {
  heading('Losses of the graphics processor');
  const args = [
    ...browserFlags,
    '--disable-gpu-process-crash-limit',
    '--disable-domain-blocking-for-3d-apis',
  ];
  const own = await chromium.launch({ executablePath: await findOrInstallBrowser(), args });
  try {
    const { recoveries, times, same } = await measureKills(own, builtPage.url, KILLS);
    console.log(
      `${KILLS} kills, ${recoveries} recoveries; ${same ? 'all' : 'NOT all'} particles as undisturbed`,
    );
    const late = times.filter((time) => time > RECOVERY_GOAL).length;
    console.log(times.map(Math.round).join(' '));
    console.log(
      `back after ${ms(median(times))} (median), ${ms(Math.max(...times))} at most; ${late} took more than 3 s`,
    );
  } finally {
    await own.close();
  }
}
