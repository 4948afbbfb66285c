// Rodas4 in the plane: order 4(3), L-stable, made for stiff flows. src/methods/rodas4.ts, line by line.
// The flow's file says what it follows: fn flow_velocity(p: vec2f) -> vec2f, of which J is the derivative at p.

alias Phase = vec2f;
const COARSE_TOLERANCE = 0.1;

// (4I − hJ) kᵢ = h·velocity(uᵢ) + cᵢ. A loop over the stages, rather than six in a row: the gradient is then compiled once.
fn rodas4_step(p: vec2f, jacobian: mat2x2f, h: f32) -> Substep {
  let m = mat2x2f(4.0, 0.0, 0.0, 4.0) - h * jacobian;
  var s: Stages;
  var k: vec2f;
  for (var stage = 1; stage <= 6; stage++) {
    s = rodas4_stage(stage, p, k, s);
    if (!objective_defined(s.u)) { return Substep(false, s.u, 0.0, 0.0, 0.0, 0.0); }
    k = solution(m, h * flow_velocity(s.u) + s.c);
  }
  return Substep(true, s.u + k, larger_component(k), 0.0, 0.0, 0.0);
}
