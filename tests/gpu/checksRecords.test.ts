import { afterEach, describe, expect, test } from 'vitest';
import type { Change } from '../../src/experiment/experiment';
import { respawnsAt } from '../../src/experiment/respawn';
import type { CheckId } from '../../src/theory/check';
import { ChecksRun } from './checksRun';
import { testDevice } from './compute';

const CHECKED: readonly CheckId[] = ['descent', 'sublinear', 'distance', 'gap'];

type Points = readonly (readonly [x: number, y: number])[];

/** Where all particles were after every step, and which of them began there. */
interface Frame {
  readonly points: Points;
  readonly begun: readonly boolean[];
}

let run: ChecksRun | undefined;
afterEach(() => run?.dispose());

async function start(change: Change): Promise<ChecksRun> {
  run = await ChecksRun.create(await testDevice(), { methods: ['gd'], ...change });
  return run;
}

/** Takes steps, looks after each, and notes where everybody is. */
async function follow(checks: ChecksRun, steps: number): Promise<readonly Frame[]> {
  const frames = [await frameOf(checks)];
  checks.look();
  for (let n = 0; n < steps; n++) {
    checks.step();
    checks.look();
    frames.push(await frameOf(checks));
  }
  return frames;
}

async function frameOf({ ensembles, experiment }: ChecksRun): Promise<Frame> {
  const [ensemble] = ensembles.all;
  const { position } = await ensembles.read(ensemble!);
  const points = Array.from(
    { length: position.length / 2 },
    (_, i) => [position[2 * i]!, position[2 * i + 1]!] as const,
  );
  const life = ensemble!.shape.restarting?.life ?? 0;
  const begun = points.map((_, i) => experiment.respawn && respawnsAt(i, ensemble!.tick, life));
  return { points, begun };
}

/** Everybody's worst ratios without any allowance, in float64. */
function worstOf(checks: ChecksRun, frames: readonly Frame[]): ReadonlyMap<CheckId, readonly number[]> {
  const { objective, facts, experiment } = checks;
  const { L, mu } = facts.constants;
  const { x, y, f: least } = facts.minima[0]!;
  const eta = Math.fround(experiment.eta);
  const worst = new Map<CheckId, number[]>(CHECKED.map((id) => [id, []]));
  const note = (id: CheckId, ratio: number, i: number) => {
    const own = worst.get(id)!;
    own[i] = Math.max(own[i] ?? 0, ratio);
  };
  const birth: number[] = [];
  frames.forEach(({ points, begun }, n) => {
    points.forEach(([px, py], i) => {
      if (birth[i] === undefined || begun[i] === true) birth[i] = n;
      const k = n - birth[i]!;
      if (k === 0) return;
      const [sx, sy] = frames[birth[i]!]!.points[i]!;
      const [lx, ly] = frames[n - 1]!.points[i]!;
      const [gx, gy] = objective.gradient(lx, ly);
      const fell = objective.value(lx, ly) - objective.value(px, py);
      const [gap, gap0] = [objective.value(px, py) - least, objective.value(sx, sy) - least];
      const [far2, start2] = [(px - x) ** 2 + (py - y) ** 2, (sx - x) ** 2 + (sy - y) ** 2];
      note('descent', (eta * (1 - (L * eta) / 2) * (gx * gx + gy * gy)) / fell, i);
      note('sublinear', (gap * 2 * eta * k) / start2, i);
      note('distance', far2 / ((1 - eta * mu) ** k * start2), i);
      note('gap', gap / ((1 - eta * mu) ** k * gap0), i);
    });
  });
  return worst;
}

/** The shader's worst ratios are those of float64, as allowances are small beside the bounds, and so is whose they are. */
async function expectAgreement(checks: ChecksRun, frames: readonly Frame[]): Promise<void> {
  const measures = await checks.measures();
  const expected = worstOf(checks, frames);
  for (const id of CHECKED) {
    const { worst, particle, violations } = measures.get(id)!;
    const ratios = expected.get(id)!;
    const most = ratios.reduce((a, b) => Math.max(a, b));
    expect(worst, id).toBeGreaterThan(most * (1 - 1e-3));
    expect(worst, id).toBeLessThan(most * (1 + 1e-5));
    expect(ratios[particle!], id).toBeGreaterThan(most * (1 - 1e-3));
    expect(violations).toBe(0);
  }
}

describe('every record is of its own particle’s way', () => {
  // Unequal in x and y, so that no two particles are equally bad.
  const SKEW = { objective: 'quadratic', eta: 0.1 } as const;

  test('particles that live on, from their starts', async () => {
    const checks = await start({ ...SKEW, count: 200 });
    await expectAgreement(checks, await follow(checks, 8));
  });

  test('in the endless field, from where each began anew', async () => {
    const checks = await start({ ...SKEW, count: 200, respawn: true, trail: 2 });
    const frames = await follow(checks, 25);
    expect(frames.slice(1).flatMap(({ begun }) => begun.filter(Boolean)).length).toBeGreaterThan(300);
    await expectAgreement(checks, frames);
  });

  test('pairs placed on the way, from where they were placed', async () => {
    const checks = await start({ ...SKEW, count: 20 });
    const before = await follow(checks, 3);
    checks.ensembles.append([-1.9, 1.1]);
    const after = await follow(checks, 4);
    // Looked at once a step, it was first seen after the next one.
    await expectAgreement(checks, [...before, ...after.slice(1)]);
  });
});
