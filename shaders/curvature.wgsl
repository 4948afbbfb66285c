// Looks at f and its curvature on a fine grid over a box, and of every tile of 8 × 8 samples keeps the one with the largest
// λmax, the one with the least λmin and the one with the least f. The CPU goes on from the best of them. An invocation takes
// a whole tile: that is work enough for each, and nobody waits at barriers.

struct Curvature {
  corner: vec2f,   // of the box, lower left
  spacing: vec2f,  // from sample to sample
  columns: u32,    // of tiles
  tiles: u32,
}

// λmax, −λmin and −f at a tile's best samples, and which samples those are: 6 bits each, the first lowest.
struct Tile {
  best: vec3f,
  samples: u32,
}

@group(0) @binding(2) var<uniform> curvature: Curvature;
@group(0) @binding(3) var<storage, read_write> tiles: array<Tile>;

const SIDE = 8u;
const NOTHING = -3.4e38;  // below all that is defined

@compute @workgroup_size(64)
fn find_extremes(@builtin(global_invocation_id) id: vec3u) {
  let tile = id.x;
  if (tile >= curvature.tiles) { return; }
  let first = SIDE * vec2u(tile % curvature.columns, tile / curvature.columns);
  var best = vec3f(NOTHING);
  var holders = vec3u(0);
  for (var n = 0u; n < SIDE * SIDE; n++) {
    let place = first + vec2u(n % SIDE, n / SIDE);
    let sizes = measured(curvature.corner + vec2f(place) * curvature.spacing);
    let better = sizes > best;
    best = select(best, sizes, better);
    holders = select(holders, vec3u(n), better);
  }
  tiles[tile] = Tile(best, holders.x | (holders.y << 6u) | (holders.z << 12u));
}

fn measured(point: vec2f) -> vec3f {
  let bend = eigen2(objective_hessian(point));
  let sizes = vec3f(bend.high, -bend.low, -objective_value(point));
  let finite = vec3<bool>(is_finite(sizes.x), is_finite(sizes.y), is_finite(sizes.z));
  return select(vec3f(NOTHING), sizes, finite & vec3<bool>(objective_defined(point)));
}
