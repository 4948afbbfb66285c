import { completeExperiment, objectiveOf } from '../experiment/experiment';
import type { Window } from '../experiment/window';
import type { Gpu } from '../gpu/device';
import { Uniform } from '../gpu/layout';
import { problemLayout } from '../gpu/problem';
import { readSlices } from '../gpu/readback';
import { contourScale } from '../objectives/contours';
import { PassLibrary } from '../passes/passes';
import { Picture } from '../passes/picture';
import { startLimit } from '../passes/room';
import { Run } from '../passes/run';
import { landscapeOf } from '../passes/stage';

/** Steps that a trail remembers. */
const TRAIL = 8;
/** A pair of numbers in f32. */
const POSITION_BYTES = 8;
const NOTHING = new ArrayBuffer(0);

/** The instrument's ensembles and its picture, off screen: they move and are drawn when the benchmark says so. */
export class Studio {
  readonly #device: GPUDevice;
  readonly #library: PassLibrary;
  readonly #picture: Picture;
  readonly #problem: Uniform<(typeof problemLayout)['shape']>;
  #run: Run | null = null;

  static async create({ device }: Gpu): Promise<Studio> {
    const format = navigator.gpu.getPreferredCanvasFormat();
    const picture = await Picture.create(device, document.createElement('canvas'), format);
    return new Studio(device, picture, new PassLibrary(device, format));
  }

  private constructor(device: GPUDevice, picture: Picture, library: PassLibrary) {
    this.#device = device;
    this.#picture = picture;
    this.#library = library;
    this.#problem = new Uniform(device, 'Studio.problem', problemLayout);
  }

  /** GD and GF on the opening's bowl, an endless field of so many pairs; returns how many the adapter has room for. */
  async lay(pairs: number): Promise<number> {
    this.#run?.dispose();
    this.#run = null;
    const environment = { count: pairs, countLimit: startLimit(this.#device.limits) };
    const count = Math.min(pairs, environment.countLimit);
    const change = { count, trail: TRAIL, methods: ['gd', 'gf'], look: 'light' } as const;
    const experiment = completeExperiment(change, environment);
    const objective = objectiveOf(experiment);
    const landscape = await landscapeOf(this.#library, experiment, objective);
    const run = new Run(this.#device, experiment, objective, landscape);
    run.steps = await this.#library.steps(objective, experiment.methods);
    await this.#picture.prepare(experiment);
    this.#problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
    this.#run = run;
    this.#forget('sheets', 'trails', 'field');
    return count;
  }

  resize(width: number, height: number): void {
    this.#picture.resize(width, height, 1);
  }

  /** What of the plane the picture shows. */
  get window(): Window {
    return this.#picture.windowOf(this.run.experiment);
  }

  get run(): Run {
    if (this.#run === null) throw new Error('Nothing has been laid.');
    return this.#run;
  }

  /** One step of every particle. */
  step(): void {
    const { ensembles } = this.run;
    const target = ensembles.tick + ensembles.ticksPerStep;
    while (ensembles.tick < target) this.run.take(this.#problem.buffer, target - ensembles.tick);
  }

  /** Draws what is new. */
  draw(): void {
    const { run } = this;
    const scale = contourScale(run.objective, run.experiment.view);
    const encoder = this.#device.createCommandEncoder({ label: 'Studio.draw' });
    const nothing = { losses: false, density: null, apart: null, fates: null, paths: null };
    this.#picture.draw(encoder, { run, problem: this.#problem.buffer, scale, ...nothing });
    this.#device.queue.submit([encoder.finish()]);
  }

  /** The view has moved: nothing of what is drawn can be used again. */
  move(): void {
    this.#forget('field', 'trails');
  }

  /** Only the landscape is drawn anew. */
  uncover(): void {
    this.#forget('field');
  }

  /** Where the particles of each method were before their last tick, and where they are. */
  async lastTicks(): Promise<readonly { readonly before: Float32Array; readonly after: Float32Array }[]> {
    const slots = this.run.ensembles.all.map(async ({ history, capacity, count, tick, shape }) => {
      const sliceOf = (at: number) => {
        const offset = (at % shape.slots) * capacity * POSITION_BYTES;
        return { buffer: history, offset, bytes: count * POSITION_BYTES };
      };
      const [before, after] = await readSlices(this.#device, [sliceOf(tick - 1), sliceOf(tick)]);
      return { before: new Float32Array(before ?? NOTHING), after: new Float32Array(after ?? NOTHING) };
    });
    return Promise.all(slots);
  }

  dispose(): void {
    this.#run?.dispose();
    this.#picture.dispose();
    this.#problem.dispose();
  }

  #forget(...what: readonly ('field' | 'trails' | 'sheets')[]): void {
    for (const part of what) this.#picture.touch(part);
  }
}
