// Where a particle has come to rest: at one of the known minima, elsewhere, or only at a saddle that it passes slowly.

const STAYS = 1e-5;       // of the size: no farther does a stretch lead a particle that rests, f32's rounding aside
const ROUNDING = 5e-7;    // four units in the last place of θ
const SADDLE = 1e-3;      // a downward curvature below this part of the other is rounding
const NEAR = 1e-3;        // of the size: so far may a minimum be in any case,
const REACH = 8.0;        // and so many of Newton's steps: f may be of degree nine there,
const FARTHEST = 0.02;    // up to this part of the size

struct Place {
  kind: u32,  // UNDECIDED: it cannot stay here
  index: u32,
}

fn place_of(p: vec2f, gradient: vec2f) -> Place {
  let frame = eigen2(objective_hessian(p));
  if (frame.low < -SADDLE * abs(frame.high)) { return Place(UNDECIDED, 0u); }
  let along = abs(vec2f(dot(vec2f(-frame.v.y, frame.v.x), gradient), dot(frame.v, gradient)));
  let newton = length(along / max(abs(vec2f(frame.low, frame.high)), vec2f(1e-30)));
  let reach = survey.size * NEAR + min(REACH * newton, survey.size * FARTHEST);
  var nearest = 0u;
  var gap = NONE;
  for (var n = 0u; n < survey.minima; n++) {
    let d = distance(p, minima[n]);
    if (d < gap) { nearest = n; gap = d; }
  }
  if (gap <= reach) { return Place(MINIMUM, nearest); }
  if (survey.ridge > 0u) { return Place(MINIMUM, survey.ridge - 1u); }
  return Place(REST, 0u);
}
