// The ink: for every sheet, one number a pixel. Of a stroke it says when and how near it passes, of light how much there is.

const REACH = 0.5;  // pixels beyond a stroke's half width that it still covers in part

// A sheet begins at a multiple of four, so that it can be faded four pixels at a time.
fn ink_index(sheet: u32, pixel: vec2u) -> u32 {
  let size = vec2u(frame.size);
  return sheet * ((size.x * size.y + 3u) / 4u * 4u) + pixel.y * size.x + pixel.x;
}

// How much of a pixel a stroke covers now, its fading included: it tapers with its age. half_width is in pixels.
fn stroke_cover(value: u32, now: f32, span: f32, half_width: f32) -> f32 {
  let fresh = clamp(1.0 - (now - f32(value >> 8u)) / span, 0.0, 1.0);
  let gap = (1.0 - f32(value & 255u) / 255.0) * (half_width + REACH);
  return clamp(half_width * (0.4 + 0.6 * fresh) + 0.5 - gap, 0.0, 1.0) * fresh * sqrt(sqrt(fresh));
}
