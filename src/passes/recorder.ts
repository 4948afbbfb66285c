import type { Experiment } from '../experiment/experiment';
import type { Objective } from '../objectives/objective';
import type { Facts } from '../theory/facts';
import type { Recording } from '../theory/recording';
import { referenceOf } from '../theory/reference';
import type { Observer } from './observer';
import type { PassLibrary } from './passes';
import type { Run } from './run';
import type { Passes, Tape } from './tape';

/**
 * Records, after every step, what theory speaks of: f − f*, ‖θ − θ*‖, ‖∇f‖ and the eigenmodes over all particles of each
 * method and for one followed pair, and how many have which status. The GPU reduces it to a row of numbers for each method.
 */
export class Recorder implements Observer {
  readonly #device: GPUDevice;
  readonly #library: PassLibrary;
  readonly #facts: () => Facts;
  #passes: (Passes & { readonly wgsl: string }) | null = null;
  /** What makes tapes; loaded when something is recorded for the first time. */
  #Tape: typeof Tape | null = null;
  #tape: Tape | null = null;

  constructor(device: GPUDevice, library: PassLibrary, facts: () => Facts) {
    this.#device = device;
    this.#library = library;
    this.#facts = facts;
  }

  /** What has been recorded; null before anything is. */
  get recording(): Recording | null {
    return this.#tape?.recording ?? null;
  }

  wants({ dock }: Experiment): boolean {
    return dock === 'plots';
  }

  isPrepared(_: Experiment, { wgsl }: Objective): boolean {
    // Another objective may have been here in between, for which these were freed.
    return this.#passes?.wgsl === wgsl && this.#library.keeps(this.#passes.census);
  }

  async prepare(_: Experiment, objective: Objective): Promise<void> {
    const [{ Tape }, record, census] = await Promise.all([
      import('./tape'),
      this.#library.record(objective),
      this.#library.census(objective),
    ]);
    this.#Tape = Tape;
    this.#passes = { wgsl: objective.wgsl, record, census };
  }

  observe(run: Run, problem: GPUBuffer): void {
    const [passes, Tape] = [this.#passes, this.#Tape];
    if (passes === null || Tape === null || passes.wgsl !== run.objective.wgsl) return;
    const reference = referenceOf(this.#facts());
    if (this.#tape?.isOf(run, reference) !== true) {
      this.#tape?.dispose();
      this.#tape = new Tape(this.#device, passes, run, problem, reference);
    }
    this.#tape.take(run, problem);
  }

  forget(what: 'motion' | 'view'): void {
    if (what === 'view') return; // whether anything is measured otherwise shows at the next look
    this.#tape?.dispose();
    this.#tape = null;
  }

  async read(): Promise<boolean> {
    return (await this.#tape?.read()) ?? false;
  }

  dispose(): void {
    this.forget('motion');
  }
}
