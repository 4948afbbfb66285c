// Draws paths as strokes, chord by chord, with a mark at each position if that is asked for. They fade with how far they
// have zigzagged, or with their steps: the first chords of a path tell its story, the next hundred only hide it.

struct Strokes {
  paths: u32,
  segments: u32,     // of each path
  first: u32,        // place of the first position; from one position to the next of a path, and from path to path:
  along: u32,
  across: u32,
  half_width: f32,   // in CSS pixels
  dot: f32,          // radius of the marks, in CSS pixels; 0 for none
  opacity: f32,
  fades: f32,        // zigzag after which a path has faded to 1/e, in the plane
  span: f32,         // ticks after which it has
  rim: vec4f,        // instead of the path's colour, where its alpha is not 0
  grow: f32,         // what the rim adds on either side, in CSS pixels
}

@group(0) @binding(2) var<uniform> strokes: Strokes;
@group(0) @binding(3) var<storage, read> positions: array<vec4f>;
@group(0) @binding(4) var<storage, read> watches: array<Watch>;
@group(0) @binding(5) var<storage, read> colors: array<vec4f>;

struct Chord {
  @builtin(position) position: vec4f,
  @location(0) pixel: vec2f,
  @location(1) @interpolate(flat) ends: vec4f,
  @location(2) @interpolate(flat) color: vec4f,
  @location(3) @interpolate(flat) end: vec2f,
}

const FAINT = 0.012;

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> Chord {
  var chord: Chord;
  let path = (n / 6u) / strokes.segments;
  let k = (n / 6u) % strokes.segments + 1u;
  let place = strokes.first + path * strokes.across + k * strokes.along;
  let here = positions[place];
  let before = positions[place - strokes.along];
  let left = exp(-before.z / strokes.fades - before.w / strokes.span);
  // Of a curve, each point is what one path has come to.
  let fewest = min(watches[k - 1u].slots, watches[k].slots);
  let there = select(watches[path].slots > k, fewest > 1u, strokes.across == 0u);
  if (!there || left < FAINT) { return chord; }
  let width = (strokes.half_width + strokes.grow) * frame.density;
  let reach = max(width, (strokes.dot + strokes.grow) * frame.density) + 1.0;
  let a = to_pixel(before.xy);
  let b = to_pixel(here.xy);
  let part = clip(a, b, reach);
  if (part.x > part.y) { return chord; }
  let p = mix(a, b, part.x);
  let q = mix(a, b, part.y);
  let corner = n % 6u;
  let side = select(-1.0, 1.0, corner == 1u || corner == 2u || corner == 4u);
  let end = select(-1.0, 1.0, corner == 2u || corner == 4u || corner == 5u);
  let forth = (q - p) / max(distance(p, q), 1e-6);
  chord.pixel = select(p, q, end > 0.0) + reach * (end * forth + side * vec2f(-forth.y, forth.x));
  chord.position = to_clip(chord.pixel);
  chord.ends = vec4f(p, q);
  chord.end = b;
  let color = select(colors[path], strokes.rim, strokes.rim.a > 0.0);
  chord.color = vec4f(color.rgb, color.a * strokes.opacity * left);
  return chord;
}

@fragment
fn fragment(chord: Chord) -> @location(0) vec4f {
  let width = (strokes.half_width + strokes.grow) * frame.density;
  let run = distance(chord.ends.xy, chord.ends.zw);
  let forth = (chord.ends.zw - chord.ends.xy) / max(run, 1e-6);
  let at = chord.pixel - chord.ends.xy;
  let along = dot(at, forth);
  let across = abs(dot(at, vec2f(-forth.y, forth.x)));
  // Flat ends, as round ones would overlap, and show where strokes are not opaque; round ones, without gaps, where they are.
  let flat_ends = clamp(width + 0.5 - across, 0.0, 1.0) * clamp(min(along, run - along) + 0.5, 0.0, 1.0);
  let round_ends = clamp(width + 0.5 - distance_to(chord.pixel, chord.ends.xy, chord.ends.zw), 0.0, 1.0);
  let line = select(flat_ends, round_ends, strokes.opacity == 1.0 || strokes.rim.a > 0.0);
  let radius = (strokes.dot + strokes.grow) * frame.density;
  let mark = clamp(radius + 0.5 - distance(chord.pixel, chord.end), 0.0, 1.0);
  let cover = max(line, select(0.0, mark, strokes.dot > 0.0));
  return vec4f(chord.color.rgb, chord.color.a * cover);
}
