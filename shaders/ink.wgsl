// The ink: for every sheet, one number a pixel. Of a stroke it says when and how near it passes, of light how much there is.

const REACH = 0.5;  // pixels beyond a stroke's half width that it still covers in part

// A sheet begins at a multiple of four, so that it can be faded four pixels at a time.
fn ink_index(sheet: u32, pixel: vec2u) -> u32 {
  let size = vec2u(frame.size);
  return sheet * ((size.x * size.y + 3u) & 0xfffffffcu) + pixel.y * size.x + pixel.x;
}

const TILE = 32u;  // pixels a side, of the squares that say when a stroke last touched them

fn tile_columns() -> u32 {
  return (u32(frame.size.x) + TILE - 1u) / TILE;
}

// How much of a pixel a stroke covers now, its fading included: it tapers with its age. half_width is in pixels, fading is
// the part of its life that passes in a tick.
fn stroke_cover(value: u32, now: u32, fading: f32, half_width: f32) -> f32 {
  let left = max(1.0 - fading * f32(i32(now - (value >> 8u))), 0.0);
  let fresh = min(left / (1.0 - frame.hold), 1.0);
  let nearness = f32(i32(value & 255u)) * (1.0 / 255.0);
  let inside = half_width * (0.4 + 0.6 * fresh) + 0.5 - (1.0 - nearness) * (half_width + REACH);
  return clamp(inside, 0.0, 1.0) * fresh * (0.7 + 0.3 * fresh);
}
