// A stretch of trails to draw: the segments that end at the ticks first_tick, first_tick + 1, …,
// of the strands first … first + strands − 1. Each segment of each strand is one invocation; workgroups of one tick lie in a
// layer (z). A strand is one particle, or where there are very many, one of `turns` neighbours at a time.

struct Trail {
  first_particle: u32,
  first: u32,        // strand
  strands: u32,
  first_tick: u32,
  first_slot: u32,   // of the history, where the positions of first_tick lie
  sheet: u32,        // of those that share the ink
  epoch: u32,        // the tick that the ink's stamps count from
  half_width: f32,   // of a stroke, in CSS pixels
  dot: f32,          // radius of the mark at each position, in CSS pixels; 0 for none
  weight: f32,       // of light: what the newest segment adds to a pixel
  fading: f32,       // the part of a stroke's life that passes in a tick
  decay: f32,        // of light: binary logarithm of what is left of it after one tick
  turns: u32,        // one of so many neighbours is drawn, in turns of so many ticks
  turn: u32,
  most: u32,         // of light: a pixel that has as much takes no more
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
  stands_for: f32,  // so many particles
}

fn segment_of(id: vec3u, groups: vec3u) -> Segment {
  let n = id.x + id.y * groups.x * 64u;
  var segment = Segment(false, false, vec2f(0.0), vec2f(0.0), 0u, 1.0);
  if (n >= trail.strands) { return segment; }
  let tick = trail.first_tick + id.z;
  let base = trail.first_particle + (trail.first + n) * trail.turns;
  let several = min(trail.turns, ensemble.count - base);
  let i = base + drawn_of(several, base, tick);
  segment.stands_for = f32(several);
  let after = trail.first_slot + id.z;
  let slot = after - select(ensemble.slots, 0u, after < ensemble.slots);
  let slot_before = select(slot, ensemble.slots, slot == 0u) - 1u;
  let here = history[slot * ensemble.capacity + i];
  let before = history[slot_before * ensemble.capacity + i];
  segment.tick = tick;
  segment.b = to_pixel(here);
  segment.a = segment.b;
  segment.drawn = true;
  if (tick == 0u || restarts(i, tick)) { return segment; }
  segment.a = to_pixel(before);
  // A particle that rests has been drawn already: it costs nothing and does not add up to a blot.
  segment.drawn = any(before != here);
  segment.joined = segment.drawn;
  return segment;
}

// Which of so many neighbours has its turn: the next by chance, and not for all strands at the same tick.
fn drawn_of(several: u32, base: u32, tick: u32) -> u32 {
  let phase = respawn_phase(base, trail.turn);
  return respawn_phase(base + (tick + phase) / trail.turn * 0x9e3779b9u, several);
}
