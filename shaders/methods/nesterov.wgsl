// Nesterov: y = θ + βd, d⁺ = βd − η∇f(y), θ⁺ = θ + d⁺. Carries d = θ − θ₋; method_constant: 0 β.
fn advance(particle: Particle, duration: f32) -> Particle {
  let push = method_constant(0) * particle.carry;
  let ahead = particle.theta + push;
  // Where there is no gradient ahead the particle is lost, and is left where its caller finds it so.
  let pull = select(vec2f(0), duration * objective_gradient(ahead), objective_defined(ahead));
  var next = particle;
  next.carry = push - pull;
  next.theta += next.carry;
  return next;
}
