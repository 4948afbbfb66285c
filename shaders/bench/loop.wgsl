// The barest loop of gradient descent on Rosenbrock: no statuses, no trails, nothing but the arithmetic.

struct Run {
  steps: u32,
  count: u32,
  eta: f32,
  b: f32,
}

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read_write> positions: array<vec2f>;

@compute @workgroup_size(64)
fn descend(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= run.count) { return; }
  var p = positions[id.x];
  for (var n = 0u; n < run.steps; n++) {
    let bu = run.b * (p.y - p.x * p.x);
    p -= run.eta * vec2f(-2.0 * (1.0 - p.x) - 4.0 * bu * p.x, 2.0 * bu);
  }
  positions[id.x] = p;
}
