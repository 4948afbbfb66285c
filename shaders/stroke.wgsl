// Draws trails as strokes: for every pixel within reach of a segment, when it was drawn and how far its centre line is.
//
// A pixel of the ink holds stamp·256 + nearness, of the segment that covers it most, fading included; of several that
// cover it alike the newest. So strokes join roundly however slow they are, never add up at crossings, and fade and taper
// in the composite without being drawn again.

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let segment = segment_of(id, groups);
  if (!segment.drawn) { return; }
  let stamp = (segment.tick - trail.epoch + 1u) << 8u;
  let half_width = trail.half_width * frame.density;
  let dot = trail.dot * frame.density;
  if (segment.joined) { draw_capsule(segment.a, segment.b, half_width + REACH, 0.0, stamp); }
  if (dot > 0.0) { draw_capsule(segment.b, segment.b, dot + REACH, dot - half_width, stamp); }
}

// Visits the pixels within radius of a…b. Distances are kept less `inset`, so that a dot is a thicker stretch of stroke.
fn draw_capsule(a: vec2f, b: vec2f, radius: f32, inset: f32, stamp: u32) {
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
  for (var u = max(floor(left - radius), 0.0); u <= min(right + radius, edge.x); u += 1.0) {
    let middle = start.y + slope * (clamp(u + 0.5, left, right) - start.x);
    for (var v = max(floor(middle - spread), 0.0); v <= min(middle + spread, edge.y); v += 1.0) {
      let pixel = select(vec2f(u, v), vec2f(v, u), steep);
      let nearness = nearness_of(max(distance_to(pixel + 0.5, p, q) - inset, 0.0));
      if (nearness > 0u) { keep_best(ink_index(trail.sheet, vec2u(pixel)), stamp | nearness); }
    }
  }
}

// 255 on the centre line, 0 at the reach: the composite reads the distance back from it.
fn nearness_of(gap: f32) -> u32 {
  let reach = trail.half_width * frame.density + REACH;
  return u32(clamp(255.0 * (1.0 - gap / reach), 0.0, 255.0));
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
  let now = f32(ensemble.tick - trail.epoch + 1u);
  return stroke_cover(value, now, trail.span, trail.half_width * frame.density);
}
