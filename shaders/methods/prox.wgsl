// Proximal point: θ⁺ = argmin Φ, Φ(u) = f(u) + |u − θ|²/(2η). src/methods/prox.ts and proximalPoint.ts, line by line.
// method_constant: 0 is 1 on a quadratic, where step_exactly() reads 1–6 and 7 holds the flags.

const PROX_SEVERAL = 1u;
const PROX_NOT_CONVERGED = 2u;
const PROX_ITERATIONS = 60;
const PROX_TOLERANCE = 2e-6;
const PROX_NOISE = 1e-5;
const PROX_TINY = 1e-30;      // instead of 0 in a denominator

fn advance(particle: Particle, duration: f32) -> Particle {
  var next = particle;
  if (method_constant(0) == 1.0) {
    next.theta = step_exactly(particle.theta);
    next.carry = method_constant(7);
    return next;
  }
  let solution = proximal_point(particle.theta, duration);
  next.theta = solution.end;
  next.carry = f32(solution.flags);
  return next;
}

struct Solution {
  end: vec2f,
  flags: u32,
}

// All values, slopes and curvatures are those of ηΦ. The loop looks at θ first, so that f is compiled once.
fn proximal_point(theta: vec2f, eta: f32) -> Solution {
  var u = theta;
  var value = 0.0;         // f(u)
  var slope = vec2f(0);    // at u
  var frame = Eigen2();    // of I + ηH(u)
  var box = 0.05 * (1.0 + length(theta));
  var step = BoxStep();
  var trial = theta;
  var noisy = false;
  var last = false;
  var several = false;
  for (var n = 0; n < PROX_ITERATIONS; n++) {
    let trial_value = objective_value(trial);
    let trial_slope = eta * objective_gradient(trial) + (trial - theta);
    let by_values = eta * (value - trial_value) - 0.5 * dot(trial - u, (u - theta) + (trial - theta));
    let by_slopes = -0.5 * dot(trial - u, slope + trial_slope);
    let drop = select(by_values, by_slopes, noisy);
    let falls = objective_defined(trial) & is_finite(trial_value) & is_finite(drop) & (drop >= 0.1 * step.promised);
    let accepted = falls | (n == 0);
    if (n > 0) { box = next_box(box, step, select(-1.0, drop, accepted)); }
    if (accepted) {
      u = trial;
      value = trial_value;
      slope = trial_slope;
      frame = eigen2(vec3f(1, 0, 1) + eta * objective_hessian(u));
      several = several | (frame.low < 0.0);
    }
    if (last | (max(abs(u.x), abs(u.y)) > trust_radius())) { break; }
    step = box_step(slope, frame, box);
    let scale = 1.0 + length(u);
    let size = eta * abs(value) + max(abs(frame.low), abs(frame.high)) * scale * scale;
    noisy = (step.promised <= PROX_NOISE * size) & (step.reach <= 0.03 * scale);
    last = !step.limited & (step.reach <= PROX_TOLERANCE * scale);
    trial = u + step.by;
  }
  return Solution(u, select(0u, PROX_SEVERAL, several) | select(PROX_NOT_CONVERGED, 0u, last));
}

struct BoxStep {
  by: vec2f,
  reach: f32,     // the longer of its two sides
  promised: f32,  // by how much ηΦ falls, by the quadratic model
  limited: bool,  // whether the box holds it back
}

// The lowest point of the quadratic model in a box of the eigenvectors: |side| ≤ box along each of them. Where the model is
// concave that is on the edge.
fn box_step(slope: vec2f, frame: Eigen2, box: f32) -> BoxStep {
  let low_axis = vec2f(-frame.v.y, frame.v.x);
  let along = vec2f(dot(low_axis, slope), dot(frame.v, slope));
  let curvature = vec2f(frame.low, frame.high);
  let limited = curvature * box < abs(along);
  let size = select(abs(along) / max(curvature, vec2f(PROX_TINY)), vec2f(box), limited);
  let side = select(size, -size, along > vec2f(0));
  let promised = -dot(along, side) - 0.5 * dot(curvature * side, side);
  return BoxStep(side.x * low_axis + side.y * frame.v, max(size.x, size.y), promised, any(limited));
}

// By how far to trust the model next, after a step on which ηΦ really fell by `drop`; −1 if it was refused.
fn next_box(box: f32, step: BoxStep, drop: f32) -> f32 {
  if (drop < 0.1 * step.promised) { return 0.3 * step.reach; }
  if (drop < 0.25 * step.promised) { return 0.5 * step.reach; }
  return select(box, 2.5 * box, step.limited & (drop > 0.75 * step.promised));
}
