// The endless field's schedule: src/experiment/respawn.ts, word for word. Particle i starts afresh at the steps k > 0
// with (k + phase) mod life = 0; its phase is a hash of i, so that births are spread over time and plane.
//
// Shifts are done lane by lane in software, so bits are brought down by an exact sum of floats: see threefry.wgsl.
fn respawn_phase(i: u32, life: u32) -> u32 {
  var h = (i ^ top_16(i)) * 0x7feb352du;
  h = (h ^ top_17(h)) * 0x846ca68bu;
  return top_16(top_16(h) * life);
}

fn top_16(x: u32) -> u32 { return bitcast<u32>(f32(bitcast<i32>(x & 0xffff0000u)) + 0x1.8p39f) & 0xffffu; }
fn top_17(x: u32) -> u32 { return bitcast<u32>(f32(bitcast<i32>(x & 0xffff8000u)) + 0x1.8p38f) & 0x1ffffu; }
