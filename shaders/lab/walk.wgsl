// Lets every traveller of a batch go on by a number of steps, and finds out who has come to rest and who has escaped.
//
// The method's file defines advance(), as for the particles on the plane. The inner loop is a stretch of steps with nothing
// but the motion and the farthest that it leads. A stretch in which something happens is walked again, in halves.
// A traveller rests if ‖∇f‖ ≤ stillness at the ends of two stretches at the same place, and that is no saddle: one that is
// only passed slowly keeps it on its way, and one that holds it until the horizon is a rest.

const STRETCH = 64u;

@compute @workgroup_size(64)
fn walk(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let t = id.x + id.y * groups.x * 64u;
  if (t >= survey.count) { return; }
  let pixel = pixel_of(t);
  var fresh = survey.age == 0u;
  if (fresh & is_on_map(pixel)) { travellers[t] = Traveller(start_of(pixel), NONE, 0.0, GOING); }
  if (fresh & !is_on_map(pixel)) { travellers[t].state = DECIDED; }
  var traveller = travellers[t];
  if (traveller.state == DECIDED) { return; }

  take_rule_of(pixel);
  var particle = Particle(traveller.theta, carries[t], Moment(pixel.y * survey.columns + pixel.x, survey.age));
  if (fresh) { particle.carry = Carry(); }
  let duration = rules[rule].duration;
  var n = 0u;
  var event = 0u;  // by then something has happened: it is looked for between n and there
  while ((n < survey.steps) & (traveller.state != DECIDED)) {
    // As far as nothing happens. Who has news waits for the others: where the CPU computes, four go together, and what is
    // written in an if takes its time in any case.
    var news = false;
    var lost = false;
    var ticks = 0u;
    var end = particle;
    var gradient = vec2f();
    while ((n < survey.steps) & !news) {
      let stretch_left = min(STRETCH - n % STRETCH, survey.steps - n);
      let walk_length = select(stretch_left, max(1u, (event - n) / 2u), event > n);
      ticks = select(walk_length, 0u, fresh);  // the first walk has no step: it looks at the start
      let walked = advance_by(particle, ticks, duration);
      end = walked.particle;
      lost = walked.lost;
      gradient = objective_gradient(end.theta);
      let slope = length(gradient);
      let still = slope <= survey.stillness;
      let happens = lost | (still & (traveller.state == GOING));
      let searches = happens & (ticks > 1u);
      let ends = is_end(n + ticks);
      let rests = ends & still & (traveller.state == PAUSING) & stays(traveller.theta, end.theta);
      event = select(event, n + ticks, searches);
      news = !searches & (happens | rests);
      if (!searches & !news) {
        particle = end;
        n += ticks;
        fresh = false;
        traveller.slope = slope;
        traveller.state = select(traveller.state, select(GOING, PAUSING, still), ends);
        traveller.theta = select(traveller.theta, end.theta, ends);
      }
    }
    if (!news) { break; }
    // What has happened between n and n + ticks, which are one step, or none of the first walk, or a stretch at rest.
    let slope = length(gradient);
    let place = place_of(end.theta, gradient);
    let rests = !lost & (traveller.state == PAUSING);
    let decides = rests & ((place.kind != UNDECIDED) | (survey.age + n + ticks >= survey.horizon));
    let escape = escape_time(survey.age + n, particle.theta, end.theta);
    let arrival = arrival_time(survey.age + n, traveller.slope, slope);
    if (lost) { settle(t, pixel, Fate(DIVERGED, 0u, select(escape, 0.0, fresh), NONE)); }
    if (decides) {
      settle(t, pixel, Fate(select(place.kind, REST, place.kind == UNDECIDED), place.index, traveller.time, NONE));
    }
    if (!lost) { particle = end; }
    if (!lost & !rests) { traveller.time = select(arrival, 0.0, fresh); }
    n += select(ticks, 0u, lost);
    let at_rest = select(ARRIVED, PAUSING, is_end(n));
    traveller.state = select(at_rest, DECIDED, lost | decides);
    traveller.theta = particle.theta;
    traveller.slope = slope;
    fresh = false;
  }
  traveller.theta = particle.theta;
  if (traveller.state != DECIDED) {
    atomicAdd(&going, 1u);
    if (survey.age + survey.steps >= survey.horizon) { settle(t, pixel, Fate(survey.outlook, 0u, -1.0, NONE)); }
  }
  travellers[t] = traveller;
  carries[t] = particle.carry;
}

struct Walk {
  particle: Particle,
  lost: bool,  // on the way, if only for one step
}

fn advance_by(start: Particle, ticks: u32, duration: f32) -> Walk {
  var particle = start;
  var farthest = max(magnitude_bits(start.theta.x), magnitude_bits(start.theta.y));
  var inside = objective_defined(start.theta);
  for (var left = ticks; left > 0u; left--) {
    particle = advance(particle, duration);
    particle.moment.tick++;
    farthest = max(farthest, max(magnitude_bits(particle.theta.x), magnitude_bits(particle.theta.y)));
    inside = inside & objective_defined(particle.theta);
  }
  return Walk(particle, (farthest > magnitude_bits(survey.trust_radius)) | !inside);
}

// Whether n further steps end a stretch, or all of them.
fn is_end(n: u32) -> bool { return (n % STRETCH == 0u) | (survey.age + n >= survey.horizon); }

// The moment between steps k and k + 1 at which ‖∇f‖ fell below the stillness, its logarithm taken as linear.
fn arrival_time(k: u32, before: f32, after: f32) -> f32 {
  let last = log(before);
  return f32(k) + clamp((last - log(survey.stillness)) / (last - log(max(after, 1e-37))), 0.0, 1.0);
}

fn stays(before: vec2f, now: vec2f) -> bool {
  return distance(before, now) <= STAYS * survey.size + ROUNDING * length(now);
}
