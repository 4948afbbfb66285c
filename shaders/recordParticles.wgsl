// Measures every particle of one ensemble and counts what it finds into bins; notes the particle that is followed.

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> record: Record;
@group(0) @binding(4) var<storage, read> states: array<State>;
@group(0) @binding(5) var<storage, read_write> bins: array<atomic<u32>>;
@group(0) @binding(6) var<storage, read_write> tallies: array<atomic<u32>>;
@group(0) @binding(7) var<storage, read_write> rows: array<u32>;

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64u;
  let slot = slot_of(i);
  let counted = (i < record.count) & (slot < record.slots);
  let followed = (i == record.pair) & (slot < record.slots);
  if (i >= ensemble.count || !(counted | followed)) { return; }
  let state = states[i];
  let found = measured(state.theta);
  if (counted) { count(slot, state.status, found); }
  if (followed) { note(slot, state.status, found); }
}

struct Found {
  value: f32,
  distance: f32,
  gradient: f32,
  z: vec2f,
  norm: f32,
  sharpness: f32,
}

fn count(slot: u32, status: u32, found: Found) {
  atomicAdd(&tallies[slot * TALLY + status], 1u);
  if (!is_finite(found.value)) { atomicAdd(&tallies[slot * TALLY + BEYOND], 1u); }
  enter(slot, 0u, found.value);
  enter(slot, 1u, found.distance);
  enter(slot, 2u, found.gradient);
  enter(slot, 3u, abs(found.z.x));
  enter(slot, 4u, abs(found.z.y));
  enter(slot, 5u, found.norm);
  enter(slot, 6u, found.sharpness);
}

fn enter(slot: u32, quantity: u32, x: f32) {
  // What f32 does not hold is beyond everything else.
  let lost = !is_finite(x);
  let key = select(key_of(x), INFINITE_KEY, lost);
  atomicAdd(&bins[(slot * QUANTITIES + quantity) * BINS + (key >> 20u)], 1u);
  if (lost) { return; }
  let greatest = slot * TALLY + 4u + quantity;
  let least = greatest + QUANTITIES;
  // Looked at first: nearly all particles change neither.
  if (key > atomicLoad(&tallies[greatest])) { atomicMax(&tallies[greatest], key); }
  if (~key > atomicLoad(&tallies[least])) { atomicMax(&tallies[least], ~key); }
}

fn note(slot: u32, status: u32, found: Found) {
  let at = (record.row + slot) * ROW + PAIR_AT;
  rows[at] = noted(found.value);
  rows[at + 1u] = noted(found.distance);
  rows[at + 2u] = noted(found.gradient);
  rows[at + 3u] = noted(found.z.x);
  rows[at + 4u] = noted(found.z.y);
  rows[at + 5u] = noted(found.norm);
  rows[at + 6u] = noted(found.sharpness);
  rows[at + 7u] = bitcast<u32>(f32(status));
  rows[at + 8u] = bitcast<u32>(f32(ensemble.tick / ensemble.ticks_per_step + 1u));
}

fn noted(x: f32) -> u32 {
  return select(INFINITE, bitcast<u32>(x), is_finite(x));
}

// Of the endless field's particles the steps since their start, in strides; none if they started before the record did.
fn slot_of(i: u32) -> u32 {
  if (ensemble.life == 0u) { return 0u; }
  let k = ensemble.tick / ensemble.ticks_per_step;
  let age = min(k, (k + respawn_phase(i, ensemble.life)) % ensemble.life);
  return select(0xffffffffu, age / record.stride, (k - age >= record.since) & (age % record.stride == 0u));
}

fn measured(theta: vec2f) -> Found {
  let z = modes_of(theta);
  let slope = objective_gradient(theta);
  let sharpness = eigen2(objective_hessian(theta)).high;
  return Found(value_of(theta, z), distance_of(theta), size_of(slope), z, size_of(theta), sharpness);
}

// |v|, whose square may be larger than any number.
fn size_of(v: vec2f) -> f32 {
  let most = max(abs(v.x), abs(v.y));
  return select(most * length(v / most), most, most == 0.0);
}

fn value_of(theta: vec2f, z: vec2f) -> f32 {
  if (record.value == 2u) { return 0.5 * dot(record.curvatures, z * z); }
  let f = objective_value(theta);
  if (record.value == 0u) { return f; }
  // Rounding of f may take it below its least value.
  return select(max(0.0, (f - record.floor.x) - record.floor.y), f, !is_finite(f));
}

fn distance_of(theta: vec2f) -> f32 {
  var least = 3.4e38;
  for (var n = 0u; n < record.count_of_minimisers; n++) {
    least = min(least, size_of(offset_from(theta, record.minimisers[n])));
  }
  return least;
}

fn modes_of(theta: vec2f) -> vec2f {
  let e = offset_from(theta, record.centre);
  return vec2f(dot(record.frame.xy, e), dot(record.frame.zw, e));
}

// θ − θ*, where f32 does not hold θ*.
fn offset_from(theta: vec2f, point: vec4f) -> vec2f {
  return (theta - point.xy) - point.zw;
}
