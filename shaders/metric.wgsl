// Natural gradient: G⁻¹∇f, ∇f as the metric G sees it. src/methods/metric.ts, line by line.
// method_constant: 0 which metric, 1–3 the inverse of the constant one, or of Fisher's at y = 1.

const METRIC_FISHER = 1.0;
const METRIC_NEWTON = 2.0;
const METRIC_FLOOR = 1e-4;  // what an eigenvalue of |H| is at least, in units of the other one
const METRIC_TINY = 1e-30;  // and in any case

// |H|⁻¹∇f: Newton's step, downhill also where f is concave.
fn newton_direction(gradient: vec2f, hessian: vec3f) -> vec2f {
  let e = eigen2(hessian);
  let u = vec2f(-e.v.y, e.v.x);
  let least = max(METRIC_FLOOR * max(abs(e.low), abs(e.high)), METRIC_TINY);
  let along_u = dot(u, gradient) / max(abs(e.low), least);
  let along_v = dot(e.v, gradient) / max(abs(e.high), least);
  return along_u * u + along_v * e.v;
}

// The same of the other metrics, which the Hessian has no part in.
fn metric_direction(p: vec2f, gradient: vec2f) -> vec2f {
  return metric_scale(p) * metric_times(gradient);
}

fn metric_times(v: vec2f) -> vec2f {
  let inverse = vec3f(method_constant(1), method_constant(2), method_constant(3));
  return vec2f(dot(inverse.xy, v), dot(inverse.yz, v));
}

fn metric_scale(p: vec2f) -> f32 { return select(1.0, p.y * p.y, method_constant(0) == METRIC_FISHER); }
