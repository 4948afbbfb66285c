export type Point = readonly [x: number, y: number];

/** What a flow moves: a position (x, y), and for some a velocity after it. */
type State = readonly [x: number, y: number, ...velocity: number[]];

/** Where one substep leads, and how far from there its error may be. */
export interface Substep<S extends State = Point> {
  /** False if it looked where f is not defined: `end` is then that point. */
  readonly defined: boolean;
  readonly end: S;
  /** Estimate of the larger component's error, ∝ h⁴. */
  readonly error: number;
  /** Dissipated on the way; 0 unless given. */
  readonly energy?: number;
  /** By how much it may be off; 0 unless given. */
  readonly doubt?: number;
  /** What an error of 1 in the position is worth in whatever the flow is judged by; 0 unless given. */
  readonly worth?: number;
}

/** One way to take a substep along one flow. */
export interface Integrator<S extends State = Point> {
  /** h, found if it is not known yet (0), and no longer than is safe at p. */
  bounded(p: S, h: number): number;
  step(p: S, h: number): Substep<S>;
}

export interface StepControl {
  /** Largest accepted error estimate of a substep, relative to 1 + max(|x|, |y|). */
  readonly tolerance: number;
  /** Substeps at most. */
  readonly substeps: number;
  /** Tolerance of the last quarter of them; COARSE_TOLERANCE unless given. */
  readonly coarse?: number;
}

/** Where the flow got to, and the substep h with which to go on. */
export interface Arrival<S extends State = Point> {
  readonly end: S;
  readonly h: number;
  /** Dissipated on the way. */
  readonly energy: number;
  /** What the tolerance allowed the position to be off by, summed over the substeps. */
  readonly slack: number;
  /** The same, each substep times what that is worth, and what it adds to the doubt about the energy. */
  readonly allowance: number;
}

/** A CPU twin is the reference for the flow itself, hence far tighter, and has the substeps that this takes. */
export const REFERENCE: StepControl = { tolerance: 1e-10, substeps: 20_000 };

/** At a kink the estimate is some twenty times the distance by which a substep overshoots it. */
export const COARSE_TOLERANCE = 0.1;

/** How many times what the position may be off by, and what that is worth, the energy may be off on its own. */
const MOST_DOUBT = 7;

/** Farther out f is not bounded below and its flow about to blow up: there is nothing more to follow. */
export const ESCAPED = 1e15;

/**
 * Follows a flow from `start` for exactly `duration`, in substeps whose error estimate stays below the tolerance.
 * h = 0 stands for "not known yet".
 *
 * At a kink of f, such as |x| has, only substeps of the tolerance's size would do, and the flow would not get to the
 * end while it slides along the kink. So the last quarter of the substeps is coarse; with 128 for an eighth of η, smooth
 * objectives hardly need them up to ηL = 1e5. What is left even then is dropped: a step that fails the coarse
 * tolerance as well may lead anywhere, and it is better to be late than wrong.
 *
 * A substep that leaves f's domain is halved. Where that never helps, the flow itself has reached the edge: the end is
 * then the point outside, which its caller finds not defined.
 * The same, line by line, as shaders/follow.wgsl.
 */
export function follow<S extends State>(
  integrator: Integrator<S>,
  start: S,
  duration: number,
  h0: number,
  control: StepControl,
): Arrival<S> {
  let p = start;
  let h = h0;
  let remaining = duration;
  let energy = 0;
  let slack = 0;
  let allowance = 0;
  for (let n = 1; n <= control.substeps && remaining > 0 && largerComponent(p) < ESCAPED; n++) {
    h = integrator.bounded(p, h);
    const parts = Math.max(1, Math.ceil(remaining / h));
    const step = remaining / parts;
    const trial = integrator.step(p, step);
    if (!trial.defined) {
      if (n === control.substeps) return { end: trial.end, h, energy, slack, allowance };
      h = step / 2;
      continue;
    }
    const coarse = 4 * n > 3 * control.substeps;
    const tolerance = coarse ? (control.coarse ?? COARSE_TOLERANCE) : control.tolerance;
    const allowed = tolerance * (1 + largerComponent(p));
    const error = trial.error / allowed;
    const next = step * growth(error);
    if (error <= 1) {
      p = trial.end;
      energy += trial.energy ?? 0;
      slack += allowed;
      const worth = allowed * (trial.worth ?? 0);
      allowance += worth + Math.min(trial.doubt ?? 0, MOST_DOUBT * worth);
      remaining = parts === 1 ? 0 : remaining - step;
      // A step that was cut to land on the end says nothing against the longer one before it.
      h = step < h ? Math.max(h, next) : next;
    } else {
      h = next;
    }
  }
  return { end: p, h, energy, slack, allowance };
}

/** By how much to change the substep, by its error in units of the largest accepted: error estimate ∝ h⁴. */
export function growth(error: number): number {
  if (!Number.isFinite(error)) return 0.2;
  return Math.min(5, Math.max(0.2, 0.9 * error ** -0.25));
}

export function largerComponent([x, y]: State): number {
  return Math.max(Math.abs(x), Math.abs(y));
}

/** p + Σ weightⱼ kⱼ. */
export function combine([x, y]: Point, weights: readonly number[], k: readonly Point[]): Point {
  let [sumX, sumY] = [x, y];
  k.forEach(([kx, ky], j) => {
    const weight = weights[j] ?? 0;
    sumX += weight * kx;
    sumY += weight * ky;
  });
  return [sumX, sumY];
}
