import { expect, test } from 'vitest';
import elementary from '../../shaders/elementary.wgsl?raw';
import { type Operation, operate } from '../../src/math/operations';
import { ownError, UNIT } from '../../src/math/rounding';
import { randomNumbers } from '../generated';
import { compute } from './compute';

const POINTS = 4000;
/** Results below this are flushed to zero. */
const SMALLEST = 2 ** -126;

/** Arguments over the useful range of a function, evenly or by powers. */
function argumentsIn(low: number, high: number, spread: 'even' | 'powers'): Float32Array<ArrayBuffer> {
  const random = randomNumbers(11);
  const points = new Float32Array(2 * POINTS);
  for (let i = 0; i < POINTS; i++) {
    const u = (i + random()) / POINTS;
    points[2 * i] = spread === 'even' ? low + u * (high - low) : low * (high / low) ** u;
  }
  return points;
}

test.each<[string, Operation, number, number, 'even' | 'powers']>([
  ['exp', 'exp', -87, 88, 'even'],
  ['exp', 'exp', -1, 1, 'even'],
  ['log', 'log', 1e-37, 1e38, 'powers'],
  ['log', 'log', 0.9, 1.1, 'even'],
  ['sin', 'sin', -8, 8, 'even'],
  ['sin', 'sin', -1e4, 1e4, 'even'],
  ['sin', 'sin', 1e-30, 1, 'powers'],
  ['cos', 'cos', -8, 8, 'even'],
  ['cos', 'cos', -1e4, 1e4, 'even'],
  ['tan', 'tan', -8, 8, 'even'],
  ['tan', 'tan', -1e4, 1e4, 'even'],
  ['sin_turns', 'sinTurns', -10, 10, 'even'],
  ['cos_turns', 'cosTurns', -10, 10, 'even'],
  ['cos_turns', 'cosTurns', -1e6, 1e6, 'even'],
  ['asin', 'asin', -1, 1, 'even'],
  ['asin', 'asin', 1e-30, 1, 'powers'],
  ['acos', 'acos', -1, 1, 'even'],
  ['acos', 'acos', 0.999, 1, 'even'],
  ['atan', 'atan', -5, 5, 'even'],
  ['atan', 'atan', 1e-30, 1e30, 'powers'],
  ['sinh', 'sinh', -88, 88, 'even'],
  ['sinh', 'sinh', 1e-30, 2, 'powers'],
  ['cosh', 'cosh', -88, 88, 'even'],
  ['tanh', 'tanh', -10, 10, 'even'],
  ['tanh', 'tanh', 1e-30, 2, 'powers'],
  ['softplus', 'softplus', -30, 30, 'even'],
  ['logistic', 'logistic', -80, 80, 'even'],
])('precise_%s (%s from %d to %d) is as accurate as stated', async (name, operation, low, high, spread) => {
  const points = argumentsIn(low, high, spread);
  const code = `${elementary}\nfn snippet(p: vec2f) -> array<f32, 1> { return array<f32, 1>(precise_${name}(p.x)); }`;
  const results = await compute({ code, width: 1, points });
  const wrong: string[] = [];
  results.forEach((result, i) => {
    const u = points[2 * i] ?? Number.NaN;
    const exact = operate(operation, u, 0, 0, 0);
    const allowed = ownError(operation, exact, u, 0) * UNIT + SMALLEST;
    if (!(Math.abs(result - exact) <= allowed)) wrong.push(`${u}: ${result} for ${exact}`);
  });
  expect(wrong).toEqual([]);
});

test('precise_pow is as accurate as stated', async () => {
  const random = randomNumbers(12);
  const points = new Float32Array(2 * POINTS).map((_, i) =>
    i % 2 === 0 ? 10 ** (6 * random() - 3) : 12 * random() - 6,
  );
  const code = `${elementary}\nfn snippet(p: vec2f) -> array<f32, 1> { return array<f32, 1>(precise_pow(p.x, p.y)); }`;
  const wrong: string[] = [];
  (await compute({ code, width: 1, points })).forEach((result, i) => {
    const [u = 0, v = 0] = points.subarray(2 * i, 2 * i + 2);
    const allowed = ownError('power', u ** v, u, v) * UNIT + SMALLEST;
    if (!(Math.abs(result - u ** v) <= allowed)) wrong.push(`${u}^${v}: ${result} for ${u ** v}`);
  });
  expect(wrong).toEqual([]);
});

test.each<[string, number, number, number]>([
  ['precise_exp(p.x)', 100, 0, Number.POSITIVE_INFINITY],
  ['precise_exp(p.x)', -200, 0, 0],
  ['precise_exp(p.x)', 0, 0, 1],
  ['precise_log(p.x)', 1, 0, 0],
  ['precise_sin(p.x)', 0, 0, 0],
  ['precise_cos_turns(p.x)', 3.25, 0, 0],
  ['precise_tanh(p.x)', 100, 0, 1],
  ['precise_tanh(p.x)', -100, 0, -1],
  ['precise_softplus(p.x)', 100, 0, 100],
  ['precise_logistic(p.x)', -200, 0, 0],
  ['precise_logistic(p.x)', 200, 0, 1],
  ['precise_pow(p.x, p.y)', -2, 3, -8],
  ['precise_pow(p.x, p.y)', -2, 2, 4],
  ['precise_pow(p.x, p.y)', -2, -1, -0.5],
  ['precise_pow(p.x, p.y)', 0, 1.5, 0],
  ['precise_pow(p.x, p.y)', 0, 0, 1],
  ['select(0.0f, 1.0f, precise_pow_defined(p.x, p.y))', -2, 2.5, 0],
  ['select(0.0f, 1.0f, precise_pow_defined(p.x, p.y))', -2, -3, 1],
  ['select(0.0f, 1.0f, precise_pow_defined(p.x, p.y))', 0, -1, 0],
  ['select(0.0f, 1.0f, precise_pow_defined(p.x, p.y))', 0, 0.5, 1],
  ['precise_asin(p.x)', 1, 0, Math.fround(Math.PI / 2)],
  ['precise_acos(p.x)', 1, 0, 0],
])('%s at (%d, %d) is %d', async (call, x, y, value) => {
  const code = `${elementary}\nfn snippet(p: vec2f) -> array<f32, 1> { return array<f32, 1>(${call}); }`;
  const [result = Number.NaN] = await compute({ code, width: 1, points: new Float32Array([x, y]) });
  if (Number.isFinite(value))
    expect(Math.abs(result - value)).toBeLessThanOrEqual(4 * UNIT * Math.abs(value));
  else expect(result).toBe(value);
});
