// Natural gradient flow: dθ/dt = −G(θ)⁻¹∇f(θ), for exactly `duration`. src/methods/natural.ts, line by line.
// method_constant: 0–3 the metric, 4 the tolerance, or 0 where all modes are known: on a quadratic whose metric is
//                  constant. Then θ⁺ = θ − Σ r (m·θ + c) with 5–9 r, m and c of one mode and 10–14 of the other.

fn advance(particle: Particle, duration: f32) -> Particle {
  let tolerance = method_constant(4);
  if (tolerance == 0.0) {
    var next = particle;
    next.theta -= mode_change(5u, particle.theta) + mode_change(10u, particle.theta);
    return next;
  }
  if (method_constant(0) == METRIC_NEWTON) { return follow_paced(particle, duration, tolerance); }
  let arrival = follow(particle.theta, particle.carry, duration, tolerance);
  return Particle(arrival.end, arrival.h, particle.moment);
}

fn mode_change(at: u32, theta: vec2f) -> vec2f {
  let m = vec2f(method_constant(at + 2u), method_constant(at + 3u));
  return (dot(m, theta) + method_constant(at + 4u)) * vec2f(method_constant(at), method_constant(at + 1u));
}

fn paced_velocity(p: vec2f) -> vec2f { return -newton_direction(objective_gradient(p), objective_hessian(p)); }

fn flow_velocity(p: vec2f) -> vec2f { return -metric_direction(p, objective_gradient(p)); }

fn flow_jacobian(p: vec2f) -> mat2x2f {
  let hessian = objective_hessian(p);
  let scale = metric_scale(p);
  let slope = select(0.0, 2.0 * p.y, method_constant(0) == METRIC_FISHER);  // of the scale along y
  return mat2x2f(-scale * metric_times(hessian.xy),
                 -scale * metric_times(hessian.yz) - slope * metric_times(objective_gradient(p)));
}

fn flow_bounded(jacobian: mat2x2f, h: f32) -> f32 { return rodas4_bounded(jacobian, h); }

fn flow_substep(p: vec2f, jacobian: mat2x2f, h: f32) -> Substep { return rodas4_step(p, jacobian, h); }
