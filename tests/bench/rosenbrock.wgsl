// Rosenbrock as one writes it by hand, in place of the text that is generated from its expression: what the generated
// text is measured against.

fn objective_value(p: vec2f) -> f32 {
  let u = p.y - p.x * p.x;
  let v = 1.0 - p.x;
  return v * v + problem.parameters[0].x * u * u;
}

fn objective_gradient(p: vec2f) -> vec2f {
  let bu = problem.parameters[0].x * (p.y - p.x * p.x);
  return vec2f(-2.0 * (1.0 - p.x) - 4.0 * bu * p.x, 2.0 * bu);
}

fn objective_hessian(p: vec2f) -> vec3f {
  let b = problem.parameters[0].x;
  return vec3f(2.0 - 4.0 * b * (p.y - 3.0 * p.x * p.x), -4.0 * b * p.x, 2.0 * b);
}

fn objective_defined(p: vec2f) -> bool {
  return true;
}
