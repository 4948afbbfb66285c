import type { Formulas } from './formulas';
import { compile } from './program';
import { boundingProgram, UNIT } from './rounding';
import { emitFunction } from './wgsl';

/** In place of a bound where nothing can be promised. */
const HUGE = '3e38f';

/**
 * The bound is itself computed in f32, as sums, products and quotients of what is not negative: each of them adds at
 * most 5·2⁻²⁴ of itself, and the 3,000 operations that a formula may have no more than 1e-3. The rest of the hundredth
 * is for what the functions' slopes change over an error.
 */
const SAFETY = 1.01;

/**
 * The WGSL of `objective_rounding(p)`: bounds of the absolute errors of `objective_value` and of both components of
 * `objective_gradient` as a shader computes them in f32; 3e38 where nothing can be promised. p is exact; parameters
 * may have been rounded on their way in. A text beside `emitWgsl`'s, by the same rules as `bindRounding`.
 */
export function emitRounding({ f, fx, fy, letters, conditions }: Formulas): string {
  const program = compile([f, fx, fy], letters);
  const size = program.outputs.length;
  const bounding = boundingProgram(
    program,
    (graph, letter) => graph.apply('abs', graph.parameter(letter)),
    'shows',
  );
  if (bounding === null) return `fn objective_rounding(p: vec2f) -> vec3f { return vec3f(${HUGE}); }\n`;
  return emitFunction('objective_rounding', 'vec3f', bounding, (names) => {
    const bound = `${SAFETY * UNIT}f * vec3f(${names.slice(0, size).join(', ')})`;
    const wild = names.slice(size);
    const promised = [
      // By the bits, as a NaN or an infinity compares in no way that WGSL promises.
      `bitcast<vec3u>(${bound}) < vec3u(bitcast<u32>(${HUGE}))`,
      ...(wild.every((name) => name === '0.0f') ? [] : [`vec3f(${wild.join(', ')}) == vec3f()`]),
      ...(conditions.length === 0 ? [] : ['vec3<bool>(objective_defined(p))']),
    ];
    const all = promised.map((test) => `(${test})`).join(' & ');
    return `select(vec3f(${HUGE}), ${bound}, ${all})`;
  });
}
