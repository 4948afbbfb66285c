// Adam: m⁺ = β₁m + (1−β₁)g, v⁺ = β₂v + (1−β₂)g², c⁺ = βc + (1−β), θ⁺ = θ − η(m⁺/c₁⁺)/(√(v⁺/c₂⁺) + ε).
// Carries m and √v in `first`, c₁ and c₂ in `second`; method_constant: 0 β₁, 1 1−β₁, 2 β₂, 3 1−β₂, 4 ε.
fn advance(particle: Particle, duration: f32) -> Particle {
  let g = objective_gradient(particle.theta);
  let mean = method_constant(0) * particle.carry.first.xy + method_constant(1) * g;
  let root = rms(particle.carry.first.zw, g, method_constant(2), method_constant(3));
  let c1 = method_constant(0) * particle.carry.second.x + method_constant(1);
  let c2 = method_constant(2) * particle.carry.second.y + method_constant(3);
  let step = duration * ((mean / c1) / (root / sqrt(c2) + method_constant(4)));
  return Particle(particle.theta - step, Carry(vec4f(mean, root), vec4f(c1, c2, 0.0, 0.0)), particle.moment);
}
