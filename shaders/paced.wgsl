// Follows a flow that is not stiff, but may be without bound where it crosses a line, for exactly `duration`: by the
// classical Runge–Kutta method of order 4 with Zonneveld's embedded one of order 3 (Hairer, Nørsett & Wanner I, table
// II.4.2), and where the flow is fast by length rather than by time. src/methods/pacedFlow.ts, line by line.
//
// The flow's file says what it follows: fn paced_velocity(p: vec2f) -> vec2f.

const PACED_FIRST = 0.25;   // time of the first substep; modes are to relax at the rate 1
const PACED_LONGEST = 2.0;  // beyond 2.78 the method is not stable
const PACED_SPEED = 0.3;    // beyond which substeps go by length rather than by time, in units of 1 + max|θ|

// What follow() of follow.wgsl does, but a substep may take another time than was thought.
fn follow_paced(particle: Particle, duration: f32, tolerance: f32) -> Particle {
  var p = particle.theta;
  var h = particle.carry;
  var remaining = duration;
  for (var n = 1; n <= SUBSTEPS && remaining > 0.0 && larger_component(p) < trust_radius(); n++) {
    let trial = paced_substep(p, h, remaining);
    if (!trial.defined) {
      if (n == SUBSTEPS) { return Particle(trial.end, h, particle.moment); }
      h = 0.5 * trial.length.h;
      continue;
    }
    let error = trial.error / (substep_tolerance(n, tolerance) * (1.0 + larger_component(p)));
    let next = trial.length.h * substep_growth(error);
    if (trial.time > remaining) {
      h = min(next, trial.length.h * max(0.2, 0.9 * remaining / trial.time));
    } else if (is_finite(error) && error <= 1.0) {
      p = trial.end;
      remaining -= trial.time;
      h = select(next, max(trial.length.wanted, next), trial.length.h < trial.length.wanted);
    } else {
      h = next;
    }
  }
  return Particle(p, h, particle.moment);
}

struct PacedSubstep {
  defined: bool,  // false if it looked where f is not defined: `end` is then that point
  end: vec2f,
  time: f32,      // that it takes
  error: f32,
  length: PacedLength,
}

fn paced_substep(p: vec2f, h: f32, remaining: f32) -> PacedSubstep {
  var length: PacedLength;
  var sums: RungeKutta;
  for (var stage = 1; stage <= 5; stage++) {
    let u = p + sums.u;
    if (!objective_defined(u)) { return PacedSubstep(false, u, 0.0, 0.0, length); }
    let velocity = paced_velocity(u);
    if (stage == 1) { length = paced_length(p, velocity, h, remaining); }
    sums = runge_kutta(stage, length.step * pace(velocity, length.slowness) * vec3f(velocity, 1.0), sums);
  }
  let time = select(sums.change.z, remaining, length.slowness == 0.0);
  let worth = (1.0 + larger_component(p)) * inverseSqrt(min(remaining, 1.0));  // of time
  let error = max(larger_component(sums.error.xy), worth * abs(sums.error.z));
  return PacedSubstep(true, p + sums.change.xy, time, error, length);
}

struct PacedLength {
  h: f32,         // dτ of a substep,
  wanted: f32,    // and what it would be if the tick went on
  step: f32,      // the same as h, or the time to the end of the tick if that is what the substep is to take
  slowness: f32,  // 0 there: dt/dτ is 1
}

// A substep that can reach the end of the tick goes by time, to land there.
fn paced_length(p: vec2f, velocity: vec2f, h: f32, remaining: f32) -> PacedLength {
  let slowness = 1.0 / (PACED_SPEED * (1.0 + larger_component(p)));
  let here = pace(velocity, slowness);
  let wanted = min(select(h, PACED_FIRST / here, h == 0.0), PACED_LONGEST / here);
  if (wanted * here < remaining) { return PacedLength(wanted, wanted, wanted, slowness); }
  return PacedLength(remaining / here, wanted, remaining, 0.0);
}

// dt/dτ. The bound keeps its square finite.
fn pace(velocity: vec2f, slowness: f32) -> f32 {
  let q = clamp(slowness * velocity, vec2f(-1e15), vec2f(1e15));
  return inverseSqrt(1.0 + dot(q, q));
}

// Sums over the stages so far, each kᵢ being the change of position and time that stage i sees.
struct RungeKutta {
  change: vec3f,
  error: vec3f,
  u: vec2f,      // where the next stage looks, from the start
  fifth: vec2f,  // where the fifth does, which is there for the error only
}

fn runge_kutta(stage: i32, k: vec3f, sums: RungeKutta) -> RungeKutta {
  var change = 1.0 / 3.0;
  var error = -2.0;
  var next = 0.5;
  var fifth = 7.0 / 32.0;
  switch (stage) {
    case 1: { change = 1.0 / 6.0; error = 2.0 / 3.0; fifth = 5.0 / 32.0; }
    case 3: { next = 1.0; fifth = 13.0 / 32.0; }
    case 4: { change = 1.0 / 6.0; fifth = -1.0 / 32.0; }
    case 5: { change = 0.0; error = 16.0 / 3.0; }
    default: {}
  }
  let at_fifth = sums.fifth + fifth * k.xy;
  let u = select(next * k.xy, at_fifth, stage == 4);
  return RungeKutta(sums.change + change * k, sums.error + error * k, u, at_fifth);
}
