// How far the two particles of every pair have come apart, and where they started; and of all pairs together how far.

struct Apart {
  fresh: u32,  // 1: every start is found anew, otherwise only those of particles that have just restarted
}

// Gaps by size: the bits of a positive float, without the lower 18 of its mantissa, count 32 sizes to an octave.
const SHIFT = 18u;
const BINS = 8192u;

struct Totals {
  widest: atomic<u32>,  // the bits of the largest gap
  pair: atomic<u32>,    // the first that has it
  lost: atomic<u32>,
  bins: array<atomic<u32>, BINS>,  // the first has the gaps that are 0
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;  // of gradient descent
@group(0) @binding(3) var<uniform> apart: Apart;
@group(0) @binding(4) var<storage, read> jumping: array<State>;
@group(0) @binding(5) var<storage, read> flowing: array<State>;
@group(0) @binding(6) var<storage, read_write> pairs: array<Pair>;
@group(0) @binding(7) var<storage, read> starts: array<vec2f>;
@group(0) @binding(8) var<storage, read_write> totals: Totals;

fn index_of(id: vec3u, groups: vec3u) -> u32 { return id.x + id.y * groups.x * 64u; }

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = index_of(id, groups);
  if (i >= ensemble.count) { return; }
  let a = jumping[i];
  let b = flowing[i];
  if (apart.fresh == 1u || restarts(i, ensemble.tick)) { pairs[i].start = start_of(i); }
  pairs[i].gap = distance(a.theta, b.theta);
  pairs[i].lost = select(0u, 1u, (a.status == DIVERGED) | (b.status == DIVERGED));
}

// Where the present life of a particle began.
fn start_of(i: u32) -> vec2f {
  if (ensemble.life == 0u || ensemble.redraw == 0u || i >= ensemble.placed) { return starts[i]; }
  let generation = (ensemble.tick / ensemble.ticks_per_step + respawn_phase(i, ensemble.life)) / ensemble.life;
  if (generation == 0u) { return starts[i]; }
  return random_start(i, generation, ensemble.seed, ensemble.region);
}

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = index_of(id, groups);
  if (i >= ensemble.count) { return; }
  if (pairs[i].lost == 1u) {
    atomicAdd(&totals.lost, 1u);
    return;
  }
  let bits = magnitude_bits(pairs[i].gap);
  atomicAdd(&totals.bins[bits >> SHIFT], 1u);
  atomicMax(&totals.widest, bits);
}

// Once the largest gap is known. `pair` must have been set beyond all indices.
@compute @workgroup_size(64)
fn find(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = index_of(id, groups);
  if (i >= ensemble.count) { return; }
  let here = (pairs[i].lost == 0u) & (magnitude_bits(pairs[i].gap) == atomicLoad(&totals.widest));
  if (here) { atomicMin(&totals.pair, i); }
}
