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
import type { Counts, Periods } from './passes/census';
import { nearest, type Particles, startLimit } from './passes/ensembles';
import { PathsStage } from './passes/lab/pathsStage';
import { Laboratory } from './passes/laboratory';
import { Observatory } from './passes/observatory';
import { PassLibrary } from './passes/passes';
import { Picture } from './passes/picture';
import { Run } from './passes/run';
import { landscapeOf, Stage } from './passes/stage';
import type { Whereabouts } from './passes/whereabouts';
import type { Check } from './theory/check';
import type { Constants } from './theory/constants';
import type { Facts } from './theory/facts';
import type { FateMap, FateOptions, FateReading, FateRequest } from './theory/fate';
import type { Gait } from './theory/gait';
import type { Gaps } from './theory/gap';
import type { FanReading } from './theory/lab/fan';
import type { OrbitDiagram, OrbitOptions, OrbitRequest } from './theory/orbits';
import type { Recording } from './theory/recording';
import type { TrialKind, TrialOptions, Trials } from './theory/trial';

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
  readonly #observatory: Observatory;
  readonly #laboratory: Laboratory;
  readonly #stage: Stage;
  readonly #paths: PathsStage;
  readonly #problem: Uniform<(typeof problemLayout)['shape']>;
  readonly #clock = new Clock();
  readonly #frames: FrameLoop;
  readonly #listeners = new Set<() => void>();
  #scale: ContourScale;
  /** The objective whose parameters the GPU has. */
  #described: Objective | null = null;
  #opening: Promise<void> | null = null;

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
    const run = new Run(device, experiment, objective, landscape);
    run.steps = steps;
    const instrument = new Instrument(gpu, { picture, library, format }, run);
    await Promise.all([
      picture.prepare(experiment),
      instrument.#observatory.prepareGround(experiment, objective),
    ]);
    instrument.#opening = instrument.#open(experiment, objective);
    return instrument;
  }

  private constructor(
    gpu: Gpu,
    { picture, library, format }: { picture: Picture; library: PassLibrary; format: GPUTextureFormat },
    run: Run,
  ) {
    this.gpu = gpu;
    this.#device = gpu.device;
    this.#picture = picture;
    this.#library = library;
    this.#problem = new Uniform(this.#device, 'Instrument.problem', problemLayout);
    this.#stage = new Stage(gpu, library, run, {
      isPrepared: (next, objective) =>
        picture.isPrepared(next) && this.#observatory.isPrepared(next, objective),
      prepareGround: (next, objective) =>
        Promise.all([picture.prepare(next), this.#observatory.prepareGround(next, objective)]),
      prepareMotion: (next, objective) => this.#observatory.prepareMotion(next, objective),
      hold: (work) => this.#frames.holdWhile(work),
      begin: () => this.#begin(),
      drawn: () => this.drawn(),
    });
    this.#scale = contourScale(run.objective, run.experiment.view);
    this.#frames = new FrameLoop(this.#device.queue, (now) => this.#frame(now));
    this.#observatory = new Observatory(
      this.#device,
      { library, format, problem: this.#problem.buffer },
      run,
      { draw: () => this.#frames.request(), tell: () => this.#tell() },
    );
    this.#laboratory = new Laboratory(
      this.#device,
      { library, format, problem: this.#problem.buffer, facts: () => this.facts },
      run,
      {
        draw: () => {
          this.#picture.touch('field');
          this.#frames.request();
        },
        tell: () => this.#tell(),
      },
    );
    this.#paths = new PathsStage(this.#device, format, {
      draw: () => this.#frames.request(),
      tell: () => this.#tell(),
    });
    this.#describeProblem();
  }

  /** The first picture does not wait for those who look on; the first step does. What fails here is told with the next load. */
  async #open(experiment: Experiment, objective: Objective): Promise<void> {
    await this.#observatory.prepareMotion(experiment, objective).catch(() => undefined);
    this.#opening = null;
    this.#observatory.recount();
  }

  get #run(): Run {
    return this.#stage.run;
  }

  get experiment(): Experiment {
    return this.#run.experiment;
  }

  get objective(): Objective {
    return this.#run.objective;
  }

  /** L, μ and what follows, exact or over the view. */
  get constants(): Constants {
    return this.#observatory.facts.constants;
  }

  /** What theory knows of the objective: constants, minima, and where they hold. */
  get facts(): Facts {
    return this.#observatory.facts;
  }

  /** The theorems: whether each holds here, and what has been measured of it, as last read. */
  get checks(): readonly Check[] {
    return this.#observatory.checks;
  }

  /** How far gradient descent and the flow have come apart, as last read; why that is not known; null where nobody asks. */
  get gaps(): Gaps | string | null {
    return this.#observatory.gaps;
  }

  /** What off-screen runs have found of this objective, η and these starts, as far as they were made. */
  get trials(): Trials {
    return this.#observatory.trials;
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

  /** Particles on cycles by their period p (entry p), for every method, as last counted. */
  get periods(): ReadonlyMap<MethodId, Periods> {
    return this.#run.periods;
  }

  /** Who is off screen, how particles escaped, and what the pointed and the marked ones do, by method, as last looked for. */
  get whereabouts(): ReadonlyMap<MethodId, Whereabouts> {
    return this.#observatory.whereabouts;
  }

  /** How far the counted positions of the stochastic method are from e^{−f/T} over the view; null where none are counted. */
  get density(): Observatory['density'] {
    return this.#observatory.density;
  }

  /** What all particles did, step by step, since the plots were opened; null before anything is recorded. */
  get recording(): Recording | null {
    return this.#observatory.recording;
  }

  /** What the fan of learning rates shows; null where none is shown. */
  get fan(): FanReading | null {
    return this.#paths.reading(this.experiment);
  }

  /** Shows the orbit of the experiment's `rule` from a start, with this η or its own; none for null. */
  showOrbit(start: Point | null, eta: number | null = null): void {
    this.#paths.showOrbit(start, eta);
  }

  /** What the fate map on screen has found so far; null where none is shown. */
  get fate(): FateReading | null {
    return this.#laboratory.fate;
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
    const objective = objectiveOf(next);
    const ready = this.#stage.load(next, objective);
    if (ready !== true) {
      if (!(await ready)) return;
      this.#clock.settle();
    }
    this.#adopt(next, objective);
  }

  play(): void {
    this.#clock.play();
    this.#frames.request();
  }

  pause(): void {
    this.#clock.pause();
    this.#observatory.recount();
  }

  /** Puts every particle on its start: k = 0. */
  restart(): void {
    this.#run.restart();
    this.#observatory.forget('motion');
    this.#clock.settle();
    this.#picture.touch('trails');
    this.#observatory.recount();
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
    this.#observatory.recount();
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
    const measured = await this.#observatory.measureChecks();
    if (!measured && this.step <= MOST_REPLAYED) await this.#replay();
    return this.#observatory.readChecks();
  }

  /** Takes the run again, from its beginning to this step. */
  async #replay(): Promise<void> {
    const { step, playing } = this;
    this.restart();
    await this.advance(step);
    if (playing) this.play();
  }

  /** How a method's particles have just moved; null before the second step, or where none of them moves. */
  gait(id: MethodId): Promise<Gait | null> {
    return this.#observatory.gait(id);
  }

  /**
   * Measures off screen, with the starts of this experiment, while it goes on: the order of convergence, the local error of
   * a step, the stability threshold, or all of them. One at a time: further ones wait.
   *
   * @throws an AbortError if the signal is aborted, or objective, η or starts change meanwhile
   */
  trial(kind: TrialKind | 'all', options: TrialOptions = {}): Promise<Trials> {
    return this.#observatory.trial(kind, options);
  }

  /**
   * What becomes of a method from every pixel of a map, while the experiment goes on: coarse at once, then finer and finer.
   *
   * @throws an AbortError if the signal is aborted or the objective becomes another one
   */
  mapFates(request: FateRequest, options: FateOptions = {}): Promise<FateMap> {
    return this.#laboratory.mapFates(request, options);
  }

  /**
   * Computes a bifurcation diagram while the experiment goes on: coarse columns first, then all, then finer.
   *
   * @throws an AbortError if the signal is aborted or the objective becomes another one; RangeError if the method has none
   */
  mapOrbits(request: OrbitRequest, options: OrbitOptions = {}): Promise<OrbitDiagram> {
    return this.#laboratory.mapOrbits(request, options);
  }

  /** The pair one of whose particles is nearest to a point, if it is no farther than `reach`. */
  async pairNear(point: Point, reach: number): Promise<number | null> {
    const { ensembles } = this.#run;
    const all = await Promise.all(ensembles.all.map((ensemble) => ensembles.read(ensemble)));
    return nearest(all, point, reach);
  }

  /** Looks for the particles nearest to a point, no farther than `reach`; resolves when `whereabouts` has them. */
  point(at: Point | null, reach: number): Promise<void> {
    return this.#observatory.point(at === null ? null : { at, reach });
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
    this.#frames.stop();
    this.#stage.dispose();
    this.#picture.dispose();
    this.#observatory.dispose();
    this.#laboratory.dispose();
    this.#paths.dispose();
    this.#problem.dispose();
    this.#device.destroy();
  }

  #begin(): void {
    this.#describeProblem();
    this.#observatory.turnTo(this.#run);
    this.#laboratory.turnTo(this.#run);
    this.#survey();
    this.#restyle();
    this.#observatory.forget('motion');
    this.#clock.settle();
    this.#observatory.recount();
  }

  /** Makes the differences between the present experiment and the next one, on the same formula, happen. */
  #adopt(next: Experiment, objective: Objective): void {
    const { changed, joins, gathers, rules } = transition(this.experiment, next);
    this.#run.continueWith(next, objective);
    this.#observatory.turnTo(this.#run);
    this.#laboratory.turnTo(this.#run);
    const other = this.#describeProblem();
    if (other || changed('view')) this.#survey();
    if (changed('contours', 'arrows')) this.#picture.touch('field');
    if (changed('look', 'theme', 'fan', 'fate')) this.#restyle();
    if (changed('view')) this.#picture.touch('trails');
    if (other || rules) this.#observatory.forget('motion');
    else if (changed('view')) this.#observatory.forget('view');
    if (joins !== null) this.#join(joins);
    else if (gathers) this.#regather();
    else if (!next.respawn && (other || rules)) this.restart();
    this.#observatory.recount();
  }

  #join(points: readonly Point[]): void {
    this.#run.append(points);
    this.#picture.touch('sheets');
    this.#picture.touch('trails');
  }

  #regather(): void {
    this.#run.regather();
    this.#observatory.forget('motion');
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
    this.#observatory.survey();
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
    if (moves) this.#observatory.attend(now);
    if (moves && this.playing) this.#frames.request();
    this.#tell();
  }

  /** Takes at most so many ticks; who looks on is shown the end of every step. */
  #take(ticks: number): void {
    const { watches, meters } = this.#observatory;
    this.#observatory.observe(); // who has not seen where the step begins
    for (let left = ticks; left > 0; ) {
      const wanted = watches ? Math.min(left, this.#run.toNextStep) : left;
      const taken = this.#run.take(this.#problem.buffer, wanted, meters);
      this.#observatory.observe();
      left = watches ? left - taken : 0;
    }
    this.#observatory.sample(this.window);
  }

  #draw(): void {
    this.#observatory.sample(this.window); // counts begin anew where anything has changed
    this.#observatory.observe();
    const encoder = this.#device.createCommandEncoder({ label: 'Instrument.frame' });
    const run = this.#run;
    const problem = this.#problem.buffer;
    if (run.ensembles.count <= GLIDES_UP_TO) run.glide(encoder, problem, this.#clock.fraction);
    const losses = [...run.counts.values()].some(([, , diverged]) => diverged > 0);
    const paths = this.#paths.picture(encoder, run, problem, this.window);
    const fates = this.#laboratory.picture(this.window);
    const scene = { run, problem, scale: this.#scale, losses, paths, fates, ...this.#observatory.marks };
    this.#picture.draw(encoder, scene);
    this.#device.queue.submit([encoder.finish()]);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
