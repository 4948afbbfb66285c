// WGSL may assume that no NaN and no infinity occurs, so they are found by their bits (x != x is false for a NaN).
fn is_finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}

// True unless |x| ≤ radius; NaN and infinity compare as larger than any radius, because bits of floats order like integers.
fn beyond(x: f32, radius: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > bitcast<u32>(radius);
}
