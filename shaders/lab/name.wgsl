// Names what goes on beyond the horizon, in further rounds of steps: a cycle and its period, chaos by its largest Lyapunov
// exponent, else whether it is still on its way or stays bounded. accompany() takes a step and returns by what the distance
// to a neighbour has been multiplied.
//
// A cycle: in every one of the last quarter of the rounds, eight at least, the orbit comes back to where the round began
// after the same number of steps, and to the next point one step later, to within CLOSES of the width of the round before (or
// f32's rounding); what it misses by is a tenth of that, or has been halved meanwhile; and no neighbour parts from it. Chaos
// that passes an unstable cycle, or where one is about to be born, comes farther off, or its neighbours part.

const ROUND = 18u;           // steps: a period of 16 comes back after 16, and again after 17
const LEAST = 1e-4;          // growths of single steps are counted within bounds, so that f32 holds the product of nine
const MOST = 1e4;
const HOLDS = 8u;            // rounds that a cycle has to hold in any case
const CLOSES = 1e-4;
const MOTION = 50.0;         // an orbit narrower than so many ROUNDINGs is noise
const CHAOTIC = 0.01;        // an exponent up to here may be that of an orbit without one, measured in 1000 steps
const DRIFTS = 0.5;          // of the widths of all rounds together: who gets as far as this is on its way somewhere
const SHRINKS = 0.98;        // a motion that has become narrower than this part of what it was is coming to rest
const FLAT = 1e3;            // who has stopped at more than so many times the stillness is held by f32 alone

// What has been seen of an orbit, round by round.
struct Orbit {
  begin: vec2f,
  path: f32,       // the widths of all rounds
  widest: f32,     // the farthest from its begin
  early: f32,      // the widest round of the first quarter, and of the last one
  late: f32,
  period: u32,     // of the last rounds, 0 if they had none, and how many had it
  held: u32,
  first_gap: f32,  // by which it missed in the first of them, and in the last one
  gap: f32,
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
  var orbit = Orbit(particle.theta, 0.0, 0.0, 0.0, 0.0, 0u, 0u, 0.0, 0.0);
  var width = 0.0;
  var growth = 0.0;
  let quarter = survey.rounds / 4u;
  let counted_from = survey.rounds / 8u;  // by then a neighbour has turned to where it grows most
  for (var round = 0u; round < survey.rounds; round++) {
    let anchor = particle.theta;
    let noise = ROUNDING * length(anchor);
    let same = max(CLOSES * width, noise) * max(CLOSES * width, noise);
    var second = anchor;
    var before = anchor;  // the last point within the trust radius, and the next
    var after = anchor;
    var lost = 0u;
    var spread = 0.0;     // squares of distances from the anchor: the largest,
    var gap = 0.0;        // the last,
    var gap_met = 0.0;    // and the one at which the orbit met it
    var met = false;
    var period = 0u;
    var first = 1.0;      // growth in the first half of the round, and in the second
    var rest = 1.0;
    for (var i = 1u; i <= ROUND; i++) {
      let last = particle.theta;
      let grown = clamp(accompany(&particle, &companion, duration), LEAST, MOST);
      first *= select(1.0, grown, i <= ROUND / 2u);
      rest *= select(grown, 1.0, i <= ROUND / 2u);
      let theta = particle.theta;
      let farthest = max(magnitude_bits(theta.x), magnitude_bits(theta.y));
      let leaves = (lost == 0u) & ((farthest > magnitude_bits(survey.trust_radius)) | !objective_defined(theta));
      lost = select(lost, i, leaves);
      before = select(before, last, leaves);
      after = select(after, theta, leaves);
      second = select(second, theta, i == 1u);
      let again = met & (period == 0u) & (dot(theta - second, theta - second) <= same);
      period = select(period, i - 1u, again);
      gap_met = select(gap_met, gap, again);
      gap = dot(theta - anchor, theta - anchor);
      met = (i > 1u) & (gap <= same);
      spread = max(spread, gap);
    }
    if (lost > 0u) {
      let time = escape_time(survey.horizon + round * ROUND + lost - 1u, before, after);
      settle(t, pixel, Fate(DIVERGED, 0u, time, NONE));
      return;
    }
    growth = select(growth + log(first) + log(rest), 0.0, round + 1u == counted_from);
    width = sqrt(spread);
    period = select(0u, period, width > MOTION * noise);
    let goes_on = period == orbit.period;
    orbit.held = select(1u, orbit.held + 1u, goes_on);
    orbit.period = period;
    orbit.gap = sqrt(gap_met);
    orbit.first_gap = select(orbit.gap, orbit.first_gap, goes_on);
    orbit.path += width;
    orbit.widest = max(orbit.widest, distance(orbit.begin, anchor) + width);
    orbit.early = max(orbit.early, select(0.0, width, round < quarter));
    orbit.late = max(orbit.late, select(0.0, width, round >= survey.rounds - quarter));
  }
  let exponent = growth / f32((survey.rounds - counted_from) * ROUND);
  settle(t, pixel, fate_of(orbit, particle.theta, exponent));
}

fn fate_of(orbit: Orbit, end: vec2f, exponent: f32) -> Fate {
  let unheard = max(0.1 * CLOSES * orbit.late, ROUNDING * length(end));
  let steady = (orbit.gap <= max(0.5 * orbit.first_gap, unheard)) & (exponent <= CHAOTIC);
  if ((orbit.period > 0u) & (orbit.held >= max(survey.rounds / 4u, HOLDS)) & steady) {
    return Fate(CYCLE, orbit.period, -1.0, exponent);
  }
  if (distance(orbit.begin, end) > DRIFTS * orbit.path) { return Fate(UNDECIDED, 0u, -1.0, exponent); }
  if (orbit.widest <= STAYS * survey.size + ROUNDING * length(end)) {
    let gradient = objective_gradient(end);
    if (length(gradient) > FLAT * survey.stillness) { return Fate(UNDECIDED, 0u, -1.0, exponent); }
    let place = place_of(end, gradient);
    return Fate(select(place.kind, REST, place.kind == UNDECIDED), place.index, f32(survey.horizon), NONE);
  }
  if (exponent > CHAOTIC) { return Fate(CHAOS, 0u, -1.0, exponent); }
  return Fate(select(BOUNDED, UNDECIDED, orbit.late < SHRINKS * orbit.early), 0u, -1.0, exponent);
}
