import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { respawnPhase } from '../../src/experiment/respawn';
import { requestGpu } from '../../src/gpu/device';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { eigenvalues } from '../../src/math/symmetric2';
import type { MethodId } from '../../src/methods/method';
import { boxOfView } from '../../src/objectives/survey';
import { lifeOf } from '../../src/passes/ensembles';
import { PassLibrary } from '../../src/passes/passes';
import { Recorder } from '../../src/passes/recorder';
import { Run } from '../../src/passes/run';
import { constants } from '../../src/theory/constants';
import type { Facts } from '../../src/theory/facts';
import { sharpnessLimit } from '../../src/theory/lab/edge';
import { minima } from '../../src/theory/minima';
import { type Level, QUANTITIES, type Quantity, type Recording, STATUSES } from '../../src/theory/recording';
import { circumstancesWith } from '../circumstances';

const ENVIRONMENT = { count: 100, countLimit: 1e6 };

let device: GPUDevice;
let library: PassLibrary;

beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'rgba8unorm');
});
afterAll(() => device.destroy());

/** A run that the recorder looks at after every step, as the instrument lets it. */
async function record(change: Change, { from = 0 } = {}) {
  const experiment = completeExperiment({ dock: 'plots', respawn: false, ...change }, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  const problem = new Uniform(device, 'test', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const run = new Run(device, experiment, objective, await library.landscape(objective));
  run.steps = await library.steps(objective, experiment.methods);
  const box = boxOfView(experiment.view);
  const facts: Facts = {
    objective,
    constants: constants(objective, experiment.view),
    box,
    minima: minima(objective, box),
  };
  const recorder = new Recorder(device, library, () => facts);
  await recorder.prepare(experiment, objective);
  /** Takes so many steps; `seen` is called at the end of each. */
  const steps = async (count: number, seen: (k: number) => unknown = () => undefined) => {
    if (run.step >= from) recorder.observe(run, problem.buffer);
    for (const last = run.step + count; run.step < last; ) {
      run.take(problem.buffer, run.toNextStep);
      if (run.isAtStep && run.step >= from) recorder.observe(run, problem.buffer);
      if (run.isAtStep) await seen(run.step);
    }
  };
  const positions = async (id: MethodId) => {
    const ensemble = run.ensembles.find(id);
    if (ensemble === undefined) throw new Error(`no ${id}`);
    return (await run.ensembles.read(ensemble)).position;
  };
  const read = async (): Promise<Recording> => {
    await recorder.read();
    if (recorder.recording === null) throw new Error('nothing was recorded');
    return recorder.recording;
  };
  return { experiment, objective, problem, run, facts, recorder, steps, positions, read };
}

/** What particles at these places measure, in float64. */
function measured({ objective, minima: [lowest] }: Facts, position: Float32Array) {
  const values: Record<'value' | 'distance' | 'gradient' | 'norm' | 'sharpness', number[]> = {
    value: [],
    distance: [],
    gradient: [],
    norm: [],
    sharpness: [],
  };
  for (let i = 0; i < position.length; i += 2) {
    const [x, y] = [position[i] ?? NaN, position[i + 1] ?? NaN];
    values.value.push(objective.value(x, y) - (lowest?.f ?? 0));
    values.distance.push(Math.hypot(x - (lowest?.x ?? 0), y - (lowest?.y ?? 0)));
    values.gradient.push(Math.hypot(...objective.gradient(x, y)));
    values.norm.push(Math.hypot(x, y));
    values.sharpness.push(eigenvalues(objective.hessian(x, y))[1]);
  }
  return values;
}

/** What the levels of these values are by definition. */
function levelsOf(values: readonly number[]): Record<Level, number> {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const tail = Math.floor(last / 20);
  const at = (rank: number) => sorted[rank] ?? NaN;
  return { low: at(tail), median: at(Math.floor(last / 2)), high: at(last - tail), most: at(last) };
}

/** A bin is an eighth of an octave's lower end wide, at most. */
const BIN = 1 / 8;
/** What f32 makes of f − f* a step or two from the start. */
const ROUNDING = 1e-4;

function expectLevels(found: (level: Level) => number, values: readonly number[]): void {
  const exact = levelsOf(values);
  for (const level of ['low', 'median', 'high'] as const) {
    expect(Math.abs(found(level) / exact[level] - 1)).toBeLessThan(BIN + ROUNDING);
  }
  expect(found('most') / exact.most).toBeCloseTo(1, 4);
}

test.each(['rosenbrock', 'booth', 'himmelblau'])(
  'on %s levels are those of the sorted values, to the width of a bin',
  async (id) => {
    const { facts, positions, read, steps } = await record({
      objective: id,
      count: 3001,
      methods: ['gd', 'gf'],
    });
    const wanted = { ...facts, minima: facts.minima.slice(0, 1) };
    await steps(4);
    const recording = await read();
    expect(recording.rows).toBe(5);
    for (const method of ['gd', 'gf'] as const) {
      const values = measured(wanted, await positions(method));
      for (const quantity of ['value', 'distance', 'gradient', 'norm'] as const) {
        if (quantity === 'distance' && id === 'himmelblau') continue;
        expectLevels((level) => recording.level(method, quantity, level)(4), values[quantity]);
      }
      if (id !== 'himmelblau') continue;
      const each = facts.minima.map((one) => measured({ ...facts, minima: [one] }, new Float32Array()));
      expect(each.length).toBe(4);
      const place = await positions(method);
      const nearest = Array.from({ length: place.length / 2 }, (_, i) =>
        Math.min(
          ...facts.minima.map(({ x, y }) => Math.hypot((place[2 * i] ?? 0) - x, (place[2 * i + 1] ?? 0) - y)),
        ),
      );
      expectLevels((level) => recording.level(method, 'distance', level)(4), nearest);
    }
  },
);

test('the coordinates along the eigenvectors follow their closed forms, with their signs', async () => {
  const starts = 'points:1,2;-1.5,0.7;2,-1' as const;
  const { objective, facts, read, steps } = await record({
    objective: 'booth',
    starts,
    methods: ['gd', 'gf'],
    pair: 1,
  });
  const eta = 1.7 / facts.constants.L;
  const run = await record({ objective: 'booth', starts, methods: ['gd', 'gf'], pair: 1, eta });
  await run.steps(12);
  const recording = await run.read();
  const { modes } = recording.subject.reference;
  if (modes === null || objective.quadratic === null) throw new Error('no modes');
  const { low, high, u, v } = modes.spectrum;
  const e = [-1.5 - modes.centre[0], 0.7 - modes.centre[1]] as const;
  const start = { first: u[0] * e[0] + u[1] * e[1], second: v[0] * e[0] + v[1] * e[1] };
  for (const [quantity, lambda] of [
    ['first', low],
    ['second', high],
  ] as const) {
    for (let k = 0; k <= 12; k++) {
      const descent = (1 - eta * lambda) ** k * start[quantity];
      const flow = Math.exp(-eta * lambda * k) * start[quantity];
      const tolerance = 2e-6 * (1 + k);
      expect(Math.abs(recording.followed('gd', quantity)(k) - descent)).toBeLessThan(
        tolerance * Math.abs(start[quantity]),
      );
      expect(Math.abs(recording.followed('gf', quantity)(k) - flow)).toBeLessThan(
        tolerance * Math.abs(start[quantity]),
      );
    }
  }
  // f − f* of a quadratic comes from them: it keeps its digits where f itself loses them.
  await run.steps(20);
  const last = await run.read();
  const value = last.followed('gd', 'value')(32);
  const [z1, z2] = [last.followed('gd', 'first')(32), last.followed('gd', 'second')(32)];
  expect(value / ((low * z1 ** 2 + high * z2 ** 2) / 2)).toBeCloseTo(1, 4);
  await steps(1);
  await read();
});

test('one particle alone is all of its levels', async () => {
  const { steps, read, facts, positions } = await record({
    objective: 'beale',
    starts: 'points:1,0.5',
    methods: ['gd'],
  });
  await steps(3);
  const recording = await read();
  const values = measured(facts, await positions('gd'));
  for (const quantity of ['value', 'distance', 'gradient'] as const) {
    for (const level of ['low', 'median', 'high', 'most'] as const) {
      expect(recording.level('gd', quantity, level)(3) / (values[quantity][0] ?? NaN)).toBeCloseTo(1, 4);
    }
  }
});

describe('statuses', () => {
  test('are counted as the census names them, and who is lost keeps what it was', async () => {
    // x² is halved, y is multiplied by −1.5: half of the starts have no y.
    const points = Array.from({ length: 40 }, (_, i) => `${(i + 1) / 40},${i % 2 === 0 ? 0 : 1}`).join(';');
    const { steps, read, run, problem, objective, facts, positions } = await record({
      objective: '0.5 x^2 + 2.5 y^2',
      eta: 0.5,
      starts: `points:${points}`,
      methods: ['gd'],
    });
    const lost: number[] = [];
    await steps(60, async () => {
      await run.takeCensus(await library.census(objective), problem.buffer);
      lost.push(run.counts.get('gd')?.[2] ?? NaN);
    });
    const recording = await read();
    const counts = run.counts.get('gd') ?? [];
    for (const [n, status] of STATUSES.entries()) {
      expect(0.4 * recording.share('gd', status)(60)).toBeCloseTo(counts[n] ?? NaN, 5);
    }
    expect(lost.map((_, k) => Math.round(0.4 * recording.share('gd', 'diverged')(k + 1)))).toEqual(lost);
    expect(lost.at(-1)).toBe(20);
    const frozen = measured(facts, await positions('gd'));
    expect(recording.level('gd', 'value', 'most')(60) / Math.max(...frozen.value)).toBeCloseTo(1, 4);
    expect(recording.level('gd', 'norm', 'most')(60) / Math.max(...frozen.distance)).toBeCloseTo(1, 4);
    expect(recording.level('gd', 'value', 'most')(60)).toBeGreaterThan(1e8);
    expect(recording.level('gd', 'value', 'median')(60)).toBeLessThan(1);
    expect(recording.beyond('gd')(60)).toBe(0);
    expect(recording.hasMet('diverged')).toBe(true);
    expect(recording.hasMet('cycling')).toBe(false);
  });
});

test('catapults: whose η·λmax is between 2 and 4 settle where f is flatter, and the recorded sharpness is that of float64', async () => {
  // NUMERICS of (xy − 1)²/2: λmax = x² + y² at a minimum. Lewkowycz et al. 2003.02218.
  const eta = 0.25;
  const starts = 'points:3.1,0.33;0.35,3.2;1.2,0.9' as const; // ηλ = 2.4, 2.6 and 0.56 at the start
  const { steps, read, positions, objective } = await record({
    objective: '(x y - 1)^2/2',
    methods: ['gd'],
    eta,
    starts,
    pair: 0,
  });
  const sharp: number[] = [];
  const note = async (): Promise<void> => {
    const [x = NaN, y = NaN] = await positions('gd');
    sharp.push(eigenvalues(objective.hessian(x, y))[1]);
  };
  await note();
  await steps(200, note);
  const recording = await read();
  const followed = recording.followed('gd', 'sharpness');
  sharp.forEach((value, k) => {
    expect(Math.abs(followed(k) / value - 1)).toBeLessThan(1e-5);
  });
  const limit = sharpnessLimit('gd', eta, circumstancesWith({ eta }))?.value ?? NaN;
  expect(limit).toBe(8);
  expect(sharp[0]).toBeGreaterThan(limit);
  expect(sharp.at(-1)).toBeLessThan(limit); // it was thrown to the other side, where a minimum is stable
  expect(recording.level('gd', 'sharpness', 'most')(200)).toBeLessThan(limit);
});

test('whose f is beyond f32 is counted, and not called small', async () => {
  const { steps, read } = await record({
    objective: 'x^16 + y^2',
    methods: ['gd'],
    eta: 1e-9,
    starts: 'points:1e3,1;1,1;2,1',
  });
  await steps(1);
  const recording = await read();
  expect(recording.beyond('gd')(0)).toBe(1);
  expect(recording.level('gd', 'value', 'high')(0)).toBe(Infinity);
  expect(recording.level('gd', 'value', 'most')(0)).toBe(65_537);
  expect(recording.level('gd', 'norm', 'most')(0)).toBeCloseTo(1000, 2);
});

test('where no minimum is known f itself is recorded, with its sign', async () => {
  const { steps, read, positions, objective, facts } = await record({
    objective: 'x + 3y - 20',
    count: 501,
    methods: ['gd'],
    eta: 0.5,
  });
  expect(facts.minima).toEqual([]);
  await steps(3);
  const recording = await read();
  expect(recording.subject.reference.floor).toBeNull();
  const place = await positions('gd');
  const values = Array.from({ length: 501 }, (_, i) =>
    objective.value(place[2 * i] ?? 0, place[2 * i + 1] ?? 0),
  );
  expect(Math.max(...values)).toBeLessThan(0);
  expectLevels((level) => recording.level('gd', 'value', level)(3), values);
});

test('in the endless field k is the age of a particle, over all lives that began since', async () => {
  const from = 7;
  const { experiment, steps, read, positions, facts } = await record(
    { respawn: true, trail: 6, starts: 'grid', count: 200, methods: ['gd', 'gf'], pair: 5 },
    { from },
  );
  const life = lifeOf(experiment);
  const byAge = { gd: [] as number[][], gf: [] as number[][] };
  const followed: number[] = [];
  await steps(30, async (k) => {
    if (k < from) return;
    for (const method of ['gd', 'gf'] as const) {
      const values = measured(facts, await positions(method)).value;
      for (const [i, value] of values.entries()) {
        const age = Math.min(k, (k + respawnPhase(i, life)) % life);
        if (k - age < from) continue;
        byAge[method][age] ??= [];
        byAge[method][age]?.push(value);
        if (i === 5 && method === 'gd') {
          if (age === 0) followed.length = 0;
          followed[age] = value;
        }
      }
    }
  });
  const recording = await read();
  expect(recording.subject).toMatchObject({ abscissa: 'age', since: from });
  expect(recording.rows).toBe(life);
  for (const method of ['gd', 'gf'] as const) {
    for (const [age, values] of byAge[method].entries()) {
      expect(recording.step(age)).toBe(age);
      expectLevels((level) => recording.level(method, 'value', level)(age), values);
    }
  }
  for (let age = 0; age < life; age++) {
    const value = recording.followed('gd', 'value')(age);
    if (age < followed.length) expect(value / (followed[age] ?? NaN)).toBeCloseTo(1, 3);
    else expect(value).toBeNaN();
  }
  // The counts stay: reading once more gives the same, and more with more steps.
  const before = recording.level('gd', 'value', 'median')(3);
  await steps(1);
  const again = await read();
  expect(again.level('gd', 'value', 'median')(3) / before).toBeCloseTo(1, 0);
});

test('ages are told apart as far as there is room', async () => {
  const { steps, read } = await record({ respawn: true, trail: 200, count: 400, methods: ['gd'] });
  await steps(20);
  const recording = await read();
  expect(recording.stride).toBe(4);
  expect(Array.from({ length: recording.rows }, (_, row) => recording.step(row))).toEqual([
    0, 4, 8, 12, 16, 20,
  ]);
});

describe('a record', () => {
  test('begins where it is opened, skips what its stride does, and comes in order', async () => {
    const { steps, read, recorder } = await record({ count: 10, methods: ['gd'] }, { from: 4 });
    await steps(8);
    const recording = await read();
    expect(recording.subject.since).toBe(4);
    recording.stride = 3;
    await steps(600); // more than wait on the GPU at once
    await read();
    const found = Array.from({ length: recording.rows }, (_, row) => recording.step(row));
    expect(found).toEqual(
      [4, 5, 6, 7, 8, ...Array.from({ length: 200 }, (_, n) => 10 + 3 * n)].filter((k) => k <= 608),
    );
    expect(await recorder.read()).toBe(false);
  });

  test('begins anew with other motions, not with another view, and follows another pair from then on', async () => {
    const { steps, read, recorder, run, experiment, objective } = await record({
      count: 10,
      methods: ['gd'],
      pair: 2,
    });
    await steps(3);
    const first = await read();
    recorder.forget('view');
    run.continueWith({ ...experiment, pair: 4 }, objective);
    await steps(2);
    const second = await read();
    expect(second).toBe(first);
    expect(second.rows).toBe(6);
    expect(second.followed('gd', 'value')(3)).toBeNaN();
    expect(second.followed('gd', 'value')(5)).toBeGreaterThan(0);
    recorder.forget('motion');
    expect(recorder.recording).toBeNull();
    await steps(1);
    expect((await read()).subject.since).toBe(5);
  });

  test('leaves out who joined later, and has them as followed', async () => {
    const { steps, read, run } = await record({ count: 10, methods: ['gd'], pair: 10 });
    await steps(2);
    run.append([[2, 2]]);
    await steps(2);
    const recording = await read();
    expect(recording.followed('gd', 'distance')(2)).toBeNaN();
    expect(recording.followed('gd', 'distance')(4)).toBeGreaterThan(0);
    expect(STATUSES.reduce((sum, status) => sum + recording.share('gd', status)(4), 0)).toBeCloseTo(100, 4);
    expect(QUANTITIES.every((quantity: Quantity) => recording.level('gd', quantity, 'median')(4) >= 0)).toBe(
      true,
    );
  });
});
