// The window onto the plane: pixel = size/2 + (p − centre)·(scale, −scale).
struct Frame {
  size: vec2f,    // of the picture, in device pixels
  centre: vec2f,  // of the view, in the plane
  scale: f32,     // device pixels per unit of the plane
  density: f32,   // device pixels per unit of thickness: a CSS pixel, or more where the theme enlarges
  hold: f32,      // the part of a stroke's life before it begins to fade
  breadth: u32,   // of a chord of light, in device pixels
}

@group(0) @binding(1) var<uniform> frame: Frame;

fn to_pixel(p: vec2f) -> vec2f {
  return 0.5 * frame.size + (p - frame.centre) * vec2f(frame.scale, -frame.scale);
}

fn to_plane(pixel: vec2f) -> vec2f {
  return frame.centre + (pixel - 0.5 * frame.size) * vec2f(1.0, -1.0) / frame.scale;
}

// From pixels to clip space, for vertex shaders.
fn to_clip(pixel: vec2f) -> vec4f {
  return vec4f(2.0 * pixel.x / frame.size.x - 1.0, 1.0 - 2.0 * pixel.y / frame.size.y, 0.0, 1.0);
}

// From a pixel to the nearest point of the line a…b.
fn distance_to(pixel: vec2f, a: vec2f, b: vec2f) -> f32 {
  let d = b - a;
  let t = clamp(dot(pixel - a, d) / max(dot(d, d), 1e-12), 0.0, 1.0);
  return distance(pixel, a + t * d);
}

// The part of a…b inside the picture grown by a margin, as parameters t₀ ≤ t₁ (Liang & Barsky 1984); t₀ > t₁ if there is none.
fn clip(a: vec2f, b: vec2f, margin: f32) -> vec2f {
  let d = b - a;
  let run = select(d, vec2f(1e-6), abs(d) < vec2f(1e-6));  // along an edge: it then lies far inside, or far outside
  let enters = (-margin - a) / run;
  let leaves = (frame.size + margin - a) / run;
  let first = min(enters, leaves);
  let last = max(enters, leaves);
  return vec2f(max(max(first.x, first.y), 0.0), min(min(last.x, last.y), 1.0));
}
