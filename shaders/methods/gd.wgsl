// Gradient descent: θ⁺ = θ − η∇f(θ).
fn advance(particle: Particle, duration: f32) -> Particle {
  var next = particle;
  next.theta -= duration * objective_gradient(particle.theta);
  return next;
}
