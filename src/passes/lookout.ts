import type { Point } from '../experiment/values';
import { toPlane, type Window } from '../experiment/window';
import type { MethodId } from '../methods/method';
import type { Facts } from '../theory/facts';
import type { Run } from './run';
import type { Lookout as Wanted, Whereabouts, WhereaboutsPass } from './whereabouts';

/** Where somebody points in the plane, and how far from there a particle may be. */
export interface Pointer {
  readonly at: Point;
  readonly reach: number;
}

/**
 * Knows where the particles are that nobody sees, how others escaped, and what single ones do: as of the last look, which
 * every count of statuses brings, and every move of the pointer.
 */
export class Lookout {
  readonly #device: GPUDevice;
  readonly #facts: () => Facts;
  /** Loaded and compiled with the first look. */
  #pass: Promise<WhereaboutsPass> | null = null;
  #found: ReadonlyMap<MethodId, Whereabouts> = new Map();
  /** The ensembles that `found` is of. */
  #of: Run['ensembles'] | null = null;
  #looking: Promise<void> | null = null;
  #pointer: Pointer | null = null;
  /** Whether somebody waits for the next look already. */
  #asked = false;

  constructor(device: GPUDevice, facts: () => Facts) {
    this.#device = device;
    this.#facts = facts;
  }

  /** What was found last of each method of this run. */
  of(run: Run): ReadonlyMap<MethodId, Whereabouts> {
    return this.#of === run.ensembles ? this.#found : new Map();
  }

  /** Somebody points elsewhere, or no more; whether it has looked there. Of many moves only the latest counts. */
  async point(pointer: Pointer | null, run: Run, window: Window): Promise<boolean> {
    this.#pointer = pointer;
    if (pointer === null || this.#asked) return false;
    this.#asked = true;
    try {
      while (this.#looking !== null) await this.#looking;
    } finally {
      this.#asked = false;
    }
    await this.look(run, window);
    return true;
  }

  /** Looks at the particles as they are; whoever asks while somebody looks gets the look after it. */
  async look(run: Run, window: Window): Promise<void> {
    while (this.#looking !== null) await this.#looking;
    this.#looking = this.#look(run, window).finally(() => {
      this.#looking = null;
    });
    await this.#looking;
  }

  dispose(): void {
    void this.#pass?.then(
      (pass) => pass.dispose(),
      () => undefined, // it never came to be
    );
  }

  async #look(run: Run, window: Window): Promise<void> {
    this.#pass ??= import('./whereabouts').then(({ WhereaboutsPass: Pass }) => Pass.create(this.#device));
    const pass = await this.#pass;
    if (run.isOver) return;
    const { ensembles } = run;
    const wanted = this.#wanted(run, window);
    const found = await Promise.all(ensembles.all.map((ensemble) => pass.find(ensemble, wanted)));
    if (ensembles !== run.ensembles) return;
    this.#found = new Map(
      ensembles.all.flatMap(({ method }, n) => (found[n] === undefined ? [] : [[method.id, found[n]]])),
    );
    this.#of = ensembles;
  }

  #wanted({ experiment, objective }: Run, window: Window): Wanted {
    const [minimum] = this.#facts().minima;
    const [x, y] = objective.home;
    return {
      low: toPlane(window, [0, window.height]),
      high: toPlane(window, [window.width, 0]),
      pointer: this.#pointer,
      centre: minimum === undefined ? [x, y] : [minimum.x, minimum.y],
      pair: experiment.pair,
    };
  }
}
