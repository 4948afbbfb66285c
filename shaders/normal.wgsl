// Two independent standard normal numbers from two words of Threefry: src/math/normal.ts, line by line.
// Box & Muller, "A note on the generation of random normal deviates", Ann. Math. Statist. 29, 1958:
// ξ = √(−2 ln u) (cos 2πv, sin 2πv). u is at least 2⁻²⁴, so that |ξ| ≤ 5.77.
fn normal_pair(words: vec2u) -> vec2f {
  let radius = sqrt(max(0.0, -2.0 * precise_log(uniform_open(words.x))));
  let turns = uniform_open(words.y);
  return radius * vec2f(precise_cos_turns(turns), precise_sin_turns(turns));
}
