import type { MethodId, MethodSettings } from '../../methods/method';
import { method } from '../../methods/table';
import type { Facts } from '../facts';
import type { Minimum } from '../minimum';
import { doublingsFrom } from './cascade';
import { type NormalForm, normalForms } from './normalForm';

/** A learning rate at which theory says that something happens. */
export interface Threshold {
  readonly eta: number;
  /** A few signs: "2/λ", "4-cycle". */
  readonly label: string;
  /** The same as a sentence. */
  readonly meaning: string;
  /** Known by a formula, computed once for a table, or found here by Newton's method. */
  readonly known: 'formula' | 'table' | 'computed';
  readonly source: string;
  /** Labels of a higher rank are shown first. */
  readonly rank: number;
}

const STROGATZ = 'Strogatz, Nonlinear Dynamics and Chaos (2015), §10.2';
const KONG_TAO = 'Kong & Tao, Stochasticity of deterministic gradient descent, arXiv 2002.06189';
/** Cascades are looked for from so many minima at most, to cycles of this period at most. */
const CASCADES = { minima: 6, period: 16 } as const;
/** Closer than this, relative, thresholds are the same. */
const SAME = 1e-6;

/**
 * The thresholds of a method on an objective, ascending: 2/λmax of each minimum (or what stands for it with another method),
 * and for gradient descent the period doublings, by formula where the motion of a coordinate is a known map
 * (`normalForms`), else followed numerically.
 */
export function thresholdsOf(
  { objective, minima }: Pick<Facts, 'objective' | 'minima'>,
  rule: MethodId,
  settings: MethodSettings,
): readonly Threshold[] {
  const forms = rule === 'gd' ? normalForms(objective) : [];
  const all = [
    ...forms.flatMap(ofForm),
    ...merged(
      minima.flatMap((minimum) =>
        ofMinimum(minimum, objective.hessian(minimum.x, minimum.y), rule, settings),
      ),
    ),
    ...(rule === 'gd' && forms.length === 0 ? merged(cascades(objective, minima)) : []),
  ];
  return all.filter(({ eta }) => eta > 0 && Number.isFinite(eta)).sort((a, b) => a.eta - b.eta);
}

function ofMinimum(
  { x, y, curvatures: [mu, L] }: Minimum,
  A: readonly [number, number, number],
  rule: MethodId,
  settings: MethodSettings,
): readonly Threshold[] {
  const { stabilityLimit, limit, source } = method(rule);
  const eta = L > 0 ? stabilityLimit({ L, mu, A }, settings) : null;
  if (eta === null) return [];
  const label = rule === 'gd' ? '2/λ' : 'stable up to here';
  const at = `(${short(x)}, ${short(y)})`;
  const meaning = `The minimum at ${at} is stable below: ${limit}${rule === 'gd' ? ' with L = λₘₐₓ there' : ''}.`;
  return [{ eta, label, meaning, known: 'formula', source, rank: 3 }];
}

function cascades(objective: Facts['objective'], minima: readonly Minimum[]): readonly Threshold[] {
  if (objective.quadratic !== null) return [];
  const isolated = minima.filter(({ isolated: alone, curvatures: [, L] }) => alone && L > 0);
  return isolated.slice(0, CASCADES.minima).flatMap(({ x, y, curvatures: [, L] }) =>
    doublingsFrom(objective, [x, y], 2 / L, CASCADES.period)
      .filter(({ period }) => period > 2)
      .map(({ eta, period }) =>
        doubling(eta, period, 'computed', 'Kuznetsov, Elements of Applied Bifurcation Theory (2004), §4.4'),
      ),
  );
}

function doubling(eta: number, period: number, known: Threshold['known'], source: string): Threshold {
  const meaning = `A cycle of period ${period / 2} doubles: beyond, orbits go round in ${period} steps.`;
  return { eta, label: `period ${period}`, meaning, known, source, rank: 2 / period };
}

/** Doublings of u⁺ = u − r(u³ − u) beyond the one that has a formula, to the digits that a table gives (found by Newton's method). */
const WELL_DOUBLINGS = [
  [1.2880318, 8],
  [1.2992279, 16],
  [1.3016289, 32],
] as const;

/** What is known of a form, its learning rates in units of 1/rate. */
function ofForm({ kind, rate, axis }: NormalForm): readonly Threshold[] {
  const at = (r: number) => r / rate;
  if (kind === 'well') {
    return [
      doubling(at(Math.sqrt(5) - 1), 4, 'formula', KONG_TAO),
      ...WELL_DOUBLINGS.map(([r, period]) => doubling(at(r), period, 'table', KONG_TAO)),
      {
        eta: at(1.5 * Math.sqrt(3) - 1),
        label: 'wells merge',
        meaning: `From here on an orbit crosses from one well of ${axis} to the other and back.`,
        ...{ known: 'formula', source: KONG_TAO, rank: 2 },
      },
      {
        eta: at(2),
        label: 'bounded up to here',
        meaning: `Orbits of ${axis} stay bounded up to here; the exponent is ln 3 at the end.`,
        ...{ known: 'formula', source: KONG_TAO, rank: 2 },
      },
    ];
  }
  if (kind === 'cosine') {
    return [
      {
        eta: at(Math.PI),
        label: 'symmetry breaks',
        meaning: `The 2-cycle ±${axis} parts into two that are no longer symmetric.`,
        ...{ known: 'formula', source: STROGATZ, rank: 2 },
      },
    ];
  }
  return [];
}

/** Minima by symmetry have the same thresholds: one stands for all. */
function merged(all: readonly Threshold[]): readonly Threshold[] {
  const kept: Threshold[] = [];
  for (const one of all) {
    const again = kept.some(({ eta, label }) => label === one.label && Math.abs(eta / one.eta - 1) < SAME);
    if (!again) kept.push(one);
  }
  return kept;
}

/** A value that theory says is visited, or is the border of what is, as a function of η; NaN where there is none. */
export interface Branch {
  readonly label: string;
  readonly axis: 'x' | 'y';
  readonly at: (eta: number) => number;
  /** Up to which η it attracts. */
  readonly stableTo: number;
}

/**
 * Fixed points and 2-cycles with a formula: of the well ±1 and (√(1 + 3/r) ± √(1 − 1/r))/2, and ±√(1 + 2/r), which bounds
 * the bounded; of the spring ±√(2/r − 1), which does the same.
 */
export function branchesOf(objective: Facts['objective']): readonly Branch[] {
  return normalForms(objective).flatMap(({ kind, axis, rate, scale }) => {
    const branch = (label: string, u: (r: number) => number, stableTo: number): readonly Branch[] =>
      [1, -1].map((sign) => ({
        label,
        axis,
        at: (eta: number) => (sign * u(rate * eta)) / scale,
        stableTo: stableTo / rate,
      }));
    if (kind === 'cosine') return [];
    if (kind === 'spring') return branch('border of divergence', (r) => Math.sqrt(2 / r - 1), 0);
    const pair = (sign: 1 | -1) => (r: number) => (Math.sqrt(1 + 3 / r) + sign * Math.sqrt(1 - 1 / r)) / 2;
    return [
      ...branch('minimum', () => 1, 1),
      ...branch('2-cycle', pair(1), Math.sqrt(5) - 1),
      ...branch('2-cycle', pair(-1), Math.sqrt(5) - 1),
      ...branch('border of divergence', (r) => Math.sqrt(1 + 2 / r), 0),
    ];
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
