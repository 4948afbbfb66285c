// Lays the ink over the field, each sheet in the colour of its method. All colours are premultiplied by their opacity.
//
// `inked`, which goes through the sheets one after the other, is written by src/passes/composite.ts: straight-line code is
// several times faster here than a loop over layers.

struct Layer {
  color: vec4f,     // rgb, and how opaque a fresh stroke is
  half_width: f32,  // of a fresh stroke, in CSS pixels
  now: f32,         // stamp of the newest tick
  span: f32,        // ticks after which a stroke has faded away
  exposure: f32,    // of light: how much its ink counts
}

struct Composite {
  layers: array<Layer, 26>,
  bright: f32,  // 1 where light shines on a dark ground, 0 where it is ink on a pale one
}

@group(0) @binding(2) var<uniform> composite: Composite;
@group(0) @binding(3) var<storage, read> ink: array<u32>;

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> @builtin(position) vec4f {
  return vec4f(vec2f(f32(n & 1u), f32(n >> 1u)) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
  return inked(vec2u(position.xy));
}

fn ink_at(sheet: u32, pixel: vec2u) -> u32 {
  return ink[ink_index(sheet, pixel)];
}

fn stroked(below: vec4f, value: u32, layer: Layer) -> vec4f {
  let cover = stroke_cover(value, layer.now, layer.span, layer.half_width * frame.density);
  return mix(below, vec4f(layer.color.rgb, 1.0), layer.color.a * cover);
}

// Light as colour times density, and density.
fn light_of(value: u32, layer: Layer) -> vec4f {
  return vec4f(layer.color.rgb, 1.0) * (f32(value) * layer.exposure);
}

// The light of several methods in their mixed colour, as opaque as all of it together, and whiter where there is very much.
fn lit(light: vec4f) -> vec4f {
  let hot = composite.bright * smoothstep(1.5, 8.0, light.a) * 0.6;
  return vec4f(mix(light.rgb / max(light.a, 1e-6), vec3f(1.0), hot), 1.0) * (1.0 - exp(-light.a));
}
