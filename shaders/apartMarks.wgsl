// Every pair's start in the colour of its gap: discs where they are few, squares that fill the plane where they are many.

struct ApartMarks {
  lost: vec4f,     // colour of pairs of which one has diverged
  rim: vec4f,      // of discs
  half_size: f32,  // device pixels
  square: u32,
  low: f32,        // log₂ of the gap that has the first colour,
  per_octave: f32, // and colours to a doubling of it
  colors: array<vec4f, 16>,
}

const COLORS = 16.0;

@group(0) @binding(2) var<uniform> marks: ApartMarks;
@group(0) @binding(3) var<storage, read> pairs: array<Pair>;

struct Corner {
  @builtin(position) position: vec4f,
  @location(0) offset: vec2f,  // from the centre, device pixels
  @location(1) @interpolate(flat) color: vec4f,
}

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> Corner {
  let pair = pairs[n / 6u];
  let side = array<vec2f, 6>(vec2f(-1, -1), vec2f(1, -1), vec2f(-1, 1), vec2f(-1, 1), vec2f(1, -1), vec2f(1, 1))[n % 6u];
  let reach = marks.half_size + select(frame.density + 1.0, 0.0, marks.square == 1u);  // a disc has a rim
  var corner: Corner;
  corner.offset = reach * side;
  corner.position = to_clip(to_pixel(pair.start) + corner.offset);
  corner.color = select(color_of(pair.gap), marks.lost, pair.lost == 1u);
  return corner;
}

fn color_of(gap: f32) -> vec4f {
  let at = clamp((log2(max(gap, 1e-30)) - marks.low) * marks.per_octave, 0.0, COLORS - 1.0);
  let n = min(u32(at), u32(COLORS) - 2u);
  return mix(marks.colors[n], marks.colors[n + 1u], at - f32(n));
}

@fragment
fn fragment(corner: Corner) -> @location(0) vec4f {
  let gap = length(corner.offset) - marks.half_size;
  let body = select(clamp(0.5 - gap, 0.0, 1.0), 1.0, marks.square == 1u);
  let rim = select(clamp(frame.density + 0.5 - gap, 0.0, 1.0), 0.0, marks.square == 1u);
  return vec4f(mix(marks.rim.rgb, corner.color.rgb, body), max(body * corner.color.a, rim * marks.rim.a));
}
