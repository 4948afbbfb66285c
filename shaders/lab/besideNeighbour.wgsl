// Beside an orbit goes another particle, with its own memory: the mean growth per step of what lies between them is the largest
// Lyapunov exponent (Benettin, Galgani & Strelcyn, Physical Review A 14, 1976). It is halved or doubled, memory included,
// whenever it leaves 2^±LOOSE times 2⁻¹¹ of 1 + |θ|: small enough for the linear, large enough for f32.
//
// The memory's file says how memories differ:
//   fn carry_distance(a: Carry, b: Carry) -> f32
//   fn carry_between(a: Carry, b: Carry, share: f32) -> Carry    a + share·(b − a)
const LOOSE = 1;
// Of a neighbour that f32 does not tell apart.
const FEWEST_DOUBLINGS = -13;
const NEAR_EXPONENT = -11;

fn first_beside(start: vec2f) -> vec2f { return start + power_of_two(length_exponent(start)) * vec2f(1.0, 0.75); }

// One call of the method for both: each would be compiled again.
fn go_on(pair: Pair, eta: f32) -> Pair {
  var both = pair;
  for (var turn = 0u; turn < 2u; turn++) {
    both = Pair(both.beside, advance(both.particle, eta));
  }
  return both;
}

fn length_beside(pair: Pair) -> f32 {
  let apart = abs(pair.beside.theta - pair.particle.theta);
  return max(max(apart.x, apart.y), carry_distance(pair.particle.carry, pair.beside.carry));
}

fn length_exponent(theta: vec2f) -> i32 {
  return exponent_of(1.0 + max(abs(theta.x), abs(theta.y))) + NEAR_EXPONENT;
}

fn brought_near(pair: Pair, size: f32, doublings: i32) -> Pair {
  var next = pair;
  let theta = pair.particle.theta;
  let usable = is_finite(size) & (magnitude_bits(size) >= 0x800000u);
  if (!usable) {
    next.beside.theta = first_beside(theta);
    next.beside.carry = pair.particle.carry;
  } else if (doublings != 0) {
    let share = power_of_two(-doublings);
    next.beside.theta = theta + share * (pair.beside.theta - theta);
    next.beside.carry = carry_between(pair.particle.carry, pair.beside.carry, share);
  }
  return next;
}
