// Gradient descent: θ⁺ = θ − η∇f(θ).
fn advance(particle: Particle, duration: f32) -> Particle {
  return Particle(particle.theta - duration * objective_gradient(particle.theta), particle.carry);
}
