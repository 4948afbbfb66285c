import { describe, expect, test } from 'vitest';
import { makeObjective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import { minimumOf, restingPoint } from '../../src/theory/assumptions';
import { type CheckId, checkOf, UNMEASURED } from '../../src/theory/check';
import { CHECKS, checkRow } from '../../src/theory/checks';
import { gdTerms, gfTerms } from '../../src/theory/checkTerms';
import { constants } from '../../src/theory/constants';
import type { Facts } from '../../src/theory/facts';
import { minima } from '../../src/theory/minima';
import { mathRuns } from '../../src/ui/mathText';

interface Given {
  readonly view?: readonly [number, number, number];
  readonly parameters?: Readonly<Record<string, number>>;
}

function factsOf(key: string, { view, parameters = {} }: Given = {}): Facts {
  const objective = makeObjective(key, parameters);
  const shown = view ?? objective.home;
  const box = boxOfView(shown);
  return { objective, constants: constants(objective, shown), box, minima: minima(objective, box) };
}

/** "applies: reason" of a row. */
function verdict(id: CheckId, facts: Facts, eta: number): string {
  const { applies, reason } = checkRow(id).applies(facts, eta);
  return `${applies ? 'promised' : 'not promised'}: ${reason}`;
}

test('every row says what it is, in one formula that can be typeset, and has its own id', () => {
  for (const { title, formula, allowance, source } of CHECKS) {
    for (const words of [title, formula, allowance, source]) expect(words.trim()).not.toBe('');
    expect(
      mathRuns(formula)
        .map(({ text }) => text)
        .join(''),
    ).not.toMatch(/[_{}^]/);
  }
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  expect(() => checkRow('nonsense' as CheckId)).toThrow(RangeError);
});

test('every verdict on every objective is in words', () => {
  for (const { id } of OBJECTIVES) {
    const facts = factsOf(id);
    for (const row of CHECKS) {
      for (const eta of [1e-6, 1 / facts.constants.L, facts.objective.row?.eta ?? 1, 1e3]) {
        expect(row.applies(facts, eta).reason, `${row.id} on ${id}`).toMatch(/^[\p{L}λμη∇].+/u);
        expect(row.applies(facts, eta).reason).not.toMatch(/NaN|undefined|Infinity/);
      }
    }
  }
});

test('what scripts get are these fields and no others', () => {
  const check = checkOf(checkRow('descent'), factsOf('bowl'), 0.1, UNMEASURED);
  expect(check).toEqual({
    id: 'descent',
    formula: 'f(θₖ₊₁) ≤ f(θₖ) − η(1 − Lη/2)‖∇f(θₖ)‖²',
    applies: true,
    reason: 'η = 0.1 is below 2/L = 0.2',
    worst: null,
    violations: 0,
    particle: null,
  });
});

describe('on the bowl, λ = 1 and 10', () => {
  const bowl = factsOf('bowl');
  const CONVEX = 'f is convex; η';
  const STRONGLY = 'f is strongly convex: μ = 1; η';
  test.each<[CheckId, number, string]>([
    ['descent', 0.1999, 'promised: η = 0.1999 is below 2/L = 0.2'],
    ['descent', 0.2, 'not promised: η = 0.2 is not below 2/L = 0.2'],
    ['gain', 0.1, 'promised: η = 0.1 is 1/L'],
    ['gain', 0.10009, 'promised: η = 0.1 is 1/L'],
    ['gain', 0.102, 'not promised: η = 0.102 is not 1/L = 0.1'],
    ['sublinear', 0.1, `promised: ${CONVEX} = 0.1 is 1/L`],
    ['sublinear', Math.fround(0.1), `promised: ${CONVEX} = 0.1 is 1/L`],
    ['sublinear', 0.05, `promised: ${CONVEX} = 0.05 is below 1/L = 0.1`],
    ['sublinear', 0.1001, 'not promised: η = 0.1001 is above 1/L = 0.1'],
    ['distance', 0.1, `promised: ${STRONGLY} = 0.1 is 1/L`],
    ['distance', 0.11, 'not promised: η = 0.11 is above 1/L = 0.1'],
    ['gap', 0.01, `promised: ${STRONGLY} = 0.01 is below 1/L = 0.1`],
    ['best', 2 / 11, `promised: ${STRONGLY} = 0.182 is 2/(L+μ)`],
    ['best', 0.18, 'not promised: η = 0.18 is not 2/(L+μ) = 0.182'],
    ['modes', 100, 'promised: f is quadratic'],
    ['energy', 100, 'promised: for every smooth f'],
    ['falls', 100, 'promised: for every smooth f'],
    ['flowSublinear', 100, 'promised: f is convex'],
    ['flowDistance', 100, 'promised: f is strongly convex: μ = 1'],
    ['flowGap', 100, 'promised: f is strongly convex: μ = 1'],
    ['flowModes', 100, 'promised: f is quadratic'],
    ['euler', 100, 'promised: for every smooth f as η → 0'],
    ['order', 100, 'promised: for every smooth f as η → 0'],
    ['threshold', 100, 'promised: λmax = 10 at the lowest minimum'],
  ])('%s at η = %s', (id, eta, expected) => {
    expect(verdict(id, bowl, eta)).toBe(expected);
  });
});

describe('assumptions that fail', () => {
  test.each<[CheckId, string, number, string, Given?]>([
    ['sublinear', 'doublewell', 0.01, 'not promised: f is not convex: μ = −1 over the view'],
    ['distance', 'quartic', 0.001, 'not promised: f is not strongly convex: μ = 0 over the view'],
    ['flowSublinear', 'saddle', 0.1, 'not promised: no minimum is known; f is not convex: μ = −1'],
    ['modes', 'rosenbrock', 0.1, 'not promised: f is not quadratic'],
    ['modes', '2x + y^2', 0.1, 'not promised: ∇f vanishes nowhere'],
    ['flowModes', 'x^2 - 3x + 0y', 0.1, 'promised: f is quadratic'],
    ['descent', '-x^2 - y^2', 0.1, 'not promised: f curves upwards nowhere: L = −2'],
    ['threshold', 'quartic', 0.1, 'not promised: f is flat at its minimum'],
    ['threshold', 'saddle', 0.1, 'not promised: no minimum is known'],
    ['flowDistance', 'kl', 0.1, 'not promised: the minimum (0, 1) is out of view', { view: [0, 5, 1] }],
    [
      'descent',
      'kl',
      1e-4,
      'not promised: f is not defined all over the view; η = 0.0001 is not below 2/L = 1.17×10⁻³²',
      { view: [0, 0, 1] },
    ],
  ])('%s on %s', (id, key, eta, expected, given = {}) => {
    expect(verdict(id, factsOf(key, given), eta)).toBe(expected);
  });

  test('several at once are all said', () => {
    expect(verdict('distance', factsOf('doublewell'), 5)).toMatch(
      /^not promised: f is not strongly convex: μ = −1 over the view; η = 5 is above 1\/L = 0.0\d+$/,
    );
  });
});

test('what was measured over the view is promised to those that stay there', () => {
  expect(verdict('sublinear', factsOf('huber'), 0.1)).toBe(
    'promised: f is convex over the view; η = 0.1 is below 1/L = 0.25; for particles as long as they stay in view',
  );
  expect(verdict('energy', factsOf('huber'), 0.1)).not.toContain('view');
});

test('distances refer to the lowest minimum in view', () => {
  const himmelblau = factsOf('himmelblau', { view: [-3, 3, 0.5] });
  expect(minimumOf(himmelblau)?.x).toBeCloseTo(-2.805118, 6);
  expect(checkRow('flowDistance').applies(himmelblau, 1).applies).toBe(true);
  expect(minimumOf(factsOf('saddle'))).toBe(null);
});

test('a quadratic rests where its gradient vanishes, saddle and valley included', () => {
  expect(restingPoint(factsOf('x^2 - y^2 + 2x + 4y'))).toEqual({ x: -1, y: 2 });
  const valley = restingPoint(factsOf('(x + y - 2)^2'));
  expect((valley?.x ?? 0) + (valley?.y ?? 0)).toBeCloseTo(2, 12);
  expect(restingPoint(factsOf('rosenbrock'))).toBe(null);
});

describe('what shaders are told', () => {
  test('bounds are rounded upwards, so that a product of f32 is not below its value', () => {
    const { contraction, shrink, root, best } = gdTerms(factsOf('bowl'), 0.1);
    const eta = Math.fround(0.1);
    for (const [told, factor] of [
      [contraction, Math.max(Math.abs(1 - 10 * eta), 1 - eta)],
      [shrink, 1 - eta],
      [root, Math.sqrt(1 - eta)],
      [best, 9 / 11],
    ] as const) {
      const used = Math.fround(told);
      expect(used).toBeGreaterThan(factor * (1 + 2 ** -24));
      expect(used / factor).toBeCloseTo(1, 6);
    }
  });

  test('a formula without its minimum, L, μ or A is not measured', () => {
    const of = (key: string) => {
      const { measured, measured_too } = gdTerms(factsOf(key), 0.1);
      return [...measured, ...measured_too].join('');
    };
    expect(of('bowl')).toBe('1111111');
    expect(of('saddle')).toBe('1100001');
    expect(of('rosenbrock')).toBe('1110000');
    expect(of('-x^2 - y^2')).toBe('0000001');
    const { measured, measured_too } = gfTerms(factsOf('quartic'), 0.1, 2);
    expect([...measured, ...measured_too].join('')).toBe('111000');
  });

  test('θ* and f* come in two parts that f32 holds', () => {
    const { centre, least } = gdTerms(factsOf('styblinski'), 0.01);
    const [x = 0, y = 0, restX = 0, restY = 0] = centre;
    for (const part of [x, y]) expect(Math.fround(part)).toBe(part);
    expect(x + Math.fround(restX)).toBeCloseTo(-2.903534027771177, 14);
    expect(y + Math.fround(restY)).toBeCloseTo(-2.903534027771177, 14);
    expect((least[0] ?? 0) + Math.fround(least[1] ?? 0)).toBeCloseTo(-78.33233140754284, 13);
  });
});
