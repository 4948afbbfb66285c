// Follows orbits for many η at once and counts what they visit: a bifurcation diagram.
//
// The method's file defines advance(). Another says what goes along with each orbit to tell its largest Lyapunov exponent
// (besideTangent.wgsl, besideNeighbour.wgsl), and visited(theta) the value whose visits are counted.
// An orbit that leaves the trust radius, overflows or leaves the objective's domain is lost, and stays where it was.
const BURN_IN = 0u;
const SPAN = 1u;    // and the least and the largest of the values are noted
const COUNT = 2u;   // and every value is counted
// Cycles up to this period are named.
const MOST_PERIOD = 64u;
// A cycle has closed when it is so near to where it was, relative to 1 + |θ|: close to a doubling, rounding in f32 keeps up
// a wobble of some 2⁻²¹ over 1 − |multiplier|. Chaos comes as near by chance: its exponent tells it apart.
const CLOSED = 0x1p-13;

struct Plan {
  first: u32,      // place of the first column in `columns`, and how many of them are followed now
  followed: u32,
  starts: u32,     // to a column
  steps: u32,      // to take now
  stage: u32,
  fresh: u32,      // 1: from the starts on
  begins: u32,     // 1: growth is measured from here on
  width: u32,      // of the density
  height: u32,
  low: f32,        // the value at the lower edge of the lowest row
  rows_per_unit: f32,
  trust_radius: f32,
}

// One η. They stand in the order in which they are computed.
struct Column {
  constants: array<vec4f, 4>,
  eta: f32,
  place: u32,   // in the density
  spread: f32,  // of η over the starts: a column stands for all η within it
}

struct Orbit {
  theta: vec2f,
  beside: vec2f,   // what goes along: a vector, or another place
  growth: f32,     // log₂ of what its length was multiplied by since `begins`
  steps: u32,      // since then
  period: u32,     // of the cycle that it was last seen to close; 0 for none
  lost: u32,
  low: f32,        // the least and the largest of the values, lost orbits aside
  high: f32,
  begun: f32,      // log₂ of the length when growth began, and now
  ended: f32,
  carry: Carry,
  beside_carry: Carry,
}

// An orbit and what goes along with it.
struct Pair {
  particle: Particle,
  beside: Particle,
}

@group(0) @binding(2) var<uniform> plan: Plan;
@group(0) @binding(3) var<storage, read> columns: array<Column>;
@group(0) @binding(4) var<storage, read> starts: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> orbits: array<Orbit>;
@group(0) @binding(6) var<storage, read_write> density: array<atomic<u32>>;

// The column of this invocation.
var<private> here: u32;

fn method_constant(i: u32) -> f32 { return columns[here].constants[i / 4u][i % 4u]; }
fn trust_radius() -> f32 { return plan.trust_radius; }

@compute @workgroup_size(64)
fn follow_orbits(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.x + id.y * groups.x * 64u;
  if (n >= plan.followed * plan.starts) { return; }
  // Neighbours follow neighbouring columns: in a fixed point they would all count into one cell otherwise.
  let s = n / plan.followed;
  here = plan.first + n % plan.followed;
  let at = here * plan.starts + s;
  var orbit = orbits[at];
  if (plan.fresh == 1u) { orbit = orbit_from(starts[s]); }
  if (orbit.lost == 0u) { orbit = followed(orbit, s); }
  orbits[at] = orbit;
}

fn orbit_from(start: vec2f) -> Orbit {
  var orbit = Orbit();
  orbit.theta = start;
  orbit.beside = first_beside(start);
  orbit.lost = select(1u, 0u, objective_defined(start));
  orbit.low = 3e38;
  orbit.high = -3e38;
  return orbit;
}

fn followed(given: Orbit, s: u32) -> Orbit {
  var orbit = given;
  let eta = columns[here].eta + columns[here].spread * ((f32(s) + 0.5) / f32(plan.starts) - 0.5);
  let mark = orbit.theta;
  let closed = CLOSED * (1.0 + max(abs(mark.x), abs(mark.y)));
  var pair = Pair(
    Particle(orbit.theta, orbit.carry, Moment(s, 0u)),
    Particle(orbit.beside, orbit.beside_carry, Moment(s, 0u)),
  );
  if (plan.begins == 1u) {
    orbit.growth = 0.0;
    orbit.steps = 0u;
    orbit.begun = log2(length_beside(pair));
  }
  var period = 0u;
  for (var k = 1u; k <= plan.steps; k++) {
    let next = go_on(pair, eta);
    let farthest = max(magnitude_bits(next.particle.theta.x), magnitude_bits(next.particle.theta.y));
    if ((farthest > magnitude_bits(plan.trust_radius)) | !objective_defined(next.particle.theta)) {
      orbit.lost = 1u;
      break;
    }
    pair = next;
    let size = length_beside(pair);
    let off = exponent_of(size) - length_exponent(pair.particle.theta);
    if (abs(off) > LOOSE) {
      let doublings = select(max(off, FEWEST_DOUBLINGS), 0, magnitude_bits(size) >= 0x7f800000u);
      orbit.growth += f32(doublings);
      pair = brought_near(pair, size, doublings);
    }
    if (plan.stage != BURN_IN) {
      let value = visited(pair.particle.theta);
      orbit.low = min(orbit.low, value);
      orbit.high = max(orbit.high, value);
      count(value);
    }
    if (k <= MOST_PERIOD) {
      let away = abs(pair.particle.theta - mark);
      period = select(period, k, (period == 0u) & (max(away.x, away.y) <= closed));
    }
  }
  orbit.theta = pair.particle.theta;
  orbit.carry = pair.particle.carry;
  orbit.beside = pair.beside.theta;
  orbit.beside_carry = pair.beside.carry;
  orbit.steps += plan.steps;
  orbit.ended = log2(length_beside(pair));
  orbit.period = select(orbit.period, period, (period != 0u) | (plan.steps >= MOST_PERIOD));
  return orbit;
}

fn count(value: f32) {
  let row = (value - plan.low) * plan.rows_per_unit;
  if ((plan.stage == COUNT) & (row >= 0.0) & (row < f32(plan.height))) {
    atomicAdd(&density[u32(row) * plan.width + columns[here].place], 1u);
  }
}

// ⌊log₂ x⌋, and −127 of next to nothing, 128 of what is not a number.
fn exponent_of(x: f32) -> i32 {
  return i32(magnitude_bits(x) >> 23u) - 127;
}

fn power_of_two(exponent: i32) -> f32 {
  return bitcast<f32>(u32(clamp(exponent, -126, 127) + 127) << 23u);
}
