// Names the status of every particle of one ensemble, and counts them, and what the last steps reported beside.
//
// converged: ‖∇f(θ)‖ ≤ stillness, and the last step led nowhere: momentum carries a particle through minima.
// cycling: the orbit comes back to where it was p steps ago, to within a hundred-thousandth of the distance that it covers
// in between (or f32's rounding), for a whole period and sixteen steps at least, or as long as anyone remembers. Divergence
// was found by the step pass. Chaos comes back, too: every so often near an unstable cycle, and in f32, where there are
// only so many points, for good. Gradient descent is therefore asked whether its cycle attracts.

struct Census {
  stillness: f32,   // negative for a stochastic method: nothing of it ever rests
  looks_back: u32,  // the longest period that is looked for; 0 for a flow or a stochastic method, which cannot cycle
  carry: u32,       // numbers of the carry of one particle; the first holds the flags
  flags: u32,       // how many flags the method has
  rate: f32,        // η, of gradient descent, whose cycles have to be stable; 0 of other methods
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> census: Census;
@group(0) @binding(4) var<storage, read_write> states: array<State>;
@group(0) @binding(5) var<storage, read_write> history: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> counts: array<atomic<u32>, COUNTS>;
@group(0) @binding(7) var<storage, read> carries: array<f32>;

const COUNTS = 25u;     // 4 statuses, 4 flags, cycles by their period from 0 to 16
const CLOSES = 1e-5;
const RUNNING = 16u;    // so many steps of a cycle are held against those a period before, at least
const STABLE = 1.02;    // a cycle is repelling if it stretches by more than this: rounding, and 1 at a bifurcation
const ROUNDING = 5e-7;  // four units in the last place of θ: closer than this is the same point
const MOTION = 50.0;    // an orbit narrower than so many ROUNDINGs is noise, not a cycle
const REST = 1e-5;      // of the region of starts: no farther does a step lead that leads nowhere

var<workgroup> local_counts: array<atomic<u32>, COUNTS>;

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
    if (state.status == CYCLING) { atomicAdd(&local_counts[8u + state.since], 1u); }
  }
  workgroupBarrier();
  let counted = atomicLoad(&local_counts[min(lane, COUNTS - 1u)]);
  if ((lane < COUNTS) & (counted > 0u)) { atomicAdd(&counts[lane], counted); }
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

// The smallest p ≥ 2 with θₖ₋ⱼ ≈ θₖ₋ⱼ₋ₚ for j = 0, 1, …; 0 if there is none.
fn period_of(i: u32) -> u32 {
  let remembered = min(steps_lived(i), ensemble.slots - 1u);
  let longest = min(census.looks_back, remembered - min(remembered, 1u));
  let here = history[history_index(i, ensemble.tick)];
  let noise = ROUNDING * length(here);
  var spread = 0.0;
  for (var p = 1u; p <= longest; p++) {
    let gap = distance(here, past(i, p));
    let same = max(CLOSES * spread, noise);
    if ((spread > MOTION * noise) & (gap <= same)) {
      let running = max(RUNNING, p);
      let rememberable = min(ensemble.slots, select(ensemble.life, ensemble.slots, ensemble.life == 0u)) - 1u;
      let steps = min(running, max(rememberable, p + 1u) - p);
      if ((remembered >= p + steps) && repeats(i, p, steps, same) && attracts(i, p)) { return p; }
    }
    spread = max(spread, gap);
  }
  return 0u;
}

// Whether the last `steps` points lie where those of a period before did.
fn repeats(i: u32, p: u32, steps: u32, same: f32) -> bool {
  var all = true;
  for (var j = 1u; j <= steps; j++) { all = all & (distance(past(i, j), past(i, j + p)) <= same); }
  return all;
}

// Whether gradient descent's cycle is stable: the spectral radius of Π(I − ηH) over its points is at most 1.
fn attracts(i: u32, p: u32) -> bool {
  if (census.rate == 0.0) { return true; }
  var product = mat2x2f(1.0, 0.0, 0.0, 1.0);
  for (var j = 1u; j <= p; j++) {
    let h = census.rate * objective_hessian(past(i, j));
    product = product * mat2x2f(1.0 - h.x, -h.y, -h.y, 1.0 - h.z);
  }
  let half = 0.5 * (product[0][0] + product[1][1]);
  let square = half * half - determinant(product);
  let radius = select(sqrt(abs(determinant(product))), abs(half) + sqrt(max(square, 0.0)), square >= 0.0);
  return radius <= STABLE;
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
