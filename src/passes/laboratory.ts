import { circumstancesOf } from '../experiment/circumstances';
import type { Window } from '../experiment/window';
import { boxOfView, diagonalOf } from '../objectives/box';
import type { Objective } from '../objectives/objective';
import type { Facts } from '../theory/facts';
import type { FateMap, FateOptions, FateReading, FateRequest, Lens } from '../theory/fate';
import { Landmarker, type Landmarks } from '../theory/lab/landmarks';
import type { OrbitDiagram, OrbitOptions, OrbitRequest } from '../theory/orbits';
import { type FatePicture, Fates } from './fates';
import type { FateMapper, FateSetting } from './lab/fateMapper';
import type { FateView } from './lab/fateView';
import type { PassLibrary } from './passes';
import type { Run } from './run';

/** Who rests is looked at twice: ten times the gradient that counts as none elsewhere is reached wherever f32 can rest. */
const STILLNESS = 10;

/** What the laboratory works with. */
interface Equipment {
  readonly library: PassLibrary;
  readonly format: GPUTextureFormat;
  /** The uniform buffer with the parameters of the run's objective. */
  readonly problem: GPUBuffer;
  /** What theory knows at this moment. */
  readonly facts: () => Facts;
}

/** Whoever shows what is found. */
interface Audience {
  /** Something is there to be seen in the picture. */
  readonly draw: () => void;
  /** A reading has changed. */
  readonly tell: () => void;
}

/** The room for large η: what becomes of methods beyond what is stable. Nothing is compiled or loaded before it is asked for. */
export class Laboratory {
  readonly #device: GPUDevice;
  readonly #equipment: Equipment;
  readonly #landmarks = new Landmarker();
  readonly #fates: Fates;
  #run: Run;
  #objective: Objective;
  /** Aborts what is being measured of an objective once it is another one. */
  #page = new AbortController();

  constructor(device: GPUDevice, equipment: Equipment, run: Run, audience: Audience) {
    this.#device = device;
    this.#equipment = equipment;
    this.#run = run;
    this.#objective = run.objective;
    this.#fates = new Fates({
      open: () => this.#openView(),
      mapper: (request, signal) => this.#mapperOf(request, signal),
      lines: () => equipment.library.contourLines(this.#objective),
      subject: () => this.#subject(),
      ...audience,
    });
  }

  /** What the fate map on screen has found so far; null where none is shown. */
  get fate(): FateReading | null {
    return this.#fates.reading;
  }

  /** The fate map to be drawn as the ground, if one is wanted and there is anything to be seen of it. */
  picture(window: Window): FatePicture | null {
    return this.#fates.picture(this.#run.experiment, window);
  }

  /** Turns to another run, or to the same with another experiment. */
  turnTo(run: Run): void {
    this.#run = run;
    if (run.objective === this.#objective) return;
    this.#objective = run.objective;
    this.#page.abort();
    this.#page = new AbortController();
  }

  /**
   * What becomes of a method from every pixel of a map: coarse at once, then in finer and finer lattices.
   *
   * @throws an AbortError if the signal is aborted or the objective becomes another one; ShaderError if it does not compile
   */
  async mapFates(request: FateRequest, { signal, told }: FateOptions): Promise<FateMap> {
    const turned = this.#page.signal;
    const either = signal === undefined ? turned : AbortSignal.any([turned, signal]);
    const mapper = await this.#mapperOf(request, either);
    return mapper.run(request, told);
  }

  /**
   * What orbits visit, over η: coarse columns at once, then all of them, then finer and finer.
   *
   * @throws an AbortError if the signal is aborted or the objective becomes another one; RangeError if the method has no such
   * diagram, or there is no room for so many orbits; ShaderError if the objective does not compile
   */
  async mapOrbits(request: OrbitRequest, { signal, told }: OrbitOptions): Promise<OrbitDiagram> {
    const turned = this.#page.signal;
    const either = signal === undefined ? turned : AbortSignal.any([turned, signal]);
    const { library, problem } = this.#equipment;
    const { experiment } = this.#run;
    const at = this.#run.surroundings(problem);
    const { mapOrbits } = await import('./lab/mapOrbits'); // few ask for it
    return mapOrbits(this.#device, library, experiment, at, request, {
      signal: either,
      ...(told && { told }),
    });
  }

  dispose(): void {
    this.#page.abort();
    this.#fates.dispose();
  }

  async #mapperOf(request: FateRequest, signal: AbortSignal): Promise<FateMapper> {
    const [{ FateMapper: Mapper }, kernel] = await Promise.all([
      import('./lab/fateMapper'), // few ask for it
      this.#equipment.library.fate(this.#objective, request.rule),
    ]);
    signal.throwIfAborted();
    return new Mapper(this.#device, kernel, this.#settingOf(request), signal);
  }

  async #openView(): Promise<FateView> {
    const [{ FateGround }, { FateView: View }] = await Promise.all([
      import('./lab/fateGround'),
      import('./lab/fateView'),
    ]);
    return new View(this.#device, await FateGround.create(this.#device, this.#equipment.format));
  }

  /** What is known of an objective by now: nothing, if theory has not turned to it yet. */
  #landmarksOf(objective: Objective): Landmarks {
    const facts = this.#equipment.facts();
    return this.#landmarks.learn(objective, facts.objective === objective ? facts.minima : []);
  }

  /** What fates depend on beside the view, as a text to compare. */
  #subject(): string {
    const { experiment, objective } = this.#run;
    const { rule, horizon } = experiment;
    const { minima, ridge } = this.#landmarksOf(objective);
    const told = circumstancesOf(experiment, rule);
    return JSON.stringify([objective.key, objective.parameters, rule, horizon, told, minima.length, ridge]);
  }

  #settingOf({ lens, rule }: FateRequest): FateSetting {
    const { problem } = this.#equipment;
    const run = this.#run;
    const surroundings = run.surroundings(problem);
    const trustRadius = Math.max(surroundings.trustRadius, 10 * reachOf(lens));
    return {
      at: { ...surroundings, trustRadius },
      stillness: STILLNESS * run.measures.stillness,
      size: diagonalOf(boxOfView(run.objective.home)),
      ...this.#landmarksOf(run.objective),
      circumstances: circumstancesOf(run.experiment, rule),
    };
  }
}

/** The largest |coordinate| of all starts of a lens. */
function reachOf({ corner, across, up }: Lens): number {
  return Math.max(
    ...[0, 1].flatMap((n) =>
      [0, across[n] ?? 0].flatMap((a) => [0, up[n] ?? 0].map((b) => Math.abs((corner[n] ?? 0) + a + b))),
    ),
  );
}
