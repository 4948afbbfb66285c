// Scales down the light on a range of the ink. Rounding down lets it reach zero.

struct Fade {
  first: u32,   // in quadruples of pixels
  count: u32,
  factor: f32,
}

@group(0) @binding(2) var<uniform> fading: Fade;
@group(0) @binding(3) var<storage, read_write> ink: array<vec4u>;

@compute @workgroup_size(64)
fn fade(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.x + id.y * groups.x * 64u;
  if (n < fading.count) { ink[fading.first + n] = vec4u(vec4f(ink[fading.first + n]) * fading.factor); }
}
