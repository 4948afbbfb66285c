import { whyNotApart } from '../experiment/apart';
import type { Experiment } from '../experiment/experiment';
import type { Window } from '../experiment/window';
import type { MethodId } from '../methods/method';
import type { Objective } from '../objectives/objective';
import type { Check } from '../theory/check';
import type { Comparison } from '../theory/density';
import type { Facts } from '../theory/facts';
import { type Gait, gaitOf } from '../theory/gait';
import type { Gaps } from '../theory/gap';
import type { Recording } from '../theory/recording';
import { type TrialKind, type TrialOptions, type Trials, wasGivenUp } from '../theory/trial';
import { ApartPass } from './apart';
import { ChecksPass } from './checks';
import { DensityMeter } from './densityMeter';
import { readFootprints } from './footprints';
import { Lookout, type Pointer } from './lookout';
import { Observers } from './observer';
import type { PassLibrary, Steps } from './passes';
import type { Scene } from './picture';
import { Recorder } from './recorder';
import type { Run } from './run';
import { Surveyor } from './surveyor';
import { TRIAL_KINDS, TrialBook } from './trials';
import type { Whereabouts } from './whereabouts';

/** Seconds between two counts of statuses while playing. */
const CENSUS_EVERY = 0.2;

/** How a counted density compares with the law that it tends to. */
interface Density extends Comparison {
  /** Positions counted in view. */
  readonly samples: number;
}

/** Whoever shows what is measured. */
interface Audience {
  /** Something is there to be seen in the picture. */
  readonly draw: () => void;
  /** A reading has changed. */
  readonly tell: () => void;
}

/**
 * All that is measured of a run beside its picture: statuses, densities, what theory knows of the objective, its theorems
 * held against every particle, records of every step, gaps, and trials off screen.
 */
export class Observatory {
  readonly #device: GPUDevice;
  readonly #library: PassLibrary;
  readonly #problem: GPUBuffer;
  readonly #audience: Audience;
  readonly #density: DensityMeter;
  readonly #checks: ChecksPass;
  readonly #recorder: Recorder;
  readonly #apart: ApartPass;
  readonly #trials: TrialBook;
  readonly #observers: Observers;
  readonly #surveyor: Surveyor;
  readonly #lookout: Lookout;
  #run: Run;
  #facts: Facts;
  #lastCensus = 0;
  #counts = false;
  #looks = false;
  /** What is on screen. */
  #window: Window | null = null;

  /** `problem` is the uniform buffer with the parameters of the run's objective. */
  constructor(
    device: GPUDevice,
    { library, format, problem }: { library: PassLibrary; format: GPUTextureFormat; problem: GPUBuffer },
    run: Run,
    audience: Audience,
  ) {
    this.#device = device;
    this.#library = library;
    this.#problem = problem;
    this.#audience = audience;
    this.#run = run;
    this.#density = new DensityMeter(device, format);
    this.#trials = new TrialBook(device);
    this.#surveyor = new Surveyor(device, library);
    this.#facts = this.#surveyor.factsOf(run.objective, run.experiment);
    const facts = () => this.#facts;
    this.#lookout = new Lookout(device, facts);
    this.#checks = new ChecksPass(device, facts, () => this.#trials.latest);
    this.#recorder = new Recorder(device, library, facts);
    this.#apart = new ApartPass(device, format);
    this.#observers = new Observers([this.#checks, this.#recorder, this.#apart]);
    this.#trials.turnTo(run.experiment);
  }

  get facts(): Facts {
    return this.#facts;
  }

  get checks(): readonly Check[] {
    return this.#checks.table(this.#run.experiment);
  }

  get gaps(): Gaps | string | null {
    const { experiment } = this.#run;
    if (!experiment.apart && experiment.dock !== 'compare') return null;
    return whyNotApart(experiment) ?? this.#apart.gaps;
  }

  get trials(): Trials {
    return this.#trials.latest;
  }

  get recording(): Recording | null {
    return this.#recorder.recording;
  }

  get density(): Density | null {
    const reading = this.#run.experiment.density ? this.#density.reading : null;
    if (reading === null || reading.against === null) return null;
    const { samples, inside, against } = reading;
    return { ...against, samples: Math.round(samples * inside) };
  }

  /** Who is off screen, how particles escaped, and what the pointed and the marked ones do, as last looked for. */
  get whereabouts(): ReadonlyMap<MethodId, Whereabouts> {
    return this.#lookout.of(this.#run);
  }

  /** Somebody points at the plane, or no more. */
  async point(pointer: Pointer | null): Promise<void> {
    if (this.#window === null) return;
    const looked = await this.#lookout.point(pointer, this.#run, this.#window).catch(() => false); // its loss is told elsewhere
    if (looked) this.#audience.tell();
  }

  /** Whether someone has to be shown the end of every step. */
  get watches(): boolean {
    return this.#observers.wants(this.#run.experiment);
  }

  /** What moves particles in place of the run's own steps, to the same places, for those who look on. */
  get meters(): Steps {
    return this.#checks.meters(this.#run);
  }

  /** What measurements put into the picture. */
  get marks(): Pick<Scene, 'density' | 'apart'> {
    return { density: this.#density.passOf(this.#run), apart: this.#apart.picture(this.#run) };
  }

  /** Whether everything that an experiment's picture needs of it has been compiled, and what looks at its motion. */
  isPrepared(next: Experiment, objective: Objective): boolean {
    return this.#density.isPrepared(next) && this.#observers.isPrepared(next, objective);
  }

  /** What an experiment's picture needs of it. */
  async prepareGround(next: Experiment, objective: Objective): Promise<void> {
    this.#surveyor.factsOf(objective, next); // while others compile
    await this.#density.prepare(next);
  }

  /** What looks at the particles while they move. */
  prepareMotion(next: Experiment, objective: Objective): Promise<void> {
    return this.#observers.prepare(next, objective);
  }

  /** Turns to another run, or to the same with another experiment. */
  turnTo(run: Run): void {
    this.#run = run;
    this.#trials.turnTo(run.experiment);
  }

  /** Learns what there is to know at once of the objective on screen. */
  survey(): void {
    this.#facts = this.#surveyor.factsOf(this.#run.objective, this.#run.experiment);
  }

  /** What was counted and measured so far is of other motions than those that follow, or of another view. */
  forget(what: 'motion' | 'view'): void {
    this.#density.forget();
    this.#observers.forget(what);
  }

  /** Shows the run to those who look on and have not seen it as it is. */
  observe(): void {
    this.#observers.observe(this.#run, this.#problem);
  }

  /** Counts where particles have been since the last time. */
  sample(window: Window): void {
    this.#window = window;
    this.#density.sample(this.#run, window);
  }

  /** Reads what has been measured, if that is due at time `now` in milliseconds. */
  attend(now: number): void {
    if (now - this.#lastCensus > 1000 * CENSUS_EVERY) void this.#count(now);
    if (this.#surveyor.wants(this.#run)) void this.#lookCloser();
  }

  /** Counts anew with the next frame. */
  recount(): void {
    this.#lastCensus = Number.NEGATIVE_INFINITY;
    this.#audience.draw();
  }

  /** Measures the theorems from now on, whatever is on screen; whether they were measured before. */
  async measureChecks(): Promise<boolean> {
    const { experiment, objective } = this.#run;
    const before = this.#checks.wants(experiment);
    this.#checks.asked = true;
    await this.#observers.prepare(experiment, objective);
    return before;
  }

  /** The theorems as they stand at this moment, those that only trials show among them. */
  async readChecks(): Promise<readonly Check[]> {
    await this.#makeMissingTrials();
    this.observe();
    await this.#observers.read(this.#run);
    return this.checks;
  }

  async gait(id: MethodId): Promise<Gait | null> {
    const { ensembles, objective } = this.#run;
    const ensemble = ensembles.find(id);
    if (ensemble === undefined) return null;
    return gaitOf(await readFootprints(this.#device, ensemble), objective, this.#facts.minima);
  }

  async trial(kind: TrialKind | 'all', options: TrialOptions): Promise<Trials> {
    const setup = async () => {
      const { experiment, objective } = this.#run;
      const steps = await this.#library.steps(objective, ['gd', 'gf']);
      const [gd, gf] = [steps.get('gd'), steps.get('gf')];
      if (gd === undefined || gf === undefined) throw new Error('A method has not been compiled.');
      const at = this.#run.surroundings(this.#problem);
      const { starts } = this.#run.ensembles;
      return { experiment, steps: { gd, gf }, at, starts, minimum: this.#facts.minima[0] ?? null };
    };
    const made = await this.#trials.make(kind === 'all' ? TRIAL_KINDS : [kind], setup, options);
    this.#audience.tell();
    return made;
  }

  dispose(): void {
    this.#density.dispose();
    this.#observers.dispose();
    this.#trials.dispose();
    this.#lookout.dispose();
  }

  async #makeMissingTrials(): Promise<void> {
    const missing = TRIAL_KINDS.filter((kind) => this.trials[kind] === null);
    try {
      for (const kind of missing) await this.trial(kind, {});
    } catch (error) {
      if (!wasGivenUp(error)) throw error; // the experiment has become another one: they are of no interest
    }
  }

  /** Counts statuses, at most one count at a time; the audience hears when it is there. */
  async #count(now: number): Promise<void> {
    if (this.#counts) return;
    this.#counts = true;
    this.#lastCensus = now;
    try {
      await this.#takeCensus();
    } catch {
      // A lost device rejects all reads; its loss is reported once, by whoever watches it.
    }
    this.#counts = false;
    if (this.#lastCensus < 0) this.#audience.draw(); // a count was asked for in the meantime
  }

  async #takeCensus(): Promise<void> {
    const run = this.#run;
    const isGone = () => run !== this.#run || !run.ensembles.isThere;
    await this.#device.queue.onSubmittedWorkDone(); // the picture first
    const census = await this.#library.census(run.objective);
    if (isGone()) return;
    await run.takeCensus(census, this.#problem);
    if (isGone()) return;
    if (this.#window !== null) await this.#lookout.look(run, this.#window);
    await this.#surveyor.ask(run);
    this.#learn();
    if (isGone()) return;
    const news = await Promise.all([this.#density.read(run), this.#observers.read(run)]);
    if (news.includes(true)) this.#audience.draw();
    this.#audience.tell();
  }

  /** Lets the GPU look for what the CPU's survey may have missed, once the picture is there. */
  async #lookCloser(): Promise<void> {
    if (this.#looks) return;
    this.#looks = true;
    try {
      await this.#device.queue.onSubmittedWorkDone();
      const run = this.#run;
      await this.#surveyor.look(run, this.#problem, () => run !== this.#run);
      this.#learn();
    } catch {
      // A lost device rejects all reads; its loss is reported once, by whoever watches it.
    }
    this.#looks = false;
    if (this.#surveyor.wants(this.#run)) this.#audience.draw(); // the view has changed in the meantime
  }

  /** Takes over what is known by now of the objective on screen. */
  #learn(): void {
    const facts = this.#surveyor.factsOf(this.#run.objective, this.#run.experiment);
    if (facts === this.#facts) return;
    this.#facts = facts;
    this.#observers.forget('view');
    this.#audience.tell();
  }
}
