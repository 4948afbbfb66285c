// One particle made visible among a million: a ring around it, at the edge of the picture where it has left it, and its trail.

struct Ring {
  color: vec4f,
  rim: vec4f,
  index: u32,
  segments: u32,  // of the trail
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> ring: Ring;
@group(0) @binding(4) var<storage, read> positions: array<vec2f>;
@group(0) @binding(5) var<storage, read> history: array<vec2f>;

struct Corner {
  @builtin(position) position: vec4f,
  @location(0) pixel: vec2f,
  @location(1) @interpolate(flat) a: vec2f,
  @location(2) @interpolate(flat) b: vec2f,
  @location(3) @interpolate(flat) layer: u32,
}

// From the lowest up: the edge of the whole trail, its lines, the ring.
const EDGE = 0u;
const LINE = 1u;
const CIRCLE = 2u;

const RADIUS = 11.0;      // CSS pixels, of the ring's middle line
const HALF_WIDTH = 1.4;
const RIM = 1.4;          // of the ground's colour, on both sides
const REACH = 15.0;

// Two triangles for each segment of the trail, the newest first, in two layers; the last two are the ring.
@vertex
fn vertex(@builtin(vertex_index) n: u32) -> Corner {
  var corner: Corner;
  corner.layer = n / 6u / max(ring.segments, 1u);
  if (n / 6u == 2u * ring.segments) {
    corner.layer = CIRCLE;
    let inset = vec2f(REACH * frame.density);
    corner.a = clamp(to_pixel(positions[ring.index * ensemble.stride]), inset, frame.size - inset);
    corner.b = corner.a;
  } else {
    let age = n / 6u % ring.segments;
    if (age >= ticks_lived()) { return corner; }
    corner.a = to_pixel(history[history_index(ring.index, ensemble.tick - age - 1u)]);
    corner.b = to_pixel(history[history_index(ring.index, ensemble.tick - age)]);
  }
  let run = corner.b - corner.a;
  let d = select(vec2f(1.0, 0.0), normalize(run), dot(run, run) > 1e-6);
  let side = array<vec2f, 6>(vec2f(-1, -1), vec2f(1, -1), vec2f(-1, 1), vec2f(-1, 1), vec2f(1, -1), vec2f(1, 1))[n % 6u];
  let end = select(corner.a, corner.b, side.x > 0.0);
  corner.pixel = end + REACH * frame.density * (side.x * d + side.y * vec2f(-d.y, d.x));
  corner.position = to_clip(corner.pixel);
  return corner;
}

// Ticks since the particle's present life began.
fn ticks_lived() -> u32 {
  if (ensemble.life == 0u) { return ensemble.tick; }
  let k = ensemble.tick / ensemble.ticks_per_step;
  let steps = (k + respawn_phase(ring.index, ensemble.life)) % ensemble.life;
  return min(ensemble.tick, ensemble.tick % ensemble.ticks_per_step + steps * ensemble.ticks_per_step);
}

@fragment
fn fragment(corner: Corner) -> @location(0) vec4f {
  let away = distance_to(corner.pixel, corner.a, corner.b) / frame.density;
  let gap = select(away, abs(away - RADIUS), corner.layer == CIRCLE) - HALF_WIDTH;
  let body = select(clamp(0.5 - gap * frame.density, 0.0, 1.0), 0.0, corner.layer == EDGE);
  let rim = select(clamp(0.5 + (RIM - gap) * frame.density, 0.0, 1.0), 0.0, corner.layer == LINE);
  return vec4f(mix(ring.rim.rgb, ring.color.rgb, body), max(rim * ring.rim.a, body));
}
