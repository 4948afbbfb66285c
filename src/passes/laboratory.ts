import { circumstancesOf } from '../experiment/circumstances';
import { boxOfView, diagonalOf } from '../objectives/box';
import type { Objective } from '../objectives/objective';
import type { Facts } from '../theory/facts';
import type { FateMap, FateOptions, FateRequest, Lens } from '../theory/fate';
import { Landmarker } from '../theory/lab/landmarks';
import type { FateSetting } from './lab/fateMapper';
import type { PassLibrary } from './passes';
import type { Run } from './run';

/** What the laboratory works with. */
interface Equipment {
  readonly library: PassLibrary;
  /** The uniform buffer with the parameters of the run's objective. */
  readonly problem: GPUBuffer;
  /** What theory knows at this moment. */
  readonly facts: () => Facts;
}

/** The room for large η: what becomes of methods beyond what is stable. Nothing is compiled or loaded before it is asked for. */
export class Laboratory {
  readonly #device: GPUDevice;
  readonly #equipment: Equipment;
  readonly #landmarks = new Landmarker();
  #run: Run;
  #objective: Objective;
  /** Aborts what is being measured of an objective once it is another one. */
  #page = new AbortController();

  constructor(device: GPUDevice, equipment: Equipment, run: Run) {
    this.#device = device;
    this.#equipment = equipment;
    this.#run = run;
    this.#objective = run.objective;
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
    const [{ FateMapper }, kernel] = await Promise.all([
      import('./lab/fateMapper'),
      this.#equipment.library.fate(this.#objective, request.rule),
    ]);
    either.throwIfAborted();
    return new FateMapper(this.#device, kernel, this.#settingOf(request), either).run(request, told);
  }

  dispose(): void {
    this.#page.abort();
  }

  #settingOf({ lens, rule }: FateRequest): FateSetting {
    const { problem, facts } = this.#equipment;
    const run = this.#run;
    const surroundings = run.surroundings(problem);
    const trustRadius = Math.max(surroundings.trustRadius, 10 * reachOf(lens));
    return {
      at: { ...surroundings, trustRadius },
      stillness: run.measures.stillness,
      size: diagonalOf(boxOfView(run.objective.home)),
      ...this.#landmarks.learn(run.objective, facts().minima),
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
