// What RMSProp and Adam share.

const RMS_TINY = 1e-30;  // instead of 0 in a denominator

// √(βr² + (1−β)g²) in each coordinate, given β and 1−β. Carried as a root and scaled before it is squared, a gradient of
// 1e20 does not overflow, and one of 1e-20 does not vanish.
fn rms(root: vec2f, g: vec2f, decay: f32, gain: f32) -> vec2f {
  let scale = max(max(root, abs(g)), vec2f(RMS_TINY));
  let old = root / scale;
  let fresh = g / scale;
  return scale * sqrt(decay * old * old + gain * fresh * fresh);
}
