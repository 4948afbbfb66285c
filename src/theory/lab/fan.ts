import { along, type Range } from '../../math/range';
import { eigenvalues } from '../../math/symmetric2';
import type { Method, MethodId, MethodSettings } from '../../methods/method';
import type { Point } from '../../objectives/box';
import type { Objective } from '../../objectives/objective';
import { polish } from '../../objectives/polish';

/** What became of the start at one η. */
export interface Judgement {
  readonly settles: boolean;
  /** Where it has come to. */
  readonly end: Point;
}

/** Judges the start at these η, the same number of them each time. */
export type Judge = (etas: readonly number[]) => Promise<readonly Judgement[]>;

/** The smallest η of a range at which it changes whether the start settles. */
interface Threshold {
  /** In the middle of the last bracket. */
  readonly eta: number;
  /** Half the bracket's width. */
  readonly uncertainty: number;
  /** Whether it settles below. */
  readonly settlesBelow: boolean;
  /** How often it changes over the whole range, as far as that many η show. */
  readonly changes: number;
  /** Where it comes to on the side on which it settles. */
  readonly end: Point;
}

/** What was found over a range of η: a threshold, or that there is none. */
export type Verdict =
  | ({ readonly kind: 'threshold' } & Threshold)
  /** It settles at every η of the range, or at none. */
  | { readonly kind: 'always'; readonly end: Point }
  | { readonly kind: 'never' }
  /** A flow has no steps to be too long; a stochastic method is never at rest. */
  | { readonly kind: 'flow' | 'chance' };

/** What a fan shows, for its legend. */
export interface FanReading {
  readonly rule: MethodId;
  readonly origin: Point;
  readonly etas: Range;
  /** Steps after which a path is judged. */
  readonly horizon: number;
  /** The flow that it is held against, and its curve, null before it is there. */
  readonly flow: 'gf' | 'natural';
  readonly curve: readonly Point[] | null;
  /** Null while it is being measured. */
  readonly verdict: Verdict | null;
  /** The method's own limit for the curvatures at the minimum where the start settles; null where there is none. */
  readonly predicted: number | null;
}

/** η that are judged at once. */
export const JUDGED = 256;
/** A bracket this narrow, relative to η, is as narrow as f32 can tell. */
const NARROW = 2 ** -22;
const ROUNDS = 5;

/**
 * The first change over a range, by repeated subdivision: the range in JUDGED parts, the first part in which it changes in as
 * many again, and so on to the precision of f32.
 */
export async function firstChange(range: Range, judge: Judge): Promise<Verdict> {
  const etas = spread(range);
  const judged = await judge(etas);
  const changes = judged.filter(({ settles }, n) => n > 0 && settles !== judged[n - 1]?.settles).length;
  const [first] = judged;
  if (first === undefined) return { kind: 'never' };
  if (changes === 0) return first.settles ? { kind: 'always', end: first.end } : { kind: 'never' };
  let bracket = bracketOf(etas, judged);
  for (let n = 1; n < ROUNDS && bracket.to - bracket.from > NARROW * bracket.to; n++) {
    const inner = spread({ from: bracket.from, to: bracket.to, scale: 'lin' });
    bracket = bracketOf(inner, await judge(inner));
  }
  const { from, to, end } = bracket;
  return {
    kind: 'threshold',
    eta: (from + to) / 2,
    uncertainty: (to - from) / 2,
    settlesBelow: first.settles,
    changes,
    end,
  };
}

/** So many numbers of a range, its ends among them, as f32 has them. */
function spread(range: Range): readonly number[] {
  return Array.from({ length: JUDGED }, (_, n) => Math.fround(along(range, n / (JUDGED - 1))));
}

/** The part in which it first changes; the last one, if rounding has moved the change out. */
function bracketOf(etas: readonly number[], judged: readonly Judgement[]) {
  const first = judged[0]?.settles;
  const found = judged.findIndex(({ settles }) => settles !== first);
  const n = found < 1 ? etas.length - 1 : found;
  const settled = first === true ? judged[n - 1] : judged[n];
  return {
    from: etas[n - 1] ?? Number.NaN,
    to: etas[n] ?? Number.NaN,
    end: settled?.end ?? ([0, 0] as const),
  };
}

/** Half the side of the box in which a minimum is looked for, in half heights of the home view. */
const AROUND = 2;

/** The largest η at which the method is stable at the minimum that is nearest to a point; null where that says nothing. */
export function limitAt(
  method: Method,
  objective: Objective,
  point: Point,
  settings: MethodSettings,
): number | null {
  const reach = AROUND * objective.home[2];
  const box = {
    left: point[0] - reach,
    right: point[0] + reach,
    bottom: point[1] - reach,
    top: point[1] + reach,
  };
  const { x, y } = polish(objective, point, box);
  const A = objective.hessian(x, y);
  const [mu, L] = eigenvalues(A);
  const limit = L > 0 ? method.stabilityLimit({ L, mu, A }, settings) : null;
  return limit !== null && Number.isFinite(limit) && limit > 0 ? limit : null;
}
