import { etaOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import type { Point } from '../experiment/values';
import { eigenvalues } from '../math/symmetric2';
import type { MethodId } from '../methods/method';
import type { Objective } from '../objectives/objective';
import { boxOfView, surveyObjective } from '../objectives/survey';
import type { CensusPass, Counts, Measures, Periods } from './census';
import { Chronicle, type Rules } from './chronicle';
import { Ensembles } from './ensembles';
import type { Landscape, Steps } from './passes';
import type { Surroundings } from './step';

/** Trust radius in sizes of the home view (NUMERICS: leaves gradients of degree 7 finite in f32). */
const TRUST = 1e4;
/** A gradient smaller than this part of a middling one counts as none: the particle has converged. */
const STILLNESS = 1e-6;
/** Nor does one count that is closer to the minimiser of an ill-conditioned quadratic than this part of the home view. */
const NEARNESS = 1e-3;

/** One experiment on the GPU: its landscape, its ensembles, and how far they have got. */
export class Run {
  readonly landscape: Landscape;
  /** Empty until they are compiled: the particles then stand on their starts. */
  steps: Steps = new Map();
  readonly #device: GPUDevice;
  #experiment: Experiment;
  #objective: Objective;
  #over = false;
  #ensembles: Ensembles;
  #chronicle: Chronicle;
  #typical: number;
  #stillness: number;
  #counts: ReadonlyMap<MethodId, Counts> = new Map();
  #periods: ReadonlyMap<MethodId, Periods> = new Map();
  /** The time that the clock read when η last changed, and the tick at which it did. */
  #since = { tick: 0, time: 0 };

  constructor(device: GPUDevice, experiment: Experiment, objective: Objective, landscape: Landscape) {
    this.#device = device;
    this.landscape = landscape;
    this.#experiment = experiment;
    this.#objective = objective;
    this.#typical = typicalGradient(this.#objective);
    this.#stillness = stillnessOf(this.#objective, this.#typical);
    this.#ensembles = new Ensembles(device, experiment, this.#objective);
    this.#chronicle = new Chronicle({ experiment, objective });
  }

  /** Another run of what this one ran, on another device, with all particles on their first starts until it is `relived`. */
  static like(
    last: Run,
    device: GPUDevice,
    { landscape, steps }: { landscape: Landscape; steps: Steps },
  ): Run {
    const { experiment, objective } = last.#chronicle.laid;
    const run = new Run(device, experiment, objective, landscape);
    run.steps = steps;
    return run;
  }

  get experiment(): Experiment {
    return this.#experiment;
  }

  get objective(): Objective {
    return this.#objective;
  }

  get ensembles(): Ensembles {
    return this.#ensembles;
  }

  /** A middling ‖∇f‖ over the home view. */
  get typical(): number {
    return this.#typical;
  }

  /** A smaller ‖∇f‖ counts as none, and what gradient descent's cycles are tested with. */
  get measures(): Measures {
    return { stillness: this.#stillness, eta: etaOf(this.#experiment, 'gd') };
  }

  /** Particles by status, for every method, as last counted. */
  get counts(): ReadonlyMap<MethodId, Counts> {
    return this.#counts;
  }

  /** Particles on cycles by their period, for every method, as last counted. */
  get periods(): ReadonlyMap<MethodId, Periods> {
    return this.#periods;
  }

  /** Whether every method's particles can move. */
  get isReady(): boolean {
    return this.#experiment.methods.every((id) => this.steps.has(id));
  }

  /** Steps taken, k. */
  get step(): number {
    return Math.floor(this.#ensembles.tick / this.#ensembles.ticksPerStep);
  }

  /** Ticks from now to the end of the step; a whole step's at the end of one. */
  get toNextStep(): number {
    const { tick, ticksPerStep } = this.#ensembles;
    return ticksPerStep - (tick % ticksPerStep);
  }

  /** Whether it stands at the end of a step, where maps and flows meet. */
  get isAtStep(): boolean {
    return this.#ensembles.tick % this.#ensembles.ticksPerStep === 0;
  }

  /** Time t of gradient flow; kη as long as η has not changed. */
  get time(): number {
    const { tick, ticksPerStep } = this.#ensembles;
    return this.#since.time + ((tick - this.#since.tick) * this.#experiment.eta) / ticksPerStep;
  }

  /** What tells the ensembles, as they were laid, from those that are laid anew; it outlives the device. */
  get chronicle(): Chronicle {
    return this.#chronicle;
  }

  /** Goes on with another experiment whose formula of f is the same. */
  continueWith(experiment: Experiment, objective: Objective): void {
    if (experiment.eta !== this.#experiment.eta && this.#ensembles.tick > 0) {
      this.#since = { tick: this.#ensembles.tick, time: this.time };
    }
    const other = !sameParameters(objective, this.#objective);
    const kept = other ? objective : this.#objective;
    this.#chronicle.turn(this.#rules, { experiment, objective: kept }, this.#ensembles.tick);
    this.#experiment = experiment;
    if (other) this.#measure(objective);
  }

  #measure(objective: Objective): void {
    this.#objective = objective;
    this.#typical = typicalGradient(objective);
    this.#stillness = stillnessOf(objective, this.#typical);
  }

  /** Puts every particle on its start: k = 0. */
  restart(): void {
    this.#ensembles.restart();
    this.#chronicle.restart(this.#rules);
    this.#since = { tick: 0, time: 0 };
  }

  /** Lays the ensembles anew, as the experiment now has them. */
  regather(): void {
    this.#ensembles.dispose();
    this.#ensembles = new Ensembles(this.#device, this.#experiment, this.#objective);
    this.#chronicle = new Chronicle(this.#rules);
    this.#since = { tick: 0, time: 0 };
    this.#counts = new Map();
    this.#periods = new Map();
  }

  append(points: readonly Point[]): void {
    for (const point of points) this.#ensembles.append(point);
    this.#chronicle.join(points, this.#rules, this.#ensembles.tick);
  }

  /** So many ticks were taken: now and then the moment is remembered. */
  remember(ticks: number): void {
    void this.#chronicle.went(this.#device, this.#ensembles, this.#rules, ticks);
  }

  /**
   * Goes where another run was when its device was lost: from the last moment that is remembered, by the same rules at the same
   * ticks. `describe` gives the shaders the parameters of an objective.
   */
  async relive(last: Run, problem: GPUBuffer, describe: (objective: Objective) => void): Promise<void> {
    const { restarts } = last.#chronicle;
    const { tick, memory } = last.#ensembles;
    const moment = last.#chronicle.before(tick, memory);
    for (const point of moment.joined) this.#ensembles.append(point);
    if (moment.bodies !== null) this.#ensembles.resume(moment.tick, moment.bodies);
    this.#become(moment, describe);
    for (const turn of moment.turns) {
      await this.#goTo(turn.tick, problem);
      for (const point of turn.points) this.#ensembles.append(point);
      this.#become(turn, describe);
    }
    await this.#goTo(tick, problem);
    this.#become(last.#rules, describe);
    this.#since = last.#since;
    this.#counts = last.#counts;
    this.#periods = last.#periods;
    if (last.#chronicle.restarts !== restarts) this.#ensembles.restart(); // meanwhile
    this.#chronicle = last.#chronicle;
  }

  /** Takes at most so many ticks; returns how many it took. Meters are steps to take in place of others. */
  take(problem: GPUBuffer, ticks: number, meters?: Steps): number {
    return this.#ensembles.take(this.steps, this.surroundings(problem), this.#experiment, ticks, meters);
  }

  /** Moves the heads of the flows on by a fraction of a tick, for the picture only. */
  glide(encoder: GPUCommandEncoder, problem: GPUBuffer, fraction: number): void {
    this.#ensembles.glide(encoder, this.steps, this.surroundings(problem), this.#experiment, fraction);
  }

  /** Names and counts all statuses, of the state at this moment. */
  async takeCensus(census: CensusPass, problem: GPUBuffer): Promise<void> {
    const ensembles = this.#ensembles;
    const found = await ensembles.census(census, problem, this.measures);
    if (ensembles !== this.#ensembles) return;
    const ids = ensembles.all.map(({ method }) => method.id);
    this.#counts = new Map(ids.map((id, n) => [id, found[n]?.counts ?? [0, 0, 0, 0]]));
    this.#periods = new Map(ids.map((id, n) => [id, found[n]?.periods ?? []]));
  }

  /** Another run of the same experiment, from its start or from where this one is; its ensembles are its own. */
  copy(from: 'start' | 'now'): Run {
    const copy = new Run(this.#device, this.#experiment, this.#objective, this.landscape);
    copy.steps = this.steps;
    if (from === 'start') return copy;
    copy.#ensembles.becomeLike(this.#ensembles);
    copy.#since = this.#since;
    copy.#counts = this.#counts;
    copy.#periods = this.#periods;
    return copy;
  }

  /** Whether it has been disposed of, while somebody waited for something else. */
  get isOver(): boolean {
    return this.#over;
  }

  dispose(): void {
    this.#over = true;
    this.#ensembles.dispose();
  }

  get #rules(): Rules {
    return { experiment: this.#experiment, objective: this.#objective };
  }

  #become({ experiment, objective }: Rules, describe: (objective: Objective) => void): void {
    if (objective !== this.#objective) this.#measure(objective);
    this.#experiment = experiment;
    describe(objective);
  }

  async #goTo(tick: number, problem: GPUBuffer): Promise<void> {
    while (this.#ensembles.tick < tick) {
      this.take(problem, tick - this.#ensembles.tick);
      await this.#device.queue.onSubmittedWorkDone();
    }
  }

  /** What a step needs to know beside an ensemble. */
  surroundings(problem: GPUBuffer): Surroundings {
    const [x, y, halfHeight] = this.#objective.home;
    const size = Math.max(Math.abs(x), Math.abs(y)) + 2 * halfHeight;
    const trustRadius = Math.max(TRUST * size, 10 * this.#ensembles.reach);
    return { objective: this.#objective, problem, trustRadius };
  }
}

function sameParameters(a: Objective, b: Objective): boolean {
  return a.key === b.key && a.letters.every((letter) => a.parameters[letter] === b.parameters[letter]);
}

/**
 * The ‖∇f‖ that counts as none: small beside others, and on a quadratic with least eigenvalue μ small enough that ‖∇f‖/μ, which
 * bounds the distance to the minimiser, is small beside the view: at κ = 10⁸ a whole valley has gradients of little size.
 */
function stillnessOf({ quadratic, home: [, , half] }: Objective, typical: number): number {
  const [mu] = quadratic === null ? [0] : eigenvalues(quadratic.A);
  return mu > 0 ? Math.min(STILLNESS * typical, NEARNESS * half * mu) : STILLNESS * typical;
}

function typicalGradient(objective: Objective): number {
  const { medianGradient } = surveyObjective(objective, boxOfView(objective.home));
  return medianGradient > 0 ? medianGradient : 1;
}
