import { carryOf } from '../../gpu/ensemble';
import type { Method } from '../../methods/method';

const DISTANCES: Readonly<Record<number, string>> = {
  1: 'abs(b - a)',
  2: 'max(abs(b.x - a.x), abs(b.y - a.y))',
  4: 'largest(abs(b - a))',
  8: 'max(largest(abs(b.first - a.first)), largest(abs(b.second - a.second)))',
};
const LARGEST = 'fn largest(v: vec4f) -> f32 { return max(max(v.x, v.y), max(v.z, v.w)); }';

/**
 * WGSL of how the memories of two particles differ: `carry_distance` and `carry_between`. Flags are no memory: those of the
 * other one are as good.
 */
export function carryText(method: Method): string {
  const { numbers } = carryOf(method);
  const memory = method.carry > 0 && method.flags === undefined;
  const distance = memory ? DISTANCES[numbers] : '0.0';
  const whole = 'a + share * (b - a)';
  const parts = 'Carry(a.first + share * (b.first - a.first), a.second + share * (b.second - a.second))';
  const between = !memory ? 'b' : numbers === 8 ? parts : whole;
  return [
    LARGEST,
    `fn carry_distance(a: Carry, b: Carry) -> f32 { return ${distance}; }`,
    `fn carry_between(a: Carry, b: Carry, share: f32) -> Carry { return ${between}; }`,
  ].join('\n');
}
