// Lets every traveller of a batch go on by a number of steps, and finds out who has come to rest and who has escaped.
//
// The method's file defines advance(), as for the particles on the plane. The inner loop is a stretch of steps with nothing
// but the motion and the farthest that it leads. A stretch in which something happens is walked again, step by step.
// A traveller rests if ‖∇f‖ ≤ stillness at the ends of two stretches at the same place, and that is no saddle: one that is
// only passed slowly keeps it on its way, and one that holds it until the horizon is a rest.

const STRETCH = 32u;

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
  var careful = 0u;  // step by step up to here
  while (n < survey.steps) {
    // The first stretch has no step: it looks at the start.
    let length_of_stretch = select(min(STRETCH, survey.steps - n), 1u, n < careful);
    let ticks = select(length_of_stretch, 0u, fresh);
    let stretch = advance_by(particle, ticks, duration);
    let gradient = objective_gradient(stretch.end.theta);
    let slope = length(gradient);
    let still = slope <= survey.stillness;
    let arrives = still & (traveller.state == GOING);
    if ((stretch.lost | arrives) & (ticks > 1u)) {
      careful = n + STRETCH;
      continue;
    }
    if (stretch.lost) {
      let time = select(escape_time(survey.age + n, particle.theta, stretch.end.theta), 0.0, fresh);
      settle(t, pixel, Fate(DIVERGED, 0u, time, NONE));
      traveller.state = DECIDED;
      break;
    }
    if (arrives & !(traveller.slope <= survey.stillness)) {
      traveller.time = f32(survey.age + n) + select(arrival(traveller.slope, slope), 0.0, fresh);
    }
    particle = stretch.end;
    traveller.slope = slope;
    n += ticks;
    fresh = false;
    let over = survey.age + n >= survey.horizon;
    if ((n % STRETCH == 0u) | over) {
      if (still & (traveller.state == PAUSING) & stays(traveller.theta, particle.theta)) {
        let place = place_of(particle.theta, gradient);
        if ((place.kind != UNDECIDED) | over) {
          let kind = select(place.kind, REST, place.kind == UNDECIDED);
          settle(t, pixel, Fate(kind, place.index, traveller.time, NONE));
          traveller.state = DECIDED;
          break;
        }
      }
      traveller.state = select(GOING, PAUSING, still);
      traveller.theta = particle.theta;
    }
  }
  traveller.theta = particle.theta;
  if (traveller.state != DECIDED) {
    atomicAdd(&going, 1u);
    if (survey.age + survey.steps >= survey.horizon) { settle(t, pixel, Fate(survey.outlook, 0u, -1.0, NONE)); }
  }
  travellers[t] = traveller;
  carries[t] = particle.carry;
}

struct Stretch {
  end: Particle,
  lost: bool,  // on the way, if only for one step
}

fn advance_by(start: Particle, ticks: u32, duration: f32) -> Stretch {
  var particle = start;
  var farthest = max(magnitude_bits(start.theta.x), magnitude_bits(start.theta.y));
  var inside = objective_defined(start.theta);
  for (var left = ticks; left > 0u; left--) {
    particle = advance(particle, duration);
    particle.moment.tick++;
    farthest = max(farthest, max(magnitude_bits(particle.theta.x), magnitude_bits(particle.theta.y)));
    inside = inside & objective_defined(particle.theta);
  }
  return Stretch(particle, (farthest > magnitude_bits(survey.trust_radius)) | !inside);
}

// The part of a step at which ‖∇f‖ fell below the stillness, its logarithm taken as linear.
fn arrival(before: f32, after: f32) -> f32 {
  let last = log(before);
  return clamp((last - log(survey.stillness)) / (last - log(max(after, 1e-37))), 0.0, 1.0);
}

fn stays(before: vec2f, now: vec2f) -> bool {
  return distance(before, now) <= STAYS * survey.size + ROUNDING * length(now);
}
