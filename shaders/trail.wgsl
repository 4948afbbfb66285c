// A stretch of trails to draw: the segments that end at the ticks first_tick … first_tick + segments − 1,
// of the particles first … first + particles − 1, each segment of each particle one invocation.

struct Trail {
  first: u32,
  particles: u32,
  first_tick: u32,
  segments: u32,
  sheet: u32,        // of those that share the ink
  epoch: u32,        // the tick that the ink's stamps count from
  half_width: f32,   // of a stroke, in CSS pixels
  dot: f32,          // radius of the mark at each position, in CSS pixels; 0 for none
  weight: f32,       // of light: what the newest segment adds to a pixel
  fading: f32,       // the part of a stroke's life that passes in a tick
  fade: f32,         // of light: what is left of it after one tick
  dashes: f32,       // of a stroke, to a step
  share: f32,        // of its length that a dash fills
  mark: Mark,        // the shape of its dots
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
