// What is known of the two particles, of gradient descent and of the flow, that share a start.
struct Pair {
  start: vec2f,
  gap: f32,   // between the two at the end of the last step
  lost: u32,  // 1: one of them has diverged
}
