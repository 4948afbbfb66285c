import { circumstancesOf } from '../experiment/circumstances';
import { type Change, completeExperiment, objectiveOf } from '../experiment/experiment';
import type { Gpu } from '../gpu/device';
import { Uniform } from '../gpu/layout';
import { problemLayout } from '../gpu/problem';
import { method } from '../methods/table';
import type { Objective } from '../objectives/objective';
import { Ensembles } from '../passes/ensembles';
import { StepPass } from '../passes/step';

/** Something that takes steps, so many for each particle. */
export interface Runner {
  readonly id: string;
  readonly name: string;
  readonly particles: number;
  /** Puts every particle on its start. */
  reset(): void | Promise<void>;
  run(steps: number): void | Promise<void>;
  dispose?(): void;
}

/** Milliseconds that so many steps take, from the start. */
export async function time(runner: Runner, steps: number): Promise<number> {
  await runner.reset();
  const start = performance.now();
  await runner.run(steps);
  return performance.now() - start;
}

/** Resolves when the GPU has done all it was given; writes that were not submitted yet go along. */
export async function settled({ queue }: GPUDevice): Promise<void> {
  queue.submit([]);
  await queue.onSubmittedWorkDone();
}

/** What the shipped step shader shall run on. */
interface Setting {
  readonly id: string;
  readonly name: string;
  readonly particles: number;
  /** The experiment, with one method. */
  readonly change: Change;
  /** In place of the objective's own text. */
  readonly wgsl?: string;
  /** Steps in one dispatch; all of them unless given. */
  readonly atOnce?: number;
}

/** The shipped step shader and its pass. */
export async function stepRunner({ device }: Gpu, setting: Setting): Promise<Required<Runner>> {
  const { id, name, particles, change, wgsl, atOnce = Number.POSITIVE_INFINITY } = setting;
  const environment = { count: particles, countLimit: 1e6 };
  const experiment = completeExperiment({ ...change, respawn: false, trail: 2 }, environment);
  const shipped = objectiveOf(experiment);
  const objective: Objective = wgsl === undefined ? shipped : { ...shipped, wgsl };
  const ensembles = new Ensembles(device, experiment, objective);
  const [ensemble] = ensembles.all;
  if (ensemble === undefined) throw new Error(`${name} has no ensemble.`);
  const pass = await StepPass.create(device, objective, method(ensemble.method.id));
  const problem = new Uniform(device, id, problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const at = { objective, problem: problem.buffer, trustRadius: 1e4 };
  const { ticksPerStep } = ensemble.shape;
  const told = circumstancesOf(experiment, ensemble.method.id);
  const take = (ticks: number) => {
    const encoder = device.createCommandEncoder();
    pass.step(encoder, ensemble, at, told, ticks);
    device.queue.submit([encoder.finish()]);
    ensemble.tick += ticks;
  };
  return {
    id,
    name: ticksPerStep > 1 ? `${name}, ${ticksPerStep} ticks a step` : name,
    particles,
    reset: () => {
      ensembles.restart();
      return settled(device);
    },
    run: async (steps) => {
      for (let left = steps; left > 0; left -= atOnce) take(Math.min(left, atOnce) * ticksPerStep);
      await device.queue.onSubmittedWorkDone();
    },
    dispose: () => {
      ensembles.dispose();
      pass.dispose();
      problem.dispose();
    },
  };
}
