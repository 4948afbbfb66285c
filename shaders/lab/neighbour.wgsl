// The neighbour of a particle of any method: a second particle with all that it carries, brought back to the same small
// distance after every step (Benettin, Galgani, Giorgilli & Strelcyn, Meccanica 15, 1980).

const APART = 2.4414063e-4;  // 2⁻¹²: as far from f32's rounding as from where f bends

struct Companion {
  other: Particle,
  apart: f32,
  weight: f32,  // of the carry in the distance: it may have other units
}

fn companion_of(particle: Particle) -> Companion {
  let size = 1.0 + length(particle.theta);
  let weight = survey.carry_weight * min(1.0, size / max(carry_apart(Carry(), particle.carry), 1e-30));
  var other = particle;
  other.theta += size * APART * vec2f(0.8, 0.6);
  return Companion(other, size * APART, weight);
}

fn accompany(particle: ptr<function, Particle>, companion: ptr<function, Companion>, duration: f32) -> f32 {
  var a = *particle;
  var b = (*companion).other;
  for (var turn = 0u; turn < 2u; turn++) {
    let moved = advance(a, duration);
    a = b;
    b = moved;
  }
  a.moment.tick++;
  b.moment.tick++;
  let apart = (*companion).apart;
  let gap = length(vec2f(distance(a.theta, b.theta), (*companion).weight * carry_apart(a.carry, b.carry)));
  let back = apart / max(gap, 1e-6 * apart);
  *particle = a;
  b.theta = a.theta + back * (b.theta - a.theta);
  b.carry = carry_between(a.carry, b.carry, back);
  if (gap == 0.0) { b.theta += apart * vec2f(0.8, 0.6); }
  (*companion).other = b;
  return 1.0 / back;
}
