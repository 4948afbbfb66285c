// Nothing but atomic additions, along lines of pixels that lie all over a picture, as trails do.

struct Lines {
  pixels: u32,   // of the picture
  length: u32,   // pixels of a line
  count: u32,    // lines
}

@group(0) @binding(1) var<uniform> lines: Lines;
@group(0) @binding(2) var<storage, read_write> ink: array<atomic<u32>>;

@compute @workgroup_size(64)
fn run(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= lines.count) { return; }
  // 2³² over the golden ratio: neighbours lie far apart.
  let start = (i * 2654435769u) % (lines.pixels - lines.length);
  for (var n = 0u; n < lines.length; n++) { atomicAdd(&ink[start + n], 1u); }
}
