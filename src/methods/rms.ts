/** The root √v of a running mean square v⁺ = βv + (1−β)g²: √v⁺ from √v and g. What RMSProp and Adam carry. */
export function rms(root: number, g: number, decay: number): number {
  return Math.hypot(Math.sqrt(decay) * root, Math.sqrt(1 - decay) * g);
}

/** ε as the shader is told it: 0 in f32 would make 0/0 of a particle that rests on a minimiser. */
export function epsilonInF32(epsilon: number): number {
  return Math.max(epsilon, 1e-30);
}
