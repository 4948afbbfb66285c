import type { MethodId, MethodSettings } from '../../methods/method';
import { method } from '../../methods/table';

/** The largest λmax(H) at which a method is stable at its η. */
export interface SharpnessLimit {
  readonly value: number;
  /** "2/η" */
  readonly formula: string;
}

/** Methods whose stability on quadratics depends on λmax(H) alone: preconditioned ones see λmax(P⁻¹H). */
const FORMULAS: { readonly [M in MethodId]?: string } = {
  gd: '2/η',
  langevin: '2/η',
  heavyball: '2(1 + β)/η',
  nesterov: '2(1 + β)/((1 + 2β)η)',
};

/** Nearer to its limit than this share, λmax is at it. */
const AT = 0.02;

/**
 * The sharpness beyond which a method's step overshoots by more than it corrects, c/η where its row says that it is stable for
 * η < c/L; null where λmax(H) alone does not decide.
 *
 * Source: Cohen, Kaur, Li, Kolter & Talwalkar, Gradient descent on neural networks typically occurs at the edge of stability,
 * ICLR 2021, §2 and appendix B (momentum).
 */
export function sharpnessLimit(id: MethodId, eta: number, settings: MethodSettings): SharpnessLimit | null {
  const formula = FORMULAS[id];
  const limit = method(id).stabilityLimit({ L: 1, mu: 1, A: [1, 0, 1] }, settings);
  if (formula === undefined || limit === null || !Number.isFinite(limit)) return null;
  return { value: limit / eta, formula };
}

/** On which side of the edge of stability a sharpness is. */
export function sideOfEdge(sharpness: number, { value }: SharpnessLimit): string {
  if (Math.abs(sharpness - value) <= AT * value) return 'at the edge of stability';
  return sharpness > value ? 'beyond the edge of stability' : 'below the edge of stability';
}
