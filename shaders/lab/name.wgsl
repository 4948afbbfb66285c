// Names what goes on beyond the horizon, in `naming` further steps: a cycle and its period, chaos by its largest Lyapunov
// exponent, else whether it is still on its way or stays bounded. accompany() takes a step and returns by how much the
// distance to a neighbour has grown, as a logarithm.
//
// A cycle: the orbit comes back to where it was p steps ago, to within CLOSES of the distance that it covers in between (or
// f32's rounding), twice running, and then again and again until the end, at least a quarter of all steps long, without
// coming farther off. Near an unstable cycle, as chaos passes it now and then, the gaps grow.

const CLOSES = 1e-4;
const MOTION = 50.0;         // an orbit narrower than so many ROUNDINGs is noise
const LONGEST_PERIOD = 16u;
const CHAOTIC = 0.01;        // an exponent up to here may be that of an orbit without one, measured in 1024 steps
const DRIFTS = 0.5;          // of the path: who gets as far as this is on its way somewhere
const SHRINKS = 0.98;        // a motion that has become smaller than this part of what it was is coming to rest

struct Orbit {
  begin: vec2f,
  path: f32,      // length of all steps
  widest: f32,    // the farthest from its begin
  early: f32,     // the longest step of the first quarter, and of the last one
  late: f32,
}

// The search for a period, and its trial once one is found.
struct Period {
  anchor: vec2f,  // where the search, or this round, began
  second: vec2f,  // one step later
  since: u32,     // steps since then
  spread: f32,    // the farthest from the anchor in a round
  met: bool,      // whether the last step came back to the anchor
  gap: f32,       // by which it missed
  period: u32,    // 0: still searching
  found: u32,     // when
  first_gap: f32,
}

@compute @workgroup_size(64)
fn name(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let t = survey.skipped + id.x + id.y * groups.x * 64u;
  if (t >= survey.count) { return; }
  let traveller = travellers[t];
  if (traveller.state == DECIDED) { return; }
  let pixel = pixel_of(t);
  take_rule_of(pixel);
  let duration = rules[rule].duration;
  var particle = Particle(traveller.theta, carries[t], Moment(pixel.y * survey.columns + pixel.x, survey.horizon));
  var companion = companion_of(particle);
  var orbit = Orbit(particle.theta, 0.0, 0.0, 0.0, 0.0);
  var period = search_from(particle.theta);
  var growth = 0.0;
  let quarter = survey.naming / 4u;
  let counted_from = survey.naming / 8u;  // by then a neighbour has turned to where it grows most
  for (var n = 0u; n < survey.naming; n++) {
    let before = particle.theta;
    let grown = accompany(&particle, &companion, duration);
    let farthest = max(magnitude_bits(particle.theta.x), magnitude_bits(particle.theta.y));
    if ((farthest > magnitude_bits(survey.trust_radius)) | !objective_defined(particle.theta)) {
      settle(t, pixel, Fate(DIVERGED, 0u, escape_time(survey.horizon + n, before, particle.theta), NONE));
      return;
    }
    growth += select(0.0, grown, n >= counted_from);
    let stride = distance(before, particle.theta);
    orbit.path += stride;
    orbit.widest = max(orbit.widest, distance(orbit.begin, particle.theta));
    orbit.early = max(orbit.early, select(0.0, stride, n < quarter));
    orbit.late = max(orbit.late, select(0.0, stride, n >= survey.naming - quarter));
    period = looked_at(period, particle.theta, n);
  }
  let exponent = growth / f32(survey.naming - counted_from);
  let held = survey.naming - period.found;
  let steady = period.gap <= max(2.0 * period.first_gap, ROUNDING * length(particle.theta));
  let cycles = (period.period > 0u) & (held >= max(quarter, 2u * period.period)) & steady;
  if (cycles) {
    settle(t, pixel, Fate(CYCLE, period.period, -1.0, exponent));
    return;
  }
  settle(t, pixel, fate_of(orbit, particle.theta, exponent));
}

fn fate_of(orbit: Orbit, end: vec2f, exponent: f32) -> Fate {
  if (distance(orbit.begin, end) > DRIFTS * orbit.path) { return Fate(UNDECIDED, 0u, -1.0, exponent); }
  if (orbit.widest <= STAYS * survey.size + ROUNDING * length(end)) {
    let place = place_of(end, objective_gradient(end));
    return Fate(select(place.kind, REST, place.kind == UNDECIDED), place.index, f32(survey.horizon), NONE);
  }
  if (exponent > CHAOTIC) { return Fate(CHAOS, 0u, -1.0, exponent); }
  return Fate(select(BOUNDED, UNDECIDED, orbit.late < SHRINKS * orbit.early), 0u, -1.0, exponent);
}

fn search_from(theta: vec2f) -> Period {
  return Period(theta, theta, 0u, 0.0, false, 0.0, 0u, 0u, 0.0);
}

fn looked_at(last: Period, theta: vec2f, n: u32) -> Period {
  var now = last;
  now.since++;
  let noise = ROUNDING * length(theta);
  let same = max(CLOSES * last.spread, noise);
  let gap = distance(theta, last.anchor);
  if (last.period > 0u) {
    if (now.since < last.period) { return now; }
    if (gap > same) { return search_from(theta); }
    now.anchor = theta;
    now.since = 0u;
    now.gap = gap;
    return now;
  }
  now.second = select(last.second, theta, now.since == 1u);
  if (last.met & (distance(theta, last.second) <= same)) {
    now.period = last.since;
    now.first_gap = last.gap;
    now.found = n;
    now.anchor = theta;
    now.since = 0u;
    return now;
  }
  if (now.since > LONGEST_PERIOD) { return search_from(theta); }
  now.met = (now.since > 1u) & (last.spread > MOTION * noise) & (gap <= same);
  now.gap = gap;
  now.spread = max(last.spread, gap);
  return now;
}
