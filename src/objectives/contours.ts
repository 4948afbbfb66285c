import type { Objective, View } from './objective';
import { boxOfView, type Survey, surveyObjective } from './survey';

/**
 * The contour levels of a view, evenly spaced in t. With a floor (the least value of f):
 *
 * t = density·log₂((f − floor)/base),
 *
 * and where f falls without bound, on both sides of the floor, which is then 0:
 *
 * t = middle + density·sign(f)·log₂(1 + |f|/base).
 *
 * Line n lies at t = n, band n between the lines n and n + 1; shaders/field.wgsl computes the same.
 */
export interface ContourScale {
  readonly signed: boolean;
  readonly floor: number;
  readonly base: number;
  readonly density: number;
  readonly middle: number;
  readonly bands: number;
  /** Each so manieth line is a strong one. */
  readonly every: number;
}

/** About so many bands are in view. */
const BANDS = 14;
/** Bands on each side of 0 where f has no floor. */
const HALF = 7;
/** A gradient this small, measured by a middling one, says that the lowest point found is a minimum. */
const FLAT = 1e-2;

/** Levels that spread over what a view shows: from its 2 % quantile to its 98 % quantile. */
export function contourScale(objective: Objective, view: View): ContourScale {
  const survey = surveyObjective(objective, boxOfView(view));
  const floor = floorOf(objective);
  return floor === null ? scaleAroundZero(survey) : scaleAbove(floor, survey);
}

/** The value of f on line n. */
export function contourLevel({ signed, floor, base, density, middle }: ContourScale, n: number): number {
  if (!signed) return floor + base * 2 ** (n / density);
  return floor + Math.sign(n - middle) * base * (2 ** (Math.abs(n - middle) / density) - 1);
}

function scaleAbove(floor: number, survey: Survey): ContourScale {
  const high = Math.max(survey.quantile(0.98) - floor, Number.MIN_VALUE);
  const low = Math.min(Math.max(survey.quantile(0.02) - floor, 1e-12 * high), high);
  const decades = Math.max(Math.log10(high / low), 1e-5);
  // Lines at 10^(n/perDecade) for whole n: they stay where they are when the view moves.
  const perDecade = 2 ** Math.max(0, Math.floor(Math.log2(BANDS / decades)));
  const every = Math.min(4, perDecade);
  const top = Math.ceil(perDecade * Math.log10(high));
  const lowest = every * Math.floor((top - Math.min(28, Math.ceil(perDecade * decades) + 1)) / every);
  return {
    signed: false,
    floor,
    base: 10 ** (lowest / perDecade),
    density: perDecade * Math.log10(2),
    middle: 0,
    bands: Math.max(4, top - lowest),
    every,
  };
}

function scaleAroundZero(survey: Survey): ContourScale {
  const high = Math.max(Math.abs(survey.quantile(0.02)), Math.abs(survey.quantile(0.98)), Number.MIN_VALUE);
  const base = 2 ** Math.ceil(Math.log2(high / 2 ** 5));
  return {
    signed: true,
    floor: 0,
    base,
    density: HALF / Math.log2(1 + 2 ** 5),
    middle: HALF,
    bands: 2 * HALF,
    every: HALF,
  };
}

const FLOORS = new WeakMap<Objective, number | null>();

/** The least value of f as far as known: of the known minimisers, or the least one found at home; null if f falls on. */
function floorOf(objective: Objective): number | null {
  const known = FLOORS.get(objective);
  if (known !== undefined) return known;
  const floor = findFloor(objective);
  FLOORS.set(objective, floor);
  return floor;
}

function findFloor(objective: Objective): number | null {
  if (objective.minimisers.length > 0) return Math.min(...objective.minimisers.map(({ f }) => f));
  const { lowest, medianGradient } = surveyObjective(objective, boxOfView(objective.home));
  const [gx, gy] = objective.gradient(lowest.x, lowest.y);
  return Math.hypot(gx, gy) <= FLAT * medianGradient ? lowest.f : null;
}
