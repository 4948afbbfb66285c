import { whyNotApart } from './experiment/apart';
import { Clock } from './experiment/clock';
import { type Experiment, objectiveOf } from './experiment/experiment';
import type { Environment } from './experiment/keys';
import { transition } from './experiment/transition';
import type { Point } from './experiment/values';
import type { Window } from './experiment/window';
import type { Gpu } from './gpu/device';
import { FrameLoop } from './gpu/frameLoop';
import { Uniform } from './gpu/layout';
import { problemLayout } from './gpu/problem';
import type { MethodId } from './methods/method';
import { type ContourScale, contourScale } from './objectives/contours';
import type { Objective } from './objectives/objective';
import { boxOfView, surveyObjective } from './objectives/survey';
import { ApartPass } from './passes/apart';
import type { Counts } from './passes/census';
import { ChecksPass } from './passes/checks';
import { DensityMeter } from './passes/densityMeter';
import { nearest, type Particles, startLimit } from './passes/ensembles';
import { readFootprints } from './passes/footprints';
import { Observers } from './passes/observer';
import { type Landscape, PassLibrary, type Steps } from './passes/passes';
import { Picture } from './passes/picture';
import { Recorder } from './passes/recorder';
import { Run } from './passes/run';
import { Surveyor } from './passes/surveyor';
import { TRIAL_KINDS, TrialBook, type TrialOptions } from './passes/trials';
import type { Check } from './theory/check';
import type { Constants } from './theory/constants';
import type { Comparison } from './theory/density';
import type { Facts } from './theory/facts';
import { type Gait, gaitOf } from './theory/gait';
import type { Gaps } from './theory/gap';
import type { Recording } from './theory/recording';
import type { TrialKind, Trials } from './theory/trial';

/** Seconds between two counts of statuses while playing. */
const CENSUS_EVERY = 0.2;
/** Up to so many pairs, flows glide between ticks. */
const GLIDES_UP_TO = 2000;

/** Steps that are taken again, at most, to be measured. */
const MOST_REPLAYED = 10_000;

/** Starts that the page opens with: as many as still read as single curves, fewer where the CPU draws. */
const FIRST_COUNT = { hardware: 60, software: 40 } as const;

/** What this machine can bear. */
export function environmentOf({ device, software }: Gpu): Environment {
  return { count: software ? FIRST_COUNT.software : FIRST_COUNT.hardware, countLimit: startLimit(device) };
}

/** How a counted density compares with the law that it tends to. */
interface Density extends Comparison {
  /** Positions counted in view. */
  readonly samples: number;
}

/**
 * The machine as one thing: an experiment in, frames and readings out.
 *
 * A frame: the clock says how many ticks are due, the ensembles take them, the picture is drawn. Nothing runs while
 * nothing changes.
 */
export class Instrument {
  readonly gpu: Gpu;
  readonly #device: GPUDevice;
  readonly #picture: Picture;
  readonly #library: PassLibrary;
  readonly #density: DensityMeter;
  readonly #checks: ChecksPass;
  readonly #recorder: Recorder;
  readonly #apart: ApartPass;
  readonly #trials: TrialBook;
  readonly #observers: Observers;
  readonly #surveyor: Surveyor;
  readonly #problem: Uniform<(typeof problemLayout)['shape']>;
  readonly #clock = new Clock();
  readonly #frames: FrameLoop;
  readonly #listeners = new Set<() => void>();
  #run: Run;
  /** What was on screen before a landscape whose methods are still being compiled, in case they are refused. */
  #fallback: Run | null = null;
  #facts: Facts;
  #looks = false;
  #scale: ContourScale;
  /** The objective whose parameters the GPU has. */
  #described: Objective | null = null;
  #loads = 0;
  #opening: Promise<void> | null = null;
  #lastCensus = 0;
  #censusRuns = false;

  /** @throws ShaderError if a shader does not compile */
  static async create(gpu: Gpu, canvas: HTMLCanvasElement, experiment: Experiment): Promise<Instrument> {
    const { device } = gpu;
    const format = navigator.gpu.getPreferredCanvasFormat();
    const library = new PassLibrary(device, format);
    const objective = objectiveOf(experiment);
    const [picture, landscape, steps] = await Promise.all([
      Picture.create(device, canvas, format),
      landscapeOf(library, experiment, objective),
      library.steps(objective, experiment.methods),
    ]);
    const density = new DensityMeter(device, format);
    await Promise.all([picture.prepare(experiment), density.prepare(experiment)]);
    const run = new Run(device, experiment, objective, landscape);
    run.steps = steps;
    const instrument = new Instrument(gpu, { picture, library, density }, run);
    instrument.#opening = instrument.#open(experiment, objective);
    return instrument;
  }

  private constructor(
    gpu: Gpu,
    { picture, library, density }: { picture: Picture; library: PassLibrary; density: DensityMeter },
    run: Run,
  ) {
    this.gpu = gpu;
    this.#device = gpu.device;
    this.#picture = picture;
    this.#library = library;
    this.#density = density;
    this.#checks = new ChecksPass(
      this.#device,
      () => this.#facts,
      () => this.#trials.latest,
    );
    this.#recorder = new Recorder(gpu.device, library, () => this.#facts);
    this.#apart = new ApartPass(this.#device, navigator.gpu.getPreferredCanvasFormat());
    this.#trials = new TrialBook(this.#device);
    this.#observers = new Observers([this.#checks, this.#recorder, this.#apart]);
    this.#run = run;
    this.#problem = new Uniform(this.#device, 'Instrument.problem', problemLayout);
    this.#surveyor = new Surveyor(this.#device, library);
    this.#facts = this.#surveyor.factsOf(run.objective, run.experiment);
    this.#scale = contourScale(run.objective, run.experiment.view);
    this.#frames = new FrameLoop(this.#device.queue, (now) => this.#frame(now));
    this.#describeProblem();
    this.#trials.turnTo(run.experiment);
  }

  /** The first picture does not wait for those who look on; the first step does. What fails here is told with the next load. */
  async #open(experiment: Experiment, objective: Objective): Promise<void> {
    await this.#observers.prepare(experiment, objective).catch(() => undefined);
    this.#opening = null;
    this.#recount();
  }

  get experiment(): Experiment {
    return this.#run.experiment;
  }

  get objective(): Objective {
    return this.#run.objective;
  }

  /** L, μ and what follows, exact or over the view. */
  get constants(): Constants {
    return this.#facts.constants;
  }

  /** What theory knows of the objective: constants, minima, and where they hold. */
  get facts(): Facts {
    return this.#facts;
  }

  /** The theorems: whether each holds here, and what has been measured of it, as last read. */
  get checks(): readonly Check[] {
    return this.#checks.table(this.experiment);
  }

  /** How far gradient descent and the flow have come apart, as last read; why that is not known; null where nobody asks. */
  get gaps(): Gaps | string | null {
    const { apart, dock } = this.experiment;
    if (!apart && dock !== 'compare') return null;
    return whyNotApart(this.experiment) ?? this.#apart.gaps;
  }

  /** What off-screen runs have found of this objective, η and these starts, as far as they were made. */
  get trials(): Trials {
    return this.#trials.latest;
  }

  /** The levels of the contours on screen. */
  get contourScale(): ContourScale {
    return this.#scale;
  }

  /** What of the plane is on screen. */
  get window(): Window {
    return this.#picture.windowOf(this.experiment);
  }

  get playing(): boolean {
    return this.#clock.playing;
  }

  /** Steps taken, k. */
  get step(): number {
    return this.#run.step;
  }

  /** Time t of gradient flow; kη as long as η has not changed. */
  get time(): number {
    return this.#run.time;
  }

  /** Pairs on the plane: laid starts and placed ones. */
  get count(): number {
    return this.#run.ensembles.count;
  }

  /** Positions kept per particle and step: fewer than the experiment asks for if the adapter has no room for more. */
  get trail(): number {
    return this.#run.ensembles.trail;
  }

  /** How trails are drawn. */
  get look(): 'strokes' | 'light' {
    return this.#picture.lookOf(this.experiment);
  }

  /** Particles by status, for every method, as last counted. */
  get counts(): ReadonlyMap<MethodId, Counts> {
    return this.#run.counts;
  }

  /** How far the counted positions of the stochastic method are from e^{−f/T} over the view; null where none are counted. */
  get density(): Density | null {
    const reading = this.experiment.density ? this.#density.reading : null;
    if (reading === null || reading.against === null) return null;
    const { samples, inside, against } = reading;
    return { ...against, samples: Math.round(samples * inside) };
  }

  /** What all particles did, step by step, since the plots were opened; null before anything is recorded. */
  get recording(): Recording | null {
    return this.#recorder.recording;
  }

  /** Calls back after every frame and every change; returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Shows another experiment. What it shares with the present one goes on running; a newer call overtakes an older.
   * Another objective's landscape is shown as soon as it is compiled, with the particles on their starts; they go when
   * the methods are compiled too, which is when this resolves.
   *
   * @throws ShaderError if the objective's shaders do not compile; what was on screen before then comes back.
   */
  async load(next: Experiment): Promise<void> {
    const ticket = ++this.#loads;
    const objective = objectiveOf(next);
    if (!this.#isCompiled(next, objective)) {
      const held = this.#frames.holdWhile(this.#prepareGround(next, objective));
      // Where the CPU draws, it has the picture to do first.
      if (!this.gpu.software) this.#library.steps(objective, next.methods).catch(() => undefined);
      const landscape = await this.#orBack(held, ticket);
      if (ticket !== this.#loads) return;
      if (objective.wgsl !== this.objective.wgsl) {
        this.#show(new Run(this.#device, next, objective, landscape));
        await this.drawn();
        if (ticket !== this.#loads) return;
      }
      const steps = await this.#orBack(this.#prepareMotion(next, objective), ticket);
      if (ticket !== this.#loads) return;
      this.#run.steps = steps;
      this.#stay();
    }
    this.#adopt(next, objective);
  }

  play(): void {
    this.#clock.play();
    this.#frames.request();
  }

  pause(): void {
    this.#clock.pause();
    this.#recount();
  }

  /** Puts every particle on its start: k = 0. */
  restart(): void {
    this.#run.restart();
    this.#forget();
    this.#clock.settle();
    this.#picture.touch('trails');
    this.#recount();
  }

  /** Goes on to the end of so many further steps, then pauses. */
  async advance(steps: number): Promise<void> {
    this.pause();
    await this.#opening;
    this.#clock.settle();
    const { ensembles } = this.#run;
    const target = (this.step + steps) * ensembles.ticksPerStep;
    while (
      ensembles === this.#run.ensembles &&
      ensembles.tick < target &&
      this.#run.isReady &&
      !this.playing
    ) {
      this.#take(target - ensembles.tick);
      await this.#device.queue.onSubmittedWorkDone();
    }
    this.#recount();
  }

  /** Positions and statuses of one method's particles, and when that was. */
  async read(id: MethodId): Promise<Particles & { readonly step: number; readonly time: number }> {
    const run = this.#run;
    const census = await this.#library.census(run.objective);
    const { ensembles, step, time } = run;
    const ensemble = ensembles.find(id);
    if (ensemble === undefined) throw new RangeError(`The experiment does not run the method ${id}.`);
    // Both are submitted before anything else can be: the positions are those of this step.
    const counted = run.takeCensus(census, this.#problem.buffer);
    const particles = await ensembles.read(ensemble);
    await counted;
    return { ...particles, step, time };
  }

  /**
   * Measures the theorems, whatever is on screen; resolves with what has been found up to this step. If nobody has looked on
   * so far, the run is taken again from its beginning, which leads to where it is, or if that was too long ago, from now on.
   */
  async measureChecks(): Promise<readonly Check[]> {
    if (!this.#checks.wants(this.experiment)) {
      this.#checks.asked = true;
      await this.#observers.prepare(this.experiment, this.objective);
      if (this.step <= MOST_REPLAYED) await this.#replay();
    }
    this.#observers.observe(this.#run, this.#problem.buffer);
    await this.#observers.read(this.#run);
    return this.checks;
  }

  /** Takes the run again, from its beginning to this step. */
  async #replay(): Promise<void> {
    const { step, playing } = this;
    this.restart();
    await this.advance(step);
    if (playing) this.play();
  }

  /** How a method's particles have just moved; null before the second step, or where none of them moves. */
  async gait(id: MethodId): Promise<Gait | null> {
    const { ensembles, objective } = this.#run;
    const ensemble = ensembles.find(id);
    if (ensemble === undefined) return null;
    return gaitOf(await readFootprints(this.#device, ensemble), objective, this.#facts.minima);
  }

  /**
   * Measures off screen, with the starts of this experiment, while it goes on: the order of convergence, the local error of
   * a step, the stability threshold, or all of them. One at a time: further ones wait.
   *
   * @throws an AbortError if the signal is aborted, or objective, η or starts change meanwhile
   */
  async trial(kind: TrialKind | 'all', options: TrialOptions = {}): Promise<Trials> {
    const setup = async () => {
      const { experiment, objective } = this;
      const steps = await this.#library.steps(objective, ['gd', 'gf']);
      const [gd, gf] = [steps.get('gd'), steps.get('gf')];
      if (gd === undefined || gf === undefined) throw new Error('A method has not been compiled.');
      const at = this.#run.surroundings(this.#problem.buffer);
      const { starts } = this.#run.ensembles;
      return { experiment, steps: { gd, gf }, at, starts, minimum: this.#facts.minima[0] ?? null };
    };
    const made = await this.#trials.make(kind === 'all' ? TRIAL_KINDS : [kind], setup, options);
    this.#tell();
    return made;
  }

  /** The pair one of whose particles is nearest to a point, if it is no farther than `reach`. */
  async pairNear(point: Point, reach: number): Promise<number | null> {
    const { ensembles } = this.#run;
    const all = await Promise.all(ensembles.all.map((ensemble) => ensembles.read(ensemble)));
    return nearest(all, point, reach);
  }

  /** Sets the size of the picture in device pixels. */
  resize(width: number, height: number, density: number): void {
    this.#picture.resize(width, height, density);
    this.#frames.request();
  }

  /** Draws the present state at once; resolves when it has reached the canvas. */
  async drawn(): Promise<void> {
    this.#draw();
    await this.#device.queue.onSubmittedWorkDone();
  }

  /** Draws the present state at once, and returns the canvas that it is on. It may be read until the task ends. */
  drawNow(): HTMLCanvasElement {
    this.#draw();
    return this.#picture.canvas;
  }

  /** Frees everything; the instrument is of no use afterwards. */
  dispose(): void {
    this.#loads++;
    this.#frames.stop();
    this.#run.dispose();
    this.#fallback?.dispose();
    this.#picture.dispose();
    this.#density.dispose();
    this.#observers.dispose();
    this.#trials.dispose();
    this.#problem.dispose();
    this.#device.destroy();
  }

  /** Whether an experiment can be shown and run at once. */
  #isCompiled(next: Experiment, objective: Objective): boolean {
    const { steps } = this.#run;
    const stepped = next.methods.every((id) => steps.has(id));
    const drawn = this.#picture.isPrepared(next) && this.#density.isPrepared(next);
    const observed = this.#observers.isPrepared(next, objective);
    return stepped && drawn && observed && objective.wgsl === this.objective.wgsl;
  }

  /** What an experiment needs for its picture before anything moves. */
  async #prepareGround(next: Experiment, objective: Objective): Promise<Landscape> {
    const ground = landscapeOf(this.#library, next, objective);
    this.#surveyor.factsOf(objective, next); // while it is being compiled
    await Promise.all([ground, this.#picture.prepare(next), this.#density.prepare(next)]);
    return ground;
  }

  /** What moves the particles of an experiment, and what looks at them while they move. */
  async #prepareMotion(next: Experiment, objective: Objective): Promise<Steps> {
    const steps = await this.#library.steps(objective, next.methods);
    await this.#observers.prepare(next, objective);
    return steps;
  }

  /** The outcome of some work for the newest load; if it fails, what was on screen before comes back. */
  async #orBack<T>(work: Promise<T>, ticket: number): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (ticket === this.#loads) this.#goBack();
      throw error;
    }
  }

  /** Puts another run on screen, for good or until `#goBack`. */
  #show(run: Run): void {
    if (this.#fallback === null) this.#fallback = this.#run;
    else this.#run.dispose();
    this.#run = run;
    this.#begin();
  }

  #goBack(): void {
    if (this.#fallback === null) return;
    this.#run.dispose();
    this.#run = this.#fallback;
    this.#fallback = null;
    this.#begin();
  }

  /** There is no way back any more. */
  #stay(): void {
    this.#fallback?.dispose();
    this.#fallback = null;
    this.#library.keepOnly(this.objective);
    this.#clock.settle();
  }

  #begin(): void {
    this.#describeProblem();
    this.#trials.turnTo(this.experiment);
    this.#survey();
    this.#restyle();
    this.#forget();
    this.#clock.settle();
    this.#recount();
  }

  /** Makes the differences between the present experiment and the next one, on the same formula, happen. */
  #adopt(next: Experiment, objective: Objective): void {
    const { changed, joins, gathers, rules } = transition(this.experiment, next);
    this.#run.continueWith(next, objective);
    this.#trials.turnTo(next);
    const other = this.#describeProblem();
    if (other || changed('view')) this.#survey();
    if (changed('contours', 'arrows')) this.#picture.touch('field');
    if (changed('look', 'theme')) this.#restyle();
    if (changed('view')) this.#picture.touch('trails');
    if (other || rules) this.#forget();
    else if (changed('view')) this.#forgetView();
    if (joins !== null) this.#join(joins);
    else if (gathers) this.#regather();
    else if (!next.respawn && (other || rules)) this.restart();
    this.#recount();
  }

  /** What was counted and measured so far is of other motions than those that follow. */
  #forget(): void {
    this.#density.forget();
    this.#observers.forget('motion');
  }

  #forgetView(): void {
    this.#density.forget();
    this.#observers.forget('view');
  }

  #join(points: readonly Point[]): void {
    this.#run.append(points);
    this.#picture.touch('sheets');
    this.#picture.touch('trails');
  }

  #regather(): void {
    this.#run.regather();
    this.#forget();
    this.#clock.settle();
    this.#picture.touch('sheets');
    this.#picture.touch('trails');
  }

  #restyle(): void {
    this.#picture.touch('field');
    this.#picture.touch('sheets');
    this.#picture.touch('trails');
  }

  #survey(): void {
    this.#facts = this.#surveyor.factsOf(this.objective, this.experiment);
    this.#scale = contourScale(this.objective, this.experiment.view);
    this.#picture.touch('field');
  }

  /** Tells the GPU the parameters; whether the objective is another one than it was. */
  #describeProblem(): boolean {
    const { objective } = this;
    const other = this.#described !== objective;
    this.#described = objective;
    this.#problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
    return other;
  }

  /** One frame: what is due, the picture, and now and then a count. */
  #frame(now: number): void {
    const moves = this.#run.isReady && this.#opening === null;
    const { ticksPerStep } = this.#run.ensembles;
    const ticks = moves ? this.#clock.ticksDue(now, this.experiment.speed * ticksPerStep) : 0;
    if (ticks > 0) this.#take(ticks);
    this.#draw();
    if (moves && now - this.#lastCensus > 1000 * CENSUS_EVERY) void this.#count(now);
    if (moves && this.#surveyor.wants(this.#run)) void this.#lookCloser();
    if (moves && this.playing) this.#frames.request();
    this.#tell();
  }

  /** Counts anew with the next frame. */
  #recount(): void {
    this.#lastCensus = Number.NEGATIVE_INFINITY;
    this.#frames.request();
  }

  /** Takes at most so many ticks; who looks on is shown the end of every step. */
  #take(ticks: number): void {
    const watched = this.#observers.wants(this.experiment);
    this.#observers.observe(this.#run, this.#problem.buffer); // who has not seen where the step begins
    for (let left = ticks; left > 0; ) {
      const taken = this.#run.take(
        this.#problem.buffer,
        watched ? Math.min(left, this.#run.toNextStep) : left,
      );
      if (watched && this.#run.isAtStep) this.#observers.observe(this.#run, this.#problem.buffer);
      left = watched ? left - taken : 0;
    }
    this.#density.sample(this.#run, this.window);
  }

  #draw(): void {
    this.#density.sample(this.#run, this.window); // counts begin anew where anything has changed
    this.#observers.observe(this.#run, this.#problem.buffer);
    const encoder = this.#device.createCommandEncoder({ label: 'Instrument.frame' });
    const run = this.#run;
    const problem = this.#problem.buffer;
    if (run.ensembles.count <= GLIDES_UP_TO) run.glide(encoder, problem, this.#clock.fraction);
    const losses = [...run.counts.values()].some(([, , diverged]) => diverged > 0);
    const density = this.#density.passOf(run);
    const apart = this.#apart.picture(run);
    this.#picture.draw(encoder, { run, problem, scale: this.#scale, losses, density, apart });
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Counts statuses, at most one count at a time; the listeners hear when it is there. */
  async #count(now: number): Promise<void> {
    if (this.#censusRuns) return;
    this.#censusRuns = true;
    this.#lastCensus = now;
    try {
      await this.#takeCensus();
    } catch {
      // A lost device rejects all reads; its loss is reported once, by whoever watches it.
    }
    this.#censusRuns = false;
    if (this.#lastCensus < 0) this.#frames.request(); // a count was asked for in the meantime
  }

  /** Lets the GPU look for what the CPU's survey may have missed, once the picture is there. */
  async #lookCloser(): Promise<void> {
    if (this.#looks) return;
    this.#looks = true;
    try {
      await this.#device.queue.onSubmittedWorkDone();
      const run = this.#run;
      await this.#surveyor.look(run, this.#problem.buffer, () => run !== this.#run);
      this.#learn();
    } catch {
      // A lost device rejects all reads; its loss is reported once, by whoever watches it.
    }
    this.#looks = false;
    if (this.#surveyor.wants(this.#run)) this.#frames.request(); // the view has changed in the meantime
  }

  /** Takes over what is known by now of the objective on screen. */
  #learn(): void {
    const facts = this.#surveyor.factsOf(this.objective, this.experiment);
    if (facts === this.#facts) return;
    this.#facts = facts;
    this.#observers.forget('view');
    this.#tell();
  }

  async #takeCensus(): Promise<void> {
    const run = this.#run;
    await this.#device.queue.onSubmittedWorkDone(); // the picture first
    const census = await this.#library.census(run.objective);
    if (run !== this.#run) return;
    await run.takeCensus(census, this.#problem.buffer);
    await this.#surveyor.ask(run);
    this.#learn();
    const news = await Promise.all([this.#density.read(run), this.#observers.read(run)]);
    if (news.includes(true)) this.#frames.request();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Compiles the ground of an experiment, and meanwhile measures its objective, which is remembered. */
function landscapeOf(library: PassLibrary, { view }: Experiment, objective: Objective): Promise<Landscape> {
  const compiling = library.landscape(objective);
  for (const shown of [objective.home, view]) surveyObjective(objective, boxOfView(shown));
  return compiling;
}
