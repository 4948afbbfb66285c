import { expect, test } from 'vitest';
import { bind } from '../../src/math/evaluate';
import { makeFormulas } from '../../src/math/formulas';
import { operate } from '../../src/math/operations';
import { compile, FIRST_PARAMETER, type Program } from '../../src/math/program';
import { bindRounding, UNIT } from '../../src/math/rounding';
import { makeObjective } from '../../src/objectives/objective';
import { boxOfView } from '../../src/objectives/survey';
import { OBJECTIVES } from '../../src/objectives/table';
import { generateExpressions, randomPoints } from '../generated';

type Parameters = Readonly<Record<string, number>>;

/** A program in f32, each operation rounded correctly. */
function runInSingle(program: Program, parameters: Parameters, x: number, y: number): readonly number[] {
  const registers = [
    x,
    y,
    ...program.letters.map((letter) => parameters[letter] ?? Number.NaN),
    ...program.numbers,
  ];
  for (let i = FIRST_PARAMETER; i < registers.length; i++) registers[i] = Math.fround(registers[i] ?? 0);
  for (const { operation, operands } of program.instructions) {
    const [a = 0, b = 0, c = 0, d = 0] = operands.map((register) => registers[register] ?? 0);
    registers.push(Math.fround(operate(operation, a, b, c, d)));
  }
  return program.outputs.map((register) => registers[register] ?? Number.NaN);
}

/** Runs one formula at all points: what broke the bound, and how many results were held to a finite one, of how many. */
function checkBounds(text: string, parameters: Parameters, points: Float32Array) {
  const { f, fx, fy, fxx, fxy, fyy, letters } = makeFormulas(text);
  const program = compile([f, fx, fy, fxx, fxy, fyy], letters);
  const exact = bind(program, parameters);
  const bound = bindRounding(program, parameters);
  const counts = { broken: [] as string[], held: 0, all: 0, tightest: 0 };
  for (let i = 0; i < points.length; i += 2) {
    const [x = 0, y = 0] = points.subarray(i, i + 2);
    const values = exact(x, y);
    const errors = bound(x, y);
    runInSingle(program, parameters, x, y).forEach((single, k) => {
      const value = values[k] ?? Number.NaN;
      const error = (errors[k] ?? Number.NaN) * UNIT;
      if (!Number.isFinite(value)) return;
      counts.all++;
      if (!Number.isFinite(error)) return;
      counts.held++;
      const off = Math.abs(single - value);
      if (!(off <= error * 1.01))
        counts.broken.push(`${text} at (${x}, ${y}), output ${k}: ${off} > ${error}`);
      if (error > 0) counts.tightest = Math.max(counts.tightest, off / error);
    });
  }
  return counts;
}

test.each(OBJECTIVES.map(({ id }) => id))('f32 arithmetic on %s stays within the bound', (id) => {
  const { expression, home, parameters } = makeObjective(id, {});
  const points = randomPoints(200, 5, boxOfView(home));
  const { broken, held, all, tightest } = checkBounds(expression, parameters, points);
  expect(broken).toEqual([]);
  expect(held).toBeGreaterThan(0.95 * all);
  // The bound is one for the worst case, yet not out of all proportion.
  if (id !== 'saddle') expect(tightest).toBeGreaterThan(0.02);
});

test('and on 200 generated expressions', () => {
  const box = { left: -2, right: 2, bottom: -2, top: 2 };
  const total = { held: 0, all: 0 };
  for (const [i, text] of generateExpressions(200, 7).entries()) {
    const { broken, held, all } = checkBounds(text, { a: 1.5, b: 0.7 }, randomPoints(40, i, box));
    total.held += held;
    total.all += all;
    expect(broken).toEqual([]);
  }
  expect(total.all).toBeGreaterThan(30_000);
  expect(total.held / total.all).toBeGreaterThan(0.9);
});
