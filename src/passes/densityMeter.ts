import { circumstancesOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import type { Window } from '../experiment/window';
import type { DensityPass, DensityReading } from './density';
import type { Run } from './run';

/** The density of a run's stochastic method: made when it is first asked for, counted while the run goes on. */
export class DensityMeter {
  readonly #device: GPUDevice;
  readonly #format: GPUTextureFormat;
  #making: Promise<DensityPass> | null = null;
  #pass: DensityPass | null = null;
  #reading: DensityReading | null = null;

  constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.#device = device;
    this.#format = format;
  }

  /** As last read; null before that. */
  get reading(): DensityReading | null {
    return this.#reading;
  }

  /** Whether everything that this experiment needs of it has been compiled. */
  isPrepared({ density }: Experiment): boolean {
    return !density || this.#pass !== null;
  }

  async prepare(experiment: Experiment): Promise<void> {
    if (!experiment.density) return;
    this.#making ??= this.#make();
    this.#pass = await this.#making;
  }

  /** What draws it; null where the experiment does not ask for it. */
  passOf({ experiment }: Run): DensityPass | null {
    return experiment.density ? this.#pass : null;
  }

  /** Counts where the particles have been since the last call. */
  sample(run: Run, window: Window): void {
    const ensemble = run.ensembles.all.find(({ method }) => method.stochastic === true);
    if (ensemble === undefined) return;
    const circumstances = circumstancesOf(run.experiment, ensemble.method.id);
    this.passOf(run)?.sample(ensemble, window, run.objective, circumstances);
  }

  /** Reads the counts; whether there is something new to be seen. */
  async read(run: Run): Promise<boolean> {
    const reading = (await this.passOf(run)?.read()) ?? null;
    if (reading === null || reading.samples === this.#reading?.samples) return false;
    this.#reading = reading;
    return true;
  }

  /** The reading is of something else than what runs now. */
  forget(): void {
    this.#reading = null;
  }

  dispose(): void {
    this.#pass?.dispose();
  }

  async #make(): Promise<DensityPass> {
    const { DensityPass: Pass } = await import('./density'); // few ask for it
    return Pass.create(this.#device, this.#format);
  }
}
