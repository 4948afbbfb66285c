// The endless field's schedule: src/experiment/respawn.ts, word for word. Particle i starts afresh at the steps k > 0
// with (k + phase) mod life = 0; its phase is a hash of i, so that births are spread over time and plane.
fn respawn_phase(i: u32, life: u32) -> u32 {
  var h = (i ^ (i >> 16u)) * 0x7feb352du;
  h = (h ^ (h >> 15u)) * 0x846ca68bu;
  h ^= h >> 16u;
  return ((h >> 16u) * life) >> 16u;
}
