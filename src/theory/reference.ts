import { apply, type Spectrum, type Symmetric2, spectrum } from '../math/symmetric2';
import type { Facts } from './facts';
import type { Minimum } from './minima';

type Point = readonly [x: number, y: number];

/** What particles are measured against. */
export interface Reference {
  /** f*, the least value that is known; null where no minimum is. */
  readonly floor: number | null;
  /** Where f is f*: the distance of a particle is that to the nearest of them. */
  readonly minimisers: readonly Minimum[];
  /** On a quadratic, the directions in which it decouples. */
  readonly modes: Modes | null;
}

/** z = Vᵀ(θ − θ*): on f = ½θᵀAθ − bᵀθ + c each coordinate moves as if the other were not there. */
interface Modes {
  /** Where ∇f = 0. */
  readonly centre: Point;
  /** z₁ along the eigenvector u of λ₁ = low, z₂ along v of λ₂ = high. */
  readonly spectrum: Spectrum;
}

/** More minimisers than this are not told apart. */
export const MOST_MINIMISERS = 8;
/** Values so close to the least one, relative to 1 + |f*|, count as the same. */
const SAME = 1e-9;

export function referenceOf({ objective, minima }: Facts): Reference {
  const floor = minima[0]?.f ?? null;
  const lowest = minima.filter(({ f }) => floor !== null && f - floor <= SAME * (1 + Math.abs(floor)));
  const A = objective.quadratic?.A ?? null;
  const centre = A === null ? null : centreOf(A, objective.gradient(0, 0), lowest[0]);
  return {
    floor,
    minimisers: lowest.slice(0, MOST_MINIMISERS),
    modes: A === null || centre === null ? null : { centre, spectrum: spectrum(A) },
  };
}

/** The minimiser, or the stationary point −A⁻¹∇f(0); null where there is none, or a whole line of them. */
function centreOf(A: Symmetric2, gradient: Point, minimiser: Minimum | undefined): Point | null {
  if (minimiser !== undefined) return [minimiser.x, minimiser.y];
  const [a, b, c] = A;
  const determinant = a * c - b * b;
  if (determinant === 0 || !Number.isFinite(1 / determinant)) return null;
  const [x, y] = apply([c / determinant, -b / determinant, a / determinant], ...gradient);
  return [-x, -y];
}
