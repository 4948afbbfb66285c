// Lets paths go, each from its own start with its own η: keeps their first positions, and watches whether their zigzag
// dies away (src/theory/lab/settling.ts, whose `watchOn` is `watch_on` here).
//
// The method's file defines advance(); the objective's text defines the gradient that it follows. A path that leaves the trust
// radius, overflows or leaves the objective's domain ends where it last was.

struct Paths {
  count: u32,
  kept: u32,           // positions of each path that are kept, its start among them
  begin: u32,          // ticks that were taken before: 0 begins anew
  ticks: u32,          // to take now
  horizon: u32,        // ticks after which the zigzag is judged
  seed: u32,
  trust_radius: f32,
  spacing: f32,        // a position is kept if it is farther than this from the one that was kept before
}

struct Course {
  start: vec2f,
  duration: f32,       // of a tick: η for a map
  constants: array<vec4f, 4>,
}

struct Watch {
  here: vec2f,
  before: vec2f,
  kept: vec2f,         // the position that was kept last
  zigzag: f32,
  half: f32,           // what it was at half of the horizon,
  three_quarters: f32, // and at three quarters of it
  wander: f32,         // the sum of all zigzags
  rose: u32,           // 1: it has risen in the last half
  lost: u32,           // the tick at which the path was lost, or 0xffffffff
  slots: u32,          // positions kept so far
}

@group(0) @binding(2) var<uniform> paths: Paths;
@group(0) @binding(3) var<storage, read> courses: array<Course>;
@group(0) @binding(4) var<storage, read_write> watches: array<Watch>;
@group(0) @binding(5) var<storage, read_write> carries: array<Carry>;
// Slot s of path i is entry s·count + i: x, y, how far it has zigzagged until there, and the tick.
@group(0) @binding(6) var<storage, read_write> positions: array<vec4f>;

const NOTHING = 0.0009765625;
const RISE = 1.002;
const NEVER = 0xffffffffu;

var<private> path: u32;

fn method_constant(i: u32) -> f32 { return courses[path].constants[i / 4u][i % 4u]; }
fn trust_radius() -> f32 { return paths.trust_radius; }
fn random_seed() -> u32 { return paths.seed; }

@compute @workgroup_size(64)
fn go(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  path = id.x + id.y * groups.x * 64u;
  if (path >= paths.count) { return; }
  if (paths.begin == 0u) { begin_path(); }
  var watch = watches[path];
  // The same chance for every path: what differs is η.
  var particle = Particle(watch.here, carries[path], Moment(0u, paths.begin));
  let duration = courses[path].duration;
  for (var k = paths.begin + 1u; k <= paths.begin + paths.ticks && watch.lost == NEVER; k++) {
    let next = advance(particle, duration);
    if (is_lost(next.theta)) {
      watch.lost = k;
    } else {
      particle = Particle(next.theta, next.carry, Moment(0u, k));
      watch = watch_on(watch, particle.theta, k);
      watch = kept_on(watch, k);
    }
  }
  watches[path] = watch;
  carries[path] = particle.carry;
}

fn begin_path() {
  let start = courses[path].start;
  let lost = select(NEVER, 0u, is_lost(start));
  watches[path] = Watch(start, start, start, 0.0, 0.0, 0.0, 0.0, 0u, lost, 1u);
  carries[path] = Carry();
  if (paths.kept > 0u) { positions[path] = vec4f(start, 0.0, 0.0); }
}

fn is_lost(p: vec2f) -> bool {
  let farthest = max(magnitude_bits(p.x), magnitude_bits(p.y));
  return farthest > magnitude_bits(paths.trust_radius) || !objective_defined(p);
}

fn watch_on(last: Watch, next: vec2f, k: u32) -> Watch {
  var watch = last;
  watch.before = last.here;
  watch.here = next;
  watch.zigzag = select(0.0, length((next - last.here) - (last.here - last.before)), k >= 2u);
  watch.wander = last.wander + watch.zigzag;
  let counts = 2u * k > paths.horizon && watch.zigzag > NOTHING * distance(next, courses[path].start);
  watch.rose = select(last.rose, 1u, counts && watch.zigzag > RISE * last.zigzag);
  watch.half = select(last.half, watch.zigzag, k == paths.horizon / 2u);
  watch.three_quarters = select(last.three_quarters, watch.zigzag, k == 3u * paths.horizon / 4u);
  return watch;
}

fn kept_on(last: Watch, k: u32) -> Watch {
  var watch = last;
  if (last.slots < paths.kept && distance(last.here, last.kept) > paths.spacing) {
    positions[last.slots * paths.count + path] = vec4f(last.here, last.wander, f32(k));
    watch.kept = last.here;
    watch.slots++;
  }
  return watch;
}
