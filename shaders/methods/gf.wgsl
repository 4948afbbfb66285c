// Gradient flow: dθ/dt = −∇f(θ), for exactly `duration`. src/methods/gf.ts and rodas4.ts, line by line.
// method_constant: 0 the tolerance of Rodas4, or 0 on a quadratic, which is solved exactly, mode by mode:
//                  1–2 eigenvector v, 3–4 (s, c) of the other eigenvector, 5–6 (s, c) of v.

const RODAS4_SUBSTEPS = 128;          // at most; the last quarter of them has the coarse tolerance
const RODAS4_COARSE_TOLERANCE = 0.1;
const RODAS4_TINY = 1e-30;            // instead of 0 in a denominator

fn advance(particle: Particle, duration: f32) -> Particle {
  let tolerance = method_constant(0);
  if (tolerance == 0.0) {
    var next = particle;
    next.theta = flow_exactly(particle.theta);
    return next;
  }
  return rodas4(particle, duration, tolerance);
}

fn flow_exactly(theta: vec2f) -> vec2f {
  let v = vec2f(method_constant(1), method_constant(2));
  let u = vec2f(-v.y, v.x);
  let along_u = method_constant(3) * dot(u, theta) + method_constant(4);
  let along_v = method_constant(5) * dot(v, theta) + method_constant(6);
  return theta - along_u * u - along_v * v;
}

fn rodas4(particle: Particle, duration: f32, tolerance: f32) -> Particle {
  var p = particle.theta;
  var h = particle.carry;
  var remaining = duration;
  for (var n = 1; n <= RODAS4_SUBSTEPS && remaining > 0.0 && larger_component(p) < trust_radius(); n++) {
    let hessian = objective_hessian(p);
    h = rodas4_bounded_step(hessian, h);
    let parts = max(1.0, ceil(remaining / max(h, RODAS4_TINY)));
    let step = remaining / parts;
    let trial = rodas4_step(p, hessian, step);
    if (!trial.defined) {
      if (n == RODAS4_SUBSTEPS) { return Particle(trial.end, h, particle.moment); }
      h = 0.5 * step;
      continue;
    }
    let coarse = 4 * n > 3 * RODAS4_SUBSTEPS;
    let error = trial.error / (select(tolerance, RODAS4_COARSE_TOLERANCE, coarse) * (1.0 + larger_component(p)));
    let next = step * rodas4_growth(error);
    if (is_finite(error) && error <= 1.0) {
      p = trial.end;
      remaining = select(remaining - step, 0.0, parts == 1.0);
      h = select(next, max(h, next), step < h);
    } else {
      h = next;
    }
  }
  return Particle(p, h, particle.moment);
}

struct Rodas4Step {
  defined: bool,
  end: vec2f,
  error: f32,
}

// (4I + hH) kᵢ = −h∇f(p + Σ aᵢⱼkⱼ) + Σ cᵢⱼkⱼ (Hairer & Wanner II, §IV.7). A switch inside a loop rather than six
// stages in a row: the gradient is then compiled once, and nothing is indexed but by constants.
fn rodas4_step(p: vec2f, hessian: vec3f, h: f32) -> Rodas4Step {
  let m = vec3f(4.0, 0.0, 4.0) + h * hessian;
  let determinant = m.x * m.z - m.y * m.y;
  var k1: vec2f; var k2: vec2f; var k3: vec2f; var k4: vec2f; var k5: vec2f;
  var u = p;          // where the stage looks
  var c = vec2f(0);   // Σ cᵢⱼkⱼ
  var k: vec2f;
  for (var stage = 1; stage <= 6; stage++) {
    switch (stage) {
      case 2: {
        k1 = k;
        u = p + 1.544 * k1;
        c = -5.6688 * k1;
      }
      case 3: {
        k2 = k;
        u = p + 0.9466785280815826 * k1 + 0.2557011698983284 * k2;
        c = -2.430093356833875 * k1 - 0.2063599157091915 * k2;
      }
      case 4: {
        k3 = k;
        u = p + 3.314825187068521 * k1 + 2.896124015972201 * k2 + 0.9986419139977817 * k3;
        c = -0.1073529058151375 * k1 - 9.594562251023355 * k2 - 20.47028614809616 * k3;
      }
      case 5: {
        k4 = k;
        u = p + 1.221224509226641 * k1 + 6.019134481288629 * k2 + 12.53708333932087 * k3 - 0.687886036105895 * k4;
        c = 7.496443313967647 * k1 - 10.24680431464352 * k2 - 33.99990352819905 * k3 + 11.7089089320616 * k4;
      }
      case 6: {
        k5 = k;
        u += k5;
        c = 8.083246795921522 * k1 - 7.981132988064893 * k2 - 31.52159432874371 * k3 + 16.31930543123136 * k4
          - 6.058818238834054 * k5;
      }
      default: {}
    }
    if (!objective_defined(u)) { return Rodas4Step(false, u, 0.0); }
    let r = c - h * objective_gradient(u);
    k = vec2f(m.z * r.x - m.y * r.y, m.x * r.y - m.y * r.x) / determinant;
  }
  return Rodas4Step(true, u + k, larger_component(k));
}

// h, found from H if not known yet, and in a concave direction at most 2/|λmin|: 4I + hH stays positive definite.
// H is scaled to entries below 1 because their squares may overflow, as near the edge of √x.
fn rodas4_bounded_step(hessian: vec3f, h: f32) -> f32 {
  let scale = max(max(abs(hessian.x), abs(hessian.z)), max(abs(hessian.y), RODAS4_TINY));
  let unit = hessian / scale;
  let low = 0.5 * (unit.x + unit.z) - length(vec2f(0.5 * (unit.x - unit.z), unit.y));
  let norm = length(vec4f(unit, unit.y));
  let fresh = 1.0 / max(scale * norm, RODAS4_TINY);
  return min(select(h, fresh, h == 0.0), 2.0 / max(-low * scale, RODAS4_TINY));
}

// By how much to change the step: error estimate ∝ h⁴.
fn rodas4_growth(error: f32) -> f32 {
  let wanted = 0.9 * inverseSqrt(sqrt(max(error, RODAS4_TINY)));
  return select(0.2, clamp(wanted, 0.2, 5.0), is_finite(error));
}

fn larger_component(p: vec2f) -> f32 {
  return max(abs(p.x), abs(p.y));
}
