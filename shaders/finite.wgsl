// WGSL may assume that no NaN and no infinity occurs, so they are found by their bits (x != x is false for a NaN).
fn is_finite(x: f32) -> bool {
  return magnitude_bits(x) < 0x7f800000u;
}

// |x| as an integer: bits of floats order like integers, and NaN and infinity are larger than any number.
fn magnitude_bits(x: f32) -> u32 {
  return bitcast<u32>(x) & 0x7fffffffu;
}
