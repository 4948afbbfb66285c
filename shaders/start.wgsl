// A fresh random start in the region: randomStart of src/experiment/starts.ts, word for word.
const START_PURPOSE = 0x53540000u;
const MOST_DRAWS = 16u;

fn random_start(i: u32, generation: u32, seed: u32, region: vec4f) -> vec2f {
  var start = region.xy;
  for (var draw = 0u; draw < MOST_DRAWS; draw++) {
    let words = threefry(vec2u(seed, START_PURPOSE + draw), vec2u(i, generation));
    start = region.xy + vec2f(uniform_open(words.x), uniform_open(words.y)) * region.zw;
    if (objective_defined(start)) { break; }
  }
  return start;
}
