// What every Rodas4 is made of. Its stages are uᵢ = p + Σ aᵢⱼkⱼ, cᵢ = Σ cᵢⱼkⱼ (Hairer & Wanner II, §IV.7).
// src/methods/rodas4.ts has them as a table; here nothing may be indexed but by constants.

// What a method with stages remembers of them. kᵢ is what stage i makes of h·velocity(u) + c.
struct Stages {
  k1: Phase, k2: Phase, k3: Phase, k4: Phase, k5: Phase,
  u: Phase,  // where the stage looks
  c: Phase,
}

// u and c of a stage, and the k of the one before put in its place.
fn rodas4_stage(stage: i32, p: Phase, k: Phase, before: Stages) -> Stages {
  var s = before;
  switch (stage) {
    case 1: {
      s.u = p;
      s.c = Phase();
    }
    case 2: {
      s.k1 = k;
      s.u = p + 1.544 * k;
      s.c = -5.6688 * k;
    }
    case 3: {
      s.k2 = k;
      s.u = p + 0.9466785280815826 * s.k1 + 0.2557011698983284 * k;
      s.c = -2.430093356833875 * s.k1 - 0.2063599157091915 * k;
    }
    case 4: {
      s.k3 = k;
      s.u = p + 3.314825187068521 * s.k1 + 2.896124015972201 * s.k2 + 0.9986419139977817 * k;
      s.c = -0.1073529058151375 * s.k1 - 9.594562251023355 * s.k2 - 20.47028614809616 * k;
    }
    case 5: {
      s.k4 = k;
      s.u = p + 1.221224509226641 * s.k1 + 6.019134481288629 * s.k2 + 12.53708333932087 * s.k3 - 0.687886036105895 * k;
      s.c = 7.496443313967647 * s.k1 - 10.24680431464352 * s.k2 - 33.99990352819905 * s.k3 + 11.7089089320616 * k;
    }
    default: {
      s.k5 = k;
      s.u += k;
      s.c = 8.083246795921522 * s.k1 - 7.981132988064893 * s.k2 - 31.52159432874371 * s.k3 + 16.31930543123136 * s.k4
        - 6.058818238834054 * k;
    }
  }
  return s;
}

// The x of m x = r.
fn solution(m: mat2x2f, r: vec2f) -> vec2f {
  let determinant = m[0].x * m[1].y - m[1].x * m[0].y;
  return vec2f(m[1].y * r.x - m[1].x * r.y, m[0].x * r.y - m[0].y * r.x) / determinant;
}

// h, found from J if not known yet, and where the flow spreads at most 2/Re λ, λ being J's rightmost eigenvalue:
// those of 4I − hJ then stay to the right of 2.
// J is scaled to entries below 1 because their squares may overflow, as near the edge of √x.
fn rodas4_bounded(jacobian: mat2x2f, h: f32) -> f32 {
  let entries = vec4f(jacobian[0], jacobian[1]);
  let scale = max(max(max(abs(entries.x), abs(entries.y)), max(abs(entries.z), abs(entries.w))), TINY);
  let unit = entries / scale;
  let skew = 0.5 * (unit.x - unit.w);
  let spread = 0.5 * (unit.x + unit.w) + sqrt(max(skew * skew + unit.y * unit.z, 0.0));
  let fresh = 1.0 / max(scale * length(unit), TINY);
  return min(select(h, fresh, h == 0.0), 2.0 / max(spread * scale, TINY));
}
