// Follows a flow for exactly `duration`, in substeps whose error estimate stays below the tolerance, the first of h0.
// src/methods/substeps.ts, line by line.
//
// The flow's file says how:
//   alias Phase                                                   what moves: a position (vec2f), or with its velocity (vec4f)
//   const COARSE_TOLERANCE                                        of the last quarter of the substeps
//   fn flow_jacobian(p: vec2f) -> mat2x2f                         what the next two need to know at p
//   fn flow_bounded(jacobian: mat2x2f, h: f32) -> f32             h, found if 0, and no longer than is safe there
//   fn flow_substep(p: Phase, jacobian: mat2x2f, h: f32) -> Substep

// How many times what the position may be off by, and what that is worth, the energy may be off on its own.
const MOST_DOUBT = 7.0;

struct Substep {
  defined: bool,  // false if it looked where f is not defined: `end` is then that point
  end: Phase,
  error: f32,
  energy: f32,    // dissipated on the way, if that is asked for
  doubt: f32,     // by how much it may be off
  worth: f32,     // what an error of 1 in the position is worth in whatever the flow is judged by
}

// Where the flow got to, and the substep h with which to go on.
struct Arrival {
  end: Phase,
  h: f32,
  energy: f32,     // dissipated on the way
  slack: f32,      // what the tolerance allowed the position to be off by, summed over the substeps
  allowance: f32,  // the same, each substep times what that is worth, and what it adds to the doubt about the energy
}

fn follow(start: Phase, h0: f32, duration: f32, tolerance: f32) -> Arrival {
  var p = start;
  var h = h0;
  var remaining = duration;
  var energy = 0.0;
  var slack = 0.0;
  var allowance = 0.0;
  for (var n = 1; n <= SUBSTEPS && remaining > 0.0 && larger_component(p.xy) < trust_radius(); n++) {
    let jacobian = flow_jacobian(p.xy);
    h = flow_bounded(jacobian, h);
    let parts = max(1.0, ceil(remaining / max(h, TINY)));
    let step = remaining / parts;
    let trial = flow_substep(p, jacobian, step);
    if (!trial.defined) {
      if (n == SUBSTEPS) { return Arrival(trial.end, h, energy, slack, allowance); }
      h = 0.5 * step;
      continue;
    }
    let allowed = substep_tolerance(n, tolerance) * (1.0 + larger_component(p.xy));
    let error = trial.error / allowed;
    let next = step * substep_growth(error);
    if (is_finite(error) && error <= 1.0) {
      p = trial.end;
      energy += trial.energy;
      slack += allowed;
      allowance += allowed * trial.worth + min(trial.doubt, MOST_DOUBT * allowed * trial.worth);
      remaining = select(remaining - step, 0.0, parts == 1.0);
      h = select(next, max(h, next), step < h);
    } else {
      h = next;
    }
  }
  return Arrival(p, h, energy, slack, allowance);
}
