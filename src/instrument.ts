import { Clock } from './experiment/clock';
import { type Experiment, objectiveOf } from './experiment/experiment';
import type { Environment } from './experiment/keys';
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
import type { Counts } from './passes/census';
import { Ensembles, type Particles, startLimit } from './passes/ensembles';
import { type ObjectivePasses, PassLibrary } from './passes/passes';
import { Picture } from './passes/picture';
import { type Constants, constants } from './theory/constants';

/** Seconds between two counts of statuses while playing. */
const CENSUS_EVERY = 0.2;
/** Up to so many pairs, flows glide between ticks. */
const GLIDES_UP_TO = 2000;
/** A gradient smaller than this part of a middling one counts as none: the particle has converged. */
const STILLNESS = 1e-6;
/** Trust radius in sizes of the home view (NUMERICS: leaves gradients of degree 7 finite in f32). */
const TRUST = 1e4;

/** Starts that the page opens with: as many as still read as single curves, fewer where the CPU draws. */
const FIRST_COUNT = { hardware: 60, software: 40 } as const;

/** What this machine can bear. */
export function environmentOf({ device, software }: Gpu): Environment {
  return { count: software ? FIRST_COUNT.software : FIRST_COUNT.hardware, countLimit: startLimit(device) };
}

/** The objective at hand, and what has been found out about it. */
interface Subject {
  readonly objective: Objective;
  readonly passes: ObjectivePasses;
  /** A middling ‖∇f‖ over the home view. */
  readonly typical: number;
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
  readonly #problem: Uniform<(typeof problemLayout)['shape']>;
  readonly #clock = new Clock();
  readonly #frames: FrameLoop;
  readonly #listeners = new Set<() => void>();
  #experiment: Experiment;
  #subject: Subject;
  #ensembles: Ensembles;
  #constants: Constants;
  #scale: ContourScale;
  #counts: ReadonlyMap<MethodId, Counts> = new Map();
  /** The objective whose parameters the GPU has. */
  #described: Objective | null = null;
  #loads = 0;
  /** The time that the clock read when η last changed, and the tick at which it did. */
  #since = { tick: 0, time: 0 };
  #lastCensus = 0;
  #censusRuns = false;

  /** @throws ShaderError if a shader does not compile */
  static async create(gpu: Gpu, canvas: HTMLCanvasElement, experiment: Experiment): Promise<Instrument> {
    const format = navigator.gpu.getPreferredCanvasFormat();
    const library = new PassLibrary(gpu.device, format);
    const [picture, subject] = await Promise.all([
      Picture.create(gpu.device, canvas, format),
      study(library, experiment),
    ]);
    await picture.prepare(experiment);
    return new Instrument(gpu, picture, library, experiment, subject);
  }

  private constructor(
    gpu: Gpu,
    picture: Picture,
    library: PassLibrary,
    experiment: Experiment,
    subject: Subject,
  ) {
    this.gpu = gpu;
    this.#device = gpu.device;
    this.#picture = picture;
    this.#library = library;
    this.#experiment = experiment;
    this.#subject = subject;
    this.#problem = new Uniform(this.#device, 'Instrument.problem', problemLayout);
    this.#ensembles = new Ensembles(this.#device, experiment, subject.objective);
    this.#constants = constants(subject.objective, experiment.view);
    this.#scale = contourScale(subject.objective, experiment.view);
    this.#frames = new FrameLoop(this.#device.queue, (now) => this.#frame(now));
    this.#describeProblem();
  }

  get experiment(): Experiment {
    return this.#experiment;
  }

  get objective(): Objective {
    return this.#subject.objective;
  }

  /** L, μ and what follows, exact or over the view. */
  get constants(): Constants {
    return this.#constants;
  }

  /** The levels of the contours on screen. */
  get contourScale(): ContourScale {
    return this.#scale;
  }

  /** What of the plane is on screen. */
  get window(): Window {
    return this.#picture.windowOf(this.#experiment);
  }

  get playing(): boolean {
    return this.#clock.playing;
  }

  /** Steps taken, k. */
  get step(): number {
    return Math.floor(this.#ensembles.tick / this.#ensembles.ticksPerStep);
  }

  /** Time t of the flows; kη as long as η has not changed. */
  get time(): number {
    return (
      this.#since.time +
      ((this.#ensembles.tick - this.#since.tick) * this.#experiment.eta) / this.#ensembles.ticksPerStep
    );
  }

  /** Pairs on the plane: laid starts and placed ones. */
  get count(): number {
    return this.#ensembles.count;
  }

  /** Positions kept per particle and step: fewer than the experiment asks for if the adapter has no room for more. */
  get trail(): number {
    return this.#ensembles.trail;
  }

  /** How trails are drawn. */
  get look(): 'strokes' | 'light' {
    return this.#picture.lookOf(this.#experiment);
  }

  /** Particles by status, for every method, as last counted. */
  get counts(): ReadonlyMap<MethodId, Counts> {
    return this.#counts;
  }

  /** Calls back after every frame and every change; returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Shows another experiment. What it shares with the present one goes on running; a newer call overtakes an older.
   *
   * @throws ShaderError if the objective's shaders do not compile; the present experiment then stays.
   */
  async load(next: Experiment): Promise<void> {
    const ticket = ++this.#loads;
    const objective = objectiveOf(next);
    if (!this.#isCompiled(next, objective)) {
      const compiling = Promise.all([study(this.#library, next), this.#picture.prepare(next)]);
      const [subject] = await (this.gpu.software ? this.#frames.holdWhile(compiling) : compiling);
      if (ticket !== this.#loads) return;
      this.#library.keepOnly(subject.objective);
      this.#subject = subject;
    } else if (!sameParameters(objective, this.#subject.objective)) {
      this.#subject = { ...this.#subject, objective, typical: typicalGradient(objective) };
    }
    this.#adopt(next);
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
    this.#ensembles.restart();
    this.#since = { tick: 0, time: 0 };
    this.#clock.settle();
    this.#picture.touch('trails');
    this.#recount();
  }

  /** Goes on to the end of so many further steps, then pauses. */
  async advance(steps: number): Promise<void> {
    this.pause();
    this.#clock.settle();
    const target = (this.step + steps) * this.#ensembles.ticksPerStep;
    const ensembles = this.#ensembles;
    while (ensembles === this.#ensembles && ensembles.tick < target && !this.playing) {
      this.#take(target - ensembles.tick);
      await this.#device.queue.onSubmittedWorkDone();
    }
    this.#recount();
  }

  /** Positions and statuses of one method's particles, and when that was. */
  async read(id: MethodId): Promise<Particles & { readonly step: number; readonly time: number }> {
    const census = await this.#subject.passes.census();
    const ensemble = this.#ensembles.find(id);
    if (ensemble === undefined) throw new RangeError(`The experiment does not run the method ${id}.`);
    const { step, time } = this;
    // Both are submitted before anything else can be: the positions are those of this step.
    const counted = this.#ensembles.census(census, this.#problem.buffer, this.#stillness);
    const particles = await this.#ensembles.read(ensemble);
    await counted;
    return { ...particles, step, time };
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
    this.#ensembles.dispose();
    this.#picture.dispose();
    this.#problem.dispose();
    this.#device.destroy();
  }

  /** Whether an experiment can be shown at once. */
  #isCompiled(next: Experiment, objective: Objective): boolean {
    const { passes, objective: present } = this.#subject;
    const stepped = next.methods.every((id) => passes.steps.has(id));
    return stepped && objective.wgsl === present.wgsl && this.#picture.isPrepared(next);
  }

  get #stillness(): number {
    return STILLNESS * this.#subject.typical;
  }

  get #surroundings() {
    const { objective } = this.#subject;
    const [x, y, halfHeight] = objective.home;
    const size = Math.max(Math.abs(x), Math.abs(y)) + 2 * halfHeight;
    const trustRadius = Math.max(TRUST * size, 10 * this.#ensembles.reach);
    return { objective, problem: this.#problem.buffer, trustRadius };
  }

  /** Makes the differences between the present experiment and the next one happen. */
  #adopt(next: Experiment): void {
    const last = this.#experiment;
    const { time } = this;
    this.#experiment = next;
    const changed = (...keys: readonly (keyof Experiment)[]) =>
      keys.some((key) => !same(last[key], next[key]));
    const other = this.#describeProblem();
    if (other || changed('view')) this.#survey();
    if (other || changed('contours', 'arrows')) this.#picture.touch('field');
    if (changed('look', 'theme')) this.#restyle();
    if (changed('view')) this.#picture.touch('trails');
    const joins = joining(last, next);
    if (joins !== null && !changed('objective')) this.#join(joins);
    else if (
      changed('objective', 'methods', 'starts', 'count', 'seed', 'region', 'placed', 'respawn', 'trail')
    )
      this.#regather();
    else if (!next.respawn && (other || changed('eta'))) this.restart();
    if (changed('eta') && this.#ensembles.tick > 0) this.#since = { tick: this.#ensembles.tick, time };
    this.#recount();
  }

  #join(points: readonly Point[]): void {
    for (const point of points) this.#ensembles.append(point);
    this.#picture.touch('sheets');
    this.#picture.touch('trails');
  }

  #regather(): void {
    this.#ensembles.dispose();
    this.#ensembles = new Ensembles(this.#device, this.#experiment, this.#subject.objective);
    this.#since = { tick: 0, time: 0 };
    this.#clock.settle();
    this.#counts = new Map();
    this.#picture.touch('sheets');
    this.#picture.touch('trails');
  }

  #restyle(): void {
    this.#picture.touch('field');
    this.#picture.touch('sheets');
    this.#picture.touch('trails');
  }

  #survey(): void {
    this.#constants = constants(this.#subject.objective, this.#experiment.view);
    this.#scale = contourScale(this.#subject.objective, this.#experiment.view);
    this.#picture.touch('field');
  }

  /** Tells the GPU the parameters; whether the objective is another one than it was. */
  #describeProblem(): boolean {
    const { objective } = this.#subject;
    const other = this.#described !== objective;
    this.#described = objective;
    this.#problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
    return other;
  }

  /** One frame: what is due, the picture, and now and then a count. */
  #frame(now: number): void {
    const ticks = this.#clock.ticksDue(now, this.#experiment.speed * this.#ensembles.ticksPerStep);
    if (ticks > 0) this.#take(ticks);
    this.#draw();
    if (now - this.#lastCensus > 1000 * CENSUS_EVERY) void this.#count(now);
    if (this.playing) this.#frames.request();
    this.#tell();
  }

  /** Counts anew with the next frame. */
  #recount(): void {
    this.#lastCensus = Number.NEGATIVE_INFINITY;
    this.#frames.request();
  }

  #take(ticks: number): void {
    this.#ensembles.take(this.#subject.passes, this.#surroundings, this.#experiment, ticks);
  }

  #draw(): void {
    const encoder = this.#device.createCommandEncoder({ label: 'Instrument.frame' });
    const { passes, typical } = this.#subject;
    const ensembles = this.#ensembles;
    if (ensembles.count <= GLIDES_UP_TO) {
      ensembles.glide(encoder, passes, this.#surroundings, this.#experiment, this.#clock.fraction);
    }
    const scene = { experiment: this.#experiment, passes, problem: this.#problem.buffer, ensembles };
    const losses = [...this.#counts.values()].some(([, , diverged]) => diverged > 0);
    this.#picture.draw(encoder, { ...scene, scale: this.#scale, typical, losses });
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

  async #takeCensus(): Promise<void> {
    const { passes } = this.#subject;
    await this.#device.queue.onSubmittedWorkDone(); // the picture first
    const census = await passes.census();
    if (passes !== this.#subject.passes) return;
    const ensembles = this.#ensembles;
    const counts = await ensembles.census(census, this.#problem.buffer, this.#stillness);
    if (ensembles !== this.#ensembles) return;
    this.#counts = new Map(ensembles.all.map(({ method }, n) => [method.id, counts[n] ?? [0, 0, 0, 0]]));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Compiles what an experiment needs, and finds out how steep its objective is. */
async function study(library: PassLibrary, experiment: Experiment): Promise<Subject> {
  const objective = objectiveOf(experiment);
  const compiling = library.take(objective, experiment.methods);
  const typical = typicalGradient(objective); // meanwhile
  return { objective, passes: await compiling, typical };
}

function typicalGradient(objective: Objective): number {
  const { medianGradient } = surveyObjective(objective, boxOfView(objective.home));
  return medianGradient > 0 ? medianGradient : 1;
}

function sameParameters(a: Objective, b: Objective): boolean {
  return a.letters.every((letter) => a.parameters[letter] === b.parameters[letter]);
}

/** The points that were added by hand, if that is all that happened to the starts; null otherwise. */
function joining(last: Experiment, next: Experiment): readonly Point[] | null {
  const kept = next.placed.slice(0, last.placed.length);
  if (next.placed.length <= last.placed.length || !same(kept, last.placed)) return null;
  const keys = ['methods', 'starts', 'count', 'seed', 'region', 'respawn', 'trail'] as const;
  return keys.every((key) => same(last[key], next[key])) ? next.placed.slice(last.placed.length) : null;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
