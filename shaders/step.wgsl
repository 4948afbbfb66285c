// Moves every particle of one ensemble by a number of ticks and keeps the last of its positions.
//
// The method's file defines advance(); the objective's text defines the gradient that it follows.
// A particle that leaves the trust radius, overflows or leaves the objective's domain is frozen where it last was.
// A draft shows where a flow is between two ticks. It is the same shader because compiling a second one takes as long again.

struct Clock {
  ticks: u32,            // to take now
  duration: f32,         // of one tick: η for a map
  trust_radius: f32,
  draft: u32,            // 1: move the heads only, for the picture; nothing is kept
  constants: array<vec4f, 4>,
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> clock: Clock;
@group(0) @binding(4) var<storage, read_write> states: array<State>;
@group(0) @binding(5) var<storage, read_write> carries: array<Carry>;
@group(0) @binding(6) var<storage, read_write> history: array<vec2f>;
@group(0) @binding(7) var<storage, read> starts: array<vec2f>;
@group(0) @binding(8) var<storage, read_write> heads: array<vec2f>;  // of an ensemble that glides

fn method_constant(i: u32) -> f32 { return clock.constants[i / 4u][i % 4u]; }
fn trust_radius() -> f32 { return clock.trust_radius; }
fn random_seed() -> u32 { return ensemble.seed; }

@compute @workgroup_size(64)
fn step(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ensemble.count) { return; }
  var state = states[i];
  var particle = Particle(state.theta, carries[i], Moment(i, ensemble.tick));
  let ticks = clock.ticks;
  let quiet = ticks - min(ticks, ensemble.slots);  // ticks that have left the history when this is over
  let draft = clock.draft == 1u;
  var restart = select(ticks_to_restart(i) - 1u, ticks, draft);
  var n = 0u;
  var stride = ticks;
  loop {  // tested at its end: software runs the body of any other loop once more
    if (n == restart) {
      particle = Particle(restart_of(i, ensemble.tick + n + 1u), Carry(), Moment(i, ensemble.tick + n + 1u));
      state.status = MOVING;
      restart += ensemble.life * ensemble.ticks_per_step;
      stride = ticks;
    } else if (state.status != DIVERGED) {
      // As far in one go as nobody looks back. A stretch that loses the particle is walked again, in halves.
      let stretch = clamp(min(restart, quiet), n + 1u, n + stride) - n;
      let walk = advance_by(particle, stretch);
      if (!walk.lost) {
        particle = walk.end;
        n += stretch - 1u;
      } else if (stretch > 1u) {
        stride = stretch / 2u;
        continue;
      } else {
        state.status = DIVERGED;
        state.since = (ensemble.tick + n + ensemble.ticks_per_step) / ensemble.ticks_per_step;
      }
    }
    if (n >= quiet && !draft) { history[history_index(i, ensemble.tick + n + 1u)] = particle.theta; }
    n++;
    continuing { break if n >= ticks; }
  }
  if (ensemble.stride == 1u) { heads[i] = particle.theta; }
  if (clock.draft == 1u) { return; }
  states[i] = State(particle.theta, state.status, state.since);
  carries[i] = particle.carry;
}

struct Walk {
  end: Particle,
  lost: bool,  // whether the particle was lost on the way, if only for one tick
}

// At least one tick, and many in the time of a few: nothing in this loop but the motion, and the farthest that it leads.
fn advance_by(start: Particle, ticks: u32) -> Walk {
  let duration = clock.duration;
  var particle = start;
  var farthest = 0u;
  var inside = true;
  var left = ticks;
  loop {
    particle = advance(particle, duration);
    particle.moment.tick++;
    farthest = max(farthest, max(magnitude_bits(particle.theta.x), magnitude_bits(particle.theta.y)));
    inside = inside & objective_defined(particle.theta);
    left--;
    continuing { break if left == 0u; }
  }
  return Walk(particle, farthest > magnitude_bits(clock.trust_radius) || !inside);
}

// Ticks from now to the particle's next restart: at least 1, and beyond all others if there is none.
fn ticks_to_restart(i: u32) -> u32 {
  if (ensemble.life == 0u) { return 0xffffffffu; }
  let k = ensemble.tick / ensemble.ticks_per_step;
  let lived = (k + respawn_phase(i, ensemble.life)) % ensemble.life;
  return (k + ensemble.life - lived) * ensemble.ticks_per_step - ensemble.tick;
}

fn restart_of(i: u32, tick: u32) -> vec2f {
  if (ensemble.redraw == 0u || i >= ensemble.placed) { return starts[i]; }
  let generation = (tick / ensemble.ticks_per_step + respawn_phase(i, ensemble.life)) / ensemble.life;
  return random_start(i, generation, ensemble.seed, ensemble.region);
}
