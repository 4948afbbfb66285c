import type { Method, MethodId } from '../methods/method';
import { method } from '../methods/table';
import type { Objective } from '../objectives/objective';
import { ArrowsPass } from './arrows';
import { CensusPass } from './census';
import { FieldPass } from './field';
import { StepPass } from './step';

interface Disposable {
  dispose(): void;
}

/** The passes whose shaders contain the objective, for some methods. */
export interface ObjectivePasses {
  readonly field: FieldPass;
  readonly arrows: ArrowsPass;
  /** Compiled when it is first asked for: the picture does not wait for statuses. */
  readonly census: () => Promise<CensusPass>;
  readonly steps: ReadonlyMap<MethodId, StepPass>;
}

/**
 * Compiles what an objective needs, all at once, and keeps it: parameter values are uniforms, so only another
 * formula or a method that was not used before is compiled again.
 */
export class PassLibrary {
  readonly #device: GPUDevice;
  readonly #format: GPUTextureFormat;
  #shelf = new Map<string, Promise<Disposable>>();

  constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.#device = device;
    this.#format = format;
  }

  /** @throws ShaderError if the compiler refuses one of them. */
  async take(objective: Objective, ids: readonly MethodId[]): Promise<ObjectivePasses> {
    const key = (name: string) => `${name}\n${objective.wgsl}`;
    const step = async (row: Method) => {
      const pass = await this.#keep(key(`step ${row.id}`), () =>
        StepPass.create(this.#device, objective, row),
      );
      return [row.id, pass] as const;
    };
    const field = this.#keep(key('field'), () => FieldPass.create(this.#device, objective, this.#format));
    const arrows = this.#keep(key('arrows'), () => ArrowsPass.create(this.#device, objective, this.#format));
    const steps = ids.map((id) => step(method(id)));
    // Whoever asks again after a failure finds nothing half done.
    await Promise.allSettled([field, arrows, ...steps]);
    const census = () => this.#keep(key('census'), () => CensusPass.create(this.#device, objective));
    return { field: await field, arrows: await arrows, census, steps: new Map(await Promise.all(steps)) };
  }

  /** Frees everything that was compiled for other objectives than this one. */
  keepOnly(objective: Objective): void {
    for (const [key, pass] of this.#shelf) {
      if (key.endsWith(`\n${objective.wgsl}`)) continue;
      this.#shelf.delete(key);
      void pass.then(
        (made) => made.dispose(),
        () => undefined, // it never came to be
      );
    }
  }

  #keep<T extends Disposable>(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#shelf.get(key) as Promise<T> | undefined;
    if (kept !== undefined) return kept;
    const made = make();
    this.#shelf.set(key, made);
    made.catch(() => this.#shelf.delete(key));
    return made;
  }
}
