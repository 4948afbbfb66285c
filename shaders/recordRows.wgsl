// From counts to a row: of each quantity the values of rank ⌊(n−1)/20⌋, ⌊(n−1)/2⌋ and n−1−⌊(n−1)/20⌋ in ascending order,
// and the greatest; particles by status. One workgroup for each quantity and slot.

@group(0) @binding(3) var<uniform> record: Record;
@group(0) @binding(5) var<storage, read_write> bins: array<u32>;
@group(0) @binding(6) var<storage, read_write> tallies: array<u32>;
@group(0) @binding(7) var<storage, read_write> rows: array<u32>;

const LANES = 256u;
const SHARE = BINS / LANES;

var<workgroup> sums: array<u32, LANES>;

@compute @workgroup_size(LANES)
fn reduce(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let quantity = group.x;
  let slot = group.y;
  let first = (slot * QUANTITIES + quantity) * BINS + lane * SHARE;
  let row = (record.row + slot) * ROW;
  var own = 0u;
  for (var b = 0u; b < SHARE; b++) { own += bins[first + b]; }
  let before = summed(lane, own) - own;
  let total = sums[LANES - 1u];
  let tally = slot * TALLY;
  let greatest = tallies[tally + 4u + quantity];
  let least = ~tallies[tally + 4u + QUANTITIES + quantity];
  let tail = (max(total, 1u) - 1u) / 20u;
  let at = row + quantity * 4u;
  for (var level = 0u; level < 3u; level++) {
    let rank = select(select(total - 1u - tail, (total - 1u) / 2u, level == 1u), tail, level == 0u);
    if (total > 0u && before <= rank && rank < before + own) {
      rows[at + level] = ranked(first, lane * SHARE, rank - before, least, greatest);
    }
    if (total == 0u && lane == 0u) { rows[at + level] = NOT_A_NUMBER; }
  }
  if (lane == 0u) { rows[at + 3u] = select(bitcast<u32>(number_of(greatest)), NOT_A_NUMBER, greatest == 0u); }
  if (quantity == 0u && lane < 4u) {
    rows[row + COUNTS_AT + lane] = bitcast<u32>(f32(tallies[tally + lane]));
    rows[row + BEYOND_AT] = bitcast<u32>(f32(tallies[tally + BEYOND]));
  }
  workgroupBarrier();
  if (record.keeps == 1u) { return; }
  for (var b = 0u; b < SHARE; b++) { bins[first + b] = 0u; }
  if (lane == 0u) {
    tallies[tally + 4u + quantity] = 0u;
    tallies[tally + 4u + QUANTITIES + quantity] = 0u;
  }
  if (quantity == 0u && lane < 4u) { tallies[tally + lane] = 0u; }
  if (quantity == 0u && lane == 4u) { tallies[tally + BEYOND] = 0u; }
}

// The sum of `own` over this lane and all before it.
fn summed(lane: u32, own: u32) -> u32 {
  sums[lane] = own;
  workgroupBarrier();
  for (var reach = 1u; reach < LANES; reach *= 2u) {
    let other = select(0u, sums[lane - min(lane, reach)], lane >= reach);
    workgroupBarrier();
    sums[lane] += other;
    workgroupBarrier();
  }
  return sums[lane];
}

// The value of this rank within a lane's bins, as if those of a bin were spread evenly over it; never beyond the extremes.
fn ranked(first: u32, bin_of_first: u32, rank: u32, least: u32, greatest: u32) -> u32 {
  var left = rank;
  for (var b = 0u; b < SHARE; b++) {
    let inside = bins[first + b];
    if (left >= inside) {
      left -= inside;
      continue;
    }
    let low = (bin_of_first + b) << 20u;
    if (low >= INFINITE_KEY) { return INFINITE; }
    let bottom = number_of(max(low, least));
    let top = number_of(min(low | 0xfffffu, greatest));
    return bitcast<u32>(bottom + (top - bottom) * ((f32(left) + 0.5) / f32(inside)));
  }
  return NOT_A_NUMBER;
}
