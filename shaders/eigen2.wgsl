// The symmetric 2×2 matrix h = (a, b, c) as low·u uᵀ + high·v vᵀ, low ≤ high, v a unit vector, u = (−v.y, v.x):
// spectrum() of src/math/symmetric2.ts. Diagonal matrices come out exact, and a small eigenvalue beside a large one
// keeps its digits. A multiple of the identity has any frame; it gets v = (1, 0).

struct Eigen2 {
  low: f32,
  high: f32,
  v: vec2f,  // of `high`
}

fn eigen2(h: vec3f) -> Eigen2 {
  let skew = 0.5 * h.x - 0.5 * h.z;
  let mean = 0.5 * h.x + 0.5 * h.z;
  // In units of a power of two, the square of which neither overflows nor vanishes.
  let exponent = clamp(bitcast<u32>(max(abs(skew), abs(h.y))) & 0x7f800000u, 0x00800000u, 0x7e800000u);
  let side = vec2f(skew, h.y) * bitcast<f32>(0x7f000000u - exponent);
  let radius = sqrt(dot(side, side));
  let spread = radius * bitcast<f32>(exponent);

  let dominant = select(mean + spread, mean - spread, mean < 0.0);
  let larger = select(h.z, h.x, abs(h.x) > abs(h.z));
  let smaller = select(h.x, h.z, abs(h.x) > abs(h.z));
  let divisor = select(dominant, 1.0, dominant == 0.0);
  let other = (larger / divisor) * smaller - (h.y / divisor) * h.y;
  let diagonal = h.y == 0.0;
  let low = select(min(dominant, other), min(h.x, h.z), diagonal);
  let high = select(max(dominant, other), max(h.x, h.z), diagonal);

  // Both pairs are multiples of v; the sum without cancellation is taken.
  let v = select(vec2f(side.x + radius, side.y), vec2f(side.y, radius - side.x), side.x < 0.0);
  let norm = length(v);
  let axis = select(vec2f(1, 0), vec2f(0, 1), skew < 0.0);
  return Eigen2(low, high, select(v / select(norm, 1.0, norm == 0.0), axis, diagonal));
}
