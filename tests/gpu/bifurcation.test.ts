import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { along } from '../../src/math/range';
import { METHODS, method } from '../../src/methods/table';
import { mapOrbits } from '../../src/passes/lab/mapOrbits';
import { PassLibrary } from '../../src/passes/passes';
import {
  type OrbitDiagram,
  type OrbitOptions,
  type OrbitRequest,
  whyNoOrbits,
} from '../../src/theory/orbits';
import { watchBuffers } from './watchBuffers';

const ENVIRONMENT = { count: 256, countLimit: 1e6 };

let device: GPUDevice;
let library: PassLibrary;
beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'bgra8unorm');
});
afterAll(() => device.destroy());

const USUAL: Omit<OrbitRequest, 'etas'> = {
  ...{ columns: 64, rows: 512, visits: 'x', band: null },
  ...{ starts: 8, burnIn: 1000, counted: 512, rule: 'gd' },
};

type Wanted = Partial<OrbitRequest> & Pick<OrbitRequest, 'etas'>;

function diagramOf(change: Change, wanted: Wanted, options: OrbitOptions = {}): Promise<OrbitDiagram> {
  const experiment = completeExperiment(change, ENVIRONMENT);
  const at = { objective: objectiveOf(experiment), trustRadius: 1e5 };
  return mapOrbits(device, library, experiment, at, { ...USUAL, ...wanted }, options);
}

const lin = (from: number, to: number) => ({ from, to, scale: 'lin' }) as const;
const etaOf = ({ etas, columns }: OrbitDiagram, column: number) => along(etas, (column + 0.5) / columns);
const pitchOf = ({ etas, columns }: OrbitDiagram) => (etas.to - etas.from) / columns;
/** η within one part in 10⁵ of a value: four columns that are as good as one. */
const just = (eta: number) => ({ etas: lin(eta * (1 - 1e-5), eta * (1 + 1e-5)), columns: 4 });

/** The values at the middle of the rows of a column that were visited at least so often. */
function visitedIn(
  { columns, rows, band, density }: OrbitDiagram,
  column: number,
  least = 1,
): readonly number[] {
  return Array.from({ length: rows }, (_, row) => row)
    .filter((row) => (density[row * columns + column] ?? 0) >= least)
    .map((row) => band[0] + ((row + 0.5) / rows) * (band[1] - band[0]));
}

/** The columns where the named period changes. */
function changesOf(
  diagram: OrbitDiagram,
): readonly { from: number; to: number; low: number; high: number }[] {
  const named = Array.from(diagram.period, (period, column) => ({ period, column })).filter(
    ({ period }) => period > 0,
  );
  return named.slice(1).flatMap(({ period, column }, n) => {
    const before = named[n] ?? { period, column };
    if (before.period === period) return [];
    return [
      { from: before.period, to: period, low: etaOf(diagram, before.column), high: etaOf(diagram, column) },
    ];
  });
}

describe('the double well', () => {
  test('goes round the 2-cycle that has a formula, within a row', async () => {
    const diagram = await diagramOf(
      { objective: 'doublewell' },
      { etas: lin(1.02, 1.22), band: [-1.5, 1.5] },
    );
    const row = 3 / diagram.rows;
    for (const column of [0, 20, 41, 63]) {
      const eta = etaOf(diagram, column);
      const pair = [1, -1].map((sign) => (Math.sqrt(1 + 3 / eta) + sign * Math.sqrt(1 - 1 / eta)) / 2);
      const known = [...pair, ...pair.map((x) => -x)].sort((a, b) => a - b);
      const seen = visitedIn(diagram, column, 8);
      for (const x of seen) expect(Math.min(...known.map((one) => Math.abs(one - x)))).toBeLessThan(row);
      for (const x of known.filter((one) => seen.some((other) => one * other > 0)))
        expect(Math.min(...seen.map((one) => Math.abs(one - x)))).toBeLessThan(row);
      expect(diagram.period[column]).toBe(2);
    }
  });

  test.each([
    [Math.sqrt(5) - 1, 2, 4, 0.005],
    [1.2880318, 4, 8, 0.001],
    [1.2992279, 8, 16, 0.0004],
  ])('period doubling at η = %d, within the width of a column', async (known, before, after, half) => {
    const etas = lin(known - half, known + 1.1 * half);
    const wanted = { etas, columns: 32, starts: 4, burnIn: 30_000, counted: 256 };
    const diagram = await diagramOf({ objective: 'doublewell', region: [1, 0, 0.1] }, wanted);
    const changes = changesOf(diagram);
    expect(changes).toEqual([{ from: before, to: after, low: expect.any(Number), high: expect.any(Number) }]);
    const [{ low, high } = { low: 0, high: 0 }] = changes;
    // Where two columns are as good as the threshold itself, their cycles are too slow to be named.
    expect(low).toBeLessThan(known + pitchOf(diagram));
    expect(high).toBeGreaterThan(known - pitchOf(diagram));
    expect(high - low).toBeLessThan(3.5 * pitchOf(diagram));
  });

  test.each([
    [1.2, -0.193, 0.001],
    [1.9, 0.877, 0.01],
    [1.9999, Math.log(3), 0.01],
  ])('Lyapunov exponent at η = %d', async (eta, known, tolerance) => {
    const wanted = { ...just(eta), starts: 32, counted: 4000 };
    const diagram = await diagramOf({ objective: 'doublewell', region: [0, 0, 0.5] }, wanted);
    const mean = [...diagram.exponent].reduce((sum, one) => sum + one / 4, 0);
    expect(Math.abs(mean - known)).toBeLessThan(tolerance);
  });

  test('is bounded until η = 2, and the starts beyond √(1 + 2/η) are lost', async () => {
    const change = { objective: 'doublewell' } as const;
    const { lost } = await diagramOf(
      { ...change, region: [0, 0, 0.7] },
      { etas: lin(1.96, 2.04), starts: 32 },
    );
    expect([...lost.slice(0, 32)]).toEqual(new Array(32).fill(0));
    expect([...lost.slice(33)]).toEqual(new Array(31).fill(1));
    const far = await diagramOf(
      { ...change, region: [0, 0, 1.5] },
      { ...just(0.5), starts: 512, burnIn: 200 },
    );
    const border = Math.sqrt(1 + 2 / 0.5) / ((16 / 9) * 1.5);
    expect(Math.abs((far.lost[0] ?? 0) - (1 - border))).toBeLessThan(0.08);
  });

  test('y at rest counts into one row, f into the value at the minimum', async () => {
    const change = { objective: 'doublewell' } as const;
    const y = await diagramOf(change, { etas: lin(0.4, 0.6), visits: 'y', band: [-1, 1], columns: 8 });
    const f = await diagramOf(change, { etas: lin(0.4, 0.6), visits: 'f', band: [-1, 1], columns: 8 });
    for (let column = 0; column < 8; column++) {
      expect(visitedIn(y, column).every((value) => Math.abs(value) < 2 / 512)).toBe(true);
      expect(visitedIn(f, column).map((value) => Math.abs(value + 0.25) < 2 / 512)).toEqual([true]);
      const stayed = Math.round((1 - (f.lost[column] ?? 0)) * 8);
      expect(f.samples[column]).toBe(512 * stayed);
    }
  });
});

test.each([
  ['gd', 0.9],
  ['heavyball', 0.8],
] as const)(
  '%s in chaos visits what its twin in float64 visits, as often, with its exponent',
  async (rule, share) => {
    const eta = share * 2.1;
    const change = { objective: 'doublewell', region: [0, 0, 0.4], momentum: 0.1 } as const;
    const wanted = { ...just(eta), rule, rows: 32, band: [-1.6, 1.6], starts: 64, counted: 2000 } as const;
    const diagram = await diagramOf(change, wanted);
    const { density, samples, rows, columns } = diagram;
    const experiment = completeExperiment(change, ENVIRONMENT);
    const objective = objectiveOf(experiment);
    const twin = method(rule);
    const told = { ...experiment, eta, tolerance: 1e-5 };
    const counts = new Float64Array(rows);
    const [orbits, steps, apart] = [16, 6000, 1e-9];
    let growth = 0;
    for (let n = 0; n < orbits; n++) {
      let here = { x: 0.05 + 0.03 * n, y: 0.1, carry: [0, 0] as readonly number[] };
      let beside = { ...here, x: here.x + apart };
      const go = (at: typeof here) => twin.advance({ ...at, index: 0, tick: 0 }, objective, eta, told);
      for (let k = -500; k < steps; k++) {
        [here, beside] = [go(here), go(beside)];
        const parts = (at: typeof here) => [at.x, at.y, ...at.carry];
        const size = Math.hypot(...parts(beside).map((value, i) => value - (parts(here)[i] ?? 0)));
        const nearer = (a: number, b: number) => a + ((b - a) * apart) / size;
        const carry = here.carry.map((value, i) => nearer(value, beside.carry[i] ?? 0));
        beside = { x: nearer(here.x, beside.x), y: nearer(here.y, beside.y), carry };
        if (k < 0) continue;
        growth += Math.log(size / apart);
        const row = Math.floor(((here.x + 1.6) / 3.2) * rows);
        counts[row] = (counts[row] ?? 0) + 1;
      }
    }
    for (let column = 0; column < columns; column++) {
      let difference = 0;
      for (let row = 0; row < rows; row++) {
        const seen = (density[row * columns + column] ?? 0) / (samples[column] ?? 1);
        difference += Math.abs(seen - (counts[row] ?? 0) / (orbits * steps)) / 2;
      }
      expect(difference).toBeLessThan(0.04); // of all visits lie elsewhere
      expect(Math.abs((diagram.exponent[column] ?? 0) - growth / (orbits * steps))).toBeLessThan(0.02);
    }
  },
);

test('−cos x: the 2-cycle 2x = η sin x', async () => {
  const diagram = await diagramOf(
    { objective: '-cos(x) + y^2/8', region: [0, 0, 0.5] },
    { etas: lin(2.1, 3), band: [-3, 3], burnIn: 2000 },
  );
  for (const column of [0, 30, 63]) {
    const eta = etaOf(diagram, column);
    const seen = visitedIn(diagram, column, 8);
    expect(seen.length).toBeGreaterThan(1);
    for (const x of seen) expect(Math.abs(2 * x - eta * Math.sin(x))).toBeLessThan(2 * eta * (6 / 512));
  }
});

test('every map: where it comes to rest, its exponent is the logarithm of its rate on a quadratic', async () => {
  const settings = { momentum: 0.5, metric: [1, 0, 1] } as const;
  for (const rule of METHODS.filter((row) => whyNoOrbits(row) === null)) {
    const change = { objective: 'x^2/2 + 3y^2', ...settings };
    const diagram = await diagramOf(change, {
      rule: rule.id,
      etas: lin(0.02, 0.04),
      columns: 8,
      burnIn: 50,
      counted: 200,
    });
    expect(
      diagram.lost.every((share) => share === 0),
      rule.id,
    ).toBe(true);
    const experiment = completeExperiment(change, ENVIRONMENT);
    const curvature = { L: 6, mu: 1, A: [1, 0, 6] } as const;
    for (let column = 0; column < 8; column++) {
      const eta = etaOf(diagram, column);
      const rate = rule.rate(curvature, { ...experiment, eta, tolerance: 1e-5 });
      const exponent = diagram.exponent[column] ?? Number.NaN;
      if (rate === null) expect(Number.isFinite(exponent), rule.id).toBe(true);
      else expect(Math.abs(exponent - Math.log(rate)), `${rule.id} at ${eta}`).toBeLessThan(0.004);
    }
  }
});

test('chaos of a map that a neighbour tells: heavy ball without momentum is gradient descent', async () => {
  const change = { objective: 'doublewell', region: [0, 0, 0.5], momentum: 0 } as const;
  const wanted = { ...just(1.9), starts: 32, counted: 4000, rule: 'heavyball' } as const;
  const { exponent } = await diagramOf(change, wanted);
  expect(Math.abs([...exponent].reduce((sum, one) => sum + one / 4, 0) - 0.877)).toBeLessThan(0.02);
});

test('flows and random forces have no diagram, and it is said why', async () => {
  const refused = METHODS.filter((row) => whyNoOrbits(row) !== null).map(({ id }) => id);
  expect(refused).toEqual(['gf', 'inertial', 'natural', 'langevin']);
  await expect(diagramOf({}, { etas: lin(0.1, 0.2), rule: 'gf' })).rejects.toThrow(RangeError);
  expect(whyNoOrbits(method('gd'))).toBeNull();
});

test('it is told coarse first, ends when it is told to, and leaves nothing behind', async () => {
  const alive = watchBuffers(device);
  const abort = new AbortController();
  const told: OrbitDiagram[] = [];
  const wanted = { etas: lin(0.5, 2.1), columns: 512, starts: 64, counted: 200_000 };
  const options = {
    signal: abort.signal,
    told: (diagram: OrbitDiagram) => {
      told.push(diagram);
      if (told.length === 2) abort.abort();
    },
  };
  await expect(diagramOf({ objective: 'doublewell' }, wanted, options)).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(told.length).toBe(2);
  const [first] = told;
  expect([...(first?.lost ?? [])].filter((_, column) => column % 8 === 0).some(Number.isNaN)).toBe(false);
  expect(first?.done).toBeLessThan(0.1);
  expect(first?.band[0]).toBeLessThan(-1.2);
  expect(alive()).toEqual([]);
});
