// Who travels in the laboratory: one particle from every pixel of a map, each pixel with its start and its η.

const UNDECIDED = 0u;  // the places in FATE_KINDS
const MINIMUM = 1u;
const REST = 2u;
const CYCLE = 3u;
const CHAOS = 4u;
const BOUNDED = 5u;
const DIVERGED = 6u;

const GOING = 0u;      // states of a traveller
const PAUSING = 1u;    // it was at rest at the end of the last stretch
const ARRIVED = 2u;    // it came to rest in this stretch
const DECIDED = 3u;

const NONE = 3e38;     // instead of an exponent; a time has −1

struct Survey {
  corner: vec2f,
  across: vec2f,
  up: vec2f,
  columns: u32,       // of the whole map
  rows: u32,
  stride: u32,        // every so manieth column and row
  nested: u32,        // 1: without those of twice the stride, which were there before
  first: u32,         // pixel of the first traveller
  count: u32,         // travellers
  skipped: u32,      // of them, when they are named
  age: u32,           // steps taken before
  steps: u32,         // to take now
  horizon: u32,
  rounds: u32,        // of steps in which what goes on is named
  outlook: u32,       // what becomes of those that go on and are not to be named
  trust_radius: f32,
  stillness: f32,     // negative for a stochastic method: nothing of it ever rests
  size: f32,          // of what the objective shows at home: the diagonal
  carry_weight: f32,  // 0 where the carry holds no part of the motion
  minima: u32,
  ridge: u32,         // 1 + the minimum that stands for a curve of minima; 0: there is none
  seed: u32,
  evenly: u32,        // 1: the same η in every row
  canvas: u32,        // where on the canvas this map begins
  painted: u32,       // 1: it is wanted there
}

// η (or a flow's tick) of a row of the map, and the method's constants for it.
struct Rule {
  duration: f32,
  constants: array<vec4f, 4>,
}

struct Traveller {
  theta: vec2f,
  slope: f32,  // ‖∇f‖ there
  time: f32,   // at which it came to rest, if it rests
  state: u32,
}

struct Fate {
  kind: u32,
  index: u32,
  time: f32,
  exponent: f32,
}

@group(0) @binding(2) var<uniform> survey: Survey;
@group(0) @binding(3) var<storage, read> rules: array<Rule>;
@group(0) @binding(4) var<storage, read_write> travellers: array<Traveller>;
@group(0) @binding(5) var<storage, read_write> carries: array<Carry>;
@group(0) @binding(6) var<storage, read_write> fates: array<Fate>;
@group(0) @binding(7) var<storage, read_write> going: atomic<u32>;
@group(0) @binding(8) var<storage, read> minima: array<vec2f>;
@group(0) @binding(9) var<storage, read_write> canvas: array<vec2u>;  // whole maps, for the screen

var<private> rule: u32;

fn method_constant(i: u32) -> f32 { return rules[rule].constants[i / 4u][i % 4u]; }
fn trust_radius() -> f32 { return survey.trust_radius; }
fn random_seed() -> u32 { return survey.seed; }

// The column and row of a traveller: along the rows; of a nested lattice three in every square of two by two.
fn pixel_of(traveller: u32) -> vec2u {
  let n = survey.first + traveller;
  let columns = (survey.columns + survey.stride - 1u) / survey.stride;
  if (survey.nested == 0u) { return survey.stride * vec2u(n % columns, n / columns); }
  let squares = (columns + 1u) / 2u;
  let square = n / 3u;
  let corner = n % 3u + 1u;
  return survey.stride * vec2u(2u * (square % squares) + (corner & 1u), 2u * (square / squares) + (corner >> 1u));
}

fn is_on_map(pixel: vec2u) -> bool { return (pixel.x < survey.columns) & (pixel.y < survey.rows); }

fn start_of(pixel: vec2u) -> vec2f {
  let share = (vec2f(pixel) + 0.5) / vec2f(f32(survey.columns), f32(survey.rows));
  return survey.corner + share.x * survey.across + share.y * survey.up;
}

fn take_rule_of(pixel: vec2u) { rule = select(pixel.y, 0u, survey.evenly == 1u); }

fn settle(t: u32, pixel: vec2u, fate: Fate) {
  fates[t] = fate;
  let at = survey.canvas + pixel.y * survey.columns + pixel.x;
  if (survey.painted == 1u) { canvas[at] = painted(fate); }
}

const PAINTED = 0x1000u;  // something has been painted there: in fateGround.wgsl as well

// The time, and in one word kind, index and exponent.
fn painted(fate: Fate) -> vec2u {
  let exponent = pack2x16float(vec2f(0.0, select(fate.exponent, 0.0, fate.exponent >= NONE)));
  return vec2u(bitcast<u32>(fate.time), fate.kind | (fate.index << 4u) | PAINTED | exponent);
}

// The moment between steps k and k + 1 at which a particle left the trust radius R, log‖θ‖ taken as linear between them;
// k + 1 if it left the domain within R.
fn escape_time(k: u32, before: vec2f, after: vec2f) -> f32 {
  let far = log(survey.trust_radius);
  let last = log(max(max(abs(before.x), abs(before.y)), 1e-30));
  let bits = max(magnitude_bits(after.x), magnitude_bits(after.y));
  let next = log(bitcast<f32>(min(bits, 0x7f7fffffu)));
  return f32(k) + select(1.0, clamp((far - last) / (next - last), 0.0, 1.0), next > far);
}
