/** Steps in one stretch: at its end it is asked who rests. As walk.wgsl has it. */
export const STRETCH = 64;

/** Steps in one round of naming: a period of 16 comes back after 16, and again after 17. As name.wgsl has it. */
export const ROUND = 18;

/** Rounds in which what goes on beyond the horizon is named: as many steps as the horizon has, within bounds. */
export function roundsOf(horizon: number): number {
  return Math.min(56, Math.max(12, Math.round(horizon / ROUND)));
}

/** The numbers by which fates are told apart, as resting.wgsl and name.wgsl explain them. */
export const FATE_RULES = {
  stays: 1e-5,
  rounding: 5e-7,
  saddle: 1e-3,
  near: 1e-3,
  reach: 8,
  farthest: 0.02,
  holds: 8,
  closes: 1e-4,
  motion: 50,
  chaotic: 0.01,
  drifts: 0.5,
  shrinks: 0.98,
  flat: 1e3,
} as const;
