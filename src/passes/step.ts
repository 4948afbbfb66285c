import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import startShader from '../../shaders/start.wgsl?raw';
import stepShader from '../../shaders/step.wgsl?raw';
import threefryShader from '../../shaders/threefry.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { type Ensemble, methodParts } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Circumstances, Method } from '../methods/method';
import type { Objective } from '../objectives/objective';

/** `struct Clock` of step.wgsl. */
export const clockLayout = new Layout('Clock', {
  ticks: 'u32',
  duration: 'f32',
  trust_radius: 'f32',
  draft: 'u32',
  constants: ['vec4f', 4],
});

const BINDINGS = {
  0: 'uniform',
  2: 'uniform',
  3: 'uniform',
  4: 'write',
  5: 'write',
  6: 'write',
  7: 'read',
  8: 'write',
} as const;

/** The whole text of the shader that moves the particles of one method down one objective. */
export function stepShaderText(objective: Objective, method: Method): string {
  const parts = [startShader, threefryShader, ensembleShader, respawnShader, finiteShader];
  return assembleShader(stepShader, ...methodParts(method), ...parts, ...objectiveParts(objective));
}

/** Moves the particles of one method: whole ticks, or a part of one for the picture only. */
export class StepPass {
  readonly method: Method;
  readonly #clock: Uniform<(typeof clockLayout)['shape']>;
  readonly #glideClock: Uniform<(typeof clockLayout)['shape']>;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;

  static async create(device: GPUDevice, objective: Objective, method: Method): Promise<StepPass> {
    const label = `StepPass.${method.id}`;
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const code = stepShaderText(objective, method);
    const { step } = await computePipelines(device, { label, code, bindings }, ['step']);
    return new StepPass(device, method, bindings, step);
  }

  private constructor(
    device: GPUDevice,
    method: Method,
    bindings: Bindings<typeof BINDINGS>,
    pipeline: GPUComputePipeline,
  ) {
    this.method = method;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#clock = new Uniform(device, `StepPass.${method.id}.clock`, clockLayout);
    this.#glideClock = new Uniform(device, `StepPass.${method.id}.glideClock`, clockLayout);
  }

  /** Takes `ticks` whole ticks. The ensemble's own clock is the caller's to move on. */
  step(
    encoder: GPUCommandEncoder,
    ensemble: Ensemble,
    at: Surroundings,
    circumstances: Circumstances,
    ticks: number,
  ): void {
    const duration = tickOf(ensemble, circumstances);
    const constants = this.method.constants(at.objective, duration, circumstances);
    this.#clock.write({ ticks, duration, trust_radius: at.trustRadius, draft: 0, constants });
    this.#encode(encoder, ensemble, at, this.#clock);
  }

  /** Puts the heads where a flow is a `fraction` of a tick after the last one, for the picture only. */
  glide(
    encoder: GPUCommandEncoder,
    ensemble: Ensemble,
    at: Surroundings,
    circumstances: Circumstances,
    fraction: number,
  ): void {
    const duration = fraction * tickOf(ensemble, circumstances);
    const constants = this.method.constants(at.objective, duration, circumstances);
    this.#glideClock.write({ ticks: 1, duration, trust_radius: at.trustRadius, draft: 1, constants });
    this.#encode(encoder, ensemble, at, this.#glideClock);
  }

  dispose(): void {
    this.#clock.dispose();
    this.#glideClock.dispose();
  }

  #encode(
    encoder: GPUCommandEncoder,
    ensemble: Ensemble,
    at: Surroundings,
    clock: Uniform<(typeof clockLayout)['shape']>,
  ): void {
    const pass = encoder.beginComputePass({ label: `StepPass.${this.method.id}` });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(
      0,
      this.#bindings.group({
        0: at.problem,
        2: ensemble.uniform.buffer,
        3: clock.buffer,
        4: ensemble.states,
        5: ensemble.carries,
        6: ensemble.history,
        7: ensemble.starts,
        8: ensemble.heads,
      }),
    );
    dispatch(pass, ensemble.count);
    pass.end();
  }
}

/** The duration of a tick: η for a map, a part of the time of a step for a flow. */
function tickOf({ method, shape }: Ensemble, circumstances: Circumstances): number {
  return method.kind === 'map' ? circumstances.eta : method.time(circumstances) / shape.ticksPerStep;
}

/** What a step needs to know beside the ensemble. */
export interface Surroundings {
  readonly objective: Objective;
  /** The uniform buffer with the objective's parameters. */
  readonly problem: GPUBuffer;
  /** A particle farther from the origin than this, in either coordinate, counts as diverged. */
  readonly trustRadius: number;
}
