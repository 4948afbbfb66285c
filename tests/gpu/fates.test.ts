import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestGpu } from '../../src/gpu/device';
import type { MethodId } from '../../src/methods/method';
import { METHODS, method } from '../../src/methods/table';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES, objectiveRow } from '../../src/objectives/table';
import { FATE_KINDS, type Fate, type FateMap, type Lens } from '../../src/theory/fate';
import { fateOf } from '../../src/theory/lab/fateOf';
import { STRETCH } from '../../src/theory/lab/fateRules';
import { etaAt, lineLens, planeLens, startAt } from '../../src/theory/lab/lens';
import { minima } from '../../src/theory/minima';
import { circumstancesWith } from '../circumstances';
import { FateBench, type Laboratory, laboratoryOf, twinOf } from './fatesRun';

let device: GPUDevice;
let bench: FateBench;
beforeAll(async () => {
  device = (await requestGpu()).device;
  bench = new FateBench(device);
});
afterAll(() => device.destroy());

/** Steps to the horizon: a flow takes as long for one as a map for a hundred. */
const HORIZON = { map: 1000, flow: 160 } as const;
/** By how many steps times may differ (by a stretch where momentum has several): where f32 rounds gradients by a good part of what counts as none. */
const ROUGH: Readonly<Record<string, number>> = { ackley: 0.7 };
/** Starts so far from a pixel's, relative to 1 + ‖θ‖, must have the same fate, or a fractal boundary or chaos is too near. */
const NEAR = 2 ** -20;
const AROUND = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

function entry(map: FateMap, n: number): Fate {
  const kind = FATE_KINDS[map.kind[n] ?? 0] ?? 'undecided';
  const [index = 0, time = 0, exponent = 0] = [map.index[n], map.time[n], map.exponent[n]];
  return { kind, index, time, exponent };
}

const says = ({ kind, index, time }: Fate) =>
  `${kind} ${index}${Number.isNaN(time) ? '' : ` at ${time.toFixed(2)}`}`;
/** Between these exponents f32's rounding decides whether what goes on is named slow, a weak cycle or weak chaos. */
const WEAK = 0.1;
const isWeak = ({ kind, exponent }: Fate) =>
  kind === 'undecided' ||
  kind === 'bounded' ||
  ((kind === 'cycle' || kind === 'chaos') && Math.abs(exponent) < WEAK);

function isSame(a: Fate, b: Fate, rough = 0.05): boolean {
  if (isWeak(a) && isWeak(b)) return true;
  return a.kind === b.kind && a.index === b.index && !(Math.abs(a.time - b.time) > rough + 0.02 * b.time);
}

/** Where a map differs from the reference, and the share of its pixels where it may, as nearby starts differ too. */
async function differences(
  lab: Laboratory,
  lens: Lens,
  rule: MethodId,
  [columns, rows]: readonly [number, number],
) {
  const horizon = HORIZON[method(rule).kind];
  const map = await bench.map(lab, { lens, columns, rows, rule, horizon });
  expect(map.done).toBe(1);
  const wrong: string[] = [];
  let excluded = 0;
  for (let n = 0; n < columns * rows; n++) {
    const [u, v] = [((n % columns) + 0.5) / columns, (Math.floor(n / columns) + 0.5) / rows];
    const told = circumstancesWith({ eta: etaAt(lens, v) });
    const [x, y] = startAt(lens, u, v);
    const near = NEAR * (1 + Math.hypot(x, y));
    const twin = (dx: number, dy: number) =>
      fateOf([x + dx * near, y + dy * near], twinOf(lab, rule, horizon, told));
    const here = twin(0, 0);
    const rough = method(rule).carry > 0 ? STRETCH : ROUGH[lab.objective.key];
    if (isSame(entry(map, n), here, rough)) continue;
    const late = here.kind === 'minimum' && here.time > 0.9 * horizon;
    if (late || !AROUND.every(([dx, dy]) => isSame(twin(dx, dy), here, rough))) excluded++;
    else wrong.push(`(${x}, ${y}): ${says(entry(map, n))} rather than ${says(here)}`);
  }
  return { wrong, excluded: excluded / (columns * rows) };
}

/** η at the first threshold of the lowest minimum, or of the objective's own η where there is none. */
function thresholdOf({ objective }: Laboratory): number {
  const [lowest] = minima(objective, boxOfView(objective.home));
  const own = objectiveRow(objective.key)?.eta ?? 0.1;
  return lowest === undefined ? 4 * own : 2 / lowest.curvatures[1];
}

describe('the map of 210 starts, at two η, is that of the reference', () => {
  test.each(OBJECTIVES.map(({ id, eta }) => [id, eta] as const))('on %s', async (id, own) => {
    const lab = laboratoryOf(id);
    const [x, y, half] = lab.objective.home;
    const shares: number[] = [];
    for (const eta of [own, 1.15 * thresholdOf(lab)]) {
      const lens = planeLens([x + 0.013 * half, y + 0.017 * half, half], 2, eta);
      const { wrong, excluded } = await differences(lab, lens, 'gd', [15, 7]);
      shares.push(excluded);
      expect(wrong, `η = ${eta}, ${100 * excluded} % left out`).toEqual([]);
    }
    // Measured: 0 on all of them at their own η; beyond the threshold 3 % at most but on Himmelblau's chaos.
    expect(shares[0]).toBeLessThanOrEqual(0.02);
    expect(shares[1]).toBeLessThanOrEqual(0.15);
  });
});

describe('every method', () => {
  const others = METHODS.map(({ id }) => id).filter((id) => id !== 'gd');
  test.each(others)('%s has the fates of its reference', async (rule) => {
    for (const [key, eta] of [
      ['himmelblau', 0.012],
      ['doublewell', 0.8],
    ] as const) {
      const lab = laboratoryOf(key);
      const [x, y, half] = lab.objective.home;
      const lens = planeLens([x + 0.013 * half, y + 0.017 * half, half], 2, eta);
      if (method(rule).stochastic === true) {
        const map = await bench.map(lab, { lens, columns: 8, rows: 5, rule, horizon: 200 });
        const kinds = new Set(Array.from(map.kind, (code) => FATE_KINDS[code]));
        expect([...kinds].filter((kind) => kind !== 'bounded' && kind !== 'diverged')).toEqual([]);
        continue;
      }
      const { wrong, excluded } = await differences(
        lab,
        lens,
        rule,
        method(rule).kind === 'flow' ? [5, 3] : [8, 5],
      );
      expect(excluded).toBeLessThanOrEqual(0.15);
      expect(wrong, `on ${key}, ${100 * excluded} % left out`).toEqual([]);
    }
  });

  test.each(['gd', 'heavyball', 'gf', 'langevin', 'inertial'] as const)(
    '%s has an η of its own in every row',
    async (rule) => {
      const lab = laboratoryOf('bowl');
      const lens = lineLens(
        [
          [-2, 0.3],
          [2, 0.3],
        ],
        { from: 0.02, to: 0.5, scale: 'log' },
      );
      if (rule === 'langevin') {
        const map = await bench.map(lab, { lens, columns: 9, rows: 12, rule, horizon: 200 });
        expect([FATE_KINDS[map.kind[0] ?? 0], FATE_KINDS[map.kind[map.kind.length - 1] ?? 0]]).toEqual([
          'bounded',
          'diverged',
        ]);
        return;
      }
      const { wrong } = await differences(lab, lens, rule, [9, 12]);
      expect(wrong).toEqual([]);
    },
  );
});

test.each([
  [1.2, 'cycle', -0.193, 0.002],
  // In f32 many chaotic orbits soon become the same: there are fewer of them to take the mean of than starts.
  [1.9, 'chaos', 0.877, 0.02],
  [1.9999, 'chaos', Math.log(3), 0.02],
] as const)('on the double well at η = %f: %s with exponent %f', async (eta, kind, exponent, within) => {
  const lab = laboratoryOf('doublewell');
  const lens = lineLens(
    [
      [-1.3, 0.3],
      [1.3, 0.3],
    ],
    { from: eta, to: eta, scale: 'lin' },
  );
  const map = await bench.map(lab, { lens, columns: 400, rows: 1, rule: 'gd', horizon: 1000 });
  const fates = Array.from({ length: 400 }, (_, n) => entry(map, n));
  expect([...new Set(fates.map((fate) => fate.kind))]).toEqual([kind]);
  const mean = fates.reduce((sum, fate) => sum + fate.exponent, 0) / fates.length;
  expect(Math.abs(mean - exponent)).toBeLessThan(within);
});

test('a saddle that is passed slowly is no rest, unless nothing drives a particle off', async () => {
  const lab = laboratoryOf('doublewell');
  const kinds = async (x: number) => {
    const lens: Lens = { ...planeLens([0, 0, 1], 1, 0.1), corner: [x, 0.3], across: [0, 0], up: [0, 0.2] };
    const map = await bench.map(lab, { lens, columns: 1, rows: 3, rule: 'gd', horizon: 1000 });
    return [0, 1, 2].map((n) => entry(map, n).kind);
  };
  expect(await kinds(1e-20)).toEqual(['minimum', 'minimum', 'minimum']); // near the saddle for 300 steps
  expect(await kinds(0)).toEqual(['rest', 'rest', 'rest']);
});

test('a map is coarse at first, fills in, and ends when it is called off', async () => {
  const lab = laboratoryOf('himmelblau');
  const request = {
    lens: planeLens(lab.objective.home, 16 / 9, 0.02),
    columns: 320,
    rows: 180,
    rule: 'gd',
    horizon: 500,
  } as const;
  const dones: number[] = [];
  const work = new AbortController();
  const told = (map: FateMap) => {
    dones.push(map.done);
    if (dones.length === 1) expect(new Set(map.kind).size).toBeGreaterThan(2);
  };
  const whole = await bench.map(lab, request, { told, signal: work.signal });
  expect([dones[0], dones[dones.length - 1], whole.done]).toEqual([0, 1, 1]);
  work.abort();
  await expect(bench.map(lab, request, { signal: work.signal })).rejects.toThrow(/abort/i);
  // A smaller map has the same fates at the same places.
  const part = {
    ...request,
    lens: { ...request.lens, across: [request.lens.across[0] / 320, 0] as const },
    columns: 1,
  };
  const column = await bench.map(lab, part);
  expect(Array.from(column.kind)).toEqual(Array.from({ length: 180 }, (_, row) => whole.kind[row * 320]));
});
