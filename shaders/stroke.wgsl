// Draws trails as strokes: for every pixel within reach of a segment, when it was drawn and how far its centre line is.
//
// A pixel of the ink holds stamp·256 + nearness. atomicMax lets the newest segment win, and within one tick the nearest;
// so strokes join roundly, never add up at crossings, and fade and taper in the composite without being drawn again.

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
// The cap before a is stamped one tick earlier, as the segment that it joins: the nearer of the two wins there, and the
// antialiased rim of the cap does not cut into what is already drawn.
fn draw_capsule(a: vec2f, b: vec2f, radius: f32, inset: f32, stamp: u32) {
  let t = clip(a, b, radius);
  if (t.x > t.y) { return; }
  let p = mix(a, b, t.x);
  let q = mix(a, b, t.y);
  let along = select(0u, 1u, abs(q.y - p.y) > abs(q.x - p.x));  // the axis that the line runs along
  let across = 1u - along;
  let slope = (q[across] - p[across]) / select(q[along] - p[along], 1.0, q[along] == p[along]);
  let spread = radius * sqrt(1.0 + slope * slope);
  let limits = vec2i(frame.size) - 1;
  let first = max(i32(floor(min(p[along], q[along]) - radius)), 0);
  let last = min(i32(floor(max(p[along], q[along]) + radius)), limits[along]);
  for (var u = first; u <= last; u++) {
    let at = clamp(f32(u) + 0.5, min(p[along], q[along]), max(p[along], q[along]));
    let middle = p[across] + slope * (at - p[along]);
    let low = max(i32(floor(middle - spread)), 0);
    let high = min(i32(floor(middle + spread)), limits[across]);
    for (var v = low; v <= high; v++) {
      let pixel = select(vec2i(u, v), vec2i(v, u), along == 1u);
      let at_pixel = vec2f(pixel) + 0.5;
      let nearness = nearness_of(max(distance_to(at_pixel, p, q) - inset, 0.0));
      let before = inset == 0.0 && dot(at_pixel - p, q - p) < 0.0;
      if (nearness > 0u) { atomicMax(&ink[ink_index(trail.sheet, vec2u(pixel))], select(stamp, stamp - 256u, before) | nearness); }
    }
  }
}

// 255 on the centre line, 0 at the reach: the composite reads the distance back from it.
fn nearness_of(gap: f32) -> u32 {
  let reach = trail.half_width * frame.density + REACH;
  return u32(clamp(255.0 * (1.0 - gap / reach), 0.0, 255.0));
}
