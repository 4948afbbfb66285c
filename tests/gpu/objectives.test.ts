import { expect, test } from 'vitest';
import elementary from '../../shaders/elementary.wgsl?raw';
import { bind } from '../../src/math/evaluate';
import { type Condition, type Formulas, makeFormulas } from '../../src/math/formulas';
import { compile } from '../../src/math/program';
import { bindRounding, UNIT } from '../../src/math/rounding';
import { makeObjective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import { generateExpressions, randomPoints } from '../generated';
import { compute } from './compute';

type Parameters = Readonly<Record<string, number>>;

/** f, f_x, f_y, f_xx, f_xy, f_yy, and whether f is defined. */
const WIDTH = 7;

/** The snippet of several objectives at once: their functions are renamed, as they share one shader. */
function snippetOf(shaders: readonly string[]): string {
  const functions = shaders.map((wgsl, i) => wgsl.replaceAll('fn objective_', `fn o${i}_`));
  const lines = shaders.map(
    (_, i) => `
    let g${i} = o${i}_gradient(p);
    let h${i} = o${i}_hessian(p);
    let d${i} = select(0.0f, 1.0f, o${i}_defined(p));`,
  );
  const results = shaders.map((_, i) => `o${i}_value(p), g${i}.x, g${i}.y, h${i}.x, h${i}.y, h${i}.z, d${i}`);
  const type = `array<f32, ${WIDTH * shaders.length}>`;
  return [
    elementary,
    ...functions,
    `fn snippet(p: vec2f) -> ${type} {${lines.join('')}\n  return ${type}(${results.join(', ')}); }`,
  ].join('\n');
}

interface Comparison {
  readonly wrong: string[];
  held: number;
  all: number;
}

/** Holds what the shader computed at the points to float64, with the running error bound as tolerance. */
function compare(
  text: string,
  parameters: Parameters,
  points: Float32Array,
  results: readonly Float32Array[],
): Comparison {
  const formulas = makeFormulas(text);
  const { f, fx, fy, fxx, fxy, fyy, letters } = formulas;
  const program = compile([f, fx, fy, fxx, fxy, fyy], letters);
  const exact = bind(program, parameters);
  const bound = bindRounding(program, parameters);
  const definedness = domainOf(formulas, parameters);
  const comparison: Comparison = { wrong: [], held: 0, all: 0 };
  results.forEach((numbers, i) => {
    const [x = 0, y = 0] = points.subarray(2 * i, 2 * i + 2);
    const where = `${text} at (${x}, ${y})`;
    const defined = definedness(x, y);
    if (defined !== null && (numbers[6] === 1) !== defined)
      comparison.wrong.push(`${where} defined: ${numbers[6]}`);
    if (defined !== true) return;
    const values = exact(x, y);
    const errors = bound(x, y);
    for (const [k, value] of values.entries()) {
      const error = (errors[k] ?? Number.NaN) * UNIT;
      comparison.all++;
      if (!Number.isFinite(value) || !Number.isFinite(error)) continue;
      comparison.held++;
      const result = numbers[k] ?? Number.NaN;
      // The bound is of first order: a hundredth more covers the rest.
      if (!(Math.abs(result - value) <= error * 1.01)) {
        comparison.wrong.push(`${where}, output ${k}: ${result} for ${value} ± ${error}`);
      }
    }
  });
  return comparison;
}

/** Whether f is defined at a point; null where rounding may decide it. */
function domainOf({ conditions, letters }: Formulas, parameters: Parameters) {
  const tests = conditions.map(({ rule, operands }) => {
    const program = compile(operands, letters);
    return { rule, values: bind(program, parameters), errors: bindRounding(program, parameters) };
  });
  return (x: number, y: number): boolean | null => {
    const verdicts = tests.map(({ rule, values, errors }) => verdict(rule, values(x, y), errors(x, y)));
    if (verdicts.includes(false)) return false;
    return verdicts.includes(null) ? null : true;
  };
}

function verdict(
  rule: Condition['rule'],
  [u = 0, v = 0]: Float64Array,
  [eu = 0]: Float64Array,
): boolean | null {
  const edge = rule === 'unit' ? Math.abs(Math.abs(u) - 1) : Math.abs(u);
  if (!(edge > eu * UNIT) && eu > 0) return null;
  if (rule === 'positive') return u > 0;
  if (rule === 'nonNegative') return u >= 0;
  if (rule === 'nonZero') return u < 0 || u > 0;
  if (rule === 'unit') return Math.abs(u) <= 1;
  return u > 0 || (u < 0 && Number.isInteger(v)) || (u === 0 && v >= 0);
}

/** The results of objective number `index` of a snippet, point by point. */
function resultsOf(numbers: Float32Array, index: number, objectives: number): readonly Float32Array[] {
  const stride = WIDTH * objectives;
  return Array.from({ length: numbers.length / stride }, (_, i) => {
    return numbers.subarray(i * stride + index * WIDTH, i * stride + (index + 1) * WIDTH);
  });
}

test.each(OBJECTIVES.map(({ id }) => id))('f, ∇f and H of %s in WGSL agree with float64', async (id) => {
  const { expression, parameters, letters, home, wgsl } = makeObjective(id, {});
  const points = randomPoints(500, 21, boxOfView(home));
  const values = letters.map((letter) => parameters[letter] ?? Number.NaN);
  const numbers = await compute({ code: snippetOf([wgsl]), width: WIDTH, points, parameters: values });
  const { wrong, held, all } = compare(expression, parameters, points, resultsOf(numbers, 0, 1));
  expect(wrong).toEqual([]);
  expect(all).toBeGreaterThan(2500);
  expect(held).toBeGreaterThan(0.99 * all);
});

test('f, ∇f and H of 200 generated expressions in WGSL agree with float64', async () => {
  const expressions = generateExpressions(200, 7);
  const points = randomPoints(60, 22, { left: -2, right: 2, bottom: -2, top: 2 });
  // Both letters have the same value, as expressions that use one or both share a shader.
  const parameters = { a: 1.3, b: 1.3 };
  const batch = 8;
  const total: Comparison = { wrong: [], held: 0, all: 0 };
  for (let first = 0; first < expressions.length; first += batch) {
    const texts = expressions.slice(first, first + batch);
    const code = snippetOf(texts.map((text) => makeObjective(text, parameters).wgsl));
    const numbers = await compute({ code, width: WIDTH * texts.length, points, parameters: [1.3, 1.3] });
    for (const [i, text] of texts.entries()) {
      const { wrong, held, all } = compare(text, parameters, points, resultsOf(numbers, i, texts.length));
      total.wrong.push(...wrong);
      total.held += held;
      total.all += all;
    }
  }
  expect(total.wrong).toEqual([]);
  expect(total.all).toBeGreaterThan(40_000);
  expect(total.held).toBeGreaterThan(0.9 * total.all);
});
