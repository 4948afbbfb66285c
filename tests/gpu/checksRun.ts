import { circumstancesOf } from '../../src/experiment/circumstances';
import {
  type Change,
  completeExperiment,
  type Experiment,
  objectiveOf,
} from '../../src/experiment/experiment';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { meteredGf } from '../../src/methods/meteredGf';
import type { Method, MethodId } from '../../src/methods/method';
import { method } from '../../src/methods/table';
import type { Objective } from '../../src/objectives/objective';
import { type Checked, ChecksKernel } from '../../src/passes/checksKernel';
import { ChecksTrack } from '../../src/passes/checksTrack';
import { Ensembles } from '../../src/passes/ensembles';
import { StepPass } from '../../src/passes/step';
import type { CheckId, Measure } from '../../src/theory/check';
import { type Facts, factsOf } from '../../src/theory/facts';

/** Compiled once for all runs that need the same text. */
const compiled = new Map<string, Promise<unknown>>();

function once<T>(key: string, make: () => Promise<T>): Promise<T> {
  const known = compiled.get(key) as Promise<T> | undefined;
  const made = known ?? make();
  compiled.set(key, made);
  return made;
}

const ENVIRONMENT = { count: 1000, countLimit: 1e6 };

/** What may be other than it should be. */
export interface Faults {
  /** The objective that particles really move on. */
  readonly moving?: (objective: Objective) => Objective;
  readonly rule?: (method: Method) => Method;
  /** What theory takes η to be, in units of the η that particles use. */
  readonly told?: number;
  readonly facts?: (facts: Facts) => Facts;
}

/** One experiment with the theorems held against it: all the real shaders, no picture. */
export class ChecksRun {
  readonly experiment: Experiment;
  readonly objective: Objective;
  readonly ensembles: Ensembles;
  readonly facts: Facts;
  readonly #faults: Faults;
  readonly #moving: Objective;
  readonly #problem: Uniform<(typeof problemLayout)['shape']>;
  readonly #steps: ReadonlyMap<MethodId, StepPass>;
  readonly #tracks: readonly (readonly [Checked, ChecksKernel, ChecksTrack])[];

  static async create(device: GPUDevice, change: Change, faults: Faults = {}): Promise<ChecksRun> {
    const experiment = completeExperiment({ respawn: false, trail: 2, ...change }, ENVIRONMENT);
    const objective = objectiveOf(experiment);
    const moving = faults.moving?.(objective) ?? objective;
    const steps = experiment.methods.map(async (id) => {
      const row = id === 'gf' ? meteredGf : method(id);
      const rule = faults.rule?.(row) ?? row;
      const key = `${moving.wgsl}\n${rule.wgsl}`;
      return [id, await once(key, () => StepPass.create(device, moving, rule))] as const;
    });
    const kernels = experiment.methods.map(async (id) => {
      const checked = id === 'gd' ? 'gd' : 'gf';
      return once(`${checked}\n${objective.wgsl}`, () => ChecksKernel.create(device, objective, checked));
    });
    return new ChecksRun(
      device,
      experiment,
      faults,
      new Map(await Promise.all(steps)),
      await Promise.all(kernels),
    );
  }

  private constructor(
    device: GPUDevice,
    experiment: Experiment,
    faults: Faults,
    steps: ReadonlyMap<MethodId, StepPass>,
    kernels: readonly ChecksKernel[],
  ) {
    this.experiment = experiment;
    this.objective = objectiveOf(experiment);
    this.#faults = faults;
    this.#moving = faults.moving?.(this.objective) ?? this.objective;
    const facts = factsOf(this.objective, experiment.view);
    this.facts = faults.facts?.(facts) ?? facts;
    this.#steps = steps;
    this.ensembles = new Ensembles(device, experiment, this.objective);
    this.#problem = new Uniform(device, 'ChecksRun', problemLayout);
    const { letters, parameters } = this.objective;
    this.#problem.write({ parameters: letters.map((letter) => parameters[letter] ?? 0) });
    this.#tracks = this.ensembles.all.map((ensemble, n) => [
      ensemble.method.id === 'gd' ? 'gd' : 'gf',
      kernels[n]!,
      new ChecksTrack(device, ensemble),
    ]);
  }

  /** So many steps, each of them looked at, and the start. */
  take(count: number): void {
    this.look();
    for (let n = 0; n < count; n++) {
      this.step();
      this.look();
    }
  }

  /** One step of all methods. */
  step(): void {
    const { ensembles, experiment } = this;
    const at = { objective: this.#moving, problem: this.#problem.buffer, trustRadius: 1e4 };
    for (let due = ensembles.ticksPerStep; due > 0; ) {
      due -= ensembles.take(this.#steps, at, experiment, due, this.#steps);
    }
  }

  look(): void {
    for (const [id, kernel, track] of this.#tracks) {
      const { eta } = circumstancesOf(this.experiment, id);
      track.look(kernel, this.#problem.buffer, this.facts, eta * (this.#faults.told ?? 1));
    }
  }

  async measures(): Promise<ReadonlyMap<CheckId, Measure>> {
    const reads = this.#tracks.map(([, kernel, track]) => track.read(kernel, this.#problem.buffer));
    return new Map((await Promise.all(reads)).flatMap((found) => [...(found ?? [])]));
  }

  dispose(): void {
    for (const [, , track] of this.#tracks) track.dispose();
    this.ensembles.dispose();
    this.#problem.dispose();
  }
}
