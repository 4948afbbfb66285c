// Distances of carries that are two vectors.
fn carry_apart(a: Carry, b: Carry) -> f32 {
  return length(vec2f(length(b.first - a.first), length(b.second - a.second)));
}
fn carry_between(a: Carry, b: Carry, share: f32) -> Carry {
  return Carry(a.first + share * (b.first - a.first), a.second + share * (b.second - a.second));
}
