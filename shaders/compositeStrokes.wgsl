// Lays one sheet of strokes over what is there, tile by tile: where there are no strokes there is nothing to draw.
// Colours are premultiplied by their opacity.

struct Layer {
  color: vec4f,     // of a fresh stroke
  half_width: f32,  // of a fresh stroke, in CSS pixels
  fading: f32,      // the part of a stroke's life that passes in a tick
  now: u32,         // stamp of the newest tick
}

@group(0) @binding(2) var<uniform> layer: Layer;
@group(0) @binding(3) var<storage, read> ink: array<u32>;
@group(0) @binding(4) var<storage, read> tiles: array<u32>;

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> @builtin(position) vec4f {
  let tile = n / 6u;
  // A tile without a visible stroke becomes a point.
  if (f32(layer.now - tiles[tile]) * layer.fading >= 1.0) { return vec4f(0.0); }
  let corner = array<vec2u, 6>(vec2u(0, 0), vec2u(1, 0), vec2u(0, 1), vec2u(0, 1), vec2u(1, 0), vec2u(1, 1))[n % 6u];
  return to_clip(vec2f(TILE * (vec2u(tile % tile_columns(), tile / tile_columns()) + corner)));
}

@fragment
fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let value = ink[ink_index(0u, vec2u(position.xy))];
  return layer.color * stroke_cover(value, layer.now, layer.fading, layer.half_width * frame.density);
}
