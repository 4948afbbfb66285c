// Heavy ball: v⁺ = βv − η∇f(θ), θ⁺ = θ + v⁺. Carries v; method_constant: 0 β.
fn advance(particle: Particle, duration: f32) -> Particle {
  var next = particle;
  next.carry = method_constant(0) * particle.carry - duration * objective_gradient(particle.theta);
  next.theta += next.carry;
  return next;
}
