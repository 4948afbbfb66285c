/** Two 32-bit words, each an integer in [0, 2³²). */
export type Words = readonly [number, number];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const ROUNDS = 20;
/** SKEIN_KS_PARITY32: keeps the key schedule from being all zero. */
const PARITY = 0x1bd11bda;

/**
 * Threefry2x32-20: a bijection of 64-bit counters, chosen by a 64-bit key, whose output passes BigCrush.
 *
 * Every round: x₀ += x₁, x₁ = rotl(x₁, Rᵢ) ⊕ x₀; the key goes in before the first and after every fourth.
 * Having no state, it gives particle i of every ensemble the same number at the same step, on the CPU and in
 * `shaders/threefry.wgsl` alike: key = (seed, purpose), counter = (particle, step).
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
export function threefry(key: Words, counter: Words): Words {
  const schedule = [key[0], key[1], PARITY ^ key[0] ^ key[1]] as const;
  let x0 = (counter[0] + key[0]) | 0;
  let x1 = (counter[1] + key[1]) | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const turn = ROTATIONS[round % 8] ?? 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 + (schedule[injection % 3] ?? 0)) | 0;
      x1 = (x1 + (schedule[(injection + 1) % 3] ?? 0) + injection) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}

/**
 * A uniform number in the open interval (0, 1) from a random word: (n + ½)·2⁻²³, n its 23 top bits.
 *
 * n + ½ has 24 significant bits, so every operation is exact in f32 and any GPU gives the same number. With
 * 24 bits, (n + ½)·2⁻²⁴ has to be rounded above ½, at last to 1.
 */
export function uniform(word: number): number {
  return ((word >>> 9) + 0.5) * 2 ** -23;
}
