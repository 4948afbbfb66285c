// Looks at f and its curvature on a fine grid over a box, and of every tile of 8 × 8 samples keeps the one with the largest
// λmax, the one with the least λmin and the one with the least f. The CPU goes on from the best of them.

struct Curvature {
  corner: vec2f,   // of the box, lower left
  spacing: vec2f,  // from sample to sample
}

// λmax, −λmin and −f at a tile's best samples, and which samples those are: 6 bits each, the first lowest.
struct Tile {
  best: vec3f,
  samples: u32,
}

@group(0) @binding(2) var<uniform> curvature: Curvature;
@group(0) @binding(3) var<storage, read_write> tiles: array<Tile>;

const NOTHING = -3.4e38;  // below all that is defined

var<workgroup> best: array<vec3f, 64>;
var<workgroup> holders: array<vec3u, 64>;

@compute @workgroup_size(8, 8)
fn find_extremes(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(workgroup_id) tile: vec3u,
  @builtin(num_workgroups) count: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  best[lane] = measured(curvature.corner + vec2f(id.xy) * curvature.spacing);
  holders[lane] = vec3u(lane);
  for (var stride = 32u; stride > 0u; stride >>= 1u) {
    workgroupBarrier();
    if (lane < stride) {
      let better = best[lane + stride] > best[lane];
      best[lane] = select(best[lane], best[lane + stride], better);
      holders[lane] = select(holders[lane], holders[lane + stride], better);
    }
  }
  if (lane == 0u) {
    let holder = holders[0];
    tiles[tile.y * count.x + tile.x] = Tile(best[0], holder.x | (holder.y << 6u) | (holder.z << 12u));
  }
}

fn measured(point: vec2f) -> vec3f {
  if (!objective_defined(point)) { return vec3f(NOTHING); }
  let bend = eigen2(objective_hessian(point));
  let f = objective_value(point);
  let sizes = vec3f(bend.high, -bend.low, -f);
  let finite = vec3<bool>(is_finite(sizes.x), is_finite(sizes.y), is_finite(sizes.z));
  return select(vec3f(NOTHING), sizes, finite);
}
