// One particle as a method's advance() sees it.
struct Particle {
  theta: vec2f,
  carry: Carry,   // an f32, vec2f, vec4f or two of these, by how much the method's row declares
  moment: Moment,
}

// What random numbers are keyed by, beside random_seed().
struct Moment {
  index: u32,  // of the particle in its ensemble
  tick: u32,   // ticks that the ensemble has taken
}
