// ∇f and H∇f at points, as the objective's own text has them: what Euler's local error (η²/2)‖H∇f‖ is made of.

@group(0) @binding(2) var<storage, read> points: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> probes: array<vec4f>;

@compute @workgroup_size(64)
fn probe(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&points)) { return; }
  let p = points[id.x];
  let g = objective_gradient(p);
  let h = objective_hessian(p);
  probes[id.x] = vec4f(g, h.x * g.x + h.y * g.y, h.y * g.x + h.z * g.y);
}
