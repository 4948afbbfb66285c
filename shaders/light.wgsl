// Draws trails as light that adds up: every segment lays its weight on each pixel that it crosses.
//
// Older segments weigh less, as if they had faded where they lie: InkPass makes the weight of the newest grow with time.
// Where there are very many particles, they are drawn in turns: one of so many neighbours, and as much heavier.
// Lines are not antialiased: that would cost twice as many atomics, and where there is light there are many lines.
//
// Written for SwiftShader, too, which skips nothing: it runs both sides of an `if`, and a loop's body once more than it goes round
// unless that is tested at its end.

@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let segment = segment_of(id, groups);
  let weight = trail.weight * segment.stands_for * exp2(trail.decay * f32(ensemble.tick - segment.tick));
  draw_line(segment, weight);
  let dotted = segment.drawn & (trail.dot > 0.0);
  draw_dot(segment.b, select(0u, u32(trail.dot * weight + 0.5), dotted));
}

fn draw_line(segment: Segment, weight: f32) {
  let t = clip(segment.a, segment.b, -0.5);
  let p = mix(segment.a, segment.b, t.x);
  let q = mix(segment.a, segment.b, t.y);
  let d = q - p;
  let steep = abs(d.y) > abs(d.x);
  let start = select(p, p.yx, steep);  // along the axis that the line runs along, and across it
  let end = select(q, q.yx, steep);
  let long = abs(end.x - start.x) >= 1.0;
  // A segment shorter than a pixel lays down as much as it is long, on a dot, so that slow particles do not glare.
  let dose = u32(weight * select(length(d), 1.0, long) + 0.5);
  let slope = select(0.0, (end.y - start.y) / (end.x - start.x), long);
  let breadth = f32(frame.breadth);
  let below = floor(0.5 * breadth);
  let first = floor(select(end.x - below, min(start.x, end.x), long));
  let columns = select(breadth, floor(max(start.x, end.x)) - first, long);
  let begins = select(end.y, start.y + slope * (first + 0.5 - start.x), long) - below;
  let cells = select(0.0, columns * breadth, segment.joined & (t.x <= t.y) & (dose > 0u));
  let size = select(frame.size, frame.size.yx, steep);
  let strides = select(vec2u(1u, u32(frame.size.x)), vec2u(u32(frame.size.x), 1u), steep);
  let sheet = ink_index(trail.sheet, vec2u(0u));
  var cell = 0.0;
  loop {
    let column = floor((cell + 0.5) / breadth);
    let at = floor(vec2f(first + column, begins + slope * column + cell - column * breadth));
    let inside = (cell < cells) & all(at >= vec2f(0.0)) & all(at < size);
    lay(sheet + u32(at.x) * strides.x + u32(at.y) * strides.y, select(0u, dose, inside));
    cell += 1.0;
    continuing { break if cell >= cells; }
  }
}

// A square as broad as a chord.
fn draw_dot(centre: vec2f, dose: u32) {
  let breadth = f32(frame.breadth);
  let low = floor(centre) - floor(0.5 * breadth);
  var cell = 0.0;
  loop {
    let row = floor((cell + 0.5) / breadth);
    let at = low + vec2f(cell - row * breadth, row);
    let inside = all(at >= vec2f(0.0)) & all(at < frame.size);
    lay(ink_index(trail.sheet, vec2u(at)), select(0u, dose, inside));
    cell += 1.0;
    continuing { break if cell >= breadth * breadth; }
  }
}

// Where there is plenty nothing is added: many particles on one pixel would wait for each other.
fn lay(at: u32, dose: u32) {
  if ((dose > 0u) & (atomicLoad(&ink[at]) < trail.most)) { atomicAdd(&ink[at], dose); }
}
