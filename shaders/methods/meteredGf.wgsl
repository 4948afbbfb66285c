// Gradient flow: dθ/dt = −∇f(θ), for exactly `duration`, and the energy ∫‖∇f‖²dt that it dissipates on the way.
// src/methods/meteredGf.ts and dissipation.ts, line by line; where a particle goes, it must not differ from gf.wgsl.
// Carries (h, E, S, D).
// method_constant: 0 the tolerance of Rodas4; or 0 on a quadratic, which step_exactly() solves:
//                  7–10 of both modes the larger slope by the displacement, and the energy by its square.

alias Phase = vec2f;
const COARSE_TOLERANCE = 0.1;
const HALF_ULP = 5.9604645e-8;  // 2⁻²⁴
const ENERGY_SHARE = 0.2;
const FAR = 1e38;

fn advance(particle: Particle, duration: f32) -> Particle {
  let tolerance = method_constant(0);
  if (tolerance == 0.0) { return glide_exactly(particle); }
  let arrival = follow(particle.theta, particle.carry.x, duration, tolerance);
  let carry = carry_on(particle.carry, arrival.energy, arrival.allowance, arrival.slack);
  return Particle(arrival.end, Carry(arrival.h, carry.yzw), particle.moment);
}

fn glide_exactly(particle: Particle) -> Particle {
  let theta = particle.theta;
  let along = step_along_modes(theta);
  let slope = vec2f(method_constant(7), method_constant(8)) * along;
  let energy = dot(vec2f(method_constant(9), method_constant(10)) * along, along);
  let stretch = 1.0 + abs(method_constant(3)) + abs(method_constant(5));
  let size = larger_component(theta) * stretch + abs(along.x) + abs(along.y);
  let carry = carry_on(particle.carry, energy, 4.0 * HALF_ULP * size * length(slope), 0.0);
  return Particle(step_exactly(theta), carry, particle.moment);
}

// The carry after `energy` more, which may be off by `allowance` and by the rounding of its terms and of the sum, and after
// the position may have gone off by `slack` more.
fn carry_on(carry: Carry, energy: f32, allowance: f32, slack: f32) -> Carry {
  let total = carry.y + energy;
  let off = carry.z + allowance + HALF_ULP * (abs(total) + 32.0 * abs(energy));
  let known = (abs(total) < FAR) & (off < FAR) & is_finite(total) & is_finite(off);
  return Carry(carry.x, select(FAR, total, known), select(FAR, off, known), min(carry.w + slack, FAR));
}

fn flow_jacobian(p: vec2f) -> mat2x2f {
  let hessian = objective_hessian(p);
  return mat2x2f(-hessian.xy, -hessian.yz);
}

fn flow_bounded(jacobian: mat2x2f, h: f32) -> f32 { return rodas4_bounded(jacobian, h); }

// Rodas4 for (θ, E). As E changes nothing, its stages need not be kept: E and its error estimate are weighted sums of
// h(‖∇f‖² + row·k), the row of E in the Jacobian being (2H∇f)ᵀ at p.
fn flow_substep(p: vec2f, jacobian: mat2x2f, h: f32) -> Substep {
  let m = mat2x2f(4.0, 0.0, 0.0, 4.0) - h * jacobian;
  var s: Stages;
  var k: vec2f;
  var row: vec2f;
  var first: f32;
  var square: f32;
  var energy: vec2f;
  for (var stage = 1; stage <= 6; stage++) {
    s = rodas4_stage(stage, p, k, s);
    if (!objective_defined(s.u)) { return Substep(false, s.u, 0.0, 0.0, 0.0, 0.0); }
    let gradient = objective_gradient(s.u);
    square = dot(gradient, gradient);
    row = select(row, -2.0 * (jacobian * gradient), stage == 1);
    first = select(first, square, stage == 1);
    k = solution(m, s.c - h * gradient);
    energy += (h * (square + dot(row, k))) * energy_weights(stage);
  }
  let doubt = select(0.0, ENERGY_SHARE * abs(energy.y), is_finite(energy.y));
  return Substep(true, s.u + k, larger_component(k), energy.x, doubt, sqrt(max(first, square)));
}

// Of what a stage adds to E, and to its error estimate.
fn energy_weights(stage: i32) -> vec2f {
  switch (stage) {
    case 1: { return vec2f(0.34844426995002614, -2.080189494180937); }
    case 2: { return vec2f(0.21301362178292393, 0.5957623556766836); }
    case 3: { return vec2f(-0.15410253016231845, 1.7016177982672627); }
    case 4: { return vec2f(0.47132077939149575, -0.08851451983588055); }
    case 5: { return vec2f(-0.1286761399271284, -0.3786761399271284); }
    default: { return vec2f(0.25, 0.25); }
  }
}
