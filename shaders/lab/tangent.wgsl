// The neighbour of a particle of gradient descent, infinitely near: v ← (I − ηH(θ))v, kept at length 1.

struct Companion { v: vec2f }

fn companion_of(particle: Particle) -> Companion { return Companion(vec2f(0.8, 0.6)); }

fn accompany(particle: ptr<function, Particle>, companion: ptr<function, Companion>, duration: f32) -> f32 {
  let h = objective_hessian((*particle).theta);
  let v = (*companion).v;
  let moved = v - duration * vec2f(dot(h.xy, v), dot(h.yz, v));
  let size = length(moved);
  (*companion).v = select(moved / max(size, 1e-30), v, size < 1e-30);
  *particle = advance(*particle, duration);
  return size;
}
