import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { Change } from '../../src/experiment/experiment';
import { SMALL, SOON, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

/** f = x²/2 + 5y², paused at k = 0 with two starts that live on. */
const BOWL = 'starts=points:2,1;-1,0.5&respawn=0&eta=0.15';
const STARTS = [2, 1, -1, 0.5];

async function openAtStart(link: string): Promise<Page> {
  const page = await open(link);
  await page.evaluate(async () => {
    window.etascope.pause();
    await window.etascope.restart();
  });
  return page;
}

const experimentOf = (page: Page) => page.evaluate(() => window.etascope.experiment);

const read = (page: Page, id: string) =>
  page.evaluate(async (name) => {
    const { position, status, step, time } = await window.etascope.read(name);
    const kinds = [position.constructor.name, status.constructor.name];
    return { position: [...position], status: [...status], step, time, kinds };
  }, id);

/** How a call that must be refused was refused. */
const refusal = (page: Page, change: unknown) =>
  page.evaluate(async (given) => {
    try {
      await window.etascope.load(given as Change);
    } catch (error) {
      const { name, message, field } = error as Error & { field?: string };
      return { name, message, field };
    }
    return null;
  }, change);

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, n) => {
    expect(actual[n], `number ${n}`).toBeCloseTo(value, 5);
  });
}

test('there is nothing before ready, and after it a frozen experiment', async () => {
  const page = await open('eta=0.1', {}, (fresh) =>
    fresh.addInitScript(() => {
      addEventListener('DOMContentLoaded', () => {
        try {
          void window.etascope.experiment;
        } catch (error) {
          document.title = String(error);
        }
      });
    }),
  );
  expect(await page.title()).toContain('await etascope.ready');

  const frozen = await page.evaluate(() => {
    const { experiment } = window.etascope;
    return [window.etascope, experiment, experiment.methods, experiment.view].map(Object.isFrozen);
  });
  expect(frozen).toEqual([true, true, true, true]);
  expect(await experimentOf(page)).toMatchObject({
    objective: 'bowl',
    a: 0.5,
    b: 5,
    eta: 0.1,
    methods: ['gd', 'gf'],
    count: 20,
    view: [0, 0, 2.5],
    respawn: true,
    theme: 'dark',
  });
});

test('load takes a patch or a whole link, or refuses and leaves everything as it was', async () => {
  const page = await open('seed=7');
  await page.evaluate(() => window.etascope.load({ objective: 'rosenbrock', b: 50, eta: 0.001 }));
  const patched = await experimentOf(page);
  expect(patched).toMatchObject({
    objective: 'rosenbrock',
    b: 50,
    eta: 0.001,
    seed: 7,
    view: [0, 0.75, 1.25],
  });

  const refused = [
    [{ eta: -1 }, 'eta', 'must be a positive number'],
    [{ eta: Number.NaN }, 'eta', 'must be a positive number'],
    [{ count: 2.5 }, 'count', 'must be a whole number'],
    [{ methods: 'gd,sgd' }, 'methods', 'must be a list of gd, gf'],
    [{ objective: 'x^2 + sin(y$)' }, 'objective', 'column 12'],
    [{ objective: 'window.alert(1)' }, 'objective', 'column'],
    [{ a: 1 }, 'a', 'is not a parameter of rosenbrock'],
    [{ learningRate: 1 }, 'learningRate', 'is not a key of an experiment'],
    [{ eta: 0.002, seed: -1 }, 'seed', 'must be a whole number'],
    [null, 'experiment', 'must be an object'],
    ['#eta=0.1&seed=none', 'seed', 'must be a whole number'],
  ] as const;
  for (const [change, field, reason] of refused) {
    const given = JSON.stringify(change);
    const { message, ...rest } = (await refusal(page, change)) ?? { message: 'not refused' };
    expect(rest, given).toEqual({ name: 'ExperimentError', field });
    expect(message, given).toContain(`${field} `);
    expect(message, given).toContain(reason);
  }
  expect(await experimentOf(page)).toEqual(patched);

  await page.evaluate(() => window.etascope.load('#objective=booth&count=30'));
  expect(await experimentOf(page)).toMatchObject({ objective: 'booth', count: 30, seed: 1, eta: 0.1 });
});

test('an objective whose shaders are refused leaves everything as it was', async () => {
  const page = await open();
  const before = await experimentOf(page);
  const error = await page.evaluate(async () => {
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      return createShaderModule.call(this, { ...descriptor, code: `${descriptor.code} nonsense` });
    };
    const failed = await window.etascope.load({ objective: 'booth' }).catch((reason: Error) => reason.name);
    GPUDevice.prototype.createShaderModule = createShaderModule;
    return failed;
  });
  expect(error).toBe('ShaderError');
  expect(await experimentOf(page)).toEqual(before);
  await page.evaluate(() => window.etascope.load({ objective: 'booth' }));
  expect(await experimentOf(page)).toMatchObject({ objective: 'booth' });
});

test('another objective is on screen before its methods can move; if one is refused, the old run comes back', async () => {
  const page = await openAtStart(BOWL);
  await page.evaluate(() => window.etascope.advance(5));
  const before = await read(page, 'gd');
  const caption = page.locator('.caption');
  const formula = await caption.locator('.caption-formula').textContent();
  await page.evaluate(() => {
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      const step = descriptor.label?.startsWith('StepPass') === true;
      return createShaderModule.call(this, step ? { ...descriptor, code: 'nonsense' } : descriptor);
    };
    const held = new Promise<void>((resolve) => Object.assign(window, { release: resolve }));
    const { getCompilationInfo } = GPUShaderModule.prototype;
    GPUShaderModule.prototype.getCompilationInfo = async function () {
      if (this.label.startsWith('StepPass')) await held;
      return getCompilationInfo.call(this);
    };
    const failed = window.etascope.load({ objective: 'booth' }).catch((reason: Error) => reason.name);
    Object.assign(window, { failed });
  });
  await expect.poll(() => caption.locator('.caption-formula').textContent(), SOON).not.toBe(formula);
  expect(await caption.textContent()).toContain('k = 0');
  expect(await page.evaluate(() => window.etascope.experiment.objective)).toBe('booth');
  const error = await page.evaluate(() => {
    const { release, failed } = Object(window) as { release: () => void; failed: Promise<string> };
    release();
    return failed;
  });
  expect(error).toBe('ShaderError');
  expect(await page.evaluate(() => window.etascope.experiment.objective)).toBe('bowl');
  await expect.poll(() => caption.locator('.caption-formula').textContent(), SOON).toBe(formula);
  expect(await read(page, 'gd')).toEqual(before);
});

test('advance takes exactly so many steps, and both methods are where the closed forms say', async () => {
  const page = await openAtStart(BOWL);
  expect(await read(page, 'gd')).toEqual({
    position: STARTS,
    status: [0, 0],
    step: 0,
    time: 0,
    kinds: ['Float32Array', 'Uint8Array'],
  });
  for (const [steps, k] of [
    [7, 7],
    [0, 7],
    [25, 32],
  ] as const) {
    await page.evaluate((count) => window.etascope.advance(count), steps);
    const [gd, gf] = [await read(page, 'gd'), await read(page, 'gf')];
    const t = k * 0.15;
    for (const { step, time } of [gd, gf]) {
      expect(step).toBe(k);
      expect(time).toBeCloseTo(t, 10);
    }
    const along = (x: number, y: number) => STARTS.map((start, n) => start * (n % 2 === 0 ? x : y));
    expectClose(gd.position, along((1 - 0.15) ** k, (1 - 1.5) ** k));
    expectClose(gf.position, along(Math.exp(-t), Math.exp(-10 * t)));
  }
  await page.evaluate(() => window.etascope.restart());
  expect((await read(page, 'gf')).position).toEqual(STARTS);

  for (const call of ['advance(-1)', 'advance(0.5)', 'advance()', "read('sgd')", 'read()']) {
    const outcome = page.evaluate(`etascope.${call}`);
    await expect(outcome, call).rejects.toThrow('RangeError');
  }
});

test('statuses: converged, diverged where η > 2/L', async () => {
  const page = await openAtStart('starts=points:0,0;0,1;1,0&respawn=0&eta=0.25');
  await page.evaluate(() => window.etascope.advance(120));
  expect((await read(page, 'gd')).status).toEqual([1, 2, 1]);
  expect((await read(page, 'gf')).status).toEqual([1, 1, 1]);
});

test('play runs, pause stops, at the speed that was asked for at most', async () => {
  const page = await openAtStart(`${BOWL}&speed=50`);
  const step = async () => (await read(page, 'gd')).step;
  await page.evaluate(() => window.etascope.play());
  await expect.poll(step, { timeout: 20_000 }).toBeGreaterThan(3);
  await page.evaluate(() => window.etascope.pause());
  const paused = await step();
  await page.waitForTimeout(300);
  expect(await step()).toBe(paused);
});

test('theory: exact for a quadratic, with what follows for η of gradient descent', async () => {
  const page = await open('eta=0.15&factors=gd:1.2');
  const theory = await page.evaluate(() => window.etascope.theory());
  const { minimum, minima, modes, steps, ...numbers } = theory;
  expect(numbers).toEqual({ L: 10, mu: 1, kappa: 10, etaMax: 0.2, scope: 'exact', best: 2 / 11 });
  expect(minimum).toEqual({ x: 0, y: 0, f: 0, curvatures: [1, 10], scope: 'exact', isolated: true });
  expect(minima).toEqual([minimum]);
  expect(modes?.map(({ lambda, regime }) => [lambda, regime])).toEqual([
    [1, 'monotone'],
    [10, 'zigzag'],
  ]);
  expectClose(modes?.map(({ factor }) => factor) ?? [], [0.82, -0.8]);
  // 0.82³⁵ = 0.00096.
  expect(steps?.map(({ epsilon, steps: count }) => [epsilon, count])).toEqual([
    [1e-3, 35],
    [1e-6, 70],
  ]);
  expectClose(steps?.map(({ time }) => time ?? 0) ?? [], [Math.log(1e3), Math.log(1e6)]);
});

test('theory over the view: found at once, and then by the GPU what the CPU has missed', async () => {
  const page = await open();
  const theory = () => page.evaluate(() => window.etascope.theory());
  await page.evaluate(() => window.etascope.load({ objective: 'x^4 + y^2', view: [0, 0, 1] }));
  const { L, mu, kappa, etaMax, scope, minimum, best, steps } = await theory();
  expect(scope).toBe('view');
  expect(L).toBeCloseTo(12 * (16 / 9) ** 2, 6);
  expect(mu).toBeCloseTo(0, 6);
  expect(kappa).toBeGreaterThan(1e6);
  expect(etaMax).toBeCloseTo(2 / L, 12);
  expect(minimum).toMatchObject({ scope: 'view', isolated: true });
  expect(best).toBeNull();
  expect(steps?.[0]).toEqual({ epsilon: 1e-3, steps: null, time: null });
  // A well of width 1/200, between the points of the CPU's survey.
  const objective = '(x^2 + y^2)/2 - exp(-20000((x - 0.2917)^2 + (y - 0.1713)^2))';
  await page.evaluate((f) => window.etascope.load({ objective: f, view: [0, 0, 2.5] }), objective);
  await expect.poll(async () => (await theory()).minima.length, SOON).toBe(2);
  const seen = await theory();
  expect(seen.L).toBeCloseTo(40_001, 0);
  expect(seen.minimum?.f).toBeLessThan(-0.9);
  // The next objective has nothing of the last one.
  await page.evaluate(() => window.etascope.load({ objective: 'booth' }));
  expect(await theory()).toMatchObject({ minima: [{ x: 1, y: 3 }], scope: 'exact' });
});

test('fate and orbit give the data of maps: escapes, minima and cycles where mathematics has them', async () => {
  const page = await open('objective=doublewell&eta=0.5');
  const { fate, orbit, refusals } = await page.evaluate(async () => {
    const { etascope } = window;
    const shares: number[] = [];
    const progress = (share: number) => shares.push(share);
    const map = await etascope.fate({ view: [0, 0.1, 1.6875], columns: 48, rows: 27, progress });
    const etas = { from: 1.15, to: 1.151, scale: 'lin' } as const;
    const diagram = await etascope.orbit({ etas, band: [-2, 2], columns: 4, rows: 400, particles: 32 });
    const message = (error: Error) => `${error.name}: ${error.message}`;
    const asked = [{ columns: 0 }, { horizon: 3 }, { objective: 'bowl' }, { over: 'moon' }] as object[];
    const said = asked.map((options) => etascope.fate(options).then(() => 'taken', message));
    return {
      fate: { ...map, shares, kind: [...map.kind], index: [...map.index], time: [...map.time] },
      orbit: { density: [...diagram.density], exponent: [...diagram.exponent] },
      refusals: await Promise.all(said),
    };
  });
  expect(fate).toMatchObject({ columns: 48, rows: 27, rule: 'gd', done: 1 });
  expect(fate.shares.at(-1)).toBe(1);
  for (let column = 0; column < 48; column++) {
    let x = ((column + 0.5) / 48) * 6 - 3;
    const escapes = Math.abs(x) > Math.sqrt(5); // √(1 + 2/η)
    for (let k = 0; k < 1000 && Math.abs(x) < 1e6; k++) x -= 0.5 * (x ** 3 - x);
    const entry = 13 * 48 + column;
    expect(fate.kind[entry], `column ${column}`).toBe(escapes ? 6 : 1);
    if (!escapes) expect(fate.minima[fate.index[entry] ?? 9]?.[0], `column ${column}`).toBeCloseTo(x, 5);
    expect(fate.time[entry]).toBeGreaterThan(0);
  }
  for (let column = 0; column < 4; column++) {
    // Starts have any η of their column.
    const [eta = 1, last = 1] = [0, 1].map((edge) => 1.15 + ((column + edge) / 4) * 0.001);
    const cycle = [eta, last].flatMap((one) => {
      const [a, b] = [Math.sqrt(1 + 3 / one), Math.sqrt(1 - 1 / one)];
      return [-a - b, -a + b, a - b, a + b].map((value) => Math.floor((value / 2 + 2) * 100));
    });
    const rows = Array.from({ length: 400 }, (_, row) => row);
    const visited = rows.filter((row) => (orbit.density[4 * row + column] ?? 0) > 0);
    const far = visited.filter((row) => !cycle.some((near) => Math.abs(near - row) <= 1));
    expect(far, `η = ${eta}`).toEqual([]);
    expect(visited.length).toBeGreaterThanOrEqual(4);
    expect(orbit.exponent[column]).toBeLessThan(0);
  }
  expect(refusals[0]).toMatch(/^RangeError: columns must be a whole number from 1 to 4,096 \(given: 0\)/);
  expect(refusals[1]).toMatch(/^ExperimentError: horizon must be a whole number from 10/);
  expect(refusals[2]).toMatch(/^ExperimentError: objective must be the one on screen/);
  expect(refusals[3]).toMatch(/^RangeError: over must be plane or line/);
});
