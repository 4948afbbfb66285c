import { eigenvalues } from '../math/symmetric2';
import type { Objective, View } from '../objectives/objective';
import { boxOfView, type Curvatures, surveyObjective } from '../objectives/survey';

/** The numbers that every statement about gradient descent starts from. H = ∇²f. */
export interface Constants {
  /** sup λmax(H): the smoothness constant. Not positive where f is nowhere convex. */
  readonly L: number;
  /** inf λmin(H): the constant of strong convexity if it is positive. */
  readonly mu: number;
  /** L/μ; Infinity where f is not strongly convex (μ ≤ 0 < L); NaN where L ≤ 0. */
  readonly kappa: number;
  /** 2/L, beyond which descent is not assured; Infinity where L ≤ 0. */
  readonly etaMax: number;
  /** 2/(L+μ), the fixed step with the best worst-case rate; null where f is not strongly convex. */
  readonly best: number | null;
  /** `exact`: of the quadratic, everywhere. `view`: measured over the 16:9 box of the view. */
  readonly scope: 'exact' | 'view';
}

/**
 * L, μ and what follows: the eigenvalues of A for a quadratic, else the extremes of H's eigenvalues over the
 * 16:9 box of the view, as the survey found them or as they are given.
 * Source: Nesterov, Lectures on Convex Optimization (2018), §2.1.
 */
export function constants(objective: Objective, view: View, measured?: Curvatures): Constants {
  if (objective.quadratic) {
    const [low, high] = eigenvalues(objective.quadratic.A);
    return derive(high, low, 'exact');
  }
  const { lambdaMax, lambdaMin } = measured ?? surveyObjective(objective, boxOfView(view));
  return derive(lambdaMax, lambdaMin, 'view');
}

function derive(L: number, mu: number, scope: Constants['scope']): Constants {
  return {
    L,
    mu,
    kappa: mu > 0 ? L / mu : L > 0 ? Number.POSITIVE_INFINITY : Number.NaN,
    etaMax: L > 0 ? 2 / L : Number.POSITIVE_INFINITY,
    best: mu > 0 ? 2 / (L + mu) : null,
    scope,
  };
}

/** A learning rate worth a tick on the η slider. */
export interface EtaMark {
  readonly eta: number;
  readonly label: string;
}

/** 1/L, 2/(L+μ) and 2/L, ascending, as far as they exist; with κ = 1 the first two are one mark. */
export function etaMarks({ L, best, etaMax }: Constants): readonly EtaMark[] {
  if (!(L > 0)) return [];
  const last = { eta: etaMax, label: '2/L' };
  if (best === null) return [{ eta: 1 / L, label: '1/L' }, last];
  if (best === 1 / L) return [{ eta: best, label: '1/L = 2/(L+μ)' }, last];
  return [{ eta: 1 / L, label: '1/L' }, { eta: best, label: '2/(L+μ)' }, last];
}

/** η among its marks, as a formula: "1/L < η < 2/L", "η = 2/L"; empty where there are none. */
export function placeOfEta(eta: number, constants: Constants, name = 'η'): string {
  const marks = etaMarks(constants);
  const on = marks.find((mark) => Math.abs(eta / mark.eta - 1) <= 1e-9);
  if (on !== undefined) return `${name} = ${on.label}`;
  const below = marks.findLast((mark) => mark.eta < eta);
  const above = marks.find((mark) => mark.eta > eta);
  if (above === undefined) return below === undefined ? '' : `${name} > ${below.label}`;
  return `${below ? `${below.label} < ` : ''}${name} < ${above.label}`;
}

/**
 * The ends of the logarithmic η slider: from about 1e-3/L to about 1e3·2/L, outwards to 1, 2 or 5 times a power
 * of ten. Where L ≤ 0, |μ| stands in for it; where f is linear, 1.
 */
export function etaRange({ L, mu }: Constants): { readonly min: number; readonly max: number } {
  const curvature = L > 0 ? L : -mu;
  const scale = curvature > 0 && Number.isFinite(1 / curvature) ? 1 / curvature : 1;
  return { min: niceBelow(1e-3 * scale), max: niceAbove(2e3 * scale) };
}

/** The largest 1, 2 or 5 times a power of ten that is at most `value` > 0. */
function niceBelow(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  const nice = [5, 2, 1].map((digit) => Number(`${digit}e${exponent}`));
  return nice.find((candidate) => candidate <= value) ?? Number(`5e${exponent - 1}`);
}

/** The smallest 1, 2 or 5 times a power of ten that is at least `value` > 0. */
function niceAbove(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  const nice = [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`));
  return nice.find((candidate) => candidate >= value) ?? Number(`1e${exponent + 1}`);
}
