import { finite } from './exactStep';

/**
 * What a damped oscillator with a constant force, z̈ + γż + λz + s = 0, does in a time t:
 * z⁺ = z + ψż − Ψ(λz + s), ż⁺ = ψ̇ż − ψ(λz + s).
 */
interface Oscillation {
  /** ψ: the position after a unit velocity at 0. */
  readonly drift: number;
  /** ψ̇: what is left of a velocity. */
  readonly hold: number;
  /** Ψ = ∫ψ: the position after a constant unit force from rest. */
  readonly push: number;
}

/** Terms of the Taylor series that reach float64 up to a quarter of a unit of time. */
const TERMS = 14;

/**
 * ψ, ψ̇ and Ψ for γ ≥ 0 and any λ, overdamped, critical, oscillating or unstable alike, finite as f32.
 *
 * Ψ solves Ψ̈ = 1 − γΨ̇ − λΨ from rest, and ψ = Ψ̇: its Taylor series over t/2ⁿ, then n doublings of the time. The roots of
 * s² + γs + λ would need a case for each of the words above, and cancel at every border between two.
 */
export function oscillate(lambda: number, gamma: number, t: number): Oscillation {
  const size = 4 * t * Math.max(gamma, Math.sqrt(Math.abs(lambda)));
  const doublings = size > 1 ? Math.min(1024, Math.ceil(Math.log2(size))) : 0;
  let { drift, hold, push } = series(lambda, gamma, t / 2 ** doublings);
  for (let n = 0; n < doublings; n++) {
    const still = 1 - lambda * push; // what is left of a position
    [push, drift, hold] = [
      push * (1 + still) + drift * drift,
      drift * (still + hold),
      hold * hold - lambda * drift * drift,
    ];
  }
  return { drift: finite(drift), hold: finite(hold), push: finite(push) };
}

/** Ψ = t² Σ bₙ/n!, n ≥ 2, and its derivatives, with b₁ = 0, b₂ = 1 and bₙ = −γt bₙ₋₁ − λt² bₙ₋₂. */
function series(lambda: number, gamma: number, t: number): Oscillation {
  let [before, b] = [0, 1];
  let factorial = 1; // (n − 2)!
  let [drift, hold, push] = [0, 0, 0];
  for (let n = 2; n < 2 + TERMS; n++) {
    hold += b / factorial;
    drift += (b / factorial) * (t / (n - 1));
    push += (b / factorial) * (t / (n - 1)) * (t / n);
    [before, b] = [b, -gamma * t * b - lambda * t * t * before];
    factorial *= n - 1;
  }
  return { drift, hold, push };
}
