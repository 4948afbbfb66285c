import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import type { Circumstances, MethodId } from '../../src/methods/method';
import { method } from '../../src/methods/table';
import { diagonalOf } from '../../src/objectives/box';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { boxOfView, surveyObjective } from '../../src/objectives/survey';
import { FateKernel } from '../../src/passes/lab/fateKernel';
import { FateMapper, type FateSetting } from '../../src/passes/lab/fateMapper';
import type { FateMap, FateRequest } from '../../src/theory/fate';
import type { FateCircumstances } from '../../src/theory/lab/fateCircumstances';
import { Landmarker } from '../../src/theory/lab/landmarks';
import { minima } from '../../src/theory/minima';
import { circumstancesWith } from '../circumstances';

/** A map's settings, as the laboratory has them, for the GPU and for the CPU. */
export function laboratoryOf(key: string, parameters: Readonly<Record<string, number>> = {}) {
  const objective = makeObjective(key, parameters);
  const home = boxOfView(objective.home);
  const { medianGradient } = surveyObjective(objective, home);
  const [x, y, half] = objective.home;
  return {
    objective,
    trustRadius: 1e4 * (Math.max(Math.abs(x), Math.abs(y)) + 2 * half),
    stillness: 1e-5 * (medianGradient > 0 ? medianGradient : 1),
    size: diagonalOf(home),
    landmarks: new Landmarker().learn(objective, minima(objective, home)),
  };
}

export type Laboratory = ReturnType<typeof laboratoryOf>;

/** What the reference is told for one η. */
export function twinOf(
  lab: Laboratory,
  id: MethodId,
  horizon: number,
  told: Circumstances,
): FateCircumstances {
  return { ...lab, method: method(id), told, horizon };
}

/** Maps on the GPU, with kernels that are compiled once. */
export class FateBench {
  readonly #device: GPUDevice;
  readonly #kernels = new Map<string, Promise<FateKernel>>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  kernel(objective: Objective, id: MethodId): Promise<FateKernel> {
    const key = `${id} ${objective.wgsl}`;
    const kept = this.#kernels.get(key) ?? FateKernel.create(this.#device, objective, method(id));
    this.#kernels.set(key, kept);
    return kept;
  }

  async map(
    { objective, trustRadius, stillness, size, landmarks }: Laboratory,
    request: FateRequest,
    {
      told,
      signal = new AbortController().signal,
      settings = {},
    }: {
      readonly told?: (map: FateMap) => void;
      readonly signal?: AbortSignal;
      readonly settings?: Partial<Circumstances>;
    } = {},
  ): Promise<FateMap> {
    const kernel = await this.kernel(objective, request.rule);
    const problem = new Uniform(this.#device, 'test', problemLayout);
    problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
    const setting: FateSetting = {
      at: { objective, problem: problem.buffer, trustRadius },
      stillness,
      size,
      ...landmarks,
      circumstances: circumstancesWith(settings),
    };
    try {
      return await new FateMapper(this.#device, kernel, setting, signal).run(request, told);
    } finally {
      problem.dispose();
    }
  }
}
