// Threefry2x32-20 (Salmon, Moraes, Dror, Shaw, SC 2011): src/math/threefry.ts, word for word.
// key = (seed, purpose), counter = (particle, step).

const THREEFRY_ROTATIONS = array<vec4u, 2>(vec4u(13, 15, 26, 6), vec4u(17, 29, 16, 24));

fn threefry(key: vec2u, counter: vec2u) -> vec2u {
  // The schedule turns by one word at every injection, so its first two words are always the ones to add.
  var schedule = vec3u(key, 0x1bd11bdau ^ key.x ^ key.y);
  var x = counter + key;
  for (var injection = 1u; injection <= 5u; injection++) {
    let rotations = select(THREEFRY_ROTATIONS[1], THREEFRY_ROTATIONS[0], (injection & 1u) == 1u);
    x = threefry_round(x, rotations.x);
    x = threefry_round(x, rotations.y);
    x = threefry_round(x, rotations.z);
    x = threefry_round(x, rotations.w);
    schedule = schedule.yzx;
    x += schedule.xy + vec2u(0, injection);
  }
  return x;
}

fn threefry_round(x: vec2u, turn: u32) -> vec2u {
  let sum = x.x + x.y;
  return vec2u(sum, ((x.y << turn) | (x.y >> (32u - turn))) ^ sum);
}

// In the open interval (0, 1): the word's 23 top bits and a half, every operation exact in f32.
fn uniform_open(word: u32) -> f32 {
  return (f32(word >> 9u) + 0.5) * 0x1p-23f;
}
