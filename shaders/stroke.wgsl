// Draws trails as strokes: for every pixel within reach of a segment, when it was drawn and how far its centre line is.
//
// A pixel of the ink holds stamp·256 + nearness, of the segment that covers it most, fading included; of several that
// cover it alike the newest. So strokes join roundly however slow they are, never add up at crossings, and fade and taper
// in the composite without being drawn again.

@group(0) @binding(6) var<storage, read_write> tiles: array<atomic<u32>>;

const SPARSE = 0.5;  // a mark has at most this part of its chord as its radius, so that marks do not run into a band

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let segment = segment_of(id, groups);
  if (!segment.drawn) { return; }
  let stamp = segment.tick - trail.epoch + 1u;
  let chord = distance(segment.a, segment.b);
  let most = trail.dot * frame.density;
  let dot = select(most, min(most, SPARSE * chord), segment.joined);
  let dash = dash_of(segment.tick, ensemble.ticks_per_step, trail.dashes, trail.share);
  if (segment.joined && dash.x < dash.y) {
    // A chord ends at the outline of a hollow mark.
    let gap = select(0.0, dot / max(chord, 1e-6), trail.mark.outline > 0.0);
    let part = clamp(dash, vec2f(gap), vec2f(1.0 - gap));
    draw_line(mix(segment.a, segment.b, part.x), mix(segment.a, segment.b, part.y), stamp);
  }
  if (dot > trail.half_width * frame.density) { draw_mark(segment.b, dot, stamp); }
}

// Visits the pixels within reach of a…b.
fn draw_line(a: vec2f, b: vec2f, stamp: u32) {
  let radius = trail.half_width * frame.density + REACH;
  let t = clip(a, b, radius);
  if (t.x > t.y) { return; }
  let p = mix(a, b, t.x);
  let q = mix(a, b, t.y);
  let steep = abs(q.y - p.y) > abs(q.x - p.x);
  let start = select(p, p.yx, steep);  // along the axis that the line runs along, and across it
  let end = select(q, q.yx, steep);
  let edge = select(frame.size, frame.size.yx, steep) - 1.0;
  let slope = (end.y - start.y) / select(end.x - start.x, 1.0, end.x == start.x);
  let spread = radius * sqrt(1.0 + slope * slope);
  let left = min(start.x, end.x);
  let right = max(start.x, end.x);
  let first = max(floor(left - radius), 0.0);
  let last = min(right + radius, edge.x);
  for (var u = first; u <= last; u += f32(TILE)) {
    let ends = start.y + slope * (clamp(vec2f(u, u + f32(TILE)), vec2f(left), vec2f(right)) - start.x);
    let low = vec2f(u, min(ends.x, ends.y) - spread);
    let high = vec2f(min(u + f32(TILE), last), max(ends.x, ends.y) + spread);
    touch(select(low, low.yx, steep), select(high, high.yx, steep), stamp);
  }
  for (var u = first; u <= last; u += 1.0) {
    let middle = start.y + slope * (clamp(u + 0.5, left, right) - start.x);
    for (var v = max(floor(middle - spread), 0.0); v <= min(middle + spread, edge.y); v += 1.0) {
      let pixel = select(vec2f(u, v), vec2f(v, u), steep);
      lay(pixel, distance_to(pixel + 0.5, p, q), stamp);
    }
  }
}

// Visits the pixels of the square around a mark. Its ink is a thicker stretch of stroke.
fn draw_mark(centre: vec2f, radius: f32, stamp: u32) {
  let half_width = trail.half_width * frame.density;
  let side = radius * trail.mark.reach + REACH;
  let first = max(floor(centre - side), vec2f(0.0));
  let last = min(centre + side, frame.size - 1.0);
  touch(first, last, stamp);
  for (var v = first.y; v <= last.y; v += 1.0) {
    for (var u = first.x; u <= last.x; u += 1.0) {
      let pixel = vec2f(u, v);
      let ink = mark_ink(trail.mark, mark_distance(trail.mark, pixel + 0.5 - centre, radius), radius);
      lay(pixel, max(ink + half_width, 0.0), stamp);
    }
  }
}

// Tells the tiles of a box of pixels that there is a stroke.
fn touch(low: vec2f, high: vec2f, stamp: u32) {
  let first = vec2u(clamp(low, vec2f(0.0), frame.size - 1.0)) / TILE;
  let last = vec2u(clamp(high, vec2f(0.0), frame.size - 1.0)) / TILE;
  for (var y = first.y; y <= last.y; y++) {
    for (var x = first.x; x <= last.x; x++) { atomicMax(&tiles[y * tile_columns() + x], stamp); }
  }
}

// Nearness: 255 on the centre line, 0 at the reach, so that the composite reads the distance back from it.
fn lay(pixel: vec2f, gap: f32, stamp: u32) {
  let reach = trail.half_width * frame.density + REACH;
  let nearness = u32(clamp(255.0 * (1.0 - gap / reach), 0.0, 255.0));
  if (nearness > 0u) { keep_best(ink_index(trail.sheet, vec2u(pixel)), (stamp << 8u) | nearness); }
}

fn keep_best(at: u32, value: u32) {
  let cover = cover_of(value);
  var kept = atomicLoad(&ink[at]);
  loop {
    let before = cover_of(kept);
    if (before > cover || (before == cover && kept >= value)) { break; }
    let outcome = atomicCompareExchangeWeak(&ink[at], kept, value);
    if (outcome.exchanged) { break; }
    kept = outcome.old_value;
  }
}

fn cover_of(value: u32) -> f32 {
  return stroke_cover(value, ensemble.tick - trail.epoch + 1u, trail.fading, trail.half_width * frame.density);
}
