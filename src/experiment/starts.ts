import { threefry, uniform } from '../math/threefry';
import type { Objective } from '../objectives/objective';
import { boxOfView } from '../objectives/survey';
import type { Experiment } from './experiment';
import { listedPoints } from './keys';
import type { Point } from './values';

/**
 * Where starts are laid: the 16:9 box of the experiment's region, as its lower left corner and size.
 * All four are f32 values, since the GPU draws new starts in the same box.
 */
export interface StartBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The second word of the Threefry key, for the first draw; draw t uses `START_PURPOSE + t`. */
const START_PURPOSE = 0x5354_0000;
/** A random start is drawn again where the objective is not defined, at most until this many draws were made. */
const MOST_DRAWS = 16;

/** Radius of the ring, in half heights of the region. */
const RING = 0.8;
/** Radians by which the ring is turned, so that no start lies on an axis, where one direction would not show. */
const RING_TURN = 0.5;
/** A lattice may have cells this much longer than wide if it then comes out with full rows. */
const LATTICE_SLACK = 1.2;

/** Box of the experiment's region. */
export function startBox({ region }: Experiment): StartBox {
  const { left, right, bottom, top } = boxOfView(region);
  return {
    x: Math.fround(left),
    y: Math.fround(bottom),
    width: Math.fround(right - left),
    height: Math.fround(top - bottom),
  };
}

/** Number of particles in each ensemble: the laid starts and the placed ones. */
export function startCount({ starts, count, placed }: Experiment): number {
  return (listedPoints(starts)?.length ?? count) + placed.length;
}

/**
 * All starts of the experiment as x₀ y₀ x₁ y₁ …, in f32: the laid ones, then the placed ones.
 *
 * Grid, ring and points stay where they are laid even where the objective is not defined: the particle is then
 * diverged at step 0 and marked so. Random starts avoid such places.
 */
export function layStarts(experiment: Experiment, objective: Objective): Float32Array<ArrayBuffer> {
  const starts = new Float32Array(2 * startCount(experiment));
  const points = [...(listedPoints(experiment.starts) ?? []), ...experiment.placed];
  starts.set(points.flat(), starts.length - 2 * points.length);
  const laid = starts.length / 2 - points.length;
  if (experiment.starts === 'grid') layGrid(starts, laid, startBox(experiment));
  if (experiment.starts === 'ring') layRing(starts, laid, experiment);
  if (experiment.starts === 'random') layRandom(starts, laid, experiment, objective);
  return starts;
}

/** Rows of about square cells, each row of ⌊n/rows⌋ or ⌈n/rows⌉ points evenly across the box. */
function layGrid(starts: Float32Array, count: number, box: StartBox): void {
  const rows = gridRows(count, box);
  let i = 0;
  for (let row = 0; row < rows; row++) {
    const end = Math.floor(((row + 1) * count) / rows);
    const columns = end - i;
    for (let column = 0; column < columns; column++, i++) {
      starts[2 * i] = box.x + (box.width * (column + 0.5)) / columns;
      starts[2 * i + 1] = box.y + (box.height * (row + 0.5)) / rows;
    }
  }
}

/** The number of rows nearest to square cells, preferring one that divides the count: a true lattice. */
function gridRows(count: number, { width, height }: StartBox): number {
  const ideal = Math.sqrt((count * height) / width);
  const rounded = Math.min(count, Math.max(1, Math.round(ideal)));
  for (let off = 0; rounded + off <= ideal * LATTICE_SLACK; off++) {
    for (const rows of [rounded + off, rounded - off]) {
      if (rows * LATTICE_SLACK >= ideal && count % rows === 0) return rows;
    }
  }
  return rounded;
}

function layRing(starts: Float32Array, count: number, { region: [x, y, half] }: Experiment): void {
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count + RING_TURN;
    starts[2 * i] = x + RING * half * Math.cos(angle);
    starts[2 * i + 1] = y + RING * half * Math.sin(angle);
  }
}

function layRandom(starts: Float32Array, count: number, experiment: Experiment, objective: Objective): void {
  const box = startBox(experiment);
  for (let i = 0; i < count; i++) {
    const [x, y] = randomStart(i, 0, experiment.seed, box, objective);
    starts[2 * i] = x;
    starts[2 * i + 1] = y;
  }
}

/**
 * Start of particle i in its generation, uniform in the box:
 *
 * (r₀, r₁) = threefry(key = (seed, START_PURPOSE + draw), counter = (i, generation)),
 * θ₀ = corner + (uniform(r₀)·width, uniform(r₁)·height), in f32,
 *
 * for the first draw = 0, 1, … at which the objective is defined, or the last one of `MOST_DRAWS`.
 * The shader draws with the same words. Product and sum are rounded one after the other here; a GPU may fuse
 * them, so that a coordinate can differ by one unit in the last place of the larger of corner, side and result.
 */
export function randomStart(
  i: number,
  generation: number,
  seed: number,
  box: StartBox,
  objective: Objective,
): Point {
  let point: Point = [box.x, box.y];
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const [r0, r1] = threefry([seed, START_PURPOSE + draw], [i, generation]);
    const x = Math.fround(box.x + Math.fround(uniform(r0) * box.width));
    const y = Math.fround(box.y + Math.fround(uniform(r1) * box.height));
    point = [x, y];
    if (objective.defined(x, y)) break;
  }
  return point;
}
