import { makeFormulas } from '../math/formulas';
import { compile } from '../math/program';
import { bindRounding, UNIT } from '../math/rounding';
import { eigenvalues } from '../math/symmetric2';
import type { Objective } from '../objectives/objective';
import { type Measure, UNMEASURED } from '../theory/check';
import {
  extrapolate,
  fitOrder,
  type Level,
  type Limit,
  levelOf,
  medianOf,
  type Sample,
} from '../theory/order';
import type { EulerTrial } from '../theory/trial';
import { type Bench, FLOW_TOLERANCE } from './bench';
import type { Positions } from './offscreen';
import { gaps, reasonOf } from './orderTrial';
import type { Probe } from './probe';

/** η̄λ of the finest level: an error of η̄λ/2 of what moves is then still seen in f32 to one in a hundred. */
const FINEST = 0.02;
/** η̄λ of the coarsest level, for nine particles in ten: where it is small, f32 shows little. */
const COARSEST = 1;
const LEVELS = { fewest: 6, most: 16 } as const;
/** Starts at most. */
const STARTS = 1024;
/** Particles whose tolerance is larger decide nothing. */
const DECIDED = 0.01;
/** η‖H‖ from which on a step is not a short one, so that nothing is extrapolated from there. */
const SHORT = 1;
/** Sums at θ's own size: in θ − η∇f; in a substep of the flow. */
const SUMS = { step: 1, substep: 7 } as const;
/** How errors of the six gradients of a substep of Rodas4 add up: Σ|wᵢ|, its weights as a Runge–Kutta method. */
const WEIGHTS = 1.57;
/** Roundings at the size of hv in a substep: of its stages k, and of what they are made of. */
const STAGES = 10;
/** Substeps that the flow may take over a time of 1/‖H‖ beside the first one. */
const SUBSTEPS = 16;

/** One start: what is predicted there, and what f32 may make of it. */
interface Site {
  readonly probe: Probe;
  /** ‖θ₀‖. */
  readonly size: number;
  /** The larger |eigenvalue| of H. */
  readonly norm: number;
  /** Of ∇f and of H∇f as the GPU has them, absolute. */
  readonly errors: { readonly gradient: number; readonly bend: number };
}

/**
 * The local error of gradient descent: one step of η̄, η̄/2, η̄/4, … against the flow over the same time from the same start.
 *
 * θ − η∇f − θ(η) = −(η²/2)H∇f + O(η³): the slope is two, and −2(θ_GD − θ_GF)/η² tends to H∇f. The limit η → 0 is
 * taken by Richardson's extrapolation, for every particle over those levels that tell it best. The tolerance is what this
 * leaves open: truncation (how much the last extrapolations still changed), the roundings of both positions, and those of
 * ∇f and H∇f themselves (by running error analysis). A particle decides where that is one percent at most.
 *
 * Rounding of a difference θ_GD − θ_GF: u(|θ| + η(E + |∇f|)) for the step and u(7N|θ| + η(1.57E + 10|∇f|)) for the flow
 * in N substeps, E·u being the error of the gradient; and where N > 1 the flow's own tolerance for each.
 *
 * Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), §II.3 and §II.9.
 */
export async function eulerTrial(bench: Bench, progress: (share: number) => void): Promise<EulerTrial> {
  const { gentle, steepest } = await bench.curvatures();
  const top = bench.coarsest({ lambda: gentle, etaLambda: COARSEST });
  const starts = bench.startsOf(STARTS);
  const sites = await sitesOf(bench, starts);
  const depth = Math.ceil(Math.log2((top * steepest) / FINEST));
  const last = Math.min(LEVELS.most, Math.max(LEVELS.fewest, Number.isFinite(depth) ? depth : 0));
  const all = sites.map((_, i) => i);
  const levels: Level[] = [];
  const samples: Sample[][] = sites.map(() => []);
  for (let j = 0; j <= last; j++) {
    const eta = top / 2 ** j;
    const course = { starts, eta, ticksPerStep: 1, ticks: 1 };
    const [ends, flow] = [await bench.go('gd', course), await bench.go('gf', course)];
    levels.push(levelOf(eta, gaps(ends, flow, all), floorOf(sites, eta)));
    for (const i of all) {
      samples[i]?.push(sampleOf(bench.objective, sites[i], [pointOf(ends, i), pointOf(flow, i)], eta));
    }
    progress((j + 1) / (last + 1));
  }
  const limits = samples.map(extrapolate);
  return { ...orderOf(levels, sites.length), ...judged(bench, sites, limits), levels, count: sites.length };
}

function orderOf(levels: readonly Level[], count: number): Pick<EulerTrial, 'fit' | 'reason'> {
  const fit = fitOrder(levels, count);
  return { fit, reason: fit === null ? reasonOf(levels) : null };
}

/** Every particle's ‖measured − predicted‖ against what may lie between them. */
function judged(
  bench: Bench,
  sites: readonly Site[],
  limits: readonly Limit[],
): Pick<EulerTrial, 'undecided' | 'deviation' | 'measure'> {
  let measure: Measure = UNMEASURED;
  const deviations: number[] = [];
  sites.forEach(({ probe: { bend }, errors }, i) => {
    const limit = limits[i];
    const size = Math.hypot(...bend);
    const tolerance = (limit?.error ?? Number.POSITIVE_INFINITY) + errors.bend;
    if (limit === undefined || !(tolerance <= DECIDED * size)) return;
    const off = Math.hypot(limit.x - bend[0], limit.y - bend[1]);
    deviations.push(off / size);
    measure = joined(measure, off / tolerance, bench.particleOf(i, sites.length));
  });
  const deviation = medianOf(Float64Array.from(deviations).sort());
  return { undecided: sites.length - deviations.length, deviation, measure };
}

function joined({ worst, violations, particle }: Measure, ratio: number, here: number): Measure {
  const worse = worst === null || ratio > worst;
  return {
    worst: worse ? ratio : worst,
    violations: violations + (ratio > 1 ? 1 : 0),
    particle: worse ? here : particle,
  };
}

type Point = readonly [number, number];

/** Where gradient descent and the flow get to from one start. */
type Ends = readonly [gd: Point, gf: Point];

/** Of a step that tells nothing. */
const LOST: Sample = { x: Number.NaN, y: Number.NaN, noise: Number.POSITIVE_INFINITY };

function pointOf(positions: Positions, i: number): Point {
  return [positions[2 * i] ?? Number.NaN, positions[2 * i + 1] ?? Number.NaN];
}

function sampleOf(objective: Objective, site: Site | undefined, ends: Ends, eta: number): Sample {
  const [gd, gf] = ends;
  const steepest = Math.max(site?.norm ?? Number.NaN, ...ends.map(([x, y]) => normOf(objective, x, y)));
  if (site === undefined || !(eta * steepest <= SHORT)) return LOST;
  const reach = Math.max(Math.hypot(...gd), Math.hypot(...gf));
  const part = (n: 0 | 1) => (-2 * (gd[n] - gf[n])) / eta ** 2;
  return { x: part(0), y: part(1), noise: (2 * noiseOf(site, eta, reach)) / eta ** 2 };
}

/** The larger |eigenvalue| of H. */
function normOf(objective: Objective, x: number, y: number): number {
  return Math.max(...eigenvalues(objective.hessian(x, y)).map(Math.abs));
}

/** How far rounding, and the flow's tolerance, may move θ_GD − θ_GF after one step that reaches so far from the origin. */
function noiseOf({ probe: { gradient }, size, norm, errors }: Site, eta: number, reach: number): number {
  const substeps = SUBSTEPS * eta * norm;
  const scale = Math.max(size, reach);
  const sums = UNIT * scale * (SUMS.step + SUMS.substep * (1 + substeps));
  const moved = eta * ((1 + WEIGHTS) * errors.gradient + (1 + STAGES) * UNIT * Math.hypot(...gradient));
  return sums + moved + FLOW_TOLERANCE * (1 + scale) * substeps;
}

function floorOf(sites: readonly Site[], eta: number): number {
  return medianOf(Float64Array.from(sites, (site) => noiseOf(site, eta, 0)).sort());
}

async function sitesOf(bench: Bench, starts: Float32Array<ArrayBuffer>): Promise<readonly Site[]> {
  const probes = await bench.probe(starts);
  const errorsAt = roundingOf(bench.objective);
  return probes.map((probe, i) => {
    const [x = 0, y = 0] = starts.subarray(2 * i, 2 * i + 2);
    const norm = normOf(bench.objective, x, y);
    return { probe, size: Math.hypot(x, y), norm, errors: errorsAt(x, y, probe) };
  });
}

/** Bounds of what f32 makes ∇f and H∇f err by; the product adds its own rounding to those of its factors. */
function roundingOf({ expression, parameters }: Objective) {
  const { fx, fy, fxx, fxy, fyy, letters } = makeFormulas(expression);
  const first = bindRounding(compile([fx, fy], letters), parameters);
  const second = bindRounding(compile([fxx, fxy, fyy], letters), parameters);
  const sizes = (bound: Float64Array) => UNIT * Math.hypot(...bound);
  return (x: number, y: number, { gradient, bend }: Probe): Site['errors'] => {
    const [byGradient, byHessian] = [sizes(first(x, y)), sizes(second(x, y))];
    const speed = Math.hypot(...gradient);
    const steep = speed > 0 ? Math.hypot(...bend) / speed : 0;
    return { gradient: byGradient, bend: byHessian * speed + steep * byGradient + 4 * UNIT * steep * speed };
  };
}
