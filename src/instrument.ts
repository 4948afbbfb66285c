import { Clock } from './experiment/clock';
import { type Experiment, objectiveOf } from './experiment/experiment';
import type { Environment } from './experiment/keys';
import { transition } from './experiment/transition';
import type { Point } from './experiment/values';
import type { Window } from './experiment/window';
import { type Gpu, isLost, RoomError } from './gpu/device';
import { FrameLoop } from './gpu/frameLoop';
import { Uniform } from './gpu/layout';
import { type Ledger, ledgerOf } from './gpu/ledger';
import { problemLayout } from './gpu/problem';
import { isSettled, lossOf, withDevice } from './gpu/recovery';
import type { MethodId } from './methods/method';
import { type ContourScale, contourScale } from './objectives/contours';
import type { Objective } from './objectives/objective';
import type { Counts, Periods } from './passes/census';
import { nearest, type Particles } from './passes/ensembles';
import type { Film } from './passes/film';
import { PathsStage } from './passes/lab/pathsStage';
import { Laboratory } from './passes/laboratory';
import { Observatory } from './passes/observatory';
import { type Landscape, PassLibrary, type Steps } from './passes/passes';
import { type Format, Picture } from './passes/picture';
import { type Room, startLimit } from './passes/room';
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

export { type Film, RoomError };

/** Steps that are taken again, at most, to be measured. */
const MOST_REPLAYED = 10_000;

/** Starts that the page opens with: as many as still read as single curves, fewer where the CPU draws. */
const FIRST_COUNT = { hardware: 60, software: 40 } as const;

/** What this machine can bear. */
export function environmentOf({ device, software }: Gpu): Environment {
  return {
    count: software ? FIRST_COUNT.software : FIRST_COUNT.hardware,
    countLimit: startLimit(device.limits),
  };
}

/** How often the device was lost, and how long it last took to come back. */
export interface Losses {
  readonly count: number;
  readonly recovered: number;
  /** Milliseconds from the last loss to the first picture after it; null while there was none. */
  readonly lasted: number | null;
}

/** A recovered device that shows so many frames, or lives so many milliseconds, is well. */
const YOUTH = { frames: 3, time: 2000 } as const;
/** Losses of devices that never were well after which the experiment is paused, and given up. */
const RELAPSES = { paused: 2, failed: 5 } as const;

const NO_LOSSES: Losses = { count: 0, recovered: 0, lasted: null };

/** Whoever is told that the device was lost, that everything is back, and that nothing will come back. */
export interface Guard {
  readonly lost?: () => void;
  readonly recovered?: (gpu: Gpu, milliseconds: number) => void;
  readonly failed?: (error: unknown) => void;
}

/** The half of the instrument that is lost with its device. */
interface Works {
  readonly gpu: Gpu;
  readonly picture: Picture;
  readonly library: PassLibrary;
  readonly problem: Uniform<(typeof problemLayout)['shape']>;
  readonly frames: FrameLoop;
  readonly observatory: Observatory;
  readonly laboratory: Laboratory;
  readonly paths: PathsStage;
  readonly stage: Stage;
  readonly prepareGround: (next: Experiment, objective: Objective) => Promise<unknown>;
}

/** What has to be compiled before anything else. */
interface Parts {
  readonly picture: Picture;
  readonly library: PassLibrary;
  readonly format: GPUTextureFormat;
  readonly landscape: Landscape;
  readonly steps: Steps;
}

async function compileParts(
  { device }: Gpu,
  canvas: HTMLCanvasElement,
  experiment: Experiment,
  objective: Objective,
): Promise<Parts> {
  const format = navigator.gpu.getPreferredCanvasFormat();
  const library = new PassLibrary(device, format);
  const [picture, landscape, steps] = await Promise.all([
    Picture.create(device, canvas, format),
    landscapeOf(library, experiment, objective),
    library.steps(objective, experiment.methods),
  ]);
  return { picture, library, format, landscape, steps };
}

/**
 * The machine as one thing: an experiment in, frames and readings out.
 *
 * A frame: the clock says how many ticks are due, the ensembles take them, the picture is drawn. Nothing runs while
 * nothing changes.
 */
export class Instrument {
  readonly #clock = new Clock();
  readonly #listeners = new Set<() => void>();
  readonly #guard: Guard;
  #works: Works;
  /** Resolves when another device has taken over from one that was lost; rejects if none does. */
  #recovery: Promise<void> | null = null;
  #losses: Losses = NO_LOSSES;
  /** Since the last recovery. */
  #youth: { readonly since: number; frames: number } | null = null;
  /** Losses in a row that followed closely upon a recovery. */
  #relapses = 0;
  #pictured = false;
  #scale: ContourScale;
  /** The objective whose parameters the GPU has. */
  #described: Objective | null = null;
  #opening: Promise<void> | null = null;
  /** What is in the picture instead of the run. */
  #film: Film | null = null;
  /** Resolves when the film that is being made is done. */
  #filming: Promise<unknown> | null = null;
  #loading: Promise<unknown> = Promise.resolve();
  #loads = 0;
  /** What the picture has on screen, while it is lent. */
  #own: Format | null = null;

  /** @throws ShaderError if a shader does not compile; RoomError if there is no memory for so many pairs */
  static async create(
    gpu: Gpu,
    canvas: HTMLCanvasElement,
    experiment: Experiment,
    guard: Guard = {},
  ): Promise<Instrument> {
    const objective = objectiveOf(experiment);
    const parts = await compileParts(gpu, canvas, experiment, objective);
    const run = new Run(gpu.device, experiment, objective, parts.landscape);
    run.steps = parts.steps;
    await checkRoom(run);
    const instrument = new Instrument(gpu, parts, run, guard);
    await instrument.#works.prepareGround(experiment, objective);
    instrument.#opening = instrument.#open(experiment, objective);
    instrument.#watch(gpu);
    return instrument;
  }

  private constructor(gpu: Gpu, parts: Parts, run: Run, guard: Guard) {
    this.#guard = guard;
    this.#works = this.#assemble(gpu, parts, run);
    this.#scale = contourScale(run.objective, run.experiment.view);
    this.#describeProblem();
  }

  /** Everything that belongs to one device, around a run. */
  #assemble(gpu: Gpu, { picture, library, format }: Parts, run: Run): Works {
    const { device } = gpu;
    const problem = new Uniform(device, 'Instrument.problem', problemLayout);
    const frames = new FrameLoop(device.queue, (now) => this.#frame(now));
    const equipment = { library, format, problem: problem.buffer };
    const draw = () => frames.request();
    const tell = () => this.#tell();
    const observatory = new Observatory(device, equipment, run, { draw, tell });
    const redraw = () => {
      picture.touch('field');
      draw();
    };
    const facts = () => observatory.facts;
    const laboratory = new Laboratory(device, { ...equipment, facts }, run, { draw: redraw, tell });
    const paths = new PathsStage(device, format, { draw, tell });
    const prepareGround = (next: Experiment, objective: Objective) =>
      Promise.all([picture.prepare(next), observatory.prepareGround(next, objective)]);
    const stage = new Stage(gpu, library, run, {
      isPrepared: (next, objective) => picture.isPrepared(next) && observatory.isPrepared(next, objective),
      prepareGround,
      prepareMotion: (next, objective) => observatory.prepareMotion(next, objective),
      hold: (work) => frames.holdWhile(work),
      begin: () => this.#begin(),
      drawn: () => this.#drawn(),
    });
    return { gpu, picture, library, problem, frames, observatory, laboratory, paths, stage, prepareGround };
  }

  get gpu(): Gpu {
    return this.#works.gpu;
  }

  get #device(): GPUDevice {
    return this.#works.gpu.device;
  }

  get #picture(): Picture {
    return this.#works.picture;
  }

  get #library(): PassLibrary {
    return this.#works.library;
  }

  get #observatory(): Observatory {
    return this.#works.observatory;
  }

  get #laboratory(): Laboratory {
    return this.#works.laboratory;
  }

  get #stage(): Stage {
    return this.#works.stage;
  }

  get #paths(): PathsStage {
    return this.#works.paths;
  }

  get #problem(): Uniform<(typeof problemLayout)['shape']> {
    return this.#works.problem;
  }

  get #frames(): FrameLoop {
    return this.#works.frames;
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

  /** The run that is in the picture. */
  get #shown(): Run {
    return this.#film?.run ?? this.#run;
  }

  /** What of the plane is on screen, whatever the picture is lent to. */
  get #onScreen(): Window {
    return this.#picture.windowOf(this.experiment, this.#own ?? undefined);
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

  /** Whether a picture has reached the canvas: what was not needed for the first one may be loaded now. */
  get pictured(): boolean {
    return this.#pictured;
  }

  get playing(): boolean {
    return this.#clock.playing;
  }

  /** Steps taken, k. */
  get step(): number {
    return this.#shown.step;
  }

  /** Time t of gradient flow; kη as long as η has not changed. */
  get time(): number {
    return this.#shown.time;
  }

  /** Where the pairs start, x₀ y₀ x₁ y₁ …; in an endless field of random starts only the first time. */
  get starts(): Float32Array {
    return this.#run.ensembles.starts;
  }

  /** Pairs on the plane: laid starts and placed ones. */
  get count(): number {
    return this.#run.ensembles.count;
  }

  /** How much is kept of each particle: less than the experiment asks for if the adapter has no room for more. */
  get room(): Room {
    return this.#run.ensembles.room;
  }

  /** What the graphics processor holds. */
  get ledger(): Ledger {
    return ledgerOf(this.#device);
  }

  /** How trails are drawn. */
  get look(): 'strokes' | 'light' {
    return this.#picture.lookOf(this.experiment);
  }

  /** Particles by status, for every method, as last counted. */
  get counts(): ReadonlyMap<MethodId, Counts> {
    return this.#shown.counts;
  }

  /** Particles on cycles by their period p (entry p), for every method, as last counted. */
  get periods(): ReadonlyMap<MethodId, Periods> {
    return this.#shown.periods;
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
   * @throws ShaderError if the objective's shaders do not compile; what was on screen before then comes back. RoomError if
   * there is no memory for so many pairs; something else has to be loaded then.
   */
  load(next: Experiment): Promise<void> {
    const ticket = ++this.#loads;
    const loading = this.#lasting(() => this.#load(next, ticket));
    this.#loading = loading.catch(() => undefined);
    return loading;
  }

  async #load(next: Experiment, ticket: number): Promise<void> {
    if (this.#filming !== null) await this.#filming;
    if (ticket !== this.#loads) return;
    const objective = objectiveOf(next);
    const stage = this.#stage;
    const ready = stage.load(next, objective);
    if (ready !== true) {
      const loaded = await ready;
      if (stage !== this.#stage || this.#recovery !== null) throw lossOf(null);
      if (!loaded) return;
      this.#clock.settle();
    }
    const { ensembles } = this.#run;
    this.#adopt(next, objective);
    if (ready !== true || ensembles !== this.#run.ensembles)
      await this.#frames.holdWhile(checkRoom(this.#run));
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
    await this.#recovery;
    const { chronicle } = this.#run;
    const target = (this.#run.step + steps) * this.#run.ensembles.ticksPerStep;
    while (
      chronicle === this.#run.chronicle &&
      this.#run.ensembles.tick < target &&
      this.#run.isReady &&
      !this.playing
    ) {
      this.#take(target - this.#run.ensembles.tick);
      await this.#lasting(() => this.#device.queue.onSubmittedWorkDone());
    }
    this.#observatory.recount();
  }

  /** Positions and statuses of one method's particles, and when that was. */
  read(id: MethodId): Promise<Particles & { readonly step: number; readonly time: number }> {
    return this.#lasting(() => this.#read(id));
  }

  async #read(id: MethodId): Promise<Particles & { readonly step: number; readonly time: number }> {
    const run = this.#run;
    await run.ensembles.fits;
    const census = await this.#library.census(run.objective);
    const { ensembles, step, time } = run;
    const ensemble = ensembles.find(id);
    if (ensemble === undefined) throw new RangeError(`The experiment does not run the method ${id}.`);
    // Both are submitted before anything else can be: the positions are those of this step.
    const counted = run.takeCensus(census, this.#problem.buffer);
    const [particles] = await Promise.all([ensembles.read(ensemble), counted]);
    return { ...particles, step, time };
  }

  /**
   * Measures the theorems, whatever is on screen; resolves with what has been found up to this step. If nobody has looked on
   * so far, the run is taken again from its beginning, which leads to where it is, or if that was too long ago, from now on.
   */
  measureChecks(): Promise<readonly Check[]> {
    return this.#lasting(() => this.#measureChecks());
  }

  async #measureChecks(): Promise<readonly Check[]> {
    const measured = await this.#observatory.measureChecks();
    if (!measured && this.#run.step <= MOST_REPLAYED) await this.#replay();
    return this.#observatory.readChecks();
  }

  /** Takes the run again, from its beginning to this step. */
  async #replay(): Promise<void> {
    const { playing } = this;
    const { step } = this.#run;
    this.restart();
    await this.advance(step);
    if (playing) this.play();
  }

  /** How a method's particles have just moved; null before the second step, or where none of them moves. */
  gait(id: MethodId): Promise<Gait | null> {
    return this.#lasting(() => this.#observatory.gait(id));
  }

  /**
   * Measures off screen, with the starts of this experiment, while it goes on: the order of convergence, the local error of
   * a step, the stability threshold, or all of them. One at a time: further ones wait.
   *
   * @throws an AbortError if the signal is aborted, or objective, η or starts change meanwhile
   */
  trial(kind: TrialKind | 'all', options: TrialOptions = {}): Promise<Trials> {
    return this.#lasting(() => this.#observatory.trial(kind, options), options.signal);
  }

  /**
   * What becomes of a method from every pixel of a map, while the experiment goes on: coarse at once, then finer and finer.
   *
   * @throws an AbortError if the signal is aborted or the objective becomes another one
   */
  mapFates(request: FateRequest, options: FateOptions = {}): Promise<FateMap> {
    return this.#lasting(() => this.#laboratory.mapFates(request, options), options.signal);
  }

  /**
   * Computes a bifurcation diagram while the experiment goes on: coarse columns first, then all, then finer.
   *
   * @throws an AbortError if the signal is aborted or the objective becomes another one; RangeError if the method has none
   */
  mapOrbits(request: OrbitRequest, options: OrbitOptions = {}): Promise<OrbitDiagram> {
    return this.#lasting(() => this.#laboratory.mapOrbits(request, options), options.signal);
  }

  /** The pair one of whose particles is nearest to a point, if it is no farther than `reach`. */
  pairNear(point: Point, reach: number): Promise<number | null> {
    return this.#lasting(async () => {
      const { ensembles } = this.#run;
      const all = await Promise.all(ensembles.all.map((ensemble) => ensembles.read(ensemble)));
      return nearest(all, point, reach);
    });
  }

  /** Looks for the particles nearest to a point, no farther than `reach`; resolves when `whereabouts` has them. */
  point(at: Point | null, reach: number): Promise<void> {
    return this.#observatory.point(at === null ? null : { at, reach });
  }

  /** Sets the size of the picture in device pixels. */
  resize(width: number, height: number, density: number): void {
    if (this.#own === null) this.#picture.resize(width, height, density);
    else this.#own = { width, height, density };
    this.#frames.request();
  }

  /** Whether a film is being made. */
  get isFilming(): boolean {
    return this.#filming !== null;
  }

  /** The largest picture that the adapter draws: pixels a side, and in all. */
  get largest(): { readonly side: number; readonly pixels: number } {
    return this.#picture.largest;
  }

  /**
   * Lends the picture to whoever wants it in another size, until it is given back with null: on screen it is stretched, and what
   * is measured of the screen goes on as if nothing had happened.
   */
  lend(format: Format | null): void {
    const { width, height, density } = this.#onScreen;
    this.#own = format && { width, height, density };
    const { width: across, height: up, density: times } = format ?? { width, height, density };
    this.#picture.resize(across, up, times);
    this.#frames.request();
  }

  /**
   * Shows a copy of the run in its place, from its start or from where it is, while a film of it is made; the run stands still
   * meanwhile, frames are drawn with `drawNow` only, and another experiment has to wait.
   *
   * @throws Error if a film is being made already, or a method is not compiled yet
   */
  async film<T>(from: 'start' | 'now', make: (film: Film) => Promise<T>): Promise<T> {
    const { Film: Made } = await import('./passes/film'); // few ask for it
    await this.#opening;
    await this.#loaded();
    await this.#recovery;
    if (this.#filming !== null) throw new Error('A clip is being made already.');
    if (!this.#run.isReady) throw new Error('The methods are still being compiled: try again in a moment.');
    const film = new Made(this.#device, this.#library, this.#run.copy(from), this.#problem.buffer);
    const { gpu } = this;
    const making = this.#frames.holdWhile(this.#screen(film, make));
    this.#filming = making.catch(() => undefined);
    try {
      return await making;
    } catch (error) {
      await isSettled();
      throw isLost(gpu) ? lossOf(error) : error;
    } finally {
      this.#filming = null;
    }
  }

  async #screen<T>(film: Film, make: (film: Film) => Promise<T>): Promise<T> {
    this.#film = film;
    this.#restyle();
    try {
      await checkRoom(film.run);
      return await make(film);
    } finally {
      if (this.#film === film) this.#film = null;
      this.#restyle();
      film.run.dispose();
      this.#frames.request();
    }
  }

  /** Resolves when no other experiment is on its way to the screen. */
  async #loaded(): Promise<void> {
    for (let loading: unknown = null; loading !== this.#loading; await loading) loading = this.#loading;
  }

  /** Draws the present state at once; resolves when it has reached the canvas. */
  drawn(): Promise<void> {
    return this.#lasting(() => this.#drawn());
  }

  async #drawn(): Promise<void> {
    await this.#shown.ensembles.fits;
    this.#draw();
    await this.#device.queue.onSubmittedWorkDone();
    if (this.#pictured) return;
    this.#pictured = true;
    this.#tell();
  }

  /** Draws the present state at once, and returns the canvas that it is on. It may be read until the task ends. */
  drawNow(): HTMLCanvasElement {
    this.#draw();
    return this.#picture.canvas;
  }

  /** Frees everything; the instrument is of no use afterwards. */
  dispose(): void {
    this.#dismantle();
    this.#device.destroy();
  }

  /** How often the device was lost. */
  get losses(): Losses {
    return this.#losses;
  }

  /** Resolves when nothing is being brought back: at once, nearly always. */
  async whole(): Promise<void> {
    await this.#recovery;
  }

  /** Does some work on the device; if that is lost meanwhile, once more on the next one. */
  async #lasting<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (;;) {
      if (this.#recovery !== null) await this.#recovery;
      const { gpu } = this;
      try {
        return await work();
      } catch (error) {
        await isSettled();
        if (!isLost(gpu) || signal?.aborted === true) throw error;
      }
    }
  }

  /** A device that was destroyed by its owner is no loss. */
  #watch(gpu: Gpu): void {
    void gpu.device.lost.then(({ reason }) => {
      if (reason === 'destroyed' || gpu !== this.gpu) return;
      this.#recovery = this.#recover();
      this.#recovery.catch(() => undefined); // those who wait for it are told, and the guard
    });
  }

  async #recover(): Promise<void> {
    const began = performance.now();
    this.#losses = { ...this.#losses, count: this.#losses.count + 1, lasted: null };
    this.#guard.lost?.(); // who sees all as it was
    this.#relapses = this.#isYoung(began) ? this.#relapses + 1 : 0;
    if (this.#relapses >= RELAPSES.paused) this.#clock.pause();
    this.#dismantle();
    try {
      if (this.#relapses >= RELAPSES.failed) throw lossOf('It is lost whenever this experiment is shown.');
      await withDevice((gpu) => this.#revive(gpu), true);
    } catch (error) {
      this.#guard.failed?.(error);
      throw error;
    }
    this.#recovery = null;
    this.#youth = { since: performance.now(), frames: 0 };
    const lasted = performance.now() - began;
    this.#losses = { ...this.#losses, recovered: this.#losses.recovered + 1, lasted };
    this.#guard.recovered?.(this.gpu, lasted);
    this.#frames.request();
    this.#watch(this.gpu);
  }

  /** Whether a loss at a time follows so closely upon the last recovery that this experiment may be its cause. */
  #isYoung(now: number): boolean {
    return this.#youth !== null && now - this.#youth.since < YOUTH.time && this.#youth.frames < YOUTH.frames;
  }

  /** Stops what runs on the device. What is known of the run by now stays. */
  #dismantle(): void {
    this.#frames.stop();
    if (this.#own !== null) this.lend(null);
    this.#stage.dispose();
    this.#picture.dispose();
    this.#observatory.dispose();
    this.#laboratory.dispose();
    this.#paths.dispose();
    this.#problem.dispose();
  }

  /** Everything once more on another device: the same experiment, at the same tick, with all particles where they were. */
  async #revive(gpu: Gpu): Promise<void> {
    const { canvas, density } = this.#picture;
    const last = this.#stage.settled;
    const { experiment, objective } = last;
    const parts = await compileParts(gpu, canvas, experiment, objective);
    const run = Run.like(last, gpu.device, parts);
    await checkRoom(run);
    const works = this.#assemble(gpu, parts, run);
    await Promise.all([
      works.prepareGround(experiment, objective),
      works.observatory.prepareMotion(experiment, objective),
    ]);
    await run.relive(last, works.problem.buffer, (one) => works.problem.write(parametersOf(one)));
    this.#film = null;
    this.#works = works;
    works.picture.resize(canvas.width, canvas.height, density);
    this.#described = null;
    this.#present();
    try {
      await this.#drawn();
    } catch (error) {
      this.#dismantle();
      throw error;
    }
  }

  #begin(): void {
    this.#present();
    this.#clock.settle();
  }

  /** Turns everything to the run on the stage. */
  #present(): void {
    this.#describeProblem();
    this.#observatory.turnTo(this.#run);
    this.#laboratory.turnTo(this.#run);
    this.#survey();
    this.#restyle();
    this.#observatory.forget('motion');
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
    this.#problem.write(parametersOf(objective));
    return other;
  }

  /** One frame: what is due, the picture, and now and then a count. */
  #frame(now: number): void {
    if (this.#recovery !== null) return;
    const { ensembles } = this.#run;
    if (!ensembles.isThere) {
      void ensembles.fits.then((fits) => fits && this.#frames.request());
      return;
    }
    const moves = this.#run.isReady && this.#opening === null;
    const { ticksPerStep } = this.#run.ensembles;
    const ticks = moves ? this.#clock.ticksDue(now, this.experiment.speed * ticksPerStep) : 0;
    if (ticks > 0) this.#take(ticks);
    this.#draw();
    if (moves) this.#observatory.attend(now);
    if (moves && this.playing) this.#frames.request();
    if (this.#youth !== null) this.#youth.frames++;
    this.#tell();
  }

  /** Takes at most so many ticks; who looks on is shown the end of every step. */
  #take(ticks: number): void {
    if (this.#recovery !== null || !this.#run.ensembles.isThere) return;
    const { watches, meters } = this.#observatory;
    this.#observatory.observe(); // who has not seen where the step begins
    for (let left = ticks; left > 0; ) {
      const wanted = watches ? Math.min(left, this.#run.toNextStep) : left;
      const taken = this.#run.take(this.#problem.buffer, wanted, meters);
      this.#observatory.observe();
      this.#run.remember(taken);
      left = watches ? left - taken : 0;
    }
    this.#observatory.sample(this.#onScreen);
  }

  #draw(): void {
    if (this.#stage.run.isOver || !this.#shown.ensembles.isThere) return; // the device is lost, or has no room
    this.#observatory.sample(this.#onScreen); // counts begin anew where anything has changed
    this.#observatory.observe();
    const encoder = this.#device.createCommandEncoder({ label: 'Instrument.frame' });
    const run = this.#shown;
    const problem = this.#problem.buffer;
    const { fraction } = this.#film ?? this.#clock;
    if (run.ensembles.room.glides) run.glide(encoder, problem, fraction);
    const losses = [...run.counts.values()].some(([, , diverged]) => diverged > 0);
    const paths = this.#paths.picture(encoder, run, problem, this.window);
    const fates = this.#laboratory.picture(this.#onScreen);
    const scene = { run, problem, scale: this.#scale, losses, paths, fates, ...this.#observatory.marks };
    this.#picture.draw(encoder, scene);
    this.#device.queue.submit([encoder.finish()]);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function parametersOf({ letters, parameters }: Objective): { parameters: readonly number[] } {
  return { parameters: letters.map((letter) => parameters[letter] ?? 0) };
}

/** @throws RoomError if there is no memory for the particles of a run */
async function checkRoom({ ensembles, experiment }: Run): Promise<void> {
  if (!(await ensembles.fits)) throw new RoomError(`There is no memory for ${experiment.count} pairs.`);
}
