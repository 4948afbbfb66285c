import type { Circumstances, Curvature, Method, MethodSettings } from '../../methods/method';
import type { Constants } from '../../theory/constants';
import { figures } from '../numbers';

/** What theory has to say of a method here and now: a number in words, or a dash, and why in the tooltip. */
export interface Fact {
  readonly value: number | null;
  readonly text: string;
  readonly tip: string;
}

/** L and μ, and whether they hold everywhere or were measured over the view. */
export type Surroundings = Curvature & Pick<Constants, 'scope'>;

const NONE = '–';

/** The largest stable η. */
export function limitFact(row: Method, here: Surroundings, settings: MethodSettings): Fact {
  const limit = row.stabilityLimit(here, settings);
  if (limit === Number.POSITIVE_INFINITY) return { value: limit, text: '', tip: 'No η is too large.' };
  if (limit !== null && limit > 0) {
    const tip = `The largest η at which particles settle on a quadratic with ${curvatures(here)}.`;
    return { value: limit, text: figures(limit, 3), tip };
  }
  const tip =
    limit === null || here.L > 0
      ? 'No limit is known for it.'
      : `No limit: f curves upwards nowhere${inView(here)} (L = ${figures(here.L, 3)}).`;
  return { value: null, text: NONE, tip };
}

/** What one step multiplies the distance to the minimiser by, and how many steps gain a digit. */
export function rateFact(row: Method, here: Surroundings, circumstances: Circumstances): Fact {
  if (!(here.mu > 0)) {
    return none(`No rate: f is not strongly convex${inView(here)} (μ = ${figures(here.mu, 3)}).`);
  }
  const rate = row.rate(here, circumstances);
  if (rate === null || Number.isNaN(rate)) return none('Its steps have no constant rate.');
  const whose = row.stochastic ? 'the distance of the particles’ mean' : 'the distance';
  const tip = `What one step multiplies ${whose} to the minimiser by in the long run, and how many steps divide it by ten, on a quadratic with ${curvatures(here)}.`;
  return { value: rate, text: rateText(rate), tip };
}

/** What its clock reads at every step. */
export function clockFact(row: Method, circumstances: Circumstances): Fact {
  const step = row.time(circumstances);
  const tip = `One step stands for ${figures(step, 4)} units of time t.`;
  return { value: step, text: `${figures(step, 3)} a step`, tip };
}

/** "× 0.818 a step, 11.5 for a digit" */
function rateText(rate: number): string {
  const factor = `× ${factorText(rate)} a step`;
  if (rate > 1) return `${factor}: it grows`;
  if (rate === 1) return `${factor}: no gain`;
  return rate === 0
    ? `${factor}: there at once`
    : `${factor}, ${figures(-1 / Math.log10(rate), 3)} for a digit`;
}

/** Just below 1 so many digits that two of them tell how far below. */
export function factorText(rate: number): string {
  const gap = 1 - rate;
  if (gap <= 0 || gap >= 0.1) return figures(rate, 3);
  return gap < 1e-7
    ? `1 − ${figures(gap, 2)}`
    : String(Number(rate.toFixed(1 - Math.floor(Math.log10(gap)))));
}

function none(tip: string): Fact {
  return { value: null, text: NONE, tip };
}

function inView({ scope }: Surroundings): string {
  return scope === 'exact' ? '' : ' in view';
}

function curvatures({ L, mu, scope }: Surroundings): string {
  const numbers = `L = ${figures(L, 3)} and μ = ${figures(mu, 3)}`;
  return scope === 'exact' ? `${numbers}, which f is` : `${numbers}, the extremes of f over the view`;
}
