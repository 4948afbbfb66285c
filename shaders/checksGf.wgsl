// The theorems on gradient flow, for checks.wgsl. What its integrator allows itself is counted as it goes, in the particle's
// carry: S bounds the balance of energy, D sums by how far its substeps may lead away. On a quadratic, whose step is exact,
// a tick of the flow errs by at most u(2 + 8‖s‖)(‖θ*‖ + ‖e‖), s = 1 − e^{−λt} (shaders/exact.wgsl, rounding by rounding:
// each mode is a dot product, a factor, a sum, a product: 8; two differences: 2).

struct Told {
  centre: vec4f,        // θ* in two parts: a minimum, else where ∇f of a quadratic vanishes
  box: vec4f,           // where μ holds: left, bottom, right, top
  measured: vec4f,      // 1 where the formula has a meaning: energy, falls, flowSublinear, flowDistance
  measured_too: vec4f,  // flowGap, flowModes
  least: vec2f,         // f* in two parts
  axis: vec2f,          // eigenvector of λmax
  factors: vec2f,       // exp(−λη) along both
  eta: f32,             // time of a step
  decay: f32,           // exp(−μη)
  decay2: f32,          // exp(−2μη)
  tick: f32,            // ticks per step times u(2 + 8‖s‖) on a quadratic, else 0
  reach: f32,           // ‖θ*‖
  settled: f32,         // 1 on a quadratic, where time is not rounded: all factors are computed in float64
}

struct Record {
  steps: f32,           // since the record began, and 1; 0 if it has not
  f: f32,
  f_error: f32,
  allowed: f32,         // S as it is now
  led: f32,             // D as it is now
  far: f32,             // ‖e‖
  f0: f32,              // f, E and S where the record began, and the error of f there
  f0_error: f32,
  energy0: f32,
  allowed0: f32,
  rated: f32,           // steps since it has been in the box, and 1; 0 if it is not there
  start: f32,           // ‖e₀‖²
  distance: f32,        // exp(−μt)‖e₀‖
  gap: f32,             // exp(−2μt)(f₀ − f* + E_f)
  off: f32,             // how far the orbit is off the exact one, at most
  modes: vec2f,         // zᵢ(0)exp(−λᵢt)
  modes_off: vec2f,
}

fn look(i: u32, theta: vec2f, fresh: bool, last: Record) -> Sight {
  let f = objective_value(theta);
  let g = objective_gradient(theta);
  if (!(is_finite(f) & is_finite(dot(g, g)))) { return Sight(); }
  let errors = errors_at(theta);
  let e = from_centre(theta);
  let carry = carries[i];  // h, E, S, D
  let slope = length(g) + length(errors.yz);
  let begins = fresh | (last.steps == 0.0);
  let rates = is_within(theta, told.box);
  var sight: Sight;
  var record = last;
  if (begins) {
    record = Record();
    record.f0 = f;
    record.f0_error = errors.x;
    record.energy0 = carry.y;
    record.allowed0 = carry.z;
  } else {
    let balance = balance_of(last, carry, f, errors.x);
    sight.first = vec4f(balance, NOTHING, NOTHING);
  }
  if (begins | (last.rated == 0.0)) {
    record = rated_from(record, e, f, errors.x);
  } else {
    let rated = one_step_on(last, record, e, f, errors.x, slope, carry.w);
    record = rated.record;
    sight.first += rated.first;
    sight.second = rated.second;
  }
  record.steps += 1.0;
  record.rated = select(0.0, record.rated + 1.0, rates);
  record.f = f;
  record.f_error = errors.x;
  record.allowed = carry.z;
  record.led = carry.w;
  record.far = length(e);
  let measured = select(vec4f(1, 1, 0, 0), vec4f(1), rates) * told.measured;
  let measured_too = select(vec4f(0), vec4f(1), rates) * told.measured_too;
  return Sight(record, only(sight.first, measured), only(sight.second, measured_too));
}

// |f₀ − f − (E − E₀)| against S − S₀, and f's rise against what S grew by: E only grows.
fn balance_of(last: Record, carry: Carry, f: f32, f_error: f32) -> vec2f {
  let spent = carry.y - last.energy0;
  let fallen = last.f0 - f;
  let rounding = 2.0 * UNIT * (abs(carry.z) + abs(spent) + abs(fallen));
  let balance = ratio(abs(fallen - spent), carry.z - last.allowed0 + last.f0_error + f_error + rounding);
  let rise = ratio(max(f - last.f, 0.0), carry.z - last.allowed + last.f_error + f_error + 2.0 * UNIT * abs(carry.z));
  return vec2f(balance, rise);
}

fn rated_from(given: Record, e: vec2f, f: f32, f_error: f32) -> Record {
  var record = given;
  record.rated = 0.0;
  record.start = dot(e, e);
  record.distance = length(e);
  record.gap = max(gap_of(f), 0.0) + f_error;
  record.off = 0.0;
  record.modes = modes_of(e);
  record.modes_off = vec2f(4.0 * UNIT * length(e));
  return record;
}

fn one_step_on(last: Record, given: Record, e: vec2f, f: f32, f_error: f32, slope: f32, led: f32) -> Sight {
  let far = length(e);
  let t = last.rated * told.eta;
  let led_now = max(led - last.led, 0.0) + 2.0 * UNIT * led;
  let rounded = told.tick * (told.reach + last.far + far);
  var record = given;
  record.distance = min(last.distance * told.decay, BROKEN);
  record.gap = min(last.gap * told.decay2, BROKEN);
  record.off = min(last.off * told.decay + led_now + rounded * max(1.0, told.decay), LARGEST_ERROR);
  record.modes = last.modes * told.factors;
  record.modes_off = min(
    last.modes_off * told.factors + rounded * max(vec2f(1), told.factors) + 2.0 * UNIT * abs(record.modes),
    vec2f(LARGEST_ERROR),
  );
  // Where time is rounded, once as a tick's duration and once at every substep, the orbit is early or late by 3u.
  let off = record.off + (1.0 - told.settled) * 3.0 * UNIT * t * slope;
  let gap = max(gap_of(f), 0.0);
  let distance = ratio(far, record.distance + off);
  let modes = abs(modes_of(e) - record.modes);
  let modes_bound = record.modes_off + 4.0 * UNIT * far;
  let first = vec4f(
    NOTHING,
    NOTHING,
    ratio(gap, 0.5 * last.start / t + slope * off + f_error),
    min(distance * distance, BROKEN),
  );
  let second = vec4f(
    ratio(gap, record.gap + slope * off + f_error),
    max(ratio(modes.x, modes_bound.x), ratio(modes.y, modes_bound.y)),
    NOTHING,
    NOTHING,
  );
  return Sight(record, first, second);
}
