// RMSProp: v⁺ = β₂v + (1−β₂)g², θ⁺ = θ − ηg/(√v⁺ + ε). Carries √v; method_constant: 0 β₂, 1 1−β₂, 2 ε.
fn advance(particle: Particle, duration: f32) -> Particle {
  let g = objective_gradient(particle.theta);
  var next = particle;
  next.carry = rms(particle.carry, g, method_constant(0), method_constant(1));
  next.theta -= duration * (g / (next.carry + method_constant(2)));
  return next;
}
