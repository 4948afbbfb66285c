import type { MethodId } from '../../methods/method';
import { method } from '../../methods/table';
import type { Objective } from '../../objectives/objective';
import { PathsPass } from './paths';

/** The compiled kernels of paths for one formula of f, each compiled when it is first asked for. */
export class PathKernels {
  readonly #device: GPUDevice;
  readonly #ready: () => void;
  #formula = '';
  #made = new Map<MethodId, PathsPass | null>();

  /** `ready` hears when another one is there. */
  constructor(device: GPUDevice, ready: () => void) {
    this.#device = device;
    this.#ready = ready;
  }

  /** The kernel of a method; null until it has been compiled. */
  of(objective: Objective, id: MethodId): PathsPass | null {
    if (objective.wgsl !== this.#formula) this.#made = new Map();
    this.#formula = objective.wgsl;
    const made = this.#made.get(id);
    if (made === undefined) void this.#make(objective, id);
    return made ?? null;
  }

  async #make(objective: Objective, id: MethodId): Promise<void> {
    const shelf = this.#made;
    shelf.set(id, null);
    try {
      shelf.set(id, await PathsPass.create(this.#device, objective, method(id)));
      this.#ready();
    } catch {
      // A formula that does not compile is told by whoever steps; a lost device by whoever watches it.
    }
  }
}
