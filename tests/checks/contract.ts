import { expect } from 'vitest';
import type { Circumstances, Method, MethodSettings, Motion, Particle } from '../../src/methods/method';
import type { Objective } from '../../src/objectives/objective';
import { circumstancesWith } from '../circumstances';
import { atRest, type Check, objectives, settingsOf, stepOf, variantsOf } from './check';

/** Whether a row keeps to what src/methods/method.ts says of it. */
export const CONTRACT: readonly Check[] = [
  { title: 'says in words what it is, and its shader defines advance()', check: checkTexts },
  { title: 'tells the shader at most 16 numbers, finite in f32', check: checkConstants },
  { title: 'carries as many numbers as it says, finite ones', check: checkCarry },
  { title: 'reads the settings that it names, and no others', check: checkReads },
  { title: 'has a twin that is a pure function', check: checkPurity },
  { title: 'is random if and only if it says so', check: checkRandomness },
  { title: 'has a clock that runs, faster with a larger η', check: checkClock },
];

function checkTexts(row: Method): void {
  for (const text of [row.label, row.short, row.rule, row.clock, row.limit, row.source]) {
    expect(text.trim()).not.toBe('');
  }
  expect(row.wgsl).toMatch(/fn advance\(particle: Particle, duration: f32\) -> Particle/);
  expect(row.flags?.length ?? 0, 'flags').toBeLessThanOrEqual(4);
  expect(row.carry, 'the first number of the carry holds the flags').toBeGreaterThanOrEqual(
    row.flags === undefined ? 0 : 1,
  );
}

/** The ends of what experiments allow. */
const EXTREMES: readonly Partial<Circumstances>[] = [
  { momentum: 0, temperature: 0, beta1: 0, beta2: 0, epsilon: 1e-300 },
  { momentum: 0.999999, temperature: 1e9, beta1: 0.999999, beta2: 0.999999, epsilon: 1 },
];

function checkConstants(row: Method): void {
  for (const objective of objectives) {
    for (const extreme of EXTREMES) {
      for (const scale of [1e-6, 1, 1e6]) {
        for (const told of variantsOf(row, { ...extreme, eta: scale * etaOf(objective) })) {
          const constants = row.constants(objective, stepOf(row, told), told);
          const where = `${constants} on ${objective.key}, ${settingsOf(row, told)}`;
          expect(constants.length, where).toBeLessThanOrEqual(16);
          for (const value of constants) expect(Number.isFinite(Math.fround(value)), where).toBe(true);
        }
      }
    }
  }
}

function checkCarry(row: Method): void {
  expect(row.carry).toBeLessThanOrEqual(8);
  onEveryObjective(row, (objective, particle, told) => {
    const { carry } = row.advance(particle, objective, stepOf(row, told), told);
    expect(carry, objective.key).toHaveLength(row.carry);
    for (const value of carry) expect(Number.isFinite(Math.fround(value)), objective.key).toBe(true);
  });
}

/** The keys that anything of the row asks the circumstances for. */
function checkReads(row: Method): void {
  const asked = new Set<string>();
  const watch = (told: Circumstances) =>
    new Proxy(told, {
      get: (target, key) => {
        asked.add(String(key));
        return Reflect.get(target, key);
      },
    });
  onEveryObjective(row, (objective, particle, told) => {
    const watched = watch(told);
    const step = stepOf(row, watched);
    row.constants(objective, step, watched);
    row.advance(particle, objective, step, watched);
    row.stabilityLimit({ L: 2, mu: 1, A: [2, 0, 1] }, watched);
    row.rate({ L: 2, mu: 1, A: [2, 0, 1] }, watched);
  });
  const { eta: _, seed: __, tolerance: ___, ...settings } = circumstancesWith({});
  for (const key of row.reads) expect(Object.keys(settings), 'all settings').toContain(key);
  const read = [...asked].filter((key) => Object.hasOwn(settings, key)) as (keyof MethodSettings)[];
  expect(read.sort()).toEqual([...row.reads].sort());
}

/** Frozen arguments cannot be written to, and nothing but the arguments may decide. */
function checkPurity(row: Method): void {
  onEveryObjective(row, (objective, particle, told) => {
    const frozen = Object.freeze({ ...particle, carry: Object.freeze([...particle.carry]) });
    const step = () =>
      row.advance(frozen, Object.freeze({ ...objective }), stepOf(row, told), Object.freeze(told));
    const first = step();
    row.advance({ ...particle, x: particle.x + 1e-3, index: 7, tick: 9 }, objective, stepOf(row, told), told);
    expect(step(), objective.key).toEqual(first);
  });
}

/** Seed and particle decide nothing but random forces; the tick may decide more. */
function checkRandomness(row: Method): void {
  onEveryObjective(row, (objective, particle, told) => {
    const { index, tick } = particle;
    const end = (change: Partial<Particle>, seed = told.seed): Motion =>
      row.advance({ ...particle, ...change }, objective, stepOf(row, told), { ...told, seed });
    const usual = end({});
    if (row.stochastic !== true) {
      for (const other of [end({}, 2), end({ index: index + 1 })])
        expect(other, objective.key).toEqual(usual);
      return;
    }
    for (const other of [end({}, 2), end({ index: index + 1 }), end({ tick: tick + 1 })]) {
      expect([other.x, other.y], objective.key).not.toEqual([usual.x, usual.y]);
    }
  });
}

function checkClock(row: Method): void {
  for (const told of variantsOf(row, { eta: 0.01 })) {
    expect(row.time(told)).toBeGreaterThan(0);
    expect(row.time({ ...told, eta: 0.02 })).toBeGreaterThan(row.time(told));
  }
}

/** Calls back with a particle on each objective, at rest and after a step, for every rule of the row. */
function onEveryObjective(
  row: Method,
  look: (objective: Objective, particle: Particle, told: Circumstances) => void,
): void {
  for (const objective of objectives) {
    const [cx, cy, h] = objective.home;
    for (const told of variantsOf(row, { eta: etaOf(objective) })) {
      const particle = atRest(row, [cx + 0.9 * h, cy + 0.4 * h]);
      look(objective, particle, told);
      const motion = row.advance(particle, objective, stepOf(row, told), told);
      if (objective.defined(motion.x, motion.y)) look(objective, { ...particle, ...motion, tick: 1 }, told);
    }
  }
}

function etaOf(objective: Objective): number {
  return objective.row?.eta ?? 1;
}
