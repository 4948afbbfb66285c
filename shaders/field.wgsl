// The landscape of f: filled bands between contour levels, and fine lines along them.
//
// Levels are evenly spaced in t: t = density·log₂((f − floor)/base), or where f has no floor,
// t = middle + density·sign(f)·log₂(1 + |f|/base). Band ⌊t⌋ has its own colour.

struct Field {
  floor: f32,
  base: f32,
  density: f32,
  middle: f32,
  bands: u32,
  signed: u32,         // 1: levels on both sides of f = 0
  line_width: f32,     // CSS pixels, 0 for no lines
  every: u32,          // each so manieth line is a strong one
  only_lines: u32,     // 1: nothing but the lines, over what is there
  line: vec4f,
  outside: vec4f,      // where f is not defined
  colors: array<vec4f, 32>,
}

@group(0) @binding(2) var<uniform> field: Field;

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> @builtin(position) vec4f {
  return vec4f(vec2f(f32(n & 1u), f32(n >> 1u)) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let p = to_plane(position.xy);
  let f = objective_value(p);
  let t = level_of(f);
  // From neighbouring pixels rather than from ∇f, which would double the cost of the picture in software.
  let steepness = max(length(vec2f(dpdx(t), dpdy(t))), 1e-12);
  if (!objective_defined(p)) { return hatched(position.xy); }
  let lines = field.only_lines == 1u;
  if (!is_finite(f)) { return select(field.colors[field.bands - 1u], vec4f(0.0), lines); }
  let color = field.colors[u32(clamp(floor(t), 0.0, f32(field.bands - 1u)))];
  let nearest = round(t);
  if (nearest < 0.0 || nearest > f32(field.bands)) { return select(color, vec4f(0.0), lines); }
  let strong = i32(nearest) % i32(field.every) == 0;
  let width = field.line_width * frame.density * select(0.75, 1.25, strong);
  // Lines that would stand closer than a few pixels give way to the bands.
  let room = smoothstep(2.0, 6.0, 1.0 / steepness);
  let cover = clamp(0.5 * width + 0.5 - abs(t - nearest) / steepness, 0.0, 1.0) * room * select(0.55, 1.0, strong);
  let opacity = cover * field.line.a;
  return select(vec4f(mix(color.rgb, field.line.rgb, opacity), 1.0), vec4f(field.line.rgb, opacity), lines);
}

fn level_of(f: f32) -> f32 {
  if (field.signed == 1u) { return field.middle + field.density * sign(f - field.floor) * log2(1.0 + abs(f - field.floor) / field.base); }
  return field.density * log2(max((f - field.floor) / field.base, 1e-30));
}

fn hatched(pixel: vec2f) -> vec4f {
  let stripe = fract((pixel.x + pixel.y) / (12.0 * frame.density));
  return vec4f(mix(field.outside.rgb, field.line.rgb, select(0.0, 0.12, stripe < 0.2)), 1.0);
}
