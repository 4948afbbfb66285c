// What the adaptive integrators share: how many substeps a tick may take, how exact, and by how much to change the next.

const SUBSTEPS = 128;  // at most; the last quarter of them has the coarse tolerance
const TINY = 1e-30;    // instead of 0 in a denominator

// The largest error that substep n may have, counted from 1, relative to 1 + max|θ|.
fn substep_tolerance(n: i32, tolerance: f32) -> f32 {
  return select(tolerance, COARSE_TOLERANCE, 4 * n > 3 * SUBSTEPS);
}

// By how much to change the substep, by its error in units of the largest accepted: error estimate ∝ h⁴.
fn substep_growth(error: f32) -> f32 {
  let wanted = 0.9 * inverseSqrt(sqrt(max(error, TINY)));
  return select(0.2, clamp(wanted, 0.2, 5.0), is_finite(error));
}

fn larger_component(p: vec2f) -> f32 {
  return max(abs(p.x), abs(p.y));
}
