// Isolines of a density as strokes, segment by segment: solid, or in dashes that follow the line.

struct DensityLines {
  color: vec4f,
  origin: vec2f,     // pixel of the grid's lower left corner
  unit: f32,         // pixels per unit of the segments: the height of a cell
  half_width: f32,   // in pixels
  period: f32,       // of a dash and the gap after it, in pixels; 0: solid
}

struct Segment {
  a: vec2f,          // right and up from the grid's corner
  b: vec2f,
  along: vec2f,      // of a and b: how far along their line they lie, in periods
}

@group(0) @binding(2) var<uniform> lines: DensityLines;
@group(0) @binding(3) var<storage, read> segments: array<Segment>;

struct Stroke {
  @builtin(position) position: vec4f,
  @location(0) pixel: vec2f,
  @location(1) @interpolate(flat) ends: vec4f,
  @location(2) @interpolate(flat) along: vec2f,
}

// Two triangles around each segment, with room for its round ends.
@vertex
fn vertex(@builtin(vertex_index) n: u32) -> Stroke {
  let segment = segments[n / 6u];
  let a = lines.origin + segment.a * vec2f(lines.unit, -lines.unit);
  let b = lines.origin + segment.b * vec2f(lines.unit, -lines.unit);
  let corner = n % 6u;
  let side = select(-1.0, 1.0, corner == 1u || corner == 2u || corner == 4u);
  let end = select(-1.0, 1.0, corner == 2u || corner == 4u || corner == 5u);
  let forth = (b - a) / max(distance(a, b), 1e-6);
  let reach = lines.half_width + 0.5;
  let pixel = select(a, b, end > 0.0) + reach * (end * forth + side * vec2f(-forth.y, forth.x));
  return Stroke(to_clip(pixel), pixel, vec4f(a, b), segment.along);
}

@fragment
fn fragment(stroke: Stroke) -> @location(0) vec4f {
  let a = stroke.ends.xy;
  let d = stroke.ends.zw - a;
  let t = clamp(dot(stroke.pixel - a, d) / max(dot(d, d), 1e-12), 0.0, 1.0);
  let across = clamp(lines.half_width + 0.5 - distance(stroke.pixel, a + t * d), 0.0, 1.0);
  let place = fract(mix(stroke.along.x, stroke.along.y, t));
  let dash = clamp(0.5 + (0.3 - abs(place - 0.5)) * lines.period, 0.0, 1.0);
  return vec4f(lines.color.rgb, lines.color.a * across * select(dash, 1.0, lines.period == 0.0));
}
