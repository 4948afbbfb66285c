// Where the particles of one ensemble are that nobody sees: beyond which edge of the picture, how far out, and of those
// that diverged when and in which direction; and what the particles at the pointer and of the marked pair are doing.

struct Lookout {
  low: vec2f,      // lower left corner of what is on screen
  high: vec2f,
  pointer: vec2f,
  centre: vec2f,   // from where directions are taken
  reach: f32,      // how far from the pointer a particle may be, in the plane; negative: nobody points
  pair: u32,       // the marked one; beyond all particles if none is
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> lookout: Lookout;
@group(0) @binding(4) var<storage, read> states: array<State>;
@group(0) @binding(5) var<storage, read> positions: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> found: array<atomic<u32>>;

// The words of `found`: src/passes/whereabouts.ts. Of a least value its complement is kept, so that all begin at 0.
const ZONE = 10u;          // of one zone: alive, lost, then of either the greatest x, −x, y, −y as keys
const ZONES = 9u;          // row by row from the lower left, the fifth on screen
const NEAREST_AT = 90u;    // complement of: distance in 1/255 of the reach, then the index in 24 bits
const ESCAPES_AT = 91u;    // how many, the complement of the first step, the last step
const SECTORS_AT = 94u;
const SECTORS = 720u;      // half a degree each, the first one around −180°
const STEPS_AT = 814u;
const EXACT = 256u;        // steps up to here have a bin each, then 128 to an octave
const DETAILS_AT = 4142u;  // of the particle at the pointer and of the pair: 1 + index, x, y, status, its word, steps lived

@compute @workgroup_size(64)
fn look(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ensemble.count) { return; }
  let state = states[i];
  let gap = distance(positions[i * ensemble.stride], lookout.pointer);
  if (gap <= lookout.reach) {
    atomicMax(&found[NEAREST_AT], ~((u32(255.0 * gap / lookout.reach) << 24u) | i));
  }
  if (state.status == DIVERGED) { note_escape(i, state); }
  let beyond = select(vec2u(1u), vec2u(2u), state.theta > lookout.high);
  let zone = select(beyond, vec2u(0u), state.theta < lookout.low);
  if (all(zone == vec2u(1u))) { return; }
  note_zone((zone.x + 3u * zone.y) * ZONE, state);
}

fn note_zone(at: u32, state: State) {
  let lost = select(0u, 1u, state.status == DIVERGED);
  atomicAdd(&found[at + lost], 1u);
  let ends = at + 2u + 4u * lost;
  raise(ends, key_of(state.theta.x));
  raise(ends + 1u, key_of(-state.theta.x));
  raise(ends + 2u, key_of(state.theta.y));
  raise(ends + 3u, key_of(-state.theta.y));
}

// Looked at first: nearly all particles change nothing.
fn raise(at: u32, key: u32) {
  if (key > atomicLoad(&found[at])) { atomicMax(&found[at], key); }
}

fn note_escape(i: u32, state: State) {
  let step = state.since - min(state.since, birth_of(i));
  atomicAdd(&found[ESCAPES_AT], 1u);
  raise(ESCAPES_AT + 1u, ~step);
  raise(ESCAPES_AT + 2u, step);
  let log_bin = (bitcast<u32>(f32(step)) >> 16u) - 0x4380u + EXACT;
  atomicAdd(&found[STEPS_AT + select(log_bin, step, step < EXACT)], 1u);
  if (step <= 1u) { return; }  // it was lost before it came anywhere
  let away = state.theta - lookout.centre;
  let turn = atan2(away.y, away.x) / 6.283185307179586 + 0.5;
  atomicAdd(&found[SECTORS_AT + u32(turn * f32(SECTORS) + 0.5) % SECTORS], 1u);
}

// The step at which the particle's present life began.
fn birth_of(i: u32) -> u32 {
  if (ensemble.life == 0u) { return 0u; }
  let k = ensemble.tick / ensemble.ticks_per_step;
  return k - min(k, (k + respawn_phase(i, ensemble.life)) % ensemble.life);
}

// After all have looked: what the two particles do that somebody asks for.
@compute @workgroup_size(1)
fn tell() {
  let nearest = atomicLoad(&found[NEAREST_AT]);
  detail(0u, select(0xffffffffu, ~nearest & 0xffffffu, nearest > 0u));
  detail(1u, lookout.pair);
}

fn detail(n: u32, i: u32) {
  if (i >= ensemble.count) { return; }
  let state = states[i];
  let at = DETAILS_AT + 6u * n;
  let birth = birth_of(i);
  atomicStore(&found[at], i + 1u);
  atomicStore(&found[at + 1u], bitcast<u32>(state.theta.x));
  atomicStore(&found[at + 2u], bitcast<u32>(state.theta.y));
  atomicStore(&found[at + 3u], state.status);
  atomicStore(&found[at + 4u], select(state.since, state.since - min(state.since, birth), state.status == DIVERGED));
  atomicStore(&found[at + 5u], ensemble.tick / ensemble.ticks_per_step - birth);
}

// Integers in the order of the numbers, from the least to the greatest.
fn key_of(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
