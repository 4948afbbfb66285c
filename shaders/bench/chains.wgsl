// Nothing but multiplications and additions: what an adapter does of them per second at most.
//
// Eight chains, each waiting for nothing but itself, so that the next link of one begins before that of another is done;
// in `single` one chain, where each link waits for the one before, like the steps of one particle.

struct Chains {
  rounds: u32,
  factor: f32,
  term: f32,
}

@group(0) @binding(1) var<uniform> chains: Chains;
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(64)
fn eight(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4f(chains.factor);
  let term = vec4f(chains.term);
  var a = vec4f(0.1, 0.2, 0.3, 0.4) + f32(id.x) * 1e-6;
  var b = a + 0.5;
  for (var left = chains.rounds; left > 0u; left--) {
    a = a * factor + term;
    b = b * factor + term;
    a = a * factor + term;
    b = b * factor + term;
    a = a * factor + term;
    b = b * factor + term;
    a = a * factor + term;
    b = b * factor + term;
    a = a * factor + term;
    b = b * factor + term;
    a = a * factor + term;
    b = b * factor + term;
    a = a * factor + term;
    b = b * factor + term;
    a = a * factor + term;
    b = b * factor + term;
  }
  let sum = a + b;
  results[id.x] = sum.x + sum.y + sum.z + sum.w;
}

@compute @workgroup_size(64)
fn single(@builtin(global_invocation_id) id: vec3u) {
  let factor = chains.factor;
  let term = chains.term;
  var a = f32(id.x) * 1e-6;
  for (var left = chains.rounds; left > 0u; left--) {
    a = a * factor + term;
    a = a * factor + term;
    a = a * factor + term;
    a = a * factor + term;
    a = a * factor + term;
    a = a * factor + term;
    a = a * factor + term;
    a = a * factor + term;
  }
  results[id.x] = a;
}
