// Lays the light over the field, that of all methods together. Colours are premultiplied by their opacity.
//
// `light_at`, which goes through the sheets one after the other, is written by src/passes/composite.ts: straight-line code
// is several times faster here than a loop over sheets.

struct Lights {
  colors: array<vec4f, 16>,    // of each sheet, and 1
  exposures: array<vec4f, 4>,  // of each sheet: how much a unit of its ink counts
  bright: f32,                 // 1 where light shines on a dark ground, 0 where it is ink on a pale one
}

@group(0) @binding(2) var<uniform> lights: Lights;
@group(0) @binding(3) var<storage, read> ink: array<u32>;

@vertex
fn vertex(@builtin(vertex_index) n: u32) -> @builtin(position) vec4f {
  return vec4f(vec2f(f32(n & 1u), f32(n >> 1u)) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let pixel = vec2u(position.xy);
  return lit(light_at(ink_index(0u, pixel), ink_index(1u, vec2u(0u))));
}

struct Light {
  density: f32,
  colors: vec4f,  // Σ density²·(colour, 1): where methods meet, the colour is that of the densest, and seldom grey
}

fn mixed(light: Light, value: u32, exposure: f32, color: vec4f) -> Light {
  let density = f32(value) * exposure;
  return Light(light.density + density, light.colors + density * density * color);
}

// As opaque as all of it together, and whiter where there is very much.
fn lit(light: Light) -> vec4f {
  let hot = lights.bright * smoothstep(1.5, 8.0, light.density) * 0.6;
  let color = mix(light.colors.rgb / max(light.colors.a, 1e-12), vec3f(1.0), hot);
  return vec4f(color, 1.0) * (1.0 - exp(-light.density));
}
