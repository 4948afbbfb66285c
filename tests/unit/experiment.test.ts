import { describe, expect, test } from 'vitest';
import { changeExperiment, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { ExperimentError } from '../../src/experiment/refusal';
import { clampView, viewKind } from '../../src/experiment/values';
import { OBJECTIVES } from '../../src/objectives/table';

const ENVIRONMENT = { count: 2000, countLimit: 100_000 };

/** Scripts are not typed: anything may come in. */
const complete = (change: unknown) => completeExperiment(change as object, ENVIRONMENT);
const change = (current: ReturnType<typeof complete>, patch: unknown) =>
  changeExperiment(current, patch as object, ENVIRONMENT);

function refusal(act: () => unknown): ExperimentError {
  try {
    act();
  } catch (error) {
    if (error instanceof ExperimentError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('defaults', () => {
  test('an empty change gives the first picture', () => {
    const bowl = OBJECTIVES.find(({ id }) => id === 'bowl');
    expect(complete({})).toMatchObject({
      objective: 'bowl',
      eta: bowl?.eta,
      view: bowl?.view,
      region: bowl?.view,
      a: bowl?.parameters['a']?.default,
      b: bowl?.parameters['b']?.default,
      methods: ['gd', 'gf'],
      starts: 'random',
      count: 2000,
      placed: [],
      respawn: true,
      trail: 32,
      speed: 8,
      theme: 'dark',
      look: 'auto',
      contours: true,
      arrows: true,
    });
  });

  test.each(OBJECTIVES)('$id brings its own parameters, η and view', ({ id, eta, view, parameters }) => {
    const experiment = complete({ objective: id });
    expect(experiment).toMatchObject({ objective: id, eta, view, region: view });
    const defaults = Object.entries(parameters).map(([letter, row]) => [letter, row.default]);
    expect(objectiveOf(experiment).parameters).toEqual(Object.fromEntries(defaults));
  });

  test('a typed expression gets 1/L to two digits over its home view', () => {
    const typed = complete({ objective: 'a*x^2 + 3y^2' });
    expect(typed).toMatchObject({ a: 1, eta: 0.17, view: [0, 0, 2.5], region: [0, 0, 2.5] });
    expect(complete({ objective: 'a*x^2 + 3y^2', a: 50 }).eta).toBe(0.01);
  });

  test.each([
    ['where f is concave, by its curvature', '-x^2 - 2y^2', 0.25],
    ['where f is linear, by its slope', '3x + 4y', 0.01],
    ['where f is constant', '7', 1],
    ['where f is defined nowhere', 'log(-1 - x^2)', 1],
  ])('η has a sensible value %s', (_, objective, eta) => {
    expect(complete({ objective }).eta).toBe(eta);
  });
});

describe('validation', () => {
  const allowed: readonly (readonly [string, unknown, unknown])[] = [
    ['eta', '0.5', 0.5],
    ['eta', ' 1e-3 ', 1e-3],
    ['eta', 5e-324, 5e-324],
    ['eta', 1e12, 1e12],
    ['a', '-2.5', -2.5],
    ['a', '.5', 0.5],
    ['a', '-0', 0],
    ['methods', 'gf', ['gf']],
    ['methods', 'gf, gd', ['gd', 'gf']],
    ['methods', ['gd', 'gd'], ['gd']],
    ['methods', 'none', []],
    ['methods', [], []],
    ['starts', 'ring', 'ring'],
    ['starts', 'points:1,2; -0.50,.3', 'points:1,2;-0.5,0.3'],
    ['count', '1', 1],
    ['count', 100_000, 100_000],
    ['count', '1e3', 1000],
    ['seed', '4294967295', 4294967295],
    ['view', '0,0,2.5', [0, 0, 2.5]],
    ['view', [1, -2, 1e-5], [1, -2, 1e-5]],
    ['region', '1e9,0,1e3', [1e9, 0, 1e3]],
    [
      'placed',
      '1,2;3,4',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['placed', [[1, 2]], [[1, 2]]],
    ['placed', '', []],
    ['respawn', '0', false],
    ['respawn', 'true', true],
    ['respawn', 1, true],
    ['respawn', false, false],
    ['trail', '2', 2],
    ['trail', 512, 512],
    ['speed', '0.1', 0.1],
    ['speed', 1000, 1000],
    ['theme', 'light', 'light'],
    ['look', 'strokes', 'strokes'],
    ['contours', '0', false],
    ['arrows', 0, false],
  ];
  test.each(allowed)('%s takes %j', (key, given, value) => {
    const experiment: Record<string, unknown> = { ...complete({ [key]: given }) };
    expect(experiment[key]).toEqual(value);
  });

  const many = (count: number): string => Array.from({ length: count }, (_, i) => `${i},0`).join(';');
  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['eta', '0', /^eta must be a positive number up to 1e12 \(given: “0”\)$/],
    ['eta', -1, /given: -1\)$/],
    ['eta', 'fast', /given: “fast”/],
    ['eta', '0x10', /positive number/],
    ['eta', '1,5', /positive number/],
    ['eta', '', /positive number/],
    ['eta', Number.NaN, /NaN/],
    ['eta', Number.POSITIVE_INFINITY, /Infinity/],
    ['eta', 'Infinity', /positive number/],
    ['eta', '1e400', /positive number/],
    ['eta', 1.01e12, /positive number/],
    ['eta', null, /null/],
    ['eta', [0.1], /list/],
    ['eta', {}, /an object/],
    ['eta', Symbol('η'), /Symbol/],
    ['eta', 1n, /positive number/],
    ['a', 'steep', /^a must be a number of at most 1e12 in size/],
    ['a', 2e12, /1e12/],
    ['methods', 'gd,sgd', /^methods must be a list of gd, gf, prox/],
    ['methods', '', /a list of/],
    ['methods', [['gd']], /a list of/],
    ['starts', 'spiral', /^starts must be grid, random or ring, or points: followed by 1 to 256 points/],
    ['starts', 'points:', /points/],
    ['starts', 'points:1', /points/],
    ['starts', 'points:1,2,3', /points/],
    ['starts', 'points:1,2;', /points/],
    ['starts', 'points:1,1e10', /1e9/],
    ['starts', `points:${many(257)}`, /256/],
    ['count', 0, /^count must be a whole number from 1 to 100,000 /],
    ['count', 1.5, /whole number/],
    ['count', 100_001, /whole number/],
    ['seed', -1, /whole number from 0 to 4,294,967,295/],
    ['seed', 2 ** 32, /whole number/],
    ['view', '0,0', /^view must be three numbers/],
    ['view', '0,0,1,1', /three numbers/],
    ['view', '0,0,0', /half height/],
    ['view', '0,0,1e-10', /half height/],
    ['view', '5,0,1e-6', /half height/],
    ['view', [0, 2e9, 1e9], /1e9/],
    ['view', [0, '', 1], /three numbers/],
    ['region', { x: 0 }, /^region must be three numbers/],
    ['placed', many(65), /^placed must be at most 64 points/],
    ['placed', [[1]], /points/],
    ['placed', 3, /points/],
    ['respawn', 'maybe', /^respawn must be 0 or 1/],
    ['trail', 1, /2 to 512/],
    ['trail', 513, /2 to 512/],
    ['speed', 0, /^speed must be a number from 0.1 to 1000/],
    ['theme', 'beamer', /^theme must be dark, light or projector/],
    ['look', 'bright', /^look must be auto, strokes or light/],
    ['contours', 2, /0 or 1/],
    ['arrows', 'no', /0 or 1/],
    ['objective', 3, /^objective must be one of bowl, /],
    ['objective', '', /^objective must be/],
    ['objective', 'x^2 + foo(y)', /^objective must be one of bowl, .*an expression in x and y; column 7: /],
    ['objective', 'constructor', /^objective must be/],
    ['objective', '__proto__', /^objective must be/],
    ['friction', 0.9, /^friction is not a key of an experiment \(given: 0.9\)$/],
    ['momentum', 1, /^momentum must be a number from 0 to below 1/],
    ['temperature', -1, /^temperature must be/],
    ['metric', '1,2,1', /^metric must be fisher, newton or p,q,r/],
    ['factors', 'gd:0', /^factors must be a list/],
    ['factors', 'gd:1,gd:2', /^factors must be a list/],
    ['q', 1, /^q is not a parameter of bowl, which has a, b/],
    ['constructor', 1, /^constructor is not a key/],
    ['toString', 'x', /^toString is not a key/],
    ['', 1, /is not a key/],
  ];
  test.each(refused)('%s refuses %o', (key, given, message) => {
    const error = refusal(() => complete({ [key]: given }));
    expect(error.message).toMatch(message);
    expect(error.field).toBe(key);
  });

  test('a wrong expression tells its column', () => {
    expect(refusal(() => complete({ objective: 'x^2 + foo(y)' })).column).toBe(7);
    expect(refusal(() => complete({ objective: '  x^2 + foo(y)' })).column).toBe(9);
    expect(refusal(() => complete({ eta: 'x' })).column).toBeNull();
  });

  test('long values are cut in the message', () => {
    expect(refusal(() => complete({ eta: '9'.repeat(10_000) })).message.length).toBeLessThan(200);
    expect(refusal(() => complete({ ['k'.repeat(10_000)]: 1 })).message.length).toBeLessThan(200);
  });

  test.each([[null], [undefined], ['eta=1'], [3], [[]]])('a change that is %j is refused', (patch) => {
    expect(refusal(() => complete(patch)).field).toBe('experiment');
  });
});

describe('prototypes', () => {
  test('a key __proto__ is refused and pollutes nothing', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "eta": 1}');
    expect(refusal(() => complete(hostile)).field).toBe('__proto__');
    expect({}).not.toHaveProperty('polluted');
  });

  test('inherited keys are not read', () => {
    expect(complete(Object.create({ eta: 5 }))).toEqual(complete({}));
  });
});

describe('changes', () => {
  const rosenbrock = complete({
    objective: 'rosenbrock',
    b: 10,
    eta: 0.01,
    view: [1, 1, 1],
    region: [0, 0, 1],
    placed: [[1, 2]],
    count: 50,
    theme: 'light',
  });

  test('keep what they do not name', () => {
    expect(change(rosenbrock, { eta: '0.5' })).toEqual({ ...rosenbrock, eta: 0.5 });
    expect(change(rosenbrock, { objective: 'rosenbrock' })).toEqual(rosenbrock);
    expect(change(rosenbrock, { eta: undefined })).toEqual(rosenbrock);
    expect(change(rosenbrock, { b: 7 })).toEqual({ ...rosenbrock, b: 7 });
  });

  test('another objective brings its own parameters, η, view, region and no placed starts', () => {
    const expected = { ...complete({ objective: 'himmelblau' }), count: 50, theme: 'light' };
    expect(change(rosenbrock, { objective: 'himmelblau' })).toEqual(expected);
  });

  test('another objective takes what the change gives', () => {
    const typed = change(rosenbrock, { objective: ' b*x^2 + y^2 ', b: 4, view: '1,2,3', placed: '5,6' });
    expect(typed).toMatchObject({ objective: 'b*x^2 + y^2', b: 4, view: [1, 2, 3], placed: [[5, 6]] });
    expect(typed).not.toHaveProperty('a');
    expect(refusal(() => change(rosenbrock, { objective: 'x^2 + y^2', b: 4 })).field).toBe('b');
  });

  test('a value can be taken away again', () => {
    const marked = complete({ pair: 3 });
    expect(change(marked, { eta: 0.1 }).pair).toBe(3);
    expect(change(marked, { pair: null }).pair).toBeNull();
    expect(change(marked, { pair: 'none' }).pair).toBeNull();
  });

  test('a refused change leaves the current value as it was', () => {
    const before = JSON.stringify(rosenbrock);
    refusal(() => change(rosenbrock, { eta: 1, theme: 'pink' }));
    expect(JSON.stringify(rosenbrock)).toBe(before);
  });

  test('the result is deeply frozen and survives JSON', () => {
    const experiment = change(rosenbrock, { placed: [[1, 2]], methods: ['gd'], starts: 'points:1,2' });
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || (Object.isFrozen(value) && Object.values(value ?? {}).every(frozen));
    expect(frozen(experiment)).toBe(true);
    expect(frozen(complete({}))).toBe(true);
    expect(complete(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
  });
});

describe('clampView', () => {
  test.each([
    [0, 0, 1],
    [0, 0, 1e-30],
    [5, -7, 0],
    [1e12, -1e300, 1e-9],
    [3, 4, 1e20],
  ])('(%d, %d, %d) ends at an allowed view', (x, y, half) => {
    const view = clampView(x, y, half);
    expect(viewKind.read([...view])).toEqual(view);
  });

  test('an allowed view stays', () => {
    expect(clampView(1, 2, 3)).toEqual([1, 2, 3]);
  });
});
