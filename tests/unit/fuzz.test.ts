import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { changeExperiment, completeExperiment, type Experiment } from '../../src/experiment/experiment';
import { openBook } from '../../src/experiment/lessonBook';
import { formatLink, parseLink } from '../../src/experiment/link';
import { ExperimentError } from '../../src/experiment/refusal';
import { ExpressionError } from '../../src/math/expression';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { readExperiment } from '../../src/ui/export/experimentFile';
import { files } from '../fuzz/files';
import { formulas } from '../fuzz/formulas';
import { howOften, PATIENCE } from '../fuzz/length';
import { foreignIn } from '../fuzz/shaderWords';
import { changes, links, Trap } from '../fuzz/values';

const ENVIRONMENT = { count: 40, countLimit: 1e6 };
const DEFAULTS = completeExperiment({}, ENVIRONMENT);
const PATIENT = { timeout: PATIENCE };
/** Seconds of this process's CPU, so that a busy machine is not taken for a hang. */
const MOST_SECONDS = 1;

beforeAll(async () => void (await openBook()));

/** What becomes of something, in at most a second. */
function within<T>(run: () => T): T {
  const before = process.cpuUsage();
  try {
    return run();
  } finally {
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6, 'seconds').toBeLessThan(MOST_SECONDS);
  }
}

/** The objective of a text, or null if it is refused as it should be: in words, with a column of the text. */
function objectiveOrRefusal(text: string): Objective | null {
  try {
    return makeObjective(text, {});
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    expect(error.message).toMatch(/^.{10,400}$/su);
    expect(error.column).toBeGreaterThanOrEqual(1);
    expect(error.column).toBeLessThanOrEqual(text.length + 1);
    return null;
  }
}

/** Allowed in every key, and the same when it comes back from its link. */
function expectSound(experiment: Experiment): void {
  expect(Object.isFrozen(experiment)).toBe(true);
  const { experiment: again, rejected } = parseLink(formatLink(experiment, ENVIRONMENT), ENVIRONMENT);
  expect(rejected).toEqual([]);
  expect(again).toEqual(experiment);
}

test('any text is a formula or refused; its shader has only words of its own', PATIENT, () => {
  const property = fc.property(formulas, fc.double(), fc.double(), (text, x, y) => {
    const objective = within(() => objectiveOrRefusal(text));
    if (objective === null) return;
    expect(foreignIn(objective.wgsl)).toBeNull();
    expect(foreignIn(objective.roundingWgsl)).toBeNull();
    const numbers = [objective.value(x, y), ...objective.gradient(x, y), ...objective.hessian(x, y)];
    expect(numbers.every((number) => typeof number === 'number')).toBe(true);
  });
  fc.assert(property, howOften(250));
});

test('any link gives an experiment, and says in words what it did not take', PATIENT, () => {
  const property = fc.property(links, (link) => {
    const { experiment, rejected } = within(() => parseLink(link, ENVIRONMENT));
    expectSound(experiment);
    expect(rejected.length).toBeLessThanOrEqual(21);
    for (const { key, value, reason } of rejected) {
      expect(key.length).toBeLessThanOrEqual(80);
      expect(value.length).toBeLessThanOrEqual(80);
      expect(reason).toMatch(/^.{5,}$/su);
    }
  });
  fc.assert(property, howOften(80));
});

test('any change that a script passes is taken or refused by its key', PATIENT, () => {
  const property = fc.property(changes, (change) => {
    try {
      expectSound(within(() => changeExperiment(DEFAULTS, change as object, ENVIRONMENT)));
    } catch (error) {
      if (error instanceof Trap) return;
      if (!(error instanceof ExperimentError)) throw error;
      expect(error.message.startsWith(error.field.slice(0, 20))).toBe(true);
      expect(error.message.length).toBeLessThan(3000);
    }
  });
  fc.assert(property, howOften(200));
});

test('any file is an experiment or refused in words', PATIENT, async () => {
  const programming = ['TypeError', 'RangeError', 'SyntaxError', 'ReferenceError'];
  const property = fc.asyncProperty(files, async (file) => {
    const before = process.cpuUsage();
    const result = await readExperiment(file, ENVIRONMENT).catch((error: unknown) => error);
    const { user } = process.cpuUsage(before);
    expect(user / 1e6, 'seconds').toBeLessThan(MOST_SECONDS);
    if (!(result instanceof Error)) return expectSound(result as Experiment);
    expect(programming).not.toContain(result.name);
    expect(result.message).toMatch(/^.{10,}$/su);
  });
  await fc.assert(property, howOften(100));
});

test('the words of shaders are told from foreign ones', () => {
  const { wgsl, roundingWgsl } = makeObjective('log(a x) + sin(pi y)/max(x, 2.5e-7)^b', {});
  expect([foreignIn(wgsl), foreignIn(roundingWgsl)]).toEqual([null, null]);
  const injected = ['while', 'discard', '@compute', '"', '// x', '#', 'x.constructor', '7', 'precise_any(x)'];
  for (const foreign of injected) expect(foreignIn(`${wgsl}\n${foreign}`), foreign).not.toBeNull();
});
