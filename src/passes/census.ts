import censusShader from '../../shaders/census.wgsl?raw';
import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { carryOf, type Ensemble } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Objective } from '../objectives/objective';

/** `struct Census` of census.wgsl. */
export const censusLayout = new Layout('Census', {
  stillness: 'f32',
  looks_back: 'u32',
  carry: 'u32',
  flags: 'u32',
  rate: 'f32',
});

/** The longest period that a cycle is recognised by. */
export const LONGEST_PERIOD = 16;

/**
 * Positions that a map's history should have at least, which name cycles of up to 7 steps, and as many as make the name of
 * the longest sure: two periods and one.
 */
export const CENSUS_SLOTS = { least: 9, enough: 2 * LONGEST_PERIOD + 1 } as const;

/** Status of a particle that diverged, as ensemble.wgsl has it. */
export const DIVERGED = 2;

/** Four statuses, at most four flags, and cycles by their period from 0 to the longest. */
const PERIODS_AT = 8;
const COUNTS_BYTES = 4 * (PERIODS_AT + LONGEST_PERIOD + 1);

const BINDINGS = {
  0: 'uniform',
  2: 'uniform',
  3: 'uniform',
  4: 'write',
  5: 'write',
  6: 'write',
  7: 'read',
} as const;

/** The whole text of the shader that names statuses on one objective. */
export function censusShaderText(objective: Objective): string {
  const parts = [ensembleShader, finiteShader, respawnShader];
  return assembleShader(censusShader, ...parts, ...objectiveParts(objective));
}

/**
 * Particles of one ensemble by status, in the order of the status codes, and then for each flag of the method those whose
 * last step raised it, except diverged ones.
 */
export type Counts = readonly [
  moving: number,
  converged: number,
  diverged: number,
  cycling: number,
  ...flags: readonly number[],
];

/** Particles on cycles by their period p: entry p. */
export type Periods = readonly number[];

/** What decides who is still, and who goes round in a cycle. */
export interface Measures {
  /** A smaller ‖∇f‖ counts as none. */
  readonly stillness: number;
  /** Gradient descent's learning rate. */
  readonly eta: number;
}

/** What was counted, from its words. */
export function countsOf(bytes: ArrayBuffer, { method }: Ensemble): { counts: Counts; periods: Periods } {
  const words = new Uint32Array(bytes);
  const [moving = 0, converged = 0, diverged = 0, cycling = 0] = words;
  const flags = words.subarray(4, 4 + (method.flags?.length ?? 0));
  return {
    counts: [moving, converged, diverged, cycling, ...flags],
    periods: [...words.subarray(PERIODS_AT)],
  };
}

/** Names the status of every particle of one ensemble and counts them. */
export class CensusPass {
  readonly counts: GPUBuffer;
  readonly #uniform: Uniform<(typeof censusLayout)['shape']>;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;

  static async create(device: GPUDevice, objective: Objective): Promise<CensusPass> {
    const label = 'CensusPass';
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const code = censusShaderText(objective);
    const { take_census } = await computePipelines(device, { label, code, bindings }, ['take_census']);
    return new CensusPass(device, bindings, take_census);
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPUComputePipeline) {
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#uniform = new Uniform(device, 'CensusPass.uniform', censusLayout);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    this.counts = device.createBuffer({ label: 'CensusPass.counts', size: COUNTS_BYTES, usage });
  }

  /** Leaves the counts in `counts`. One submit can hold one census: the next overwrites its settings. */
  run(
    encoder: GPUCommandEncoder,
    ensemble: Ensemble,
    problem: GPUBuffer,
    { stillness, eta }: Measures,
  ): void {
    const { id, kind, stochastic = false, flags = [] } = ensemble.method;
    const cycles = kind === 'map' && !stochastic;
    this.#uniform.write({
      stillness: stochastic ? -1 : stillness,
      looks_back: cycles ? Math.min(LONGEST_PERIOD, ensemble.shape.slots - 2) : 0,
      carry: carryOf(ensemble.method).numbers,
      flags: flags.length,
      rate: id === 'gd' ? eta : 0,
    });
    encoder.clearBuffer(this.counts);
    const pass = encoder.beginComputePass({ label: `CensusPass.${ensemble.method.id}` });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(
      0,
      this.#bindings.group({
        0: problem,
        2: ensemble.uniform.buffer,
        3: this.#uniform.buffer,
        4: ensemble.states,
        5: ensemble.history,
        6: this.counts,
        7: ensemble.carries,
      }),
    );
    dispatch(pass, ensemble.count);
    pass.end();
  }

  dispose(): void {
    this.#uniform.dispose();
    this.counts.destroy();
  }
}
