// What the recorder's shaders share: how particles are measured, and where the numbers go.
const QUANTITIES = 7u;   // f − f*, ‖θ − θ*‖, ‖∇f‖, |z₁|, |z₂|, ‖θ‖, λmax(H)
const BINS = 4096u;      // of one quantity: the twelve highest bits of a number, eight bins to an octave
const TALLY = 32u;       // four statuses, then of each quantity the greatest and the least key, and whose f is beyond f32
const BEYOND = 18u;      // the last of these
const ROW = 48u;         // numbers of a row: theory/recording.ts
const COUNTS_AT = 28u;
const BEYOND_AT = 32u;
const PAIR_AT = 33u;
const NOT_A_NUMBER = 0x7fc00000u;
const INFINITE = 0x7f800000u;
const INFINITE_KEY = 0xff800000u;

struct Record {
  minimisers: array<vec4f, 8>,  // x and y as f32 has them, and what f32 leaves over
  centre: vec4f,                // of the modes, likewise
  frame: vec4f,                 // unit eigenvectors of λ₁ and λ₂
  curvatures: vec2f,            // λ₁, λ₂
  floor: vec2f,                 // f*, and what f32 leaves over
  count_of_minimisers: u32,
  value: u32,                   // what is recorded as value: 0: f, 1: f − f*, 2: f − f* from the modes
  modes: u32,                   // 1: there are any
  pair: u32,
  count: u32,                   // particles that are counted
  since: u32,                   // the step at which the record began
  stride: u32,                  // steps between two slots
  slots: u32,                   // ages that are told apart; 1: all particles together
  row: u32,                     // of slot 0
  keeps: u32,                   // 1: the next row adds to what has been counted
}

// Integers in the order of the numbers, from the least to the greatest.
fn key_of(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}

fn number_of(key: u32) -> f32 {
  return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u));
}
