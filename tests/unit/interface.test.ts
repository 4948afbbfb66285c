import { describe, expect, test } from 'vitest';
import { METHODS, method } from '../../src/methods/table';
import { makeObjective } from '../../src/objectives/objective';
import type { View } from '../../src/objectives/row';
import { OBJECTIVES } from '../../src/objectives/table';
import { formulaRuns } from '../../src/ui/formula';
import { mathLines, mathRuns } from '../../src/ui/mathText';
import { panned, pointAt, zoomed } from '../../src/ui/navigate';
import { decimals, figures } from '../../src/ui/numbers';
import { clockFact, limitFact, rateFact } from '../../src/ui/panel/facts';
import { decayScale, linearScale, logScale, valueTowards } from '../../src/ui/panel/scale';
import type { Run } from '../../src/ui/runs';
import { axisTicks } from '../../src/ui/ticks';
import { circumstancesWith } from '../circumstances';

describe('numbers', () => {
  test.each([
    [0.045, '0.045'],
    [1e-7, '10⁻⁷'],
    [-1.5e-7, '−1.5×10⁻⁷'],
    [12300.4, '12,300'],
    [1234.5678, '1235'],
    [9.99999e-5, '0.0001'],
    [999_999, '10⁶'],
    [2.5e12, '2.5×10¹²'],
    [-0, '0'],
    [Number.NaN, '—'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%f to four figures is %s', (value, text) => expect(figures(value, 4)).toBe(text));

  test('what rounds to zero has no minus sign', () => expect(decimals(-0.0004, 3)).toBe('0.000'));
});

describe('ticks', () => {
  const labels = (low: number, high: number) => axisTicks(low, high, 5).map(({ label }) => label);

  test.each([
    [-2, 2, ['−2', '−1', '0', '1', '2']],
    [-0.35, 0.21, ['−0.3', '−0.2', '−0.1', '0', '0.1', '0.2']],
    [-1e-7, 1e-7, ['−1.0×10⁻⁷', '−0.5×10⁻⁷', '0', '0.5×10⁻⁷', '1.0×10⁻⁷']],
    [1, 1.00001, ['1.000000', '1.000002', '1.000004', '1.000006', '1.000008', '1.000010']],
    [1e6, 1e6 + 2, ['1000000.0', '1000000.5', '1000001.0', '1000001.5', '1000002.0']],
    [-1e9, 1e9, ['−1.0×10⁹', '−0.5×10⁹', '0', '0.5×10⁹', '1.0×10⁹']],
  ])('from %f to %f', (low, high, expected) => expect(labels(low, high)).toEqual(expected));

  test('an empty axis has none', () => expect(axisTicks(1, 1, 5)).toEqual([]));

  test('neighbours never share a label, at any zoom', () => {
    for (let exponent = -9; exponent <= 9; exponent++) {
      for (const centre of [0, 0.3, -7.25, 1234.5]) {
        const half = 10 ** exponent;
        if (half < 1e-6 * Math.abs(centre)) continue; // beyond the deepest view
        const names = axisTicks(centre - half, centre + half, 8).map(({ label }) => label);
        expect(new Set(names).size, `${centre} ± ${half}`).toBe(names.length);
        expect(names.length).toBeGreaterThan(2);
      }
    }
  });
});

describe('formulas', () => {
  const text = (expression: string) =>
    formulaRuns(expression)
      .map((run) => (run.raised > 0 ? `^{${run.text}}` : run.text.replaceAll('\u2009', ' ')))
      .join('');

  test.each([
    ['(1-x)^2 + b*(y-x^2)^2', '(1 − x)^{2} + b (y − x^{2})^{2}'],
    ['x^4/4 - x^2/2', 'x^{4}/4 − x^{2}/2'],
    ['2*3x', '2 · 3 x'],
    ['1/2*x', '1/2 · x'],
    ['a-(b-c)', 'a − (b − c)'],
    ['x+-y', 'x + (−y)'],
    ['abs(x) + log(2pi)', '|x| + ln(2 π)'],
    ['1e-8 x', '10^{−8} x'],
    ['sqrt(x^2+1)', '√(x^{2} + 1)'],
  ])('%s is written %s', (expression, expected) => expect(text(expression)).toBe(expected));

  /** The runs as an expression again. */
  function typed(runs: readonly Run[]): string {
    let raised = 0;
    let result = '';
    for (const run of [...runs, { text: '', slanted: false, raised: 0 }]) {
      result += run.raised > raised ? '^('.repeat(run.raised - raised) : ')'.repeat(raised - run.raised);
      raised = run.raised;
      result += run.text.replaceAll('√', 'sqrt').replaceAll(/sqrt([a-z])/g, 'sqrt($1)');
    }
    return result;
  }

  const tricky = [
    '-x^2',
    '(-x)^2',
    'x^(-y^2/2)',
    '2^x^2',
    '(x/y)/(2/3)',
    'x/(y/3)',
    '-(x+y)*3',
    'x*(y*2)',
    'x-(-y)',
  ];
  test.each([...OBJECTIVES.map(({ expression }) => expression), ...tricky])(
    '%s keeps its meaning',
    (expression) => {
      const same = makeObjective(typed(formulaRuns(expression)), {});
      const original = makeObjective(expression, {});
      for (const [x, y] of [
        [0.3, 0.7],
        [1.9, 1.1],
        [2.3, 0.4],
      ] as const) {
        const value = original.value(x, y);
        expect(same.value(x, y)).toBeCloseTo(value, 9 - Math.ceil(Math.log10(1 + Math.abs(value))));
      }
    },
  );
});

describe('rules in plain Unicode', () => {
  const text = (rule: string) =>
    mathRuns(rule)
      .map(({ text: part, slanted, raised }) => {
        const set = slanted ? part : `[${part}]`;
        return raised === 0 ? set : raised > 0 ? `^{${set}}` : `_{${set}}`;
      })
      .join('')
      .replaceAll('\u00a0', '~');

  test.each([
    ['θₖ₊₁ = θₖ − η∇f(θₖ)', 'θ_{k}_{[+1]}[ = ]θ_{k}[ − ]η[∇]f[(]θ_{k}[)]'],
    ['argminᵤ f(u) + ‖u − θ‖²', '[argmin]_{u}[ ]f[(]u[) + ‖]u[~−~]θ[‖]^{[2]}'],
    ['d²θ/dt² + γv̂', 'd^{[2]}θ[/]dt^{[2]}[ + ]γv̂'],
    ['G⁻¹H, βᵏ⁺¹', 'G^{[−1]}H[, ]β^{k}^{[+1]}'],
    ['e^{−βf}', 'e^{[−]}^{βf}'],
    ['stable at every η', '[stable at every ]η'],
    ['at rest in a minimum if η < 2ε/L', '[at rest in a minimum if ]η[ < 2]ε[/]L'],
    ['t = kh', 't[ = ]kh'],
  ])('%s', (rule, expected) => expect(text(rule)).toBe(expected));

  test('each equation of a rule is a line, commas in brackets and words are not ends of one', () => {
    expect(mathLines('y = θ + β(θ − v), θ = y − ηg(y, t), each over f')).toEqual([
      'y = θ + β(θ\u00a0−\u00a0v)',
      'θ = y − ηg(y,\u00a0t), each over f',
    ]);
  });

  test.each(METHODS)('$id: rule, limit and clock have no character that is left where it was', (row) => {
    for (const formula of [row.rule, row.limit, row.clock]) {
      const left = mathRuns(formula).map((run) => run.text);
      expect(left.join('')).not.toMatch(/[₀-₎ₐ-ₜᵢᵤᵥ⁰-⁾ᵏᵗ¹²³^{}]/u);
    }
  });
});

describe('what theory says of a method', () => {
  const bowl = { L: 10, mu: 1, A: [1, 0, 10], scope: 'exact' } as const;
  const bent = { L: 10, mu: -2, A: null, scope: 'view' } as const;
  const hill = { L: -1, mu: -2, A: null, scope: 'view' } as const;
  const told = (eta: number) => circumstancesWith({ eta });

  test('a limit is a number, none at all, or a dash with its reason', () => {
    expect(limitFact(method('gd'), bowl, told(1))).toMatchObject({ value: 0.2, text: '0.2' });
    expect(limitFact(method('gf'), bowl, told(1))).toMatchObject({
      value: Number.POSITIVE_INFINITY,
      text: '',
    });
    const none = limitFact(method('gd'), hill, told(1));
    expect(none).toMatchObject({ value: null, text: '–' });
    expect(none.tip).toContain('f curves upwards nowhere in view (L = −1)');
    expect(limitFact(method('adam'), bowl, told(1))).toMatchObject({ value: null, text: '–' });
  });

  test.each([
    [0.1, '× 0.9 a step, 21.9 for a digit'],
    [0.0001, '× 0.9999 a step, 23,000 for a digit'],
    [1e-9, '× 1 − 10⁻⁹ a step, 2.3×10⁹ for a digit'],
    [0.21, '× 1.1 a step: it grows'],
  ])('the rate of GD at η = %f', (eta, text) => {
    expect(rateFact(method('gd'), bowl, told(eta)).text).toBe(text);
  });

  test('a rate needs strong convexity, and says so', () => {
    expect(rateFact(method('gd'), bent, told(0.1))).toMatchObject({ value: null, text: '–' });
    expect(rateFact(method('gd'), bent, told(0.1)).tip).toContain('not strongly convex in view (μ = −2)');
    expect(rateFact(method('adam'), bowl, told(0.1)).value).toBeNull();
  });

  test('a clock tells the time of a step', () => {
    expect(clockFact(method('gd'), told(0.25)).text).toBe('0.25 a step');
  });
});

describe('navigation', () => {
  const size = { width: 1280, height: 720 };
  const view: View = [1, -2, 3];

  test('dragging and zooming keep the point under the pointer', () => {
    const before = pointAt(view, size, [300, 500]);
    const dragged = pointAt(panned(view, size, [40, -25]), size, [340, 475]);
    expect(dragged[0]).toBeCloseTo(before[0], 12);
    expect(dragged[1]).toBeCloseTo(before[1], 12);
    for (const factor of [0.01, 0.8, 1.3, 50]) {
      const after = pointAt(zoomed(view, size, [300, 500], factor), size, [300, 500]);
      expect(after[0]).toBeCloseTo(before[0], 9);
      expect(after[1]).toBeCloseTo(before[1], 9);
    }
  });

  test('at the limits of zooming the centre stays as well', () => {
    const deepest: View = [1, 0, 1e-6];
    expect(zoomed(deepest, size, [0, 0], 0.5)).toEqual(deepest);
    expect(zoomed([0, 0, 1e9], size, [0, 0], 2)).toEqual([0, 0, 1e9]);
  });
});

describe('sliders', () => {
  test.each([
    ['logarithmic', logScale(1e-4, 200)],
    ['logarithmic, whole', logScale(1, 1e6, true)],
    ['of decays', decayScale()],
    ['linear', linearScale(-5, 5)],
    ['linear, uneven', linearScale(0.1, 3)],
  ])('%s: values are where they say, and every step leads to another one', (_, scale) => {
    for (let position = 0; position <= scale.steps; position++) {
      const value = scale.valueAt(position);
      expect(scale.valueAt(Math.round(scale.positionOf(value)))).toBe(value);
      const here = Math.round(scale.positionOf(value));
      if (value < scale.valueAt(scale.steps)) {
        expect(valueTowards(scale, here + 1, value)).toBeGreaterThan(value);
      }
      if (value > scale.valueAt(0)) expect(valueTowards(scale, here - 1, value)).toBeLessThan(value);
    }
  });

  test('a logarithmic one has the geometric mean in its middle', () => {
    const scale = logScale(1e-4, 1e2);
    expect(scale.valueAt(scale.steps / 2)).toBeCloseTo(0.1, 9);
    expect(scale.valueAt(0)).toBe(1e-4);
    expect(scale.valueAt(scale.steps)).toBe(100);
  });
});
