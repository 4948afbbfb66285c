import eigenShader from '../../shaders/eigen2.wgsl?raw';
import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import recordShader from '../../shaders/record.wgsl?raw';
import particlesShader from '../../shaders/recordParticles.wgsl?raw';
import rowsShader from '../../shaders/recordRows.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import type { Ensemble } from '../gpu/ensemble';
import { Layout } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Objective } from '../objectives/objective';
import { QUANTITIES } from '../theory/recording';
import { MOST_MINIMISERS } from '../theory/reference';

/** `struct Record` of record.wgsl. */
export const recordLayout = new Layout('Record', {
  minimisers: ['vec4f', MOST_MINIMISERS],
  centre: 'vec4f',
  frame: 'vec4f',
  curvatures: 'vec2f',
  floor: 'vec2f',
  count_of_minimisers: 'u32',
  value: 'u32',
  modes: 'u32',
  pair: 'u32',
  count: 'u32',
  since: 'u32',
  stride: 'u32',
  slots: 'u32',
  row: 'u32',
  keeps: 'u32',
});

/** Bytes that the counts of one slot take, and its tallies. */
export const BINS_BYTES = 4 * 4096 * QUANTITIES.length;
export const TALLY_BYTES = 128;

const PARTICLES = {
  0: 'uniform',
  2: 'uniform',
  3: 'uniform',
  4: 'read',
  5: 'write',
  6: 'write',
  7: 'write',
} as const;
const ROWS = { 3: 'uniform', 5: 'write', 6: 'write', 7: 'write' } as const;

/** The whole text of the shader that measures particles on one objective. */
export function recordShaderText(objective: Objective): string {
  const parts = [recordShader, eigenShader, ensembleShader, finiteShader, respawnShader];
  return assembleShader(particlesShader, ...parts, ...objectiveParts(objective));
}

/** The whole text of the shader that makes rows of counts. It knows no objective. */
export const recordRowsShaderText = assembleShader(rowsShader, recordShader);

/** What one ensemble is counted into. */
export interface Counters {
  /** `Record`, as the next pass reads it. */
  readonly uniform: GPUBuffer;
  readonly bins: GPUBuffer;
  readonly tallies: GPUBuffer;
  readonly rows: GPUBuffer;
}

/** Measures all particles of one ensemble, and makes rows of what was counted. */
export class RecordPass {
  readonly #particles: Bindings<typeof PARTICLES>;
  readonly #rows: Bindings<typeof ROWS>;
  readonly #measure: GPUComputePipeline;
  readonly #reduce: GPUComputePipeline;

  static async create(device: GPUDevice, objective: Objective): Promise<RecordPass> {
    const visibility = GPUShaderStage.COMPUTE;
    const particles = new Bindings(device, 'RecordPass.particles', visibility, PARTICLES);
    const rows = new Bindings(device, 'RecordPass.rows', visibility, ROWS);
    const measuring = {
      label: 'RecordPass.particles',
      code: recordShaderText(objective),
      bindings: particles,
    };
    const reducing = { label: 'RecordPass.rows', code: recordRowsShaderText, bindings: rows };
    const [{ measure }, { reduce }] = await Promise.all([
      computePipelines(device, measuring, ['measure']),
      computePipelines(device, reducing, ['reduce']),
    ]);
    return new RecordPass(particles, rows, measure, reduce);
  }

  private constructor(
    particles: Bindings<typeof PARTICLES>,
    rows: Bindings<typeof ROWS>,
    measure: GPUComputePipeline,
    reduce: GPUComputePipeline,
  ) {
    this.#particles = particles;
    this.#rows = rows;
    this.#measure = measure;
    this.#reduce = reduce;
  }

  /** What the passes read and write, for as long as the buffers live. */
  groups(ensemble: Ensemble, problem: GPUBuffer, { uniform, bins, tallies, rows }: Counters) {
    const counters = { 3: uniform, 5: bins, 6: tallies, 7: rows };
    return {
      particles: this.#particles.group({
        0: problem,
        2: ensemble.uniform.buffer,
        4: ensemble.states,
        ...counters,
      }),
      rows: this.#rows.group(counters),
    };
  }

  /** Adds every particle to the counts. */
  measure(encoder: GPUCommandEncoder, group: GPUBindGroup, particles: number): void {
    const pass = encoder.beginComputePass({ label: 'RecordPass.particles' });
    pass.setPipeline(this.#measure);
    pass.setBindGroup(0, group);
    dispatch(pass, particles);
    pass.end();
  }

  /** Makes a row of the counts of every slot. */
  reduce(encoder: GPUCommandEncoder, group: GPUBindGroup, slots: number): void {
    const pass = encoder.beginComputePass({ label: 'RecordPass.rows' });
    pass.setPipeline(this.#reduce);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(QUANTITIES.length, slots);
    pass.end();
  }

  /** It has no buffers of its own. */
  dispose(): void {}
}
