import { etaOf } from '../experiment/circumstances';
import { type Experiment, parametersOf } from '../experiment/experiment';
import { NO_TRIALS, type TrialKind, type TrialOptions, type Trials } from '../theory/trial';
import type { TrialSetup } from './bench';

/** All kinds, the quickest first. */
export const TRIAL_KINDS = ['threshold', 'euler', 'order'] as const satisfies readonly TrialKind[];

/** The trials of the running experiment: made one after the other, and kept until it becomes another one. */
export class TrialBook {
  readonly #device: GPUDevice;
  #latest = NO_TRIALS;
  #page = new AbortController();
  #subject = '';
  /** Resolves when the last one that was asked for has ended, in whatever way. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get latest(): Trials {
    return this.#latest;
  }

  /** What was found of other experiments is forgotten, what is being measured of them given up. */
  turnTo(experiment: Experiment): void {
    const subject = subjectOf(experiment);
    if (subject === this.#subject) return;
    this.#subject = subject;
    this.#latest = NO_TRIALS;
    this.#page.abort();
    this.#page = new AbortController();
  }

  /**
   * Makes trials of these kinds, when those before them have ended, and returns the latest of all kinds.
   *
   * @throws an AbortError if the signal is aborted or the experiment becomes another one
   */
  async make(
    kinds: readonly TrialKind[],
    setup: () => Promise<TrialSetup>,
    { progress = () => {}, signal }: TrialOptions,
  ): Promise<Trials> {
    const turned = this.#page.signal;
    const either = signal === undefined ? turned : AbortSignal.any([turned, signal]);
    const before = this.#queue;
    const made = (async () => {
      await before.catch(() => undefined);
      either.throwIfAborted();
      const [{ makeTrial }, ready] = await Promise.all([import('./makeTrial'), setup()]);
      for (const [n, kind] of kinds.entries()) {
        const part = (share: number) => progress((n + share) / kinds.length);
        const trial = await makeTrial(this.#device, kind, ready, { progress: part, signal: either });
        this.#latest = { ...this.#latest, [kind]: trial };
      }
      return this.#latest;
    })();
    this.#queue = made;
    return made;
  }

  dispose(): void {
    this.#page.abort();
  }
}

/** What trials depend on, as a text to compare. */
function subjectOf(experiment: Experiment): string {
  const { objective, starts, count, seed, region, placed } = experiment;
  const parameters = parametersOf(experiment);
  return JSON.stringify([
    objective,
    parameters,
    etaOf(experiment, 'gd'),
    starts,
    count,
    seed,
    region,
    placed,
  ]);
}
