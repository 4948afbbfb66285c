import { circumstancesOf, etaOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import type { Objective } from '../objectives/objective';
import type { Minimum } from '../theory/minima';
import type { Offscreen, Positions } from './offscreen';
import type { Probe, ProbePass } from './probe';
import type { StepPass, Surroundings } from './step';

/** Tolerance of the flow: finer gains nothing in f32. */
export const FLOW_TOLERANCE = 1e-7;
/** Starts of one trial at most. */
const STARTS = 4096;

/** What trials are made of: the running experiment, with its compiled steps and its starts. */
export interface TrialSetup {
  readonly experiment: Experiment;
  readonly steps: { readonly gd: StepPass; readonly gf: StepPass };
  readonly at: Surroundings;
  /** All of them, x₀ y₀ x₁ y₁ … */
  readonly starts: Float32Array<ArrayBuffer>;
  /** The lowest known minimum. */
  readonly minimum: Minimum | null;
}

/** How far particles are to go, and in how many ticks. */
interface Course {
  readonly starts: Float32Array<ArrayBuffer>;
  readonly eta: number;
  readonly ticksPerStep: number;
  readonly ticks: number;
}

/** Where one trial is made: off screen, with the experiment's own starts, steps and numbers. */
export class Bench {
  readonly objective: Objective;
  readonly minimum: Minimum | null;
  /** η of gradient descent, as the shader has it. */
  readonly eta: number;
  readonly #setup: TrialSetup;
  readonly #offscreen: Offscreen;
  readonly #probe: ProbePass;

  constructor(setup: TrialSetup, offscreen: Offscreen, probe: ProbePass) {
    this.objective = setup.at.objective;
    this.minimum = setup.minimum;
    this.eta = Math.fround(etaOf(setup.experiment, 'gd'));
    this.#setup = setup;
    this.#offscreen = offscreen;
    this.#probe = probe;
  }

  /** So many of the starts at most, evenly out of all of them. */
  startsOf(most: number): Float32Array<ArrayBuffer> {
    const { starts } = this.#setup;
    const count = Math.max(1, Math.min(starts.length / 2, most, STARTS));
    return Float32Array.from({ length: 2 * count }, (_, n) => {
      return starts[2 * this.particleOf(Math.floor(n / 2), count) + (n % 2)] ?? Number.NaN;
    });
  }

  /** Which particle of the experiment has start i of so many. */
  particleOf(i: number, count: number): number {
    return Math.floor((i * this.#setup.starts.length) / 2 / count);
  }

  /** Where gradient descent or the flow gets to. */
  go(id: 'gd' | 'gf', course: Course, told?: (ticks: number) => void): Promise<Positions> {
    const circumstances = {
      ...circumstancesOf(this.#setup.experiment, id),
      eta: course.eta,
      tolerance: FLOW_TOLERANCE,
    };
    return this.#offscreen.run(this.#setup.steps[id], { ...course, circumstances }, told);
  }

  probe(starts: Float32Array<ArrayBuffer>): Promise<readonly Probe[]> {
    return this.#probe.read(starts, this.#setup.at.problem);
  }

  /**
   * λ = ‖H∇f‖/‖∇f‖, the curvature along the way, at the starts: of the most gentle tenth of them, in the middle, and of the
   * steepest hundredth. NaN where f is linear.
   */
  async curvatures(): Promise<{ gentle: number; middle: number; steepest: number }> {
    const probes = await this.probe(this.startsOf(STARTS));
    const all = probes.map(({ gradient, bend }) => Math.hypot(...bend) / Math.hypot(...gradient));
    const sorted = Float64Array.from(all.filter((lambda) => Number.isFinite(lambda) && lambda > 0)).sort();
    const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
    return { gentle: at(0.1), middle: at(0.5), steepest: at(0.99) };
  }

  /**
   * The largest η of a trial: the experiment's own, doubled while ηλ is smaller than is asked for, or halved while another
   * ηλ is larger than it may be.
   */
  coarsest(least: Wanted, most: Wanted = { lambda: 0, etaLambda: 1 }): number {
    const doublings = (wanted: Wanted) => Math.log2(wanted.etaLambda / (this.eta * wanted.lambda));
    const [up, down] = [Math.ceil(doublings(least)), Math.floor(doublings(most))];
    const m = Math.min(Math.max(0, Number.isNaN(up) ? 0 : up), Number.isNaN(down) ? 0 : down);
    return this.eta * 2 ** (Number.isFinite(m) ? m : 0);
  }
}

interface Wanted {
  /** A curvature, and what η times that is to be. */
  readonly lambda: number;
  readonly etaLambda: number;
}
