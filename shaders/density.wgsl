// Counts particles into the cells of a grid: where they are now, and where they were at the ticks since the last count.

struct Density {
  corner: vec2f,      // of the grid, lower left
  per_unit: vec2f,    // cells per unit of the plane, across and upwards
  columns: u32,
  rows: u32,
  first_cell: u32,    // of the half of the counts that is being filled
  first_tick: u32,
  stride: u32,        // ticks from one count to the next
  samples: u32,       // counts of each particle
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> density: Density;
@group(0) @binding(4) var<storage, read> states: array<State>;
@group(0) @binding(5) var<storage, read> history: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(64)
fn count(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let n = id.x + id.y * groups.x * 64u;
  if (n >= ensemble.count * density.samples) { return; }
  let i = n % ensemble.count;
  let tick = density.first_tick + (n / ensemble.count) * density.stride;
  let state = states[i];
  // The history of a particle that diverged goes on with where it was last.
  if (state.status == DIVERGED && tick >= state.since * ensemble.ticks_per_step) { return; }
  let place = (history[history_index(i, tick)] - density.corner) * density.per_unit;
  let cell = vec2i(floor(place));
  if (any(cell < vec2i(0)) || any(cell >= vec2i(vec2u(density.columns, density.rows)))) { return; }
  atomicAdd(&counts[density.first_cell + u32(cell.y) * density.columns + u32(cell.x)], 1u);
}
