// Draws trails as light that adds up: every segment lays its weight on each pixel that it crosses.
//
// Older segments weigh less, as if they had faded where they lie: InkPass makes the weight of the newest grow with time.
// Lines are not antialiased: that would cost twice as many atomics, and where there is light there are many lines.

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let segment = segment_of(id, groups);
  if (!segment.drawn) { return; }
  let age = f32(ensemble.tick - segment.tick);
  let weight = trail.weight * pow(trail.fade, age);
  if (segment.joined) { draw_line(segment.a, segment.b, weight); }
  if (trail.dot > 0.0) { add(segment.b, trail.dot * weight); }
}

fn draw_line(a: vec2f, b: vec2f, weight: f32) {
  let t = clip(a, b, -0.5);
  if (t.x > t.y) { return; }
  let p = mix(a, b, t.x);
  let q = mix(a, b, t.y);
  let steep = abs(q.y - p.y) > abs(q.x - p.x);
  let start = select(p, p.yx, steep);  // along the axis that the line runs along, and across it
  let end = select(q, q.yx, steep);
  let run = abs(end.x - start.x);
  // A segment shorter than a pixel lays down as much as it is long, so that slow particles do not glare.
  if (run < 1.0) { add(q, weight * distance(p, q)); return; }
  let slope = (end.y - start.y) / (end.x - start.x);
  let first = u32(min(start.x, end.x));
  let last = u32(max(start.x, end.x));
  let width = u32(frame.size.x);
  let strides = select(vec2u(1u, width), vec2u(width, 1u), steep);
  let sheet = ink_index(trail.sheet, vec2u(0u));
  let dose = u32(weight + 0.5);
  for (var u = first; u < last; u++) {
    let v = u32(start.y + slope * (f32(u) + 0.5 - start.x));
    atomicAdd(&ink[sheet + u * strides.x + v * strides.y], dose);
  }
}

fn add(pixel: vec2f, weight: f32) {
  if (all(pixel >= vec2f(0.0)) && all(pixel < frame.size)) {
    atomicAdd(&ink[ink_index(trail.sheet, vec2u(pixel))], u32(weight + 0.5));
  }
}
