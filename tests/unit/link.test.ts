import { describe, expect, test } from 'vitest';
import { completeExperiment, type Experiment } from '../../src/experiment/experiment';
import { formatLink, parseLink } from '../../src/experiment/link';
import { threefry } from '../../src/math/threefry';
import { OBJECTIVES } from '../../src/objectives/table';

const ENVIRONMENT = { count: 2000, countLimit: 2 ** 24 };
const DEFAULTS = completeExperiment({}, ENVIRONMENT);
const complete = (change: unknown) => completeExperiment(change as object, ENVIRONMENT);
const parse = (text: string) => parseLink(text, ENVIRONMENT);
const format = (experiment: Experiment) => formatLink(experiment, ENVIRONMENT);

describe('formatLink', () => {
  test('names the objective, the count, and what differs', () => {
    expect(format(DEFAULTS)).toBe('#objective=bowl&count=2000');
    const change = {
      objective: 'rosenbrock',
      b: 10,
      eta: 0.002,
      methods: 'gd',
      respawn: false,
      view: [0, 0, 3],
    };
    expect(format(complete(change))).toBe(
      '#objective=rosenbrock&b=10&eta=0.002&methods=gd&count=2000&view=0,0,3&respawn=0',
    );
  });

  test('stays readable', () => {
    const change = { objective: 'x^4/4 - (x*y)^2+y^2', eta: 0.5, starts: 'points:1,2;-0.5,0.3' };
    expect(format(complete(change))).toBe(
      '#objective=x^4/4%20-%20(x*y)^2+y^2&eta=0.5&starts=points:1,2;-0.5,0.3&count=2000',
    );
  });

  test('does not leave the η of a typed expression to a later measurement', () => {
    expect(format(complete({ objective: 'x^2+2y^2' }))).toContain('&eta=0.25&');
  });

  test('uses only characters that a browser keeps in a fragment', () => {
    const link = format(
      complete({ objective: 'abs(x)^2 + a*y^2/(1+b)', placed: '1,2;3e-21,-4'.replace('3e21', '3e-21') }),
    );
    expect(new URL(link, 'http://localhost/').hash).toBe(link);
  });
});

/** Random experiments from a seed, every key with extreme values now and then. */
function randomExperiment(seed: number): Experiment {
  let drawn = 0;
  const word = (): number => threefry([seed, 1], [drawn++, 0])[0];
  const unit = (): number => word() / 2 ** 32;
  const pick = <T>(...options: readonly T[]): T => options[word() % options.length] as T;
  const sized = (least: number, most: number): number => 10 ** (least + (most - least) * unit());
  const signed = (): number => pick(0, 1, -1, 0.1, -1 / 3) + pick(0, 1, -1) * sized(-20, 8);
  const points = (count: number): string =>
    Array.from({ length: count }, () => `${signed()},${signed()}`).join(';');
  const view = (): readonly number[] => {
    const [x, y] = [signed(), signed()];
    return [x, y, Math.max(sized(-9, 8.9), 1e-5 * Math.abs(x), 1e-5 * Math.abs(y))];
  };
  const typed = [
    'x^2+y^2',
    'x² + 3·y²',
    'a*x^2 + b y^4',
    'log(1 + x^2)+q y',
    '3(x-1)^2*e^(-y) + y^2',
    'x^2 / (1+y^2)',
  ];
  const objective = pick(...OBJECTIVES.map(({ id }) => id), ...typed);
  const letters = Object.keys(complete({ objective })).filter((key) => key.length === 1);
  const change: Record<string, unknown> = {
    objective,
    eta: sized(-300, 11.9),
    methods: pick('gd', 'gf', 'gd,gf', 'none'),
    starts: pick('grid', 'random', 'ring', `points:${points(1 + (word() % 20))}`),
    count: 1 + (word() % 2 ** 24),
    seed: word(),
    view: view(),
    region: view(),
    placed: points(word() % 10),
    respawn: pick(true, false),
    trail: 2 + (word() % 511),
    speed: sized(-1, 3),
    theme: pick('dark', 'light'),
    look: pick('auto', 'strokes', 'light'),
    contours: pick(true, false),
    arrows: pick(true, false),
  };
  for (const letter of letters) change[letter] = signed();
  for (const key of Object.keys(change)) if (key !== 'objective' && unit() < 0.4) delete change[key];
  return complete(change);
}

describe('round trip', () => {
  test('200 random experiments come back exactly', () => {
    for (let seed = 0; seed < 200; seed++) {
      const experiment = randomExperiment(seed);
      const link = format(experiment);
      expect(parse(link), link).toEqual({ experiment, rejected: [] });
      expect(format(parse(link).experiment)).toBe(link);
    }
  });

  test('also through a browser, as a whole address and without its #', () => {
    for (let seed = 0; seed < 50; seed++) {
      const experiment = randomExperiment(seed);
      const link = format(experiment);
      const address = new URL(link, 'https://example.org/etascope/?x=1');
      for (const text of [address.href, address.hash, link.slice(1)]) {
        expect(parse(text), text).toEqual({ experiment, rejected: [] });
      }
    }
  });

  test('the longest experiment is not too long for a link', () => {
    const far = (count: number) =>
      Array.from({ length: count }, () => [-123456.7890123456, -1.234567890123456e-300]);
    const letters = 'abcdfghijklmnopq';
    const sum = [...letters].map((letter) => `${letter} * (x + y) ^ 2`).join(' + ');
    const parameters = Object.fromEntries([...letters].map((letter) => [letter, -1e-300 / 3]));
    const padding = ' '.repeat(511 - sum.length);
    const experiment = complete({
      ...parameters,
      objective: `${sum.slice(0, 1)}${padding}${sum.slice(1)}`,
      eta: 1e-300 / 3,
      starts: `points:${far(256).join(';')}`,
      placed: far(64),
    });
    expect(parse(format(experiment))).toEqual({ experiment, rejected: [] });
  });
});

describe('links written by hand', () => {
  test.each([
    ['', {}],
    ['#', {}],
    ['#&&', {}],
    ['https://example.org/etascope/', {}],
    ['https://example.org/?eta=3', {}],
    ['eta=0.5', { eta: 0.5 }],
    ['#b=5&objective=rosenbrock', { objective: 'rosenbrock', b: 5 }],
    ['#objective=x^2%2By^2', { objective: 'x^2+y^2' }],
    ['#objective=x^2+y^2', { objective: 'x^2+y^2' }],
    ['#objective=2x%20y', { objective: '2x y' }],
    ['#view=%200,%201%20,2', { view: [0, 1, 2] }],
    ['#starts=points%3A1%2C2', { starts: 'points:1,2' }],
    ['  #eta=1\n', { eta: 1 }],
  ])('%j is read without complaint', (text, change) => {
    expect(parse(text)).toEqual({ experiment: complete(change), rejected: [] });
  });
});

describe('malformed links', () => {
  const deep = `${'('.repeat(200)}x${')'.repeat(200)}`;
  const cases: readonly (readonly [text: string, rejected: readonly string[]])[] = [
    ['#eta=fast', ['eta']],
    ['#eta=-1', ['eta']],
    ['#eta=0', ['eta']],
    ['#eta=NaN', ['eta']],
    ['#eta=Infinity', ['eta']],
    ['#eta=1e999', ['eta']],
    ['#eta=', ['eta']],
    ['#eta', ['eta']],
    ['#eta=1=2', ['eta']],
    ['#eta=1&eta=2', ['eta']],
    ['#ETA=1', ['ETA']],
    ['#colour=red', ['colour']],
    ['#=', ['']],
    ['#=3', ['']],
    ['#====', ['']],
    ['#?eta=1', ['?eta']],
    ['#lesson=zigzag', ['lesson']],
    ['#momentum=-1&temperature=hot&metric=1,2&factors=gf', ['momentum', 'temperature', 'metric', 'factors']],
    ['#theme=beamer', ['theme']],
    ['#methods=gd,sgd', ['methods']],
    ['#methods=', ['methods']],
    ['#count=1e9', ['count']],
    ['#count=-5', ['count']],
    ['#count=12.5', ['count']],
    ['#seed=4294967296', ['seed']],
    ['#view=0,0', ['view']],
    ['#view=0,0,0', ['view']],
    ['#view=a,b,c', ['view']],
    ['#view=0,0,1e-300', ['view']],
    ['#region=1e300,0,1', ['region']],
    ['#placed=1,2;x', ['placed']],
    [`#placed=${'1,2;'.repeat(100)}1,2`, ['placed']],
    ['#starts=points:', ['starts']],
    ['#starts=points:1,2;;3,4', ['starts']],
    ['#respawn=2', ['respawn']],
    ['#trail=100000', ['trail']],
    ['#speed=1e9', ['speed']],
    ['#look=%F0%9F%98%80', ['look']],
    ['#eta=%', ['eta']],
    ['#eta=%zz&theme=light', ['eta']],
    ['#%E0%A4%A=1', ['%E0%A4%A']],
    ['#objective=%C0%80', ['objective']],
    ['#objective=', ['objective']],
    ['#objective=%20', ['objective']],
    ['#objective=nosuch(x)', ['objective']],
    ['#objective=x^', ['objective']],
    ['#objective=x^2%26y', ['objective']],
    ['#objective=x.constructor', ['objective']],
    ['#objective=x=1', ['objective']],
    ['#objective=import("fs")', ['objective']],
    ['#objective=f(x)=x^2', ['objective']],
    ['#objective=[1,2,3]', ['objective']],
    ['#objective=%22text%22', ['objective']],
    ['#objective=x;y', ['objective']],
    ['#objective=%00', ['objective']],
    ['#objective=%EF%BB%BF%E2%80%AE', ['objective']],
    ['#objective=<script>alert(1)</script>', ['objective']],
    ['#objective=__proto__', ['objective']],
    ['#objective=constructor', ['objective']],
    ['#objective=toString', ['objective']],
    [`#objective=${deep}`, ['objective']],
    [`#objective=${'x*'.repeat(600)}x`, ['objective']],
    [`#objective=${'('.repeat(10_000)}`, ['objective']],
    [`#objective=${'-'.repeat(10_000)}x`, ['objective']],
    [`#objective=x${'^x'.repeat(2000)}`, ['objective']],
    ['#objective=nosuch(x)&b=100&eta=0.5', ['objective', 'b']],
    ['#objective=himmelblau&b=100', ['b']],
    ['#__proto__=1', ['__proto__']],
    ['#__proto__[polluted]=1', ['__proto__[polluted]']],
    ['#constructor=1&prototype=2&hasOwnProperty=3', ['constructor', 'prototype', 'hasOwnProperty']],
    ['#a=b&b=a', ['a', 'b']],
    ['#x=1&y=2', ['x', 'y']],
    ['#\u0000=1', ['\u0000']],
    ['#\ud800=\udfff', ['\ud800']],
    [`#eta=${'9'.repeat(20_000)}`, ['eta']],
    [`#eta=1&pad=${'9'.repeat(40_000)}`, ['link']],
    ['##eta=1', ['#eta']],
    ['#eta=1;theme=light', ['eta']],
    ['javascript:alert(1)', ['javascript:alert(1)']],
    ['data:text/html,<b>', ['data:text/html,<b>']],
  ];

  test.each(cases)('%.60j is rejected by name, and the rest is used', (text, keys) => {
    const { experiment, rejected } = parse(text);
    expect(rejected.map(({ key }) => key).sort()).toEqual([...keys].sort());
    for (const { reason, value } of rejected) {
      expect(reason).not.toBe('');
      expect(value.length).toBeLessThanOrEqual(80);
    }
    expect(completeExperiment(experiment, ENVIRONMENT)).toEqual(experiment);
  });

  test('the good keys of a bad link count', () => {
    const { experiment } = parse('#objective=himmelblau&eta=fast&theme=light&what=ever&seed=7');
    expect(experiment).toEqual(complete({ objective: 'himmelblau', theme: 'light', seed: 7 }));
  });

  test('a refused objective does not lend its parameters to the default one', () => {
    expect(parse('#objective=nosuch(x)&b=100&eta=0.5').experiment).toEqual(complete({ eta: 0.5 }));
  });

  test('of a key given twice the first counts', () => {
    expect(parse('#eta=1&eta=2').experiment.eta).toBe(1);
  });

  test('thousands of unknown keys become a short list', () => {
    const { rejected } = parse(`#${Array.from({ length: 3000 }, (_, i) => `k${i}=1`).join('&')}`);
    expect(rejected).toHaveLength(21);
    expect(rejected.at(-1)?.reason).toBe('has 2980 more faults');
  });

  test('random bytes never throw', () => {
    const signs = '#&=%,;:+-*/^()xyab019.eE \u0000\ud800é';
    const words = ['objective', 'eta', 'view', 'points:', 'sin', 'bowl', '%F', '1e9'];
    for (let seed = 0; seed < 500; seed++) {
      let text = '#';
      for (let i = 0; i < 40; i++) {
        const [r, s] = threefry([seed, 2], [i, 0]);
        text += r % 4 === 0 ? words[s % words.length] : signs[s % signs.length];
      }
      expect(() => parse(text), text).not.toThrow();
    }
  });

  test('nothing is polluted', () => {
    parse('#__proto__=1&__proto__[polluted]=1&constructor.prototype.polluted=1');
    expect({}).not.toHaveProperty('polluted');
  });
});
