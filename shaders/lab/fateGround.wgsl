// The ground of the plane, coloured by what becomes of a method from each point: from the newest map where it is known, or
// else from coarser pixels of it and from older maps, in the order of the attempts.

const MINIMUM = 1u;  // the places in FATE_KINDS
const CYCLE = 3u;
const CHAOS = 4u;
const DIVERGED = 6u;
const PAINTED = 0x1000u;

struct Ground {
  attempts: u32,
  hues: u32,         // of minima; one after the other, then again
  shades: u32,       // of each hue
  first_cycle: u32,  // places in the palette
  first_chaos: u32,
  first_diverged: u32,
  first_minimum: u32,
  settling: vec2f,   // log(1 + t) of the fastest and the slowest
  escaping: vec2f,
}

// Where a map may be asked: at column and row place.xy·pixel + place.zw, the lowest bits of which are dropped.
struct Attempt {
  place: vec4f,
  canvas: u32,   // where on the canvas the map begins
  columns: u32,
  rows: u32,
  dropped: u32,
}

@group(0) @binding(2) var<uniform> ground: Ground;
@group(0) @binding(3) var<storage, read> attempts: array<Attempt>;
@group(0) @binding(4) var<storage, read> canvas: array<vec2u>;
@group(0) @binding(5) var<storage, read> palette: array<vec4f>;

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> @builtin(position) vec4f {
  return vec4f(vec2f(f32(n & 1u), f32(n >> 1u)) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
  var seen = vec2u();
  for (var n = 0u; (n < ground.attempts) & (seen.y == 0u); n++) {
    let attempt = attempts[n];
    let q = floor(attempt.place.xy * position.xy + attempt.place.zw);
    let inside = (q.x >= 0.0) & (q.y >= 0.0) & (q.x < f32(attempt.columns)) & (q.y < f32(attempt.rows));
    let pixel = (vec2u(max(q, vec2f(0.0))) >> vec2u(attempt.dropped)) << vec2u(attempt.dropped);
    let at = attempt.canvas + pixel.y * attempt.columns + pixel.x;
    seen = select(vec2u(), canvas[select(0u, at, inside)], inside);
  }
  return vec4f(palette[shade_of(seen)].rgb, 1.0);
}

fn shade_of(seen: vec2u) -> u32 {
  let time = log(1.0 + max(bitcast<f32>(seen.x), 0.0));
  let kind = seen.y & 15u;
  let index = (seen.y >> 4u) & 255u;
  let exponent = unpack2x16float(seen.y).y;
  let settled = ground.first_minimum + (index % ground.hues) * ground.shades + step_of(speed(time, ground.settling));
  let escaped = ground.first_diverged + step_of(speed(time, ground.escaping));
  let chaotic = ground.first_chaos + step_of(clamp(exponent, 0.0, 1.0));
  var shade = kind;
  shade = select(shade, settled, kind == MINIMUM);
  shade = select(shade, ground.first_cycle + index, kind == CYCLE);
  shade = select(shade, chaotic, kind == CHAOS);
  return select(shade, escaped, kind == DIVERGED);
}

fn speed(time: f32, span: vec2f) -> f32 { return 1.0 - clamp((time - span.x) / (span.y - span.x), 0.0, 1.0); }

fn step_of(share: f32) -> u32 { return u32(round(share * f32(ground.shades - 1u))); }
