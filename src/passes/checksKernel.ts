import checksShader from '../../shaders/checks.wgsl?raw';
import gdShader from '../../shaders/checksGd.wgsl?raw';
import gfShader from '../../shaders/checksGf.wgsl?raw';
import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { carryOf } from '../gpu/ensemble';
import { Layout } from '../gpu/layout';
import { computePipelines } from '../gpu/pipeline';
import { assembleShader, objectiveParts } from '../gpu/shader';
import { meteredGf } from '../methods/meteredGf';
import { method } from '../methods/table';
import type { Objective } from '../objectives/objective';
import { StepPass } from './step';

/** The methods that theorems are held against. */
export type Checked = 'gd' | 'gf';

const COMMON = {
  centre: 'vec4f',
  box: 'vec4f',
  measured: 'vec4f',
  measured_too: 'vec4f',
  least: 'vec2f',
  axis: 'vec2f',
  factors: 'vec2f',
  eta: 'f32',
} as const;

/** `struct Told` of checksGd.wgsl. */
export const gdToldLayout = new Layout('Told', {
  ...COMMON,
  smoothness: 'f32',
  fall: 'f32',
  tilt: 'f32',
  gain: 'f32',
  gain_off: 'f32',
  root: 'f32',
  contraction: 'f32',
  shrink: 'f32',
  best: 'f32',
});

/** `struct Told` of checksGf.wgsl. */
export const gfToldLayout = new Layout('Told', {
  ...COMMON,
  decay: 'f32',
  decay2: 'f32',
  tick: 'f32',
  reach: 'f32',
  settled: 'f32',
});

/** Bytes of `struct Record`, of either method. */
export const RECORD_BYTES = 80;
/** Bytes of `struct Findings`. */
export const FINDINGS_BYTES = 96;

const BINDINGS = {
  0: 'uniform',
  2: 'uniform',
  3: 'uniform',
  4: 'read',
  5: 'read',
  6: 'write',
  7: 'write',
  8: 'write',
} as const;

/** The whole text of the shader that holds the theorems against one method on one objective. */
export function checksShaderText(objective: Objective, id: Checked): string {
  const own = id === 'gd' ? gdShader : gfShader;
  const parts = [own, carryOf(method(id)).wgsl, ensembleShader, respawnShader, finiteShader];
  return assembleShader(checksShader, ...parts, ...objectiveParts(objective), objective.roundingWgsl);
}

/**
 * What has to move a method's particles for its theorems to be held against them; null where its own steps do.
 *
 * @throws ShaderError if the compiler refuses
 */
export async function createMeter(
  device: GPUDevice,
  objective: Objective,
  id: Checked,
): Promise<StepPass | null> {
  return id === 'gf' ? StepPass.create(device, objective, meteredGf) : null;
}

/** The compiled shader of one method and one formula. */
export class ChecksKernel {
  readonly bindings: Bindings<typeof BINDINGS>;
  readonly measure: GPUComputePipeline;
  readonly gather: GPUComputePipeline;

  /** @throws ShaderError if the compiler refuses */
  static async create(device: GPUDevice, objective: Objective, id: Checked): Promise<ChecksKernel> {
    const label = `ChecksPass.${id}`;
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const code = checksShaderText(objective, id);
    const { measure, gather } = await computePipelines(device, { label, code, bindings }, [
      'measure',
      'gather',
    ]);
    return new ChecksKernel(bindings, measure, gather);
  }

  private constructor(
    bindings: Bindings<typeof BINDINGS>,
    measure: GPUComputePipeline,
    gather: GPUComputePipeline,
  ) {
    this.bindings = bindings;
    this.measure = measure;
    this.gather = gather;
  }
}
