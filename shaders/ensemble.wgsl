// What every shader that meets particles knows of them.
const MOVING = 0u;
const CONVERGED = 1u;
const DIVERGED = 2u;
const CYCLING = 3u;

struct State {
  theta: vec2f,
  status: u32,
  since: u32,    // of a diverged particle: the step at which it left; of a cycling one: its period
}

// How an ensemble lies in its buffers, and its clock in ticks: a map takes one tick a step, a flow several.
struct Ensemble {
  count: u32,
  capacity: u32,        // particles per slot of the history
  slots: u32,           // positions kept per particle: the one of tick k lies in slot k mod slots
  tick: u32,            // of the newest position
  ticks_per_step: u32,
  life: u32,            // steps after which a particle restarts, 0 for never
  seed: u32,
  placed: u32,          // particles from here on were placed by hand
  region: vec4f,        // lower left corner and size of the box of starts
  redraw: u32,          // 1: a restart draws a new start in the region, 0: the same start again
  stride: u32,          // points from one position to the next where they are drawn: 1 of those that glide, 2 of states
}

fn history_index(i: u32, tick: u32) -> u32 {
  return (tick % ensemble.slots) * ensemble.capacity + i;
}

// True at the ticks at which the endless field restarts particle i.
fn restarts(i: u32, tick: u32) -> bool {
  if (ensemble.life == 0u || tick == 0u || tick % ensemble.ticks_per_step != 0u) { return false; }
  return (tick / ensemble.ticks_per_step + respawn_phase(i, ensemble.life)) % ensemble.life == 0u;
}
