// The theorems on gradient descent, for checks.wgsl. In exact arithmetic θ⁺ = θ − η∇f(θ); in f32 it is that and an error
// of at most δ = u|θ⁺| + η(E + u|∇f|): the sum, the gradient (E = objective_rounding) and the product are rounded.
// All that is allowed for follows from δ, and E_f of f.

struct Told {
  centre: vec4f,        // θ* in two parts: a minimum, else where ∇f of a quadratic vanishes
  box: vec4f,           // where L and μ hold: left, bottom, right, top
  measured: vec4f,      // 1 where the formula has a meaning: descent, gain, sublinear, distance
  measured_too: vec4f,  // gap, best, modes
  least: vec2f,         // f* in two parts
  axis: vec2f,          // eigenvector of λmax
  factors: vec2f,       // 1 − ηλ along both
  eta: f32,
  smoothness: f32,      // L
  fall: f32,            // η(1 − Lη/2)
  tilt: f32,            // |1 − Lη|
  gain: f32,            // 1/(2L)
  gain_off: f32,        // (1 − Lη)²/(2L), what an η beside 1/L gains less
  root: f32,            // √|1 − ημ|
  contraction: f32,     // max(|1 − ηL|, |1 − ημ|)
  shrink: f32,          // |1 − ημ|
  best: f32,            // (κ − 1)/(κ + 1)
}

struct Record {
  steps: f32,           // since the record began, and 1; 0 if it has not
  f: f32,
  f_error: f32,
  slope: f32,           // ‖∇f‖
  slope_error: f32,     // ‖E‖
  start: f32,           // ‖e₀‖²
  drift: vec2f,         // η(E + u|∇f|), the error of the next step but for u|θ⁺|
  distance: f32,        // √(1 − ημ)ᵏ‖e₀‖
  best: f32,            // ((κ − 1)/(κ + 1))ᵏ‖e₀‖
  off: f32,             // A⁺ = ρA + δ, ρ = max(|1 − ηL|, |1 − ημ|): how far the orbit is off the exact one, at most
  gap: f32,             // (1 − ημ)ᵏ(f₀ − f* + E_f) + B, B⁺ = (1 − ημ)B + δ²/(2η)
  sum: f32,             // Σⱼ δⱼ‖eⱼ‖ + jδⱼ²
  modes: vec2f,         // (1 − ηλᵢ)ᵏzᵢ(0)
  modes_off: vec2f,     // m⁺ = |1 − ηλᵢ|m + |wᵢ|·δ + 2u|zᵢ|
}

fn look(i: u32, theta: vec2f, fresh: bool, last: Record) -> Sight {
  let f = objective_value(theta);
  let g = objective_gradient(theta);
  let known = is_finite(f) & is_finite(dot(g, g)) & is_within(theta, told.box);
  if (!known) { return Sight(); }
  let errors = errors_at(theta);
  let e = from_centre(theta);
  var sight: Sight;
  if (fresh | (last.steps == 0.0)) {
    sight.record = begun(e, f, errors.x);
  } else {
    let miss = UNIT * abs(theta) + last.drift;
    sight = one_step_on(last, e, f, errors.x, miss);
  }
  sight.record.f = f;
  sight.record.f_error = errors.x;
  sight.record.slope = length(g);
  sight.record.slope_error = length(errors.yz);
  sight.record.drift = told.eta * (errors.yz + UNIT * abs(g));
  return sight;
}

fn begun(e: vec2f, f: f32, f_error: f32) -> Record {
  var record: Record;
  record.steps = 1.0;
  record.start = dot(e, e);
  record.distance = length(e);
  record.best = length(e);
  record.gap = max(gap_of(f), 0.0) + f_error;
  record.modes = modes_of(e);
  record.modes_off = vec2f(4.0 * UNIT * length(e));
  return record;
}

// `miss` holds the bounds of the errors of both components of the step.
fn one_step_on(last: Record, e: vec2f, f: f32, f_error: f32, miss: vec2f) -> Sight {
  let delta = length(miss);
  let far = length(e);
  let k = last.steps;
  var record = last;
  record.steps = k + 1.0;
  record.distance = min(last.distance * told.root, BROKEN);
  record.best = last.best * told.best;
  record.off = min(last.off * told.contraction + delta, LARGEST_ERROR);
  record.gap = min(last.gap * told.shrink + 0.5 * delta * delta / told.eta, BROKEN);
  record.sum = min(last.sum + delta * far + k * delta * delta, BROKEN);
  record.modes = last.modes * told.factors;
  record.modes_off = min(
    last.modes_off * abs(told.factors) + modes_miss(miss) + 2.0 * UNIT * abs(record.modes),
    vec2f(LARGEST_ERROR),
  );
  let falls = falls_of(last, f, f_error, delta);
  let gap = max(gap_of(f), 0.0);
  let distance = ratio(far, record.distance + record.off);
  let modes = abs(modes_of(e) - record.modes);
  let modes_bound = record.modes_off + 4.0 * UNIT * far;
  let first = vec4f(
    falls.x,
    falls.y,
    ratio(gap, (0.5 * last.start + record.sum) / (told.eta * k) + f_error),
    min(distance * distance, BROKEN),
  );
  let second = vec4f(
    ratio(gap, record.gap + f_error),
    ratio(far, record.best + record.off),
    max(ratio(modes.x, modes_bound.x), ratio(modes.y, modes_bound.y)),
    NOTHING,
  );
  return Sight(record, only(first, told.measured), only(second, told.measured_too));
}

// With y = θ − η∇f + d, ‖d‖ ≤ δ: f(y) ≤ f(θ) − η(1 − Lη/2)‖∇f‖² + (1 − Lη)∇f·d + (L/2)‖d‖².
fn falls_of(last: Record, f: f32, f_error: f32, delta: f32) -> vec2f {
  let slope2 = last.slope * last.slope;
  // ‖∇f‖² as computed may be too large by this.
  let slope2_error = (2.0 * last.slope + last.slope_error) * last.slope_error + 8.0 * UNIT * slope2;
  let slope = last.slope + last.slope_error;
  let led_off = told.tilt * slope * delta + 0.5 * told.smoothness * delta * delta;
  let seen = last.f - f + led_off + last.f_error + f_error;
  return vec2f(
    fall_ratio(told.fall * slope2, seen + max(told.fall, 0.0) * slope2_error),
    fall_ratio(told.gain * slope2, seen + told.gain * slope2_error + told.gain_off * slope2),
  );
}

// What an error of a step does to the modes.
fn modes_miss(miss: vec2f) -> vec2f {
  let axis = abs(told.axis);
  return vec2f(dot(axis.yx, miss), dot(axis, miss)) * (1.0 + 4.0 * UNIT);
}
