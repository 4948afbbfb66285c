import type { MethodId } from '../methods/method';
import { method } from '../methods/table';
import type { Objective } from '../objectives/objective';
import type { OrbitRequest } from '../theory/orbits';
import { ArrowsPass } from './arrows';
import { CensusPass } from './census';
import { CurvaturePass } from './curvature';
import { FieldPass } from './field';
import type { FateKernel } from './lab/fateKernel';
import type { OrbitsPass } from './lab/orbitsPass';
import type { RecordPass } from './recordPass';
import { StepPass } from './step';

interface Disposable {
  dispose(): void;
}

/** What draws the ground that particles move on. */
export interface Landscape {
  readonly field: FieldPass;
  readonly arrows: ArrowsPass;
}

/** What moves the particles of each method. */
export type Steps = ReadonlyMap<MethodId, StepPass>;

/**
 * Compiles what an objective needs, and keeps it: parameter values are uniforms, so only another formula or a method
 * that was not used before is compiled again. Every promise rejects with a ShaderError if the compiler refuses.
 */
export class PassLibrary {
  readonly #device: GPUDevice;
  readonly #format: GPUTextureFormat;
  #shelf = new Map<string, Promise<Disposable>>();
  readonly #freed = new WeakSet<Disposable>();

  constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.#device = device;
    this.#format = format;
  }

  async landscape(objective: Objective): Promise<Landscape> {
    const field = this.#keep('field', objective, () =>
      FieldPass.create(this.#device, objective, this.#format),
    );
    const arrows = this.#keep('arrows', objective, () =>
      ArrowsPass.create(this.#device, objective, this.#format),
    );
    await Promise.allSettled([field, arrows]); // whoever asks again after a failure finds nothing half done
    return { field: await field, arrows: await arrows };
  }

  async steps(objective: Objective, ids: readonly MethodId[]): Promise<Steps> {
    const passes = ids.map((id) =>
      this.#keep(`step ${id}`, objective, () => StepPass.create(this.#device, objective, method(id))),
    );
    await Promise.allSettled(passes);
    const made = await Promise.all(passes);
    return new Map(made.map((pass) => [pass.method.id, pass]));
  }

  census(objective: Objective): Promise<CensusPass> {
    return this.#keep('census', objective, () => CensusPass.create(this.#device, objective));
  }

  curvature(objective: Objective): Promise<CurvaturePass> {
    return this.#keep('curvature', objective, () => CurvaturePass.create(this.#device, objective));
  }

  record(objective: Objective): Promise<RecordPass> {
    return this.#keep('record', objective, async () => {
      const { RecordPass } = await import('./recordPass'); // few ask for it
      return RecordPass.create(this.#device, objective);
    });
  }

  /** Contour lines to be drawn over something else. */
  contourLines(objective: Objective): Promise<FieldPass> {
    return this.#keep('contour lines', objective, () =>
      FieldPass.create(this.#device, objective, this.#format, true),
    );
  }

  fate(objective: Objective, id: MethodId): Promise<FateKernel> {
    return this.#keep(`fate ${id}`, objective, async () => {
      const { FateKernel } = await import('./lab/fateKernel'); // few ask for it
      return FateKernel.create(this.#device, objective, method(id));
    });
  }

  orbits(objective: Objective, id: MethodId, visits: OrbitRequest['visits']): Promise<OrbitsPass> {
    return this.#keep(`orbits ${id} ${visits}`, objective, async () => {
      const { OrbitsPass } = await import('./lab/orbitsPass');
      return OrbitsPass.create(this.#device, objective, method(id), visits);
    });
  }

  /** Whether a pass has not been freed. */
  keeps(pass: Disposable): boolean {
    return !this.#freed.has(pass);
  }

  /** Frees everything that was compiled for other objectives than this one. */
  keepOnly(objective: Objective): void {
    for (const [key, pass] of this.#shelf) {
      if (key.endsWith(`\n${objective.wgsl}`)) continue;
      this.#shelf.delete(key);
      void pass.then(
        (made) => {
          this.#freed.add(made);
          made.dispose();
        },
        () => undefined, // it never came to be
      );
    }
  }

  #keep<T extends Disposable>(name: string, objective: Objective, make: () => Promise<T>): Promise<T> {
    const key = `${name}\n${objective.wgsl}`;
    const kept = this.#shelf.get(key) as Promise<T> | undefined;
    if (kept !== undefined) return kept;
    const made = make();
    this.#shelf.set(key, made);
    made.catch(() => this.#shelf.delete(key));
    return made;
  }
}
