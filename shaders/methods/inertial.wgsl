// Inertial flow: θ̈ + γθ̇ + ∇f(θ) = 0, for exactly `duration`. src/methods/inertial.ts, line by line.
// Carries the velocity in xy and the substep h in z.
// method_constant: 0 the tolerance of Rodas4, 1 γ; or 0 on a quadratic, which is solved exactly, mode by mode:
//                  1–2 eigenvector v, 3–8 (ψ, ψ̇, λΨ, sΨ, λψ, sψ) of the other eigenvector, 9–14 the same of v.

alias Phase = vec4f;            // (θ, θ̇)
const COARSE_TOLERANCE = 1e-3;  // a larger one may throw a particle out of its well

fn advance(particle: Particle, duration: f32) -> Particle {
  let tolerance = method_constant(0);
  if (tolerance == 0.0) { return swing(particle); }
  let arrival = follow(vec4f(particle.theta, particle.carry.xy), particle.carry.z, duration, tolerance);
  return Particle(arrival.end.xy, vec4f(arrival.end.zw, arrival.h, 0.0), particle.moment);
}

fn swing(particle: Particle) -> Particle {
  let v = vec2f(method_constant(1), method_constant(2));
  let u = vec2f(-v.y, v.x);
  let velocity = particle.carry.xy;
  let along_u = swing_along(dot(u, particle.theta), dot(u, velocity), 3);
  let along_v = swing_along(dot(v, particle.theta), dot(v, velocity), 9);
  var next = particle;
  next.theta += along_u.x * u + along_v.x * v;
  next.carry = vec4f(along_u.y * u + along_v.y * v, 0.0, 0.0);
  return next;
}

// The displacement along one mode, and the new velocity.
fn swing_along(position: f32, velocity: f32, at: u32) -> vec2f {
  let free = velocity * vec2f(method_constant(at), method_constant(at + 1u));
  let pulled = position * vec2f(method_constant(at + 2u), method_constant(at + 4u));
  return free - (pulled + vec2f(method_constant(at + 3u), method_constant(at + 5u)));
}

fn flow_jacobian(p: vec2f) -> mat2x2f {
  let hessian = objective_hessian(p);
  return mat2x2f(-hessian.xy, -hessian.yz);
}

// Rodas4 for (θ, w), w = hθ̇, with the four equations of a stage solved as two.
fn flow_substep(p: Phase, jacobian: mat2x2f, h: f32) -> Substep {
  let drag = h * method_constant(1);
  let d = 4.0 + drag;
  let m = mat2x2f(4.0 * d, 0.0, 0.0, 4.0 * d) - h * h * jacobian;
  let start = vec4f(p.xy, h * p.zw);
  var s: Stages;
  var k: vec4f;
  for (var stage = 1; stage <= 6; stage++) {
    s = rodas4_stage(stage, start, k, s);
    if (!objective_defined(s.u.xy)) { return Substep(false, vec4f(s.u.xy, s.u.zw / h), 0.0, 0.0, 0.0, 0.0); }
    let r = vec4f(s.u.zw, -h * h * objective_gradient(s.u.xy) - drag * s.u.zw) + s.c;
    let change = solution(m, d * r.xy + r.zw);
    k = vec4f(change, 4.0 * change - r.xy);
  }
  let end = s.u + k;
  return Substep(true, vec4f(end.xy, end.zw / h), max(larger_component(k.xy), larger_component(k.zw)), 0.0, 0.0, 0.0);
}

// h, found from H if not known yet, and in a concave direction at most 2/√|λmin|: it grows by e² at most.
// H is scaled to entries below 1 because their squares may overflow, as near the edge of √x.
fn flow_bounded(jacobian: mat2x2f, h: f32) -> f32 {
  let entries = vec4f(jacobian[0], jacobian[1]);
  let scale = max(max(abs(entries.x), abs(entries.w)), max(abs(entries.y), TINY));
  let unit = entries / scale;
  let spread = 0.5 * (unit.x + unit.w) + length(vec2f(0.5 * (unit.x - unit.w), unit.y));
  let fresh = inverseSqrt(max(scale * length(unit), TINY));
  return min(select(h, fresh, h == 0.0), 2.0 * inverseSqrt(max(spread * scale, TINY)));
}
