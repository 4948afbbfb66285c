import type { Experiment } from '../experiment/experiment';
import type { Objective } from '../objectives/objective';
import type { Ensembles } from './ensembles';
import type { Run } from './run';

/** Looks at a run after every step, while an experiment asks for it. */
export interface Observer {
  /** Whether the experiment asks for it. */
  wants(experiment: Experiment): boolean;
  /** Whether everything that the experiment needs of it has been compiled. */
  isPrepared(experiment: Experiment, objective: Objective): boolean;
  prepare(experiment: Experiment, objective: Objective): Promise<void>;
  /** Looks at the state at the end of a whole step, once; or at the beginning, before any. */
  observe(run: Run, problem: GPUBuffer): void;
  /** What it has seen is of other motions than those that follow, or of what was then in view. */
  forget(what: 'motion' | 'view'): void;
  /** Fetches what it has seen; whether there is something new. */
  read(run: Run): Promise<boolean>;
  dispose(): void;
}

/** Several observers as one. Those that the experiment does not ask for cost nothing. */
export class Observers {
  readonly #all: readonly Observer[];
  /** What each has looked at last. */
  readonly #seen = new Map<Observer, { readonly ensembles: Ensembles; readonly tick: number }>();

  constructor(all: readonly Observer[]) {
    this.#all = all;
  }

  wants(experiment: Experiment): boolean {
    return this.#wanted(experiment).length > 0;
  }

  isPrepared(experiment: Experiment, objective: Objective): boolean {
    return this.#wanted(experiment).every((observer) => observer.isPrepared(experiment, objective));
  }

  async prepare(experiment: Experiment, objective: Objective): Promise<void> {
    await Promise.all(this.#wanted(experiment).map((observer) => observer.prepare(experiment, objective)));
  }

  /** Shows the run to all that are wanted and have not seen it as it is, if it stands at the end of a step. */
  observe(run: Run, problem: GPUBuffer): void {
    if (!run.isAtStep) return;
    const { ensembles } = run;
    for (const observer of this.#ready(run)) {
      const seen = this.#seen.get(observer);
      if (seen?.ensembles === ensembles && seen.tick === ensembles.tick) continue;
      this.#seen.set(observer, { ensembles, tick: ensembles.tick });
      observer.observe(run, problem);
    }
  }

  forget(what: 'motion' | 'view'): void {
    this.#seen.clear();
    for (const observer of this.#all) observer.forget(what);
  }

  async read(run: Run): Promise<boolean> {
    const news = await Promise.all(this.#ready(run).map((observer) => observer.read(run)));
    return news.includes(true);
  }

  dispose(): void {
    for (const observer of this.#all) observer.dispose();
  }

  #wanted(experiment: Experiment): readonly Observer[] {
    return this.#all.filter((observer) => observer.wants(experiment));
  }

  #ready({ experiment, objective }: Run): readonly Observer[] {
    return this.#wanted(experiment).filter((observer) => observer.isPrepared(experiment, objective));
  }
}
