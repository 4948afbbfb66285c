// Holds the theorems of src/theory/checks.ts against every particle of one ensemble, after every step.
//
// Each particle has a record of its own way: where that began, how far the theorems let it be by now, and how far rounding
// may have led it away from that. A record begins wherever a theorem can begin: theorems hold from any start.
//
// The method's file (checksGd.wgsl, checksGf.wgsl) says what is remembered and compared:
//   struct Record                                                            all zero: not begun
//   fn look(i: u32, theta: vec2f, fresh: bool, record: Record) -> Sight      one particle, one step on
// A ratio is measured/(bound + allowance), above 1 where a theorem is broken, NOTHING where it has nothing to say.

const UNIT = 5.9604645e-8;      // u = 2⁻²⁴
// All that bounds and allowances are made of is positive, so that their own rounding is a share of them: fewer than 32
// operations, each of u.
const ROUNDED_UP = 1.000002;
const NOTHING = 0.0;
const LEAST = 1e-30;            // of a ratio that was measured, and of what one is divided by
const BROKEN = 3e38;            // the ratio where something rose that had to fall
const LARGEST_ERROR = 1e15;     // bounds beyond this say nothing, and their squares must not overflow

// What one look at one particle finds.
struct Sight {
  record: Record,
  first: vec4f,   // ratios of the theorems, in the order of their rows
  second: vec4f,
}

// What has been found: per theorem the worst ratio, the particle that it was, and how often it was above 1.
struct Finding {
  worst: vec4f,
  particle: vec4u,
  violations: vec4u,
}
struct Findings {
  first: Finding,
  second: Finding,
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> told: Told;
@group(0) @binding(4) var<storage, read> states: array<State>;
@group(0) @binding(5) var<storage, read> carries: array<Carry>;
@group(0) @binding(6) var<storage, read_write> records: array<Record>;
@group(0) @binding(7) var<storage, read_write> slots: array<Findings>;    // one for each thread: nobody waits for anybody
@group(0) @binding(8) var<storage, read_write> findings: array<Findings, 64>;

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let thread = id.x;
  var found = slots[thread];
  for (var i = thread; i < ensemble.count; i += 64u * groups.x) {
    let state = states[i];
    let fresh = restarts(i, ensemble.tick);
    if (state.status == DIVERGED) {
      records[i] = Record();
      continue;
    }
    let sight = look(i, state.theta, fresh, records[i]);
    records[i] = sight.record;
    found.first = with_ratios(found.first, sight.first, i);
    found.second = with_ratios(found.second, sight.second, i);
  }
  slots[thread] = found;
}

fn with_ratios(found: Finding, ratios: vec4f, i: u32) -> Finding {
  return Finding(
    max(found.worst, ratios),
    select(found.particle, vec4u(i), ratios > found.worst),
    found.violations + select(vec4u(0), vec4u(1), ratios > vec4f(1)),
  );
}

// The slots of every 64th thread together: what is left is little to read, and no thread waits for another.
@compute @workgroup_size(64)
fn gather(@builtin(local_invocation_index) lane: u32) {
  var found = Findings();
  for (var thread = lane; thread < arrayLength(&slots); thread += 64u) {
    found = both(found, slots[thread]);
  }
  findings[lane] = found;
}

fn both(a: Findings, b: Findings) -> Findings {
  return Findings(worse(a.first, b.first), worse(a.second, b.second));
}

fn worse(a: Finding, b: Finding) -> Finding {
  return Finding(
    max(a.worst, b.worst),
    select(a.particle, b.particle, b.worst > a.worst),
    a.violations + b.violations,
  );
}

// The errors of f and of both components of ∇f as this shader computes them.
fn errors_at(p: vec2f) -> vec3f { return min(objective_rounding(p), vec3f(LARGEST_ERROR)); }

// measured/bound, both ≥ 0.
fn ratio(measured: f32, bound: f32) -> f32 {
  return clamp(measured / max(bound * ROUNDED_UP, LEAST), LEAST, BROKEN);
}

// promised/actual of something that has to fall by so much; broken if it rose, even where nothing was promised.
fn fall_ratio(promised: f32, actual: f32) -> f32 {
  let fallen = ratio(max(promised, 0.0), max(actual, 0.0));
  return select(fallen, BROKEN, actual < 0.0);
}

// The ratios of the theorems whose formula has a meaning.
fn only(ratios: vec4f, measured: vec4f) -> vec4f { return select(vec4f(NOTHING), ratios, measured > vec4f(0)); }

fn is_within(p: vec2f, box: vec4f) -> bool { return all((p >= box.xy) & (p <= box.zw)); }

// θ − θ*, θ* being given in two parts, of which the second is what f32 leaves of the first.
fn from_centre(theta: vec2f) -> vec2f { return (theta - told.centre.xy) - told.centre.zw; }

fn gap_of(f: f32) -> f32 { return (f - told.least.x) - told.least.y; }

// Coordinates along the eigenvectors of λmin and λmax. Computed, they are off by at most 4u‖e‖: the eigenvectors are
// rounded once, products twice.
fn modes_of(e: vec2f) -> vec2f { return vec2f(dot(vec2f(-told.axis.y, told.axis.x), e), dot(told.axis, e)); }
