// Names the status of every particle of one ensemble, and counts them, and what the last steps reported beside.
//
// converged: ‖∇f(θ)‖ ≤ stillness, and the last step led nowhere: momentum carries a particle through minima.
// cycling: the orbit has come back to where it was p steps ago, to within a ten-thousandth of the distance that it covers
// in between (or f32's rounding), twice running. Divergence was found by the step pass.

struct Census {
  stillness: f32,   // negative for a stochastic method: nothing of it ever rests
  looks_back: u32,  // the longest period that is looked for; 0 for a flow or a stochastic method, which cannot cycle
  carry: u32,       // numbers of the carry of one particle; the first holds the flags
  flags: u32,       // how many flags the method has
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> census: Census;
@group(0) @binding(4) var<storage, read_write> states: array<State>;
@group(0) @binding(5) var<storage, read_write> history: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> counts: array<atomic<u32>, 8>;  // 4 statuses, 4 flags
@group(0) @binding(7) var<storage, read> carries: array<f32>;

const CLOSES = 1e-4;
const ROUNDING = 5e-7;  // four units in the last place of θ: closer than this is the same point
const MOTION = 50.0;    // an orbit narrower than so many ROUNDINGs is noise, not a cycle
const REST = 1e-5;      // of the region of starts: no farther does a step lead that leads nowhere

var<workgroup> local_counts: array<atomic<u32>, 8>;

@compute @workgroup_size(64)
fn take_census(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = id.x + id.y * groups.x * 64u;
  if (i < ensemble.count) {
    let state = named(i, states[i]);
    states[i] = state;
    atomicAdd(&local_counts[state.status], 1u);
    if (state.status != DIVERGED) { count_flags(i); }
  }
  workgroupBarrier();
  if (lane < 8u) { atomicAdd(&counts[lane], atomicLoad(&local_counts[lane])); }
}

fn count_flags(i: u32) {
  for (var flag = 0u; flag < census.flags; flag++) {
    let raised = (u32(carries[i * census.carry]) >> flag) & 1u;
    atomicAdd(&local_counts[4u + flag], raised);
  }
}

fn named(i: u32, state: State) -> State {
  if (state.status == DIVERGED) { return state; }
  let still = length(objective_gradient(state.theta)) <= census.stillness;
  if (still && rests(i)) { return State(state.theta, CONVERGED, 0u); }
  let period = period_of(i);
  return State(state.theta, select(MOVING, CYCLING, period > 0u), period);
}

// Whether the last step, if there was one, was shorter than REST or f32's rounding. Gradient descent that is still moves
// by η‖∇f‖, far less at every stable η.
fn rests(i: u32) -> bool {
  if (steps_lived(i) == 0u) { return true; }
  let here = history[history_index(i, ensemble.tick)];
  return distance(here, past(i, 1u)) <= REST * length(ensemble.region.zw) + ROUNDING * length(here);
}

// The smallest p ≥ 2 with θₖ ≈ θₖ₋ₚ and θₖ₋₁ ≈ θₖ₋₁₋ₚ; 0 if there is none.
fn period_of(i: u32) -> u32 {
  let longest = min(census.looks_back, steps_lived(i) - min(steps_lived(i), 1u));
  let here = history[history_index(i, ensemble.tick)];
  let noise = ROUNDING * length(here);
  var spread = 0.0;
  for (var p = 1u; p <= longest; p++) {
    let gap = distance(here, past(i, p));
    let same = max(CLOSES * spread, noise);
    if (spread > MOTION * noise && gap <= same && distance(past(i, 1u), past(i, p + 1u)) <= same) { return p; }
    spread = max(spread, gap);
  }
  return 0u;
}

fn past(i: u32, steps: u32) -> vec2f {
  return history[history_index(i, ensemble.tick - steps * ensemble.ticks_per_step)];
}

// Steps since the last restart, as far as the history reaches.
fn steps_lived(i: u32) -> u32 {
  let k = ensemble.tick / ensemble.ticks_per_step;
  if (ensemble.life == 0u) { return k; }
  return min(k, (k + respawn_phase(i, ensemble.life)) % ensemble.life);
}
