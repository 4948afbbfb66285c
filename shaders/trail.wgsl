// A stretch of trails to draw: the segments that end at the ticks first_tick … first_tick + segments − 1,
// of the particles first … first + particles − 1, each segment of each particle one invocation.

struct Trail {
  first: u32,
  particles: u32,
  first_tick: u32,
  segments: u32,
  sheet: u32,        // of the ink that it is drawn on
  epoch: u32,        // the tick that the ink's stamps count from
  half_width: f32,   // of a stroke, in CSS pixels
  dot: f32,          // radius of the dot at each position, in CSS pixels; 0 for none
  fade: f32,         // of light: what is left of it after one tick
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> trail: Trail;
@group(0) @binding(4) var<storage, read> history: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> ink: array<atomic<u32>>;

struct Segment {
  drawn: bool,   // whether there is a position at all
  joined: bool,  // whether a line leads to it: not for a start
  a: vec2f,      // in pixels
  b: vec2f,
  tick: u32,
}

fn segment_of(id: vec3u, groups: vec3u) -> Segment {
  let n = id.x + id.y * groups.x * 64u;
  var segment = Segment(false, false, vec2f(0.0), vec2f(0.0), 0u);
  if (n >= trail.particles * trail.segments) { return segment; }
  let i = trail.first + n % trail.particles;
  let tick = trail.first_tick + n / trail.particles;
  let here = history[history_index(i, tick)];
  segment.tick = tick;
  segment.b = to_pixel(here);
  segment.a = segment.b;
  segment.drawn = true;
  if (tick == 0u || restarts(i, tick)) { return segment; }
  let before = history[history_index(i, tick - 1u)];
  segment.a = to_pixel(before);
  // A particle that rests has been drawn already: it costs nothing and does not add up to a blot.
  segment.drawn = any(before != here);
  segment.joined = segment.drawn;
  return segment;
}

// The part of a…b inside the picture grown by a margin, as parameters t₀ ≤ t₁ (Liang–Barsky 1984); t₀ > t₁ if there is none.
fn clip(a: vec2f, b: vec2f, margin: f32) -> vec2f {
  let d = b - a;
  var t = vec2f(0.0, 1.0);
  for (var axis = 0u; axis < 2u; axis++) {
    let low = -margin - a[axis];
    let high = frame.size[axis] + margin - a[axis];
    if (abs(d[axis]) < 1e-6) {
      if (low > 0.0 || high < 0.0) { return vec2f(1.0, 0.0); }
    } else {
      let p = low / d[axis];
      let q = high / d[axis];
      t = vec2f(max(t.x, min(p, q)), min(t.y, max(p, q)));
    }
  }
  return t;
}
