// Beside an orbit of gradient descent goes a tangent vector: v⁺ = (I − ηH(θ))v. Its mean growth per step, ln|v⁺|/|v|, is the
// largest Lyapunov exponent (Benettin, Galgani, Giorgilli & Strelcyn, Meccanica 15, 1980).
// It is halved or doubled, which is exact, whenever its larger component leaves 2^±LOOSE.
const LOOSE = 30;
// Of a vector that has vanished.
const FEWEST_DOUBLINGS = -126;

fn first_beside(_start: vec2f) -> vec2f { return vec2f(1.0, 0.75); }

fn go_on(pair: Pair, eta: f32) -> Pair {
  let h = objective_hessian(pair.particle.theta);
  let v = pair.beside.theta;
  var next = pair;
  next.particle = advance(pair.particle, eta);
  next.beside.theta = v - eta * vec2f(h.x * v.x + h.y * v.y, h.y * v.x + h.z * v.y);
  return next;
}

fn length_beside(pair: Pair) -> f32 { return max(abs(pair.beside.theta.x), abs(pair.beside.theta.y)); }

fn length_exponent(_theta: vec2f) -> i32 { return 0; }

fn brought_near(pair: Pair, size: f32, doublings: i32) -> Pair {
  var next = pair;
  let usable = is_finite(size) & (magnitude_bits(size) >= 0x800000u);
  next.beside.theta = select(vec2f(1.0, 0.75), power_of_two(-doublings) * pair.beside.theta, usable);
  return next;
}
