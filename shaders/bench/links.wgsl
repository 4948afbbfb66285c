// One operation again and again, four chains side by side: what it costs beside a multiplication. `link` is generated.

struct Chains {
  rounds: u32,
  factor: f32,
  term: f32,
}

@group(0) @binding(1) var<uniform> chains: Chains;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(64)
fn run(@builtin(global_invocation_id) id: vec3u) {
  var a = vec4f(0.1, 0.2, 0.3, 0.4) + f32(id.x) * 1e-6;
  for (var left = chains.rounds; left > 0u; left--) {
    let b = a * chains.factor + chains.term;
    a = vec4f(link(b.xy), link(b.yz), link(b.zw), link(b.wx));
  }
  results[id.x] = a.x + a.y + a.z + a.w;
}
