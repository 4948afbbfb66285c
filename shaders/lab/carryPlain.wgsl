// Distances of carries that are a number or a vector.
fn carry_apart(a: Carry, b: Carry) -> f32 { return length(b - a); }
fn carry_between(a: Carry, b: Carry, share: f32) -> Carry { return a + share * (b - a); }
