// Overdamped Langevin dynamics: src/methods/langevin.ts, line by line.
// method_constant: 0 weight of the random force, 1 whether that is ξₖ₋₁ + ξₖ (1) or ξₖ alone (0).

const LANGEVIN_PURPOSE = 0x4c610000u;

fn advance(particle: Particle, duration: f32) -> Particle {
  var next = particle;
  next.carry = vec2f(0.0);
  let key = vec2u(random_seed(), LANGEVIN_PURPOSE);
  let drawn = normal_pair(threefry(key, vec2u(particle.moment.index, particle.moment.tick)));
  var force = drawn;
  if (method_constant(1) == 1.0) {
    force += particle.carry;
    next.carry = drawn;
  }
  let weight = method_constant(0);
  next.theta = particle.theta - duration * objective_gradient(particle.theta);
  // Without noise not even a zero is added: −0 + 0 is not the −0 of gradient descent.
  next.theta = select(next.theta, next.theta + weight * force, weight > 0.0);
  return next;
}
