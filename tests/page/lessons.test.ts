import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { objectiveOf } from '../../src/experiment/experiment';
import { LESSONS } from '../../src/experiment/lessons';
import type { Point } from '../../src/experiment/values';
import type { Check, CheckId } from '../../src/theory/check';
import { Approval } from './approval';
import { SMALL, useBrowser } from './open';

const { open } = useBrowser({ resting: true, shared: true, viewport: SMALL });

/** Where all particles of a method are at each of the steps that were asked for. */
type Film = readonly (readonly Point[])[];

/** A page that shows a lesson, as a claim looks at it. */
class Stage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Begins a lesson, by its link. */
  async begin(id: string): Promise<void> {
    await this.#page.evaluate((link) => window.etascope.load(link), `#lesson=${id}`);
    await this.#page.evaluate(() => window.etascope.restart());
  }

  change(change: object): Promise<void> {
    return this.#page.evaluate(async (wanted) => {
      await window.etascope.load(wanted);
      await window.etascope.restart();
    }, change);
  }

  /** The positions of the methods at these steps, the first of which may be 0. */
  async film<M extends string>(steps: readonly number[], ...methods: readonly M[]): Promise<Record<M, Film>> {
    const flat = await this.#page.evaluate(
      async ({ wanted, ids }) => {
        const { etascope } = window;
        const frames: number[][][] = [];
        let now = 0;
        await etascope.restart();
        for (const step of wanted) {
          if (step > now) await etascope.advance(step - now);
          now = step;
          const readings = await Promise.all(ids.map((id) => etascope.read(id)));
          frames.push(readings.map(({ position }) => [...position]));
        }
        return frames;
      },
      { wanted: steps, ids: methods },
    );
    const filmOf = (n: number): Film => flat.map((frame) => pairs(frame[n] ?? []));
    return Object.fromEntries(methods.map((id, n) => [id, filmOf(n)])) as Record<M, Film>;
  }

  advance(steps: number): Promise<void> {
    return this.#page.evaluate((n) => window.etascope.advance(n), steps);
  }

  statusOf(method: string): Promise<readonly number[]> {
    return this.#page.evaluate(async (id) => [...(await window.etascope.read(id)).status], method);
  }

  /** Of each η its period in the long run, or what there is instead. */
  orbits(etas: readonly number[]): Promise<readonly (number | string)[]> {
    return this.#page.evaluate(async (wanted) => {
      const told: (number | string)[] = [];
      for (const eta of wanted) {
        const range = { from: eta, to: eta + 1e-4, scale: 'lin' as const };
        const size = { columns: 1, rows: 8, particles: 32, burnIn: 2000, counted: 256 };
        const { period, exponentLow } = await window.etascope.orbit({ ...size, etas: range });
        told.push((period[0] ?? 0) > 0 ? (period[0] ?? 0) : (exponentLow[0] ?? 0) > 0 ? 'chaos' : 'neither');
      }
      return told;
    }, etas);
  }

  /** How many boxes of 1, 2, 4 and 8 pixels the borders between the fates need. */
  async border(change: object): Promise<readonly number[]> {
    const { columns, rows, fates } = await this.#page.evaluate(async (wanted) => {
      const map = await window.etascope.fate({ columns: 512, rows: 288, ...wanted });
      return {
        columns: map.columns,
        rows: map.rows,
        fates: map.kind.map((kind, n) => 16 * kind + (map.index[n] ?? 0)).join(),
      };
    }, change);
    const fate = fates.split(',');
    const at = (column: number, row: number) => fate[row * columns + column];
    const meets = (column: number, row: number, side: number): boolean => {
      const first = at(column, row);
      for (let v = 0; v <= side; v++)
        for (let u = 0; u <= side; u++) if (at(column + u, row + v) !== first) return true;
      return false;
    };
    return [1, 2, 4, 8].map((side) => {
      let count = 0;
      for (let row = 0; row + side < rows; row += side)
        for (let column = 0; column + side < columns; column += side) if (meets(column, row, side)) count++;
      return count;
    });
  }

  theory() {
    return this.#page.evaluate(() => window.etascope.theory());
  }

  async objective() {
    return objectiveOf(await this.#page.evaluate(() => window.etascope.experiment));
  }

  /** Theorems that are promised here, and hold. */
  async holds(...ids: readonly CheckId[]): Promise<readonly Check[]> {
    const all = await this.#page.evaluate(() => window.etascope.checks());
    const wanted = ids.map((id) => all.find((check) => check.id === id) as Check);
    for (const { id, applies, violations, worst, reason } of wanted) {
      expect([id, applies, violations], reason).toEqual([id, true, 0]);
      expect(worst, id).toBeGreaterThan(0);
    }
    return wanted;
  }
}

const pairs = (flat: readonly number[]): readonly Point[] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[2 * i] ?? Number.NaN,
    flat[2 * i + 1] ?? Number.NaN,
  ]);
const dot = ([x, y]: Point, [u, v]: Point): number => x * u + y * v;
const minus = ([x, y]: Point, [u, v]: Point): Point => [x - u, y - v];
const length = (point: Point): number => Math.hypot(...point);
/** The place of particle i at every step of the film. */
const orbitOf = (film: Film, i = 0): readonly Point[] =>
  film.map((points) => points[i] ?? [Number.NaN, Number.NaN]);
const upTo = (steps: number): readonly number[] => Array.from({ length: steps + 1 }, (_, k) => k);
const ratios = (values: readonly number[]): readonly number[] =>
  values.slice(1).map((value, k) => value / (values[k] ?? Number.NaN));
/** All values within a share of what is expected. */
function near(values: readonly number[], expected: number, share: number): void {
  for (const value of values) {
    expect(value).toBeGreaterThan(expected - share * Math.abs(expected));
    expect(value).toBeLessThan(expected + share * Math.abs(expected));
  }
}

/** Eigenvectors of the tilted valley ½‖θ‖² + c(x + 2y)², the shallow one first: λ = 1 and 1 + 10c. */
const SHALLOW: Point = [2 / Math.sqrt(5), -1 / Math.sqrt(5)];
const STEEP: Point = [1 / Math.sqrt(5), 2 / Math.sqrt(5)];

type Claim = (stage: Stage) => Promise<void>;

/** What each lesson says, as a measurement. */
const CLAIMS: Readonly<Record<string, Claim>> = {
  landscape: async (stage) => {
    const { minima } = await stage.theory();
    expect(minima.map(({ isolated }) => isolated)).toEqual([true, true, true, true]);
    await stage.change({ methods: ['gd'], starts: 'points:0.5,-2;-1,1;2,4', eta: 1e-4, respawn: false });
    const { gd } = await stage.film([0, 1], 'gd');
    const { value } = await stage.objective();
    for (const [n, start] of (gd[0] ?? []).entries()) {
      const [dx, dy] = minus(gd[1]?.[n] ?? [0, 0], start);
      const size = Math.hypot(dx, dy);
      const slope = (u: number, v: number) =>
        (value(start[0] + 1e-5 * u, start[1] + 1e-5 * v) - value(start[0] - 1e-5 * u, start[1] - 1e-5 * v)) /
        2e-5;
      const down = slope(dx / size, dy / size);
      expect(Math.abs(slope(-dy / size, dx / size)), 'along the contour').toBeLessThan(1e-3 * -down);
      near([size / 1e-4], -down, 1e-3); // as long as it is steep
    }
  },

  steps: async (stage) => {
    const { gd } = await stage.film(upTo(5), 'gd');
    const { gradient } = await stage.objective();
    for (const i of [0, 1, 2]) {
      const orbit = orbitOf(gd, i);
      const jumps = orbit.slice(1).map((point, k) => minus(point, orbit[k] ?? [0, 0]));
      for (const [k, jump] of jumps.entries()) {
        const [gx, gy] = gradient(...(orbit[k] ?? [0, 0]));
        expect(length(minus(jump, [-0.2 * gx, -0.2 * gy]))).toBeLessThan(1e-6);
      }
      for (const ratio of ratios(jumps.map(length))) expect(ratio).toBeLessThan(1);
    }
    await stage.change({ eta: 0.4 });
    const doubled = (await stage.film([0, 1], 'gd')).gd;
    const first = (film: Film): Point => minus(film[1]?.[0] ?? [0, 0], film[0]?.[0] ?? [0, 0]);
    expect(length(minus(first(doubled), [2 * first(gd)[0], 2 * first(gd)[1]]))).toBeLessThan(1e-6);
  },

  decrease: async (stage) => {
    const { gd } = await stage.film([0, 1, 12], 'gd');
    expect(Math.abs(gd[1]?.[1]?.[1] ?? 1), 'one jump to the floor').toBeLessThan(1e-6);
    const [, gain] = await stage.holds('descent', 'gain');
    expect(gain?.worst).toBeGreaterThan(0.99);
    expect(gain?.worst).toBeLessThanOrEqual(1);
    await stage.change({ eta: 0.21 });
    const { value } = await stage.objective();
    const rising = orbitOf((await stage.film([0, 1, 2], 'gd')).gd, 1).map((point) => value(...point));
    for (const ratio of ratios(rising)) expect(ratio).toBeGreaterThan(1);
  },

  flat: async (stage) => {
    const { value } = await stage.objective();
    const { gd } = await stage.film([30, 60, 120], 'gd');
    await stage.holds('sublinear');
    expect(Math.abs((await stage.theory()).mu)).toBeLessThan(1e-6);
    const [first = 0, second = 0] = ratios(orbitOf(gd).map((point) => value(...point)));
    expect(second, 'slower than any exponential').toBeGreaterThan(2 * first ** 2);
    near([second], 2 ** -1.5, 0.1); // f = x⁶/2 falls like k^{−3/2}
  },

  linear: async (stage) => {
    const { gd } = await stage.film([20, 21, 22, 40], 'gd');
    await stage.holds('distance', 'gap');
    for (const i of [0, 1, 2]) near(ratios(orbitOf(gd, i).map(length)).slice(0, 2), 0.9, 1e-4);
    await stage.change({ eta: 2 / 11 });
    await stage.advance(30);
    await stage.holds('best');
  },

  modes: async (stage) => {
    const { gd } = await stage.film(upTo(7), 'gd');
    const orbit = orbitOf(gd);
    near(ratios(orbit.map((point) => dot(point, SHALLOW))), 0.8, 1e-4);
    near(ratios(orbit.map((point) => dot(point, STEEP))), -0.6, 1e-4);
    await stage.holds('modes');
  },

  flow: async (stage) => {
    const { minima } = await stage.theory();
    const { gf } = await stage.film([300], 'gf');
    const ends = (gf[0] ?? []).map((point) =>
      minima.findIndex(({ x, y }) => length(minus(point, [x, y])) < 1e-3),
    );
    expect([...new Set(ends)].sort()).toEqual([0, 1, 2, 3]);
    await stage.change({ eta: 1e-5 });
    const short = (await stage.film([0, 1], 'gf')).gf;
    const { gradient } = await stage.objective();
    for (const [n, start] of (short[0] ?? []).entries()) {
      const [gx, gy] = gradient(...start);
      const way = minus(short[1]?.[n] ?? [0, 0], start);
      if (length(way) < 1e-4) continue; // rounding has no direction
      expect(dot(way, [-gx, -gy]) / length(way) / Math.hypot(gx, gy)).toBeGreaterThan(0.999);
    }
  },

  energy: async (stage) => {
    const { value } = await stage.objective();
    const { gf } = await stage.film([0, 5, 20, 25, 35, 40], 'gf');
    const [f0 = 0, f5 = 0, f20 = 0, f25 = 0, f35 = 0, f40 = 0] = orbitOf(gf).map((point) => value(...point));
    expect(f20 - f25, 'the pause').toBeLessThan(0.5 * Math.min(f0 - f5, f35 - f40));
    await stage.holds('falls', 'energy');
    expect((await stage.theory()).mu).toBe(-1);
  },

  distance: async (stage) => {
    const { value } = await stage.objective();
    const { gf } = await stage.film([30, 40], 'gf');
    await stage.holds('flowDistance', 'flowGap');
    for (const i of [0, 1, 2]) {
      const orbit = orbitOf(gf, i);
      near(ratios(orbit.map(length)).map(Math.log), -1, 0.01);
      near(ratios(orbit.map((point) => value(...point))).map(Math.log), -2, 0.01);
    }
  },

  eigenbasis: async (stage) => {
    const { gf } = await stage.film([0, 20], 'gf');
    await stage.holds('flowModes');
    const [starts = [], ends = []] = gf;
    for (const [i, start] of starts.entries()) {
      const end = ends[i] ?? [0, 0];
      const [z1, z2] = [dot(start, SHALLOW), dot(start, STEEP)];
      expect(dot(end, SHALLOW)).toBeCloseTo(z1 * Math.exp(-0.6), 5);
      expect(dot(end, STEEP)).toBeCloseTo(z2 * Math.exp(-3.6), 5);
      const straight = Math.abs(start[0] * end[1] - start[1] * end[0]) < 1e-5;
      expect(straight).toBe(i < 4);
    }
  },

  euler: async (stage) => {
    const missed = async (): Promise<number> => {
      const { gd, gf } = await stage.film([1], 'gd', 'gf');
      return length(minus(gd[0]?.[0] ?? [0, 0], gf[0]?.[0] ?? [0, 0]));
    };
    const whole = await missed();
    await stage.holds('euler');
    await stage.change({ eta: 0.1 });
    near([(await missed()) / whole], 0.25, 0.2);
  },

  order: async (stage) => {
    const gap = async (steps: number): Promise<number> => {
      const { gd, gf } = await stage.film([steps], 'gd', 'gf');
      return length(minus(gd[0]?.[0] ?? [0, 0], gf[0]?.[0] ?? [0, 0]));
    };
    const whole = await gap(5);
    await stage.holds('order');
    await stage.change({ eta: 0.1 });
    near([(await gap(10)) / whole], 0.5, 0.15);
  },

  zigzag: async (stage) => {
    const { gd, gf } = await stage.film(upTo(12), 'gd', 'gf');
    near(ratios(orbitOf(gd).map(([, y]) => y)), -0.9, 1e-4);
    for (const [, y] of orbitOf(gf)) expect(y).toBeGreaterThan(-1e-6);
    await stage.advance(188);
    expect(await stage.statusOf('gd')).toEqual([1]);
    expect((await stage.theory()).modes?.map(({ regime }) => regime)).toContain('zigzag');
  },

  edge: async (stage) => {
    const { gd } = await stage.film([0, 1, 2, 59, 60], 'gd');
    const heights = orbitOf(gd).map(([, y]) => y);
    for (const [n, expected] of [1.5, -1.5, 1.5, -1.5, 1.5].entries())
      expect(heights[n]).toBeCloseTo(expected, 4);
    expect(Math.abs(orbitOf(gd)[4]?.[0] ?? 1)).toBeLessThan(1e-4);
    expect((await stage.theory()).modes?.map(({ regime }) => regime)).toContain('edge');
    await stage.change({ eta: 0.199 });
    near(ratios(orbitOf((await stage.film(upTo(3), 'gd')).gd).map(([, y]) => y)), -0.99, 1e-4);
  },

  divergence: async (stage) => {
    const { gd } = await stage.film(upTo(10), 'gd');
    near(ratios(orbitOf(gd).map(([, y]) => y)), -1.08, 1e-4);
    await stage.advance(400);
    expect(await stage.statusOf('gd')).toEqual([2]);
    expect(await stage.statusOf('gf')).toEqual([1]);
    expect((await stage.theory()).modes?.map(({ regime }) => regime)).toContain('unstable');
  },

  backward: async (stage) => {
    const { prox } = await stage.film(upTo(8), 'prox');
    near(ratios(orbitOf(prox).map(([, y]) => y)).slice(0, 5), 1 / 4, 1e-2);
    near(ratios(orbitOf(prox).map(([x]) => x)), 1 / 1.3, 1e-3);
    await stage.advance(60);
    expect(await stage.statusOf('gd')).toEqual([2]);
    expect(await stage.statusOf('prox')).toEqual([1]);
    await stage.change({ eta: 100 });
    const far = orbitOf((await stage.film([0, 1], 'prox')).prox).map(length);
    expect(ratios(far)[0]).toBeLessThan(0.02);
  },

  compare: async (stage) => {
    const decay = async (from: number, to: number): Promise<readonly number[]> => {
      const { gd, gf } = await stage.film([from, to], 'gd', 'gf');
      return [gd, gf].map((film) => Math.log(ratios(orbitOf(film).map(length))[0] ?? 0));
    };
    const [descent = 0, flow = 0] = await decay(10, 14); // from t = 3 to 4.2
    near([descent], 4 * Math.log(0.7), 0.01);
    near([flow], -1.2, 0.01);
    await stage.change({ eta: 0.15 });
    const [closer = 0] = await decay(20, 28);
    near([closer], 8 * Math.log(0.85), 0.01);
    expect(Math.abs(closer - flow)).toBeLessThan(0.5 * Math.abs(descent - flow));
  },

  ravine: async (stage) => {
    const { gd, gf } = await stage.film(upTo(10), 'gd', 'gf');
    near(ratios(orbitOf(gd).map((point) => dot(point, STEEP))), 1 - 0.0905 * 21, 1e-3);
    near(ratios(orbitOf(gd).map((point) => dot(point, SHALLOW))), 1 - 0.0905, 1e-3);
    expect(Math.abs(dot(orbitOf(gf)[5] ?? [1, 1], STEEP)), 'in the valley').toBeLessThan(1e-3);
    const before = await stage.theory();
    expect(before.kappa).toBeCloseTo(21, 6);
    await stage.change({ c: 4, eta: (0.0905 * 21) / 41 });
    const after = await stage.theory();
    near([(after.steps?.[0]?.steps ?? 0) / (before.steps?.[0]?.steps ?? 0)], 41 / 21, 0.1);
  },

  momentum: async (stage) => {
    const { gd, heavyball, nesterov } = await stage.film([0, 10, 20, 30, 60], 'gd', 'heavyball', 'nesterov');
    const left = (film: Film) => length(orbitOf(film)[4] ?? [1, 1]);
    for (const film of [heavyball, nesterov]) {
      expect(left(film)).toBeLessThan(0.1 * left(gd));
      const along = orbitOf(film).map((point) => dot(point, SHALLOW));
      expect(Math.max(...along) * Math.min(...along), 'past the minimum').toBeLessThan(0);
    }
    for (const point of orbitOf(gd)) expect(dot(point, SHALLOW)).toBeLessThan(0);
    await stage.change({ momentum: 0 });
    const same = await stage.film([5], 'gd', 'heavyball', 'nesterov');
    for (const film of [same.heavyball, same.nesterov])
      expect(length(minus(orbitOf(film)[0] ?? [1, 1], orbitOf(same.gd)[0] ?? [0, 0]))).toBeLessThan(1e-5);
  },

  natural: async (stage) => {
    const { gf, natural } = await stage.film([0, 2, 5, 10, 100], 'gf', 'natural');
    for (const i of upTo(6)) {
      const start = orbitOf(natural, i)[0] ?? [0, 0];
      for (const [n, t] of [0, 0.2, 0.5, 1].entries())
        expect(orbitOf(natural, i)[n]?.[0]).toBeCloseTo(start[0] * Math.exp(-t), 3);
    }
    const widest = (film: Film, i: number) => Math.max(...orbitOf(film, i).map(([, y]) => y));
    for (const i of [0, 1, 4]) expect(widest(gf, i)).toBeGreaterThan(widest(natural, i));
    for (const film of [gf, natural])
      for (const [x, y] of film[4] ?? []) expect(Math.hypot(x, y - 1)).toBeLessThan(0.02);
  },

  langevin: async (stage) => {
    const { langevin } = await stage.film([200, 210], 'langevin');
    const [before = [], after = []] = langevin;
    expect(after.filter((point, i) => length(minus(point, before[i] ?? [0, 0])) < 1e-4)).toEqual([]);
    const { value } = await stage.objective();
    // Under e^{−f/T}: y is normal of variance T, widened to T/(1 − η/2) by Euler's step; x by quadrature.
    const variance = after.reduce((sum, [, y]) => sum + y * y, 0) / after.length;
    near([variance], 0.1 / 0.95, 0.12);
    const weights = upTo(600).map((n) => [n / 200 - 1.5, Math.exp(-value(n / 200 - 1.5, 0) / 0.1)] as const);
    const mass = (part: (x: number) => boolean) =>
      weights.reduce((sum, [x, weight]) => sum + (part(x) ? weight : 0), 0);
    const middle = mass((x) => Math.abs(x) < 0.5) / mass(() => true);
    near([after.filter(([x]) => Math.abs(x) < 0.5).length / after.length], middle, 0.25);
  },

  chaos: async (stage) => {
    const { gd } = await stage.film([60, 61, 62], 'gd');
    const [[x0] = [0], [x1] = [0], [x2] = [0]] = orbitOf(gd);
    expect(x1).toBeCloseTo(2.2 * x0 - 1.2 * x0 ** 3, 4);
    expect(x2).toBeCloseTo(x0, 4);
    expect(Math.abs(x1 - x0)).toBeGreaterThan(0.1);
    expect(await stage.orbits([0.9, 1.2, 1.26, 1.5])).toEqual([1, 2, 4, 'chaos']);
  },

  fractal: async (stage) => {
    const counts = await stage.border({});
    const slopes = ratios(counts).map((ratio) => -Math.log2(ratio));
    for (const slope of slopes) expect(slope).toBeGreaterThan(1.12);
    for (const slope of slopes) expect(slope).toBeLessThan(1.4);
    const smooth = await stage.border({ eta: 0.03 });
    expect(smooth[0]).toBeLessThan(0.4 * (counts[0] ?? 0));
    near([Math.log2((smooth[1] ?? 0) / (smooth[3] ?? 0))], 2, 0.1);
  },

  summary: async (stage) => {
    const rows = [
      [0.05, 'monotone', 1],
      [0.15, 'zigzag', -1],
      [0.2, 'edge', -1],
      [0.21, 'unstable', -1],
    ] as const;
    for (const [eta, regime, sign] of rows) {
      await stage.change({ eta });
      const { modes } = await stage.theory();
      expect(modes?.find(({ lambda }) => lambda === 10)?.regime).toBe(regime);
      const heights = orbitOf((await stage.film(upTo(2), 'gd')).gd).map(([, y]) => y);
      near(ratios(heights), sign * Math.abs(1 - 10 * eta), 1e-4);
    }
  },
};

const approval = new Approval();
const PARTS = [...new Set(LESSONS.map(({ part }) => part))];

test.each(PARTS)(
  '%s: every lesson opens by its link, looks as approved in every theme, and what it says is so',
  { timeout: 240_000 },
  async (part) => {
    const page = await open();
    const stage = new Stage(page);
    for (const { id } of LESSONS.filter((lesson) => lesson.part === part)) {
      await stage.begin(id);
      expect.soft(await approval.differences(page, id), `the picture of the lesson ${id}`).toEqual([]);
      try {
        await CLAIMS[id]?.(stage);
      } catch (error) {
        throw new Error(`The lesson ${id} is wrong.`, { cause: error });
      }
    }
    await approval.approve(page);
  },
);

test('every lesson makes a claim', () => {
  expect(Object.keys(CLAIMS)).toEqual(LESSONS.map(({ id }) => id));
});
