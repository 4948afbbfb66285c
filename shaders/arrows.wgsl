// Arrows of −∇f on a grid that is fixed to the plane. Length grows with the logarithm of ‖∇f‖, so that flat and steep
// places can both be read.

struct Arrows {
  color: vec4f,
  origin: vec2f,    // of the first cell's centre, in the plane
  spacing: f32,     // between cells, in the plane
  columns: u32,
  typical: f32,     // a typical ‖∇f‖
  width: f32,       // of the shaft, in CSS pixels
}

@group(0) @binding(2) var<uniform> arrows: Arrows;

struct Corner {
  @builtin(position) position: vec4f,
  @location(0) along: f32,                      // pixels from the arrow's middle, along it
  @location(1) across: f32,
  @location(2) @interpolate(flat) half_length: f32,
}

const HEAD = 2.9;  // half width of the head in shafts

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> Corner {
  let cell = n / 6u;
  let p = arrows.origin + arrows.spacing * vec2f(f32(cell % arrows.columns), f32(cell / arrows.columns));
  var corner: Corner;
  if (!objective_defined(p)) { return corner; }
  let g = objective_gradient(p);
  let steepness = length(g);
  if (!is_finite(steepness) || steepness == 0.0) { return corner; }
  let d = -g / steepness * vec2f(1.0, -1.0);
  let room = 0.46 * arrows.spacing * frame.scale;
  corner.half_length = room * clamp(log2(1.0 + 3.0 * steepness / arrows.typical) / 5.0, 0.12, 1.0);
  let reach = HEAD * arrows.width * frame.density + 1.0;
  let side = array<vec2f, 6>(vec2f(-1, -1), vec2f(1, -1), vec2f(-1, 1), vec2f(-1, 1), vec2f(1, -1), vec2f(1, 1))[n % 6u];
  corner.along = side.x * (corner.half_length + 1.0);
  corner.across = side.y * reach;
  corner.position = to_clip(to_pixel(p) + corner.along * d + corner.across * vec2f(-d.y, d.x));
  return corner;
}

@fragment
fn fragment(corner: Corner) -> @location(0) vec4f {
  let width = arrows.width * frame.density;
  let head = min(2.2 * HEAD * width, 1.4 * corner.half_length);
  let from_tip = corner.half_length - corner.along;
  let in_head = from_tip * HEAD * width / (2.2 * HEAD * width) - abs(corner.across);
  let in_shaft = 0.5 * width - abs(corner.across);
  let inside = select(in_shaft, in_head, from_tip <= head);
  let ends = min(from_tip, corner.along + corner.half_length);
  let cover = clamp(inside + 0.5, 0.0, 1.0) * clamp(ends + 0.5, 0.0, 1.0);
  return vec4f(arrows.color.rgb, arrows.color.a * cover);
}
