// Damped, saddle-free Newton: θ⁺ = θ − (|H(θ)| + I/η)⁻¹∇f(θ), mode by mode: η/(1 + η|λ|) of the gradient along each
// eigenvector of H. src/methods/newton.ts, line by line.
fn advance(particle: Particle, duration: f32) -> Particle {
  let gradient = objective_gradient(particle.theta);
  let frame = eigen2(objective_hessian(particle.theta));
  let low_axis = vec2f(-frame.v.y, frame.v.x);
  let times = duration / (vec2f(1) + duration * abs(vec2f(frame.low, frame.high)));
  var next = particle;
  next.theta -= times.x * dot(low_axis, gradient) * low_axis + times.y * dot(frame.v, gradient) * frame.v;
  return next;
}
