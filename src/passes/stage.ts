import type { Experiment } from '../experiment/experiment';
import type { Objective } from '../objectives/objective';
import { boxOfView, surveyObjective } from '../objectives/survey';
import type { Landscape, PassLibrary, Steps } from './passes';
import { Run } from './run';

/** What others have to do so that an experiment can be shown and run. */
export interface Crew {
  /** Whether everything beside landscape and steps has been compiled. */
  isPrepared(next: Experiment, objective: Objective): boolean;
  /** What its picture needs beside the landscape. */
  prepareGround(next: Experiment, objective: Objective): Promise<unknown>;
  /** What looks at its particles while they move. */
  prepareMotion(next: Experiment, objective: Objective): Promise<unknown>;
  /** Draws nothing while something that the picture waits for is compiled. */
  hold<T>(work: Promise<T>): Promise<T>;
  /** Another run is on the stage. */
  begin(): void;
  /** Draws it; resolves when it has reached the canvas. */
  drawn(): Promise<void>;
}

/** Which run is on screen, and the way from one experiment to the next, or back where a shader is refused. */
export class Stage {
  readonly #device: GPUDevice;
  readonly #library: PassLibrary;
  readonly #crew: Crew;
  /** Whether the picture is to be compiled before the steps: where the CPU draws. */
  readonly #pictureFirst: boolean;
  #run: Run;
  /** What was on screen before a landscape whose methods are still being compiled, in case they are refused. */
  #fallback: Run | null = null;
  #loads = 0;

  constructor(
    { device, software }: { readonly device: GPUDevice; readonly software: boolean },
    library: PassLibrary,
    run: Run,
    crew: Crew,
  ) {
    this.#device = device;
    this.#pictureFirst = software;
    this.#library = library;
    this.#run = run;
    this.#crew = crew;
  }

  get run(): Run {
    return this.#run;
  }

  /** The latest run that nothing can be refused of any more. */
  get settled(): Run {
    return this.#fallback ?? this.#run;
  }

  /**
   * Prepares an experiment; a newer call overtakes an older. Returns true if the run on the stage may turn to it at once, or
   * resolves with whether it may: not if it was overtaken. Another objective's landscape is shown as soon as it is compiled.
   *
   * @throws ShaderError if the objective's shaders do not compile; what was on screen before then comes back
   */
  load(next: Experiment, objective: Objective): true | Promise<boolean> {
    const ticket = ++this.#loads;
    return this.#isCompiled(next, objective) || this.#compile(next, objective, ticket);
  }

  dispose(): void {
    this.#loads++;
    this.#run.dispose();
    this.#fallback?.dispose();
  }

  async #compile(next: Experiment, objective: Objective, ticket: number): Promise<boolean> {
    const held = this.#crew.hold(this.#prepareGround(next, objective));
    if (!this.#pictureFirst) this.#library.steps(objective, next.methods).catch(() => undefined);
    const landscape = await this.#orBack(held, ticket);
    if (ticket !== this.#loads) return false;
    if (objective.wgsl !== this.#run.objective.wgsl) {
      this.#show(new Run(this.#device, next, objective, landscape));
      await this.#crew.drawn();
      if (ticket !== this.#loads) return false;
    }
    const steps = await this.#orBack(this.#prepareMotion(next, objective), ticket);
    if (ticket !== this.#loads) return false;
    this.#run.steps = steps;
    this.#stay();
    return true;
  }

  #isCompiled(next: Experiment, objective: Objective): boolean {
    const { steps, objective: present } = this.#run;
    const stepped = next.methods.every((id) => steps.has(id));
    return stepped && this.#crew.isPrepared(next, objective) && objective.wgsl === present.wgsl;
  }

  /** What an experiment needs for its picture before anything moves. */
  async #prepareGround(next: Experiment, objective: Objective): Promise<Landscape> {
    const ground = landscapeOf(this.#library, next, objective);
    await Promise.all([ground, this.#crew.prepareGround(next, objective)]);
    return ground;
  }

  /** What moves the particles of an experiment, and what looks at them while they move. */
  async #prepareMotion(next: Experiment, objective: Objective): Promise<Steps> {
    const steps = await this.#library.steps(objective, next.methods);
    await this.#crew.prepareMotion(next, objective);
    return steps;
  }

  /** The outcome of some work for the newest load; if it fails, what was on screen before comes back. */
  async #orBack<T>(work: Promise<T>, ticket: number): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (ticket === this.#loads) this.#goBack();
      throw error;
    }
  }

  /** Puts another run on screen, for good or until `#goBack`. */
  #show(run: Run): void {
    if (this.#fallback === null) this.#fallback = this.#run;
    else this.#run.dispose();
    this.#run = run;
    this.#crew.begin();
  }

  #goBack(): void {
    if (this.#fallback === null) return;
    this.#run.dispose();
    this.#run = this.#fallback;
    this.#fallback = null;
    this.#crew.begin();
  }

  /** There is no way back any more. */
  #stay(): void {
    this.#fallback?.dispose();
    this.#fallback = null;
    this.#library.keepOnly(this.#run.objective);
  }
}

/** Compiles the ground of an experiment, and meanwhile measures its objective, which is remembered. */
export function landscapeOf(
  library: PassLibrary,
  { view }: Experiment,
  objective: Objective,
): Promise<Landscape> {
  const compiling = library.landscape(objective);
  for (const shown of [objective.home, view]) surveyObjective(objective, boxOfView(shown));
  return compiling;
}
