// Where the particles are now: the method's mark with a rim for each, joined to its trail; a cross where one diverged.

struct Heads {
  color: vec4f,
  rim: vec4f,
  first: u32,
  radius: f32,        // CSS pixels
  half_width: f32,    // of the stroke between the last tick and now, CSS pixels
  alive: u32,         // 0: only the crosses
  dashes: f32,        // of the stroke, to a step
  share: f32,         // of its length that a dash fills
  mark: Mark,
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> heads: Heads;
@group(0) @binding(4) var<storage, read> states: array<State>;
@group(0) @binding(5) var<storage, read> positions: array<vec2f>;

struct Corner {
  @builtin(position) position: vec4f,
  @location(0) pixel: vec2f,
  @location(1) @interpolate(flat) a: vec2f,   // where the trail ends
  @location(2) @interpolate(flat) b: vec2f,   // where the particle is
  @location(3) @interpolate(flat) opacity: f32,
  @location(4) @interpolate(flat) cross: u32,
  @location(5) @interpolate(flat) joined: f32,  // 0 in the gap between two dashes
}

const FADES_IN = 3.0;     // steps that a restarted particle takes to appear
const EDGE = 9.0;         // CSS pixels inside the edge where a mark stands for a particle that left the picture

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> Corner {
  let i = heads.first + n / 6u;
  let state = states[i];
  var corner: Corner;
  corner.cross = select(0u, 1u, state.status == DIVERGED);
  if (corner.cross == 0u && heads.alive == 0u) { return corner; }
  corner.a = to_pixel(state.theta);
  corner.b = to_pixel(positions[i * ensemble.stride]);
  corner.opacity = opacity_of(i);
  let dash = dash_of(ensemble.tick + 1u, ensemble.ticks_per_step, heads.dashes, heads.share);
  corner.joined = select(0.0, 1.0, dash.x < dash.y);
  if (corner.cross == 1u) {
    let inset = vec2f(EDGE * frame.density);
    corner.b = clamp(corner.a, inset, frame.size - inset);
    corner.a = corner.b;
  }
  let reach = (heads.radius * heads.mark.reach + 2.0) * frame.density + 1.0;
  let run = corner.b - corner.a;
  let d = select(vec2f(1.0, 0.0), normalize(run), dot(run, run) > 1e-6);
  let side = array<vec2f, 6>(vec2f(-1, -1), vec2f(1, -1), vec2f(-1, 1), vec2f(-1, 1), vec2f(1, -1), vec2f(1, 1))[n % 6u];
  let end = select(corner.a, corner.b, side.x > 0.0);
  corner.pixel = end + reach * (side.x * d + side.y * vec2f(-d.y, d.x));
  corner.position = to_clip(corner.pixel);
  return corner;
}

fn opacity_of(i: u32) -> f32 {
  if (ensemble.life == 0u) { return 1.0; }
  let lived = (ensemble.tick / ensemble.ticks_per_step + respawn_phase(i, ensemble.life)) % ensemble.life;
  return smoothstep(-1.0, FADES_IN, f32(lived)) * smoothstep(0.0, FADES_IN, f32(ensemble.life - lived));
}

@fragment
fn fragment(corner: Corner) -> @location(0) vec4f {
  if (corner.cross == 1u) { return vec4f(heads.color.rgb, heads.color.a * cross_cover(corner.pixel - corner.b)); }
  let radius = heads.radius * frame.density;
  let gap = mark_distance(heads.mark, corner.pixel - corner.b, radius);
  let body = clamp(0.5 - mark_ink(heads.mark, gap, radius), 0.0, 1.0);
  let rim = clamp(1.2 * frame.density + 0.5 - gap, 0.0, 1.0);
  let stroke = clamp(heads.half_width * frame.density + 0.5 - distance_to(corner.pixel, corner.a, corner.b), 0.0, 1.0);
  let color = mix(mix(heads.color.rgb, heads.rim.rgb, rim), heads.color.rgb, body);
  return vec4f(color, max(max(rim * heads.rim.a, body), stroke * corner.joined) * corner.opacity);
}

fn cross_cover(d: vec2f) -> f32 {
  let arm = 4.5 * frame.density;
  let u = abs(vec2f(d.x + d.y, d.x - d.y)) * 0.70710678;
  let gap = min(u.x, u.y);
  return clamp(0.9 * frame.density + 0.5 - gap, 0.0, 1.0) * clamp(arm + 0.5 - max(u.x, u.y), 0.0, 1.0);
}
