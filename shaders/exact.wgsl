// A step on a quadratic by what src/methods/exactStep.ts computes of it in float64, mode by mode:
// θ⁺ = θ − u(s₁ u·θ + c₁) − v(s₂ v·θ + c₂). method_constant: 1–2 v, 3–4 (s₁, c₁), 5–6 (s₂, c₂); u = (−v.y, v.x).
fn step_exactly(theta: vec2f) -> vec2f {
  let v = vec2f(method_constant(1), method_constant(2));
  let u = vec2f(-v.y, v.x);
  let along_u = method_constant(3) * dot(u, theta) + method_constant(4);
  let along_v = method_constant(5) * dot(v, theta) + method_constant(6);
  return theta - along_u * u - along_v * v;
}
