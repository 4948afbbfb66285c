import finiteShader from '../../../shaders/finite.wgsl?raw';
import neighbourShader from '../../../shaders/lab/besideNeighbour.wgsl?raw';
import tangentShader from '../../../shaders/lab/besideTangent.wgsl?raw';
import orbitsShader from '../../../shaders/lab/orbits.wgsl?raw';
import { Bindings } from '../../gpu/bindings';
import { carryOf, methodParts } from '../../gpu/ensemble';
import { Layout } from '../../gpu/layout';
import { computePipelines, dispatch } from '../../gpu/pipeline';
import { assembleShader, objectiveParts } from '../../gpu/shader';
import type { Method } from '../../methods/method';
import type { Objective } from '../../objectives/objective';
import type { OrbitRequest } from '../../theory/orbits';
import { carryText } from './carryText';

/** `struct Plan` of orbits.wgsl. */
export const orbitPlanLayout = new Layout('Plan', {
  first: 'u32',
  followed: 'u32',
  starts: 'u32',
  steps: 'u32',
  stage: 'u32',
  fresh: 'u32',
  begins: 'u32',
  width: 'u32',
  height: 'u32',
  low: 'f32',
  rows_per_unit: 'f32',
  trust_radius: 'f32',
});

/** Numbers of `struct Column`: the method's constants, η, its place, the spread of η, and one to fill it up. */
export const COLUMN_NUMBERS = 20;
/** Bytes of `struct Orbit` without the two memories. */
const ORBIT_BYTES = 48;

/** Bytes of one orbit of a method. */
export function orbitBytes(method: Method): number {
  return ORBIT_BYTES + 8 * carryOf(method).numbers;
}

const BINDINGS = { 0: 'uniform', 2: 'uniform', 3: 'read', 4: 'read', 5: 'write', 6: 'write' } as const;

type Visits = OrbitRequest['visits'];

/** The whole text of the shader that follows orbits of a method and counts visits of x, y or f. */
export function orbitsShaderText(objective: Objective, method: Method, visits: Visits): string {
  const value = visits === 'f' ? 'objective_value(theta)' : `theta.${visits}`;
  return assembleShader(
    orbitsShader,
    `fn visited(theta: vec2f) -> f32 { return ${value}; }`,
    method.id === 'gd' ? tangentShader : neighbourShader,
    carryText(method),
    ...methodParts(method),
    finiteShader,
    ...objectiveParts(objective),
  );
}

/** What a dispatch works on. */
export interface OrbitBuffers {
  readonly problem: GPUBuffer;
  readonly plan: GPUBuffer;
  readonly columns: GPUBuffer;
  readonly starts: GPUBuffer;
  readonly orbits: GPUBuffer;
  readonly density: GPUBuffer;
}

/** Follows orbits of one method down one objective. */
export class OrbitsPass {
  readonly method: Method;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;

  /** @throws ShaderError if the objective does not compile */
  static async create(
    device: GPUDevice,
    objective: Objective,
    method: Method,
    visits: Visits,
  ): Promise<OrbitsPass> {
    const label = `OrbitsPass.${method.id}.${visits}`;
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const code = orbitsShaderText(objective, method, visits);
    const { follow_orbits } = await computePipelines(device, { label, code, bindings }, ['follow_orbits']);
    return new OrbitsPass(method, bindings, follow_orbits);
  }

  private constructor(method: Method, bindings: Bindings<typeof BINDINGS>, pipeline: GPUComputePipeline) {
    this.method = method;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
  }

  /** Lets so many orbits go on, as the plan in the buffer says. */
  run(encoder: GPUCommandEncoder, buffers: OrbitBuffers, orbits: number): void {
    const { problem, plan, columns, starts, orbits: states, density } = buffers;
    const pass = encoder.beginComputePass({ label: 'OrbitsPass' });
    pass.setPipeline(this.#pipeline);
    const group = this.#bindings.group({ 0: problem, 2: plan, 3: columns, 4: starts, 5: states, 6: density });
    pass.setBindGroup(0, group);
    dispatch(pass, orbits);
    pass.end();
  }

  dispose(): void {}
}
