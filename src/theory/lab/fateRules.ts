/** Steps in one stretch: at its end it is asked who rests. As walk.wgsl has it. */
export const STRETCH = 32;

/** Steps in which what goes on beyond the horizon is named: as many as the horizon has, within these bounds. */
export function namingOf(horizon: number): number {
  return Math.min(1024, Math.max(64, horizon));
}

/** The numbers by which fates are told apart, as resting.wgsl and name.wgsl explain them. */
export const FATE_RULES = {
  stays: 1e-5,
  rounding: 5e-7,
  saddle: 1e-3,
  near: 1e-3,
  reach: 8,
  farthest: 0.02,
  closes: 1e-4,
  motion: 50,
  longestPeriod: 16,
  chaotic: 0.01,
  drifts: 0.5,
  shrinks: 0.98,
} as const;
