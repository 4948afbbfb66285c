// The ink: for every sheet, one number a pixel. Of a stroke it says when and how near it passes, of light how much there is.

const REACH = 0.5;  // pixels beyond a stroke's half width that it still covers in part

// A sheet begins at a multiple of four, so that it can be faded four pixels at a time.
fn ink_index(sheet: u32, pixel: vec2u) -> u32 {
  let size = vec2u(frame.size);
  return sheet * ((size.x * size.y + 3u) / 4u * 4u) + pixel.y * size.x + pixel.x;
}
