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
  constants: array<vec4f, 2>,
}

struct Particle {
  theta: vec2f,
  carry: array<f32, CARRY>,
}

@group(0) @binding(2) var<uniform> ensemble: Ensemble;
@group(0) @binding(3) var<uniform> clock: Clock;
@group(0) @binding(4) var<storage, read_write> states: array<State>;
@group(0) @binding(5) var<storage, read_write> carries: array<f32>;
@group(0) @binding(6) var<storage, read_write> history: array<vec2f>;
@group(0) @binding(7) var<storage, read> starts: array<vec2f>;
@group(0) @binding(8) var<storage, read_write> heads: array<vec2f>;

fn method_constant(i: u32) -> f32 { return clock.constants[i / 4u][i % 4u]; }
fn trust_radius() -> f32 { return clock.trust_radius; }

@compute @workgroup_size(64)
fn step(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * 64u;
  if (i >= ensemble.count) { return; }
  var state = states[i];
  var particle = Particle(state.theta, load_carry(i));
  for (var n = 1u; n <= clock.ticks; n++) {
    let tick = ensemble.tick + n;
    if (clock.draft == 0u && restarts(i, tick)) {
      particle = Particle(restart_of(i, tick), array<f32, CARRY>());
      state.status = MOVING;
    } else if (state.status != DIVERGED) {
      let next = advance(particle, clock.duration);
      if (is_lost(next.theta)) {
        state.status = DIVERGED;
        state.since = (tick + ensemble.ticks_per_step - 1u) / ensemble.ticks_per_step;
      } else {
        particle = next;
      }
    }
    if (clock.draft == 0u && clock.ticks - n < ensemble.slots) { history[history_index(i, tick)] = particle.theta; }
  }
  heads[i] = particle.theta;
  if (clock.draft == 1u) { return; }
  states[i] = State(particle.theta, state.status, state.since);
  store_carry(i, particle.carry);
}

fn is_lost(p: vec2f) -> bool {
  return beyond(p.x, clock.trust_radius) || beyond(p.y, clock.trust_radius) || !objective_defined(p);
}

fn restart_of(i: u32, tick: u32) -> vec2f {
  if (ensemble.redraw == 0u || i >= ensemble.placed) { return starts[i]; }
  let generation = (tick / ensemble.ticks_per_step + respawn_phase(i, ensemble.life)) / ensemble.life;
  return random_start(i, generation, ensemble.seed, ensemble.region);
}

fn load_carry(i: u32) -> array<f32, CARRY> {
  var carry: array<f32, CARRY>;
  for (var c = 0u; c < CARRY; c++) { carry[c] = carries[i * CARRY + c]; }
  return carry;
}

fn store_carry(i: u32, carry: array<f32, CARRY>) {
  for (var c = 0u; c < CARRY; c++) { carries[i * CARRY + c] = carry[c]; }
}
