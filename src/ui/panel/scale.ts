/** Maps the positions 0, 1, …, `steps` of a slider to values and back. */
export interface Scale {
  readonly steps: number;
  /** Rounded to a number that is short to read. */
  readonly valueAt: (position: number) => number;
  /** Not rounded, and outside of [0, steps] where the value lies beyond the slider. */
  readonly positionOf: (value: number) => number;
}

/** Decades per step: 1.2 %, just more than three significant digits tell apart. */
const LOG_STEP = 0.005;
const DIGITS = 3;
const LINEAR_STEPS = 200;

/** min·(max/min)^(position/steps), to three digits but never beyond max. */
export function logScale(min: number, max: number, whole = false): Scale {
  const decades = Math.log10(max / min);
  const steps = Math.max(1, Math.round(decades / LOG_STEP));
  const round = (value: number) => Math.min(max, whole ? Math.round(value) : value);
  return {
    steps,
    valueAt: (position) => round(Number((min * 10 ** ((decades * position) / steps)).toPrecision(DIGITS))),
    positionOf: (value) => (steps * Math.log10(value / min)) / decades,
  };
}

/** Positions of a slider of decays per power of ten of 1 − value, and how many of those powers it has. */
const DECAY = { steps: 120, decades: 4 } as const;

/** Values from 0 to just below 1, finer the closer they are to 1: 1 − value = 10^(−position/120). */
export function decayScale(): Scale {
  return {
    steps: DECAY.steps * DECAY.decades,
    valueAt: (position) => Number((1 - Number((10 ** (-position / DECAY.steps)).toPrecision(2))).toFixed(6)),
    positionOf: (value) => -DECAY.steps * Math.log10(1 - value),
  };
}

/** Evenly from min to max, in steps of 1, 2 or 5 times a power of ten. */
export function linearScale(min: number, max: number): Scale {
  const rough = (max - min) / LINEAR_STEPS;
  const exponent = Math.floor(Math.log10(rough));
  const digit = [1, 2, 5].find((candidate) => candidate * 10 ** exponent >= rough * (1 - 1e-9)) ?? 10;
  const step = digit * 10 ** exponent;
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return {
    steps: Math.max(1, Math.round((max - min) / step)),
    valueAt: (position) => Number((min + position * step).toFixed(places)),
    positionOf: (value) => (value - min) / step,
  };
}

/** The value at a position, or the nearest one beyond it that is not the present value: a step always leads on. */
export function valueTowards(scale: Scale, position: number, present: number): number {
  const direction = Math.sign(position - scale.positionOf(present));
  const end = direction > 0 ? scale.steps : 0;
  let at = Math.min(scale.steps, Math.max(0, position));
  while (scale.valueAt(at) === present && at !== end && direction !== 0) at += direction;
  return scale.valueAt(at);
}
