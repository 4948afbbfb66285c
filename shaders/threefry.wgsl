// Threefry2x32-20 (Salmon, Moraes, Dror, Shaw, SC 2011): src/math/threefry.ts, word for word.
// key = (seed, purpose), counter = (particle, step).

fn threefry(key: vec2u, counter: vec2u) -> vec2u {
  let third = 0x1bd11bdau ^ key.x ^ key.y;
  var x = threefry_odd_rounds(counter + key) + vec2u(key.y, third + 1u);
  x = threefry_even_rounds(x) + vec2u(third, key.x + 2u);
  x = threefry_odd_rounds(x) + vec2u(key.x, key.y + 3u);
  x = threefry_even_rounds(x) + vec2u(key.y, third + 4u);
  return threefry_odd_rounds(x) + vec2u(third, key.x + 5u);
}

// Turns by 13, 15, 26 and 6 bits.
fn threefry_odd_rounds(words: vec2u) -> vec2u {
  var x = words;
  x.x += x.y; x.y = turned_13(x.y) ^ x.x;
  x.x += x.y; x.y = turned(x.y, 0x8000u, 0xfffe0000u, 0x1.8p40f) ^ x.x;
  x.x += x.y; x.y = turned_13(turned_13(x.y)) ^ x.x;
  x.x += x.y; x.y = turned(x.y, 0x40u, 0xfc000000u, 0x1.8p49f) ^ x.x;
  return x;
}

// Turns by 17, 29, 16 and 24 bits.
fn threefry_even_rounds(words: vec2u) -> vec2u {
  var x = words;
  x.x += x.y; x.y = turned(x.y, 0x20000u, 0xffff8000u, 0x1.8p38f) ^ x.x;
  x.x += x.y; x.y = turned_13(turned_16(x.y)) ^ x.x;
  x.x += x.y; x.y = turned_16(x.y) ^ x.x;
  x.x += x.y; x.y = turned_12(turned_12(x.y)) ^ x.x;
  return x;
}

fn turned_12(x: u32) -> u32 { return turned(x, 0x1000u, 0xfff00000u, 0x1.8p43f); }
fn turned_13(x: u32) -> u32 { return turned(x, 0x2000u, 0xfff80000u, 0x1.8p42f); }
fn turned_16(x: u32) -> u32 { return turned(x, 0x10000u, 0xffff0000u, 0x1.8p39f); }

// x turned left by n ≤ 22 bits, given 2ⁿ, the mask of the n top bits, and 1.5·2⁵⁵⁻ⁿ, whose last place stands for 2³²⁻ⁿ:
// the top bits come down by an exact sum of floats. In software this takes half as long as the two shifts that one would
// write, which are done lane by lane there.
fn turned(x: u32, power: u32, top: u32, large: f32) -> u32 {
  return (x * power) | (bitcast<u32>(f32(bitcast<i32>(x & top)) + large) & (power - 1u));
}

// In the open interval (0, 1): the word's 23 top bits and a half, every operation exact in f32.
fn uniform_open(word: u32) -> f32 {
  return f32(word & 0xfffffe00u) * 0x1p-32f + 0x1p-24f;
}
