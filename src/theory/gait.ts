import type { Objective } from '../objectives/objective';
import type { Minimum } from './minima';

type Point = readonly [x: number, y: number];

/** The latest two steps of one particle: where it was at every tick of them, the oldest first. */
export interface Footprints {
  readonly points: readonly Point[];
  /** The integrator's latest substep, of a flow that has one. */
  readonly substep: number | null;
}

/** How the particles of a method have just moved: medians over those that still move. */
export interface Gait {
  /** Particles that were looked at. */
  readonly count: number;
  /** Length of the latest step, from its start straight to its end. */
  readonly jump: number;
  /** Length of the way that it took, in lengths of the straight line. */
  readonly winding: number;
  /** Angle between the latest two steps, in degrees: 0 straight on, 180 back. */
  readonly turn: number;
  /** Share of the particles that turned back, by more than 90°. */
  readonly reversing: number;
  /** Share of the particles for which f rose in the latest step, by more than rounding. */
  readonly rising: number;
  /** What the step multiplied the distance to the nearest minimum by; null where none is known. */
  readonly contraction: number | null;
  /** The integrator's substep; null where the method has none. */
  readonly substep: number | null;
}

/** A step of less than so many units in the last place of θ is rounding: it has no direction. */
const STANDING = 16 * 2 ** -24;
/** f is compared to so many units in its last place of the values that it is computed from. */
const LEVEL = 64 * 2 ** -24;

/** The gait of some particles; null where none of them moves any more. */
export function gaitOf(
  all: readonly Footprints[],
  { value }: Objective,
  minima: readonly Minimum[],
): Gait | null {
  const moving = all.filter(isMoving);
  if (moving.length === 0) return null;
  const over = (measure: (particle: Footprints) => number): number => median(moving.map(measure));
  const share = (test: (particle: Footprints) => boolean): number =>
    moving.filter(test).length / moving.length;
  const substeps = moving.flatMap(({ substep }) => (substep === null || substep === 0 ? [] : [substep]));
  return {
    count: moving.length,
    jump: over((particle) => length(...lastStep(particle))),
    winding: over((particle) => way(particle) / length(...lastStep(particle))),
    turn: over(turnOf),
    reversing: share((particle) => turnOf(particle) > 90),
    rising: share((particle) => rises(particle, value)),
    contraction: minima.length === 0 ? null : over((particle) => contractionOf(particle, minima)),
    substep: substeps.length === 0 ? null : median(substeps),
  };
}

/** Both steps lead somewhere: a particle that rests has no direction. */
function isMoving(particle: Footprints): boolean {
  return [firstStep(particle), lastStep(particle)].every(([from, to]) => {
    const floor = STANDING * Math.max(...from.map(Math.abs), ...to.map(Math.abs));
    return length(from, to) > floor;
  });
}

type Segment = readonly [from: Point, to: Point];

function firstStep({ points }: Footprints): Segment {
  return [at(points, 0), at(points, (points.length - 1) / 2)];
}

function lastStep({ points }: Footprints): Segment {
  return [at(points, (points.length - 1) / 2), at(points, points.length - 1)];
}

function way({ points }: Footprints): number {
  const middle = (points.length - 1) / 2;
  return points.slice(middle + 1).reduce((sum, point, n) => sum + length(at(points, middle + n), point), 0);
}

function turnOf(particle: Footprints): number {
  const [a, b] = [firstStep(particle), lastStep(particle)].map(([from, to]) => [
    to[0] - from[0],
    to[1] - from[1],
  ]);
  const [ax = 0, ay = 0, bx = 0, by = 0] = [...(a ?? []), ...(b ?? [])];
  return (Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) * 180) / Math.PI;
}

function rises(particle: Footprints, value: Objective['value']): boolean {
  const [from, to] = lastStep(particle).map((point) => value(...point));
  if (from === undefined || to === undefined) return false;
  return to - from > LEVEL * (Math.abs(from) + Math.abs(to));
}

function contractionOf(particle: Footprints, minima: readonly Minimum[]): number {
  const [from, to] = lastStep(particle);
  const distances = minima.map(({ x, y }) => [length([x, y], to), length([x, y], from)] as const);
  const [after, before] = distances.reduce((best, one) => (one[0] < best[0] ? one : best));
  return after / before;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function length([x0, y0]: Point, [x1, y1]: Point): number {
  return Math.hypot(x1 - x0, y1 - y0);
}

function at(points: readonly Point[], n: number): Point {
  const point = points[n];
  if (point === undefined) throw new RangeError('Footprints are those of two whole steps.');
  return point;
}
