// A step on a quadratic by what src/methods/exactStep.ts computes of it in float64, mode by mode:
// θ⁺ = θ − u(s₁ u·θ + c₁) − v(s₂ v·θ + c₂). method_constant: 1–2 v, 3–4 (s₁, c₁), 5–6 (s₂, c₂); u = (−v.y, v.x).
fn step_exactly(theta: vec2f) -> vec2f {
  let v = vec2f(method_constant(1), method_constant(2));
  let along = step_along_modes(theta);
  return theta - along.x * vec2f(-v.y, v.x) - along.y * v;
}

// By how much θ moves against u and against v.
fn step_along_modes(theta: vec2f) -> vec2f {
  let v = vec2f(method_constant(1), method_constant(2));
  let u = vec2f(-v.y, v.x);
  return vec2f(method_constant(3) * dot(u, theta) + method_constant(4),
               method_constant(5) * dot(v, theta) + method_constant(6));
}
