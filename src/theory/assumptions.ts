import { numeral } from '../math/numeral';
import { spectrum } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import type { Box } from '../objectives/survey';
import type { Verdict } from './check';
import type { Facts } from './facts';
import type { Minimum } from './minima';

/** One thing that a theorem asks for, as far as it holds here. An empty reason is not worth saying. */
export type Assumption = (facts: Facts, eta: number) => Verdict;

/** An eigenvalue this small beside the other one is zero: rounding. */
const FLAT = 1e-9;
/** η may miss a limit by this share: it is rounded to f32 once, and so is the limit. */
const HAIR = 2 ** -22;
/** η is at a certain value if it is so to three digits; how far it is off is part of the allowance. */
const NEAR = 1e-3;

/** All of them together: what fails, or else what holds. */
export function allOf(...assumptions: readonly Assumption[]): Assumption {
  return (facts, eta) => {
    const verdicts = assumptions.map((assumption) => assumption(facts, eta));
    const failed = verdicts.filter(({ applies }) => !applies);
    const said = failed.length > 0 ? failed : verdicts;
    const words = new Set(said.map(({ reason }) => reason).filter((reason) => reason !== ''));
    return { applies: failed.length === 0, reason: [...words].join('; ') };
  };
}

/** What follows from L and μ holds where these were measured. */
export function within(...assumptions: readonly Assumption[]): Assumption {
  const staying: Assumption = ({ constants: { scope } }) =>
    held(scope === 'exact' ? '' : 'for particles as long as they stay in view');
  return allOf(definedInView, ...assumptions, staying);
}

/** Whatever f is, as long as it is smooth enough to have a gradient and a Hessian. */
export function always(reason: string): Assumption {
  return () => held(reason);
}

export const smooth: Assumption = ({ constants }) =>
  constants.L > 0
    ? held('')
    : missed(`f curves upwards nowhere: L = ${short(constants.L)}${overView(constants.scope)}`);

export const convex: Assumption = ({ constants: { L, mu, scope } }) =>
  mu >= -FLAT * Math.max(L, -mu)
    ? held(`f is convex${overView(scope)}`)
    : missed(`f is not convex: μ = ${short(mu)}${overView(scope)}`);

export const stronglyConvex: Assumption = ({ constants: { L, mu, scope } }) =>
  mu > FLAT * L
    ? held(`f is strongly convex: μ = ${short(mu)}${overView(scope)}`)
    : missed(`f is not strongly convex: μ = ${short(mu)}${overView(scope)}`);

export const quadratic: Assumption = (facts) => {
  if (facts.objective.quadratic === null) return missed('f is not quadratic');
  return restingPoint(facts) === null ? missed('∇f vanishes nowhere') : held('f is quadratic');
};

/** A minimum is known, and is where the constants hold. */
export const bounded: Assumption = (facts) => {
  const minimum = minimumOf(facts);
  if (minimum === null) return missed('no minimum is known');
  if (isWithin(minimum, facts)) return held('');
  return missed(`the minimum (${short(minimum.x)}, ${short(minimum.y)}) is out of view`);
};

/** λmax > 0 at the lowest minimum. */
export const curvedMinimum: Assumption = ({ minima: [lowest] }) => {
  if (lowest === undefined) return missed('no minimum is known');
  const [, high] = lowest.curvatures;
  return high > 0 ? held(`λmax = ${short(high)} at the lowest minimum`) : missed('f is flat at its minimum');
};

export const below2OverL: Assumption = ({ constants: { L, etaMax } }, eta) =>
  !(L > 0) || eta < etaMax
    ? held(`η = ${apart(eta, etaMax)} is below 2/L = ${apart(etaMax, eta)}`)
    : missed(`η = ${apart(eta, etaMax)} is not below 2/L = ${apart(etaMax, eta)}`);

export const upTo1OverL: Assumption = ({ constants: { L } }, eta) => {
  if (!(L > 0)) return held('');
  const limit = 1 / L;
  if (Math.abs(eta * L - 1) <= HAIR) return held(`η = ${short(eta)} is 1/L`);
  const [own, other] = [apart(eta, limit), apart(limit, eta)];
  return eta < limit
    ? held(`η = ${own} is below 1/L = ${other}`)
    : missed(`η = ${own} is above 1/L = ${other}`);
};

export const at1OverL: Assumption = ({ constants: { L } }, eta) => {
  if (!(L > 0)) return held('');
  return isNear(eta, 1 / L)
    ? held(`η = ${short(eta)} is 1/L`)
    : missed(`η = ${short(eta)} is not 1/L = ${short(1 / L)}`);
};

export const atBest: Assumption = ({ constants: { best } }, eta) => {
  if (best === null) return held('');
  return isNear(eta, best)
    ? held(`η = ${short(eta)} is 2/(L+μ)`)
    : missed(`η = ${short(eta)} is not 2/(L+μ) = ${short(best)}`);
};

/** The minimum that distances and gaps refer to: the lowest of those where L and μ hold, else the lowest of all. */
export function minimumOf(facts: Facts): Minimum | null {
  return facts.minima.find((minimum) => isWithin(minimum, facts)) ?? facts.minima[0] ?? null;
}

/**
 * Where ∇f vanishes on a quadratic, a minimum or not: θ* = −Σ wᵢ(wᵢ·∇f(0))/λᵢ over its eigenvectors wᵢ, of which a
 * flat one counts only if f does not slope along it; null where ∇f vanishes nowhere.
 */
export function restingPoint({ objective }: Facts): Point | null {
  if (objective.quadratic === null) return null;
  const { low, high, u, v } = spectrum(objective.quadratic.A);
  const [gx, gy] = objective.gradient(0, 0);
  const floor = FLAT * Math.max(Math.abs(low), Math.abs(high));
  let [x, y] = [0, 0];
  for (const [lambda, [wx, wy]] of [
    [low, u],
    [high, v],
  ] as const) {
    const slope = wx * gx + wy * gy;
    if (Math.abs(lambda) > floor) [x, y] = [x - (slope / lambda) * wx, y - (slope / lambda) * wy];
    else if (Math.abs(slope) > FLAT * Math.hypot(gx, gy)) return null;
  }
  return { x, y };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function isWithin(
  { x, y }: Point,
  { constants: { scope }, box: { left, right, bottom, top } }: Facts,
): boolean {
  return scope === 'exact' || (x >= left && x <= right && y >= bottom && y <= top);
}

/** Between two points in view, f has to be defined on the line that joins them. */
const definedInView: Assumption = (facts) =>
  facts.constants.scope === 'exact' || isDefinedOver(facts)
    ? held('')
    : missed('f is not defined all over the view');

/** Asked for row after row. */
const known = new WeakMap<Facts, boolean>();

const SIDE = 33;

function isDefinedOver(facts: Facts): boolean {
  const defined = known.get(facts) ?? isDefinedOnGrid(facts.objective, facts.box);
  known.set(facts, defined);
  return defined;
}

function isDefinedOnGrid({ defined }: Objective, { left, right, bottom, top }: Box): boolean {
  const at = (from: number, to: number, n: number) => from + (n / (SIDE - 1)) * (to - from);
  for (let n = 0; n < SIDE * SIDE; n++) {
    if (!defined(at(left, right, n % SIDE), at(bottom, top, Math.floor(n / SIDE)))) return false;
  }
  return true;
}

function isNear(eta: number, value: number): boolean {
  return Math.abs(eta - value) <= NEAR * value;
}

function overView(scope: 'exact' | 'view'): string {
  return scope === 'exact' ? '' : ' over the view';
}

const held = (reason: string): Verdict => ({ applies: true, reason });
const missed = (reason: string): Verdict => ({ applies: false, reason });

/** As many digits of a value as tell it from another, three at least. */
function apart(value: number, other: number): string {
  let digits = 3;
  while (value !== other && digits < 17 && value.toPrecision(digits) === other.toPrecision(digits)) digits++;
  return short(value, digits);
}

/** Three significant digits, with a real minus sign. */
const short = (value: number, digits = 3): string => numeral(value, digits);
