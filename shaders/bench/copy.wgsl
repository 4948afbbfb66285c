// Nothing but reading and writing memory: sixteen bytes an invocation and round.

struct Copy {
  count: u32,
}

@group(0) @binding(1) var<uniform> copying: Copy;
@group(0) @binding(2) var<storage, read> source: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> copy: array<vec4f>;

@compute @workgroup_size(64)
fn run(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= copying.count) { return; }
  copy[i] = source[i];
}
