// Gradient flow: dθ/dt = −∇f(θ), for exactly `duration`. src/methods/gf.ts, line by line. Carries the substep h in x.
// method_constant: 0 the tolerance of Rodas4; or 0 on a quadratic, which step_exactly() solves.

fn advance(particle: Particle, duration: f32) -> Particle {
  let tolerance = method_constant(0);
  if (tolerance == 0.0) { return Particle(step_exactly(particle.theta), particle.carry, particle.moment); }
  let arrival = follow(particle.theta, particle.carry.x, duration, tolerance);
  return Particle(arrival.end, Carry(arrival.h, particle.carry.yzw), particle.moment);
}

fn flow_velocity(p: vec2f) -> vec2f { return -objective_gradient(p); }

fn flow_jacobian(p: vec2f) -> mat2x2f {
  let hessian = objective_hessian(p);
  return mat2x2f(-hessian.xy, -hessian.yz);
}

fn flow_bounded(jacobian: mat2x2f, h: f32) -> f32 { return rodas4_bounded(jacobian, h); }

fn flow_substep(p: vec2f, jacobian: mat2x2f, h: f32) -> Substep { return rodas4_step(p, jacobian, h); }
