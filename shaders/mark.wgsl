// Marks: the shapes of src/experiment/marks.ts, all of them by one formula. The plane is folded, and two half planes
// n·p ≤ r are cut out of the folded one; lengths are in radii.

struct Mark {
  normals: vec4f,  // of the two half planes
  distances: vec2f,
  fold: f32,       // 0: a disc; 1: left onto right; 2: all onto a quarter; 3: onto an eighth
  outline: f32,    // thickness of the outline of a hollow shape, 0 of a filled one
  reach: f32,      // radius of the circle around it
}

// How far p is outside a mark of this radius around the origin: negative inside.
fn mark_distance(mark: Mark, p: vec2f, radius: f32) -> f32 {
  let a = abs(p);
  let eighth = vec2f(max(a.x, a.y), min(a.x, a.y));
  let folded = select(select(vec2f(a.x, p.y), a, mark.fold == 2.0), eighth, mark.fold == 3.0);
  let sides = vec2f(dot(mark.normals.xy, folded), dot(mark.normals.zw, folded)) - radius * mark.distances;
  return select(max(sides.x, sides.y), length(p) - radius, mark.fold == 0.0);
}

// The same to the ink of the mark, which of a hollow one is only its outline.
fn mark_ink(mark: Mark, distance: f32, radius: f32) -> f32 {
  return select(distance, max(distance, -distance - mark.outline * radius), mark.outline > 0.0);
}

// Which part of the segment that ends at this tick is drawn, if any, of a line with so many dashes a step, each filling
// its share. A tick is at most one dash long.
fn dash_of(tick: u32, ticks_per_step: u32, dashes: f32, share: f32) -> vec2f {
  let run = min(dashes / f32(ticks_per_step), 1.0);
  let phase = fract(f32((tick - 1u) % ticks_per_step) * run);
  return clamp((vec2f(0.0, share) - phase) / run, vec2f(0.0), vec2f(1.0));
}
