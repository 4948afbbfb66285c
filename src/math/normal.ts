import { uniform, type Words } from './threefry';

/**
 * Two independent standard normal numbers from two random words, by Box and Muller's transformation:
 *
 * ξ = √(−2 ln u) (cos 2πv, sin 2πv), u and v uniform in (0, 1).
 *
 * u is at least 2⁻²⁴, so that |ξ| ≤ 5.77: of true normal numbers one in 10⁷ lies beyond.
 * Source: Box & Muller, "A note on the generation of random normal deviates", Ann. Math. Statist. 29, 1958.
 */
export function normalPair([first, second]: Words): readonly [number, number] {
  const radius = Math.sqrt(Math.max(0, -2 * Math.log(uniform(first))));
  const angle = 2 * Math.PI * uniform(second);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
