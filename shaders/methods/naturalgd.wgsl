// Natural gradient descent: θ⁺ = θ − ηG(θ)⁻¹∇f(θ), the Euler steps of natural gradient flow.
fn advance(particle: Particle, duration: f32) -> Particle {
  let p = particle.theta;
  let gradient = objective_gradient(p);
  var direction = metric_direction(p, gradient);
  if (method_constant(0) == METRIC_NEWTON) { direction = newton_direction(gradient, objective_hessian(p)); }
  var next = particle;
  next.theta -= duration * direction;
  return next;
}
