import eigen2Shader from '../../../shaders/eigen2.wgsl?raw';
import finiteShader from '../../../shaders/finite.wgsl?raw';
import carryPairShader from '../../../shaders/lab/carryPair.wgsl?raw';
import carryPlainShader from '../../../shaders/lab/carryPlain.wgsl?raw';
import nameShader from '../../../shaders/lab/name.wgsl?raw';
import neighbourShader from '../../../shaders/lab/neighbour.wgsl?raw';
import restingShader from '../../../shaders/lab/resting.wgsl?raw';
import tangentShader from '../../../shaders/lab/tangent.wgsl?raw';
import travellerShader from '../../../shaders/lab/traveller.wgsl?raw';
import walkShader from '../../../shaders/lab/walk.wgsl?raw';
import threefryShader from '../../../shaders/threefry.wgsl?raw';
import { Bindings } from '../../gpu/bindings';
import { methodParts } from '../../gpu/ensemble';
import { Layout } from '../../gpu/layout';
import { Pace } from '../../gpu/pace';
import { computePipelines, dispatch } from '../../gpu/pipeline';
import { assembleShader, objectiveParts } from '../../gpu/shader';
import type { Method } from '../../methods/method';
import type { Objective } from '../../objectives/objective';

/** `struct Survey` of traveller.wgsl. */
export const surveyLayout = new Layout('Survey', {
  corner: 'vec2f',
  across: 'vec2f',
  up: 'vec2f',
  columns: 'u32',
  rows: 'u32',
  stride: 'u32',
  nested: 'u32',
  first: 'u32',
  count: 'u32',
  skipped: 'u32',
  age: 'u32',
  steps: 'u32',
  horizon: 'u32',
  rounds: 'u32',
  outlook: 'u32',
  trust_radius: 'f32',
  stillness: 'f32',
  size: 'f32',
  carry_weight: 'f32',
  minima: 'u32',
  ridge: 'u32',
  seed: 'u32',
  evenly: 'u32',
  canvas: 'u32',
  painted: 'u32',
});

/** Numbers of `struct Rule`, and bytes of `Traveller` and `Fate`, as traveller.wgsl has them. */
export const RULE_NUMBERS = 20;
export const TRAVELLER_BYTES = 24;
export const FATE_BYTES = 16;

const BINDINGS = {
  0: 'uniform',
  2: 'uniform',
  3: 'read',
  4: 'write',
  5: 'write',
  6: 'write',
  7: 'write',
  8: 'read',
  9: 'write',
} as const;

/** The whole texts of the shaders that decide fates: one walks, the other names what goes on. */
export function fateShaderTexts(objective: Objective, method: Method) {
  const particle = [travellerShader, restingShader, ...methodParts(method)];
  const common = [...particle, finiteShader, threefryShader, ...objectiveParts(objective)];
  // A method's own text may have brought the eigenframe along.
  const eigen = method.wgsl.includes('struct Eigen2') ? [] : [eigen2Shader];
  const carries = method.carry > 4 ? carryPairShader : carryPlainShader;
  const companion = method.id === 'gd' ? [tangentShader] : [neighbourShader, carries];
  return {
    walk: assembleShader(walkShader, ...common, ...eigen),
    name: assembleShader(nameShader, ...companion, ...common, ...eigen),
  };
}

/** Whether what a method does for ever can be named: flows come to rest or leave, random forces have no period. */
export function isNamed({ kind, stochastic }: Method): boolean {
  return kind === 'map' && stochastic !== true;
}

/** Steps of particles in a submit that are quick everywhere. */
const QUICK = { map: 400_000, flow: 20_000 } as const;

type Resources = Parameters<Bindings<typeof BINDINGS>['group']>[0];

/** The compiled shaders that decide fates on one objective by one method, and how quick they have been. */
export class FateKernel {
  readonly method: Method;
  /** Counted in steps of particles. */
  readonly pace: Pace;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #walk: GPUComputePipeline;
  readonly #name: GPUComputePipeline | null;

  /** @throws ShaderError if the objective's shaders do not compile */
  static async create(device: GPUDevice, objective: Objective, method: Method): Promise<FateKernel> {
    const label = `FateKernel.${method.id}`;
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const texts = fateShaderTexts(objective, method);
    const [{ walk }, named] = await Promise.all([
      computePipelines(device, { label, code: texts.walk, bindings }, ['walk']),
      isNamed(method) ? computePipelines(device, { label, code: texts.name, bindings }, ['name']) : null,
    ]);
    const pace = new Pace(device, label, QUICK[method.kind]);
    return new FateKernel(method, pace, bindings, walk, named?.name ?? null);
  }

  private constructor(
    method: Method,
    pace: Pace,
    bindings: Bindings<typeof BINDINGS>,
    walk: GPUComputePipeline,
    name: GPUComputePipeline | null,
  ) {
    this.method = method;
    this.pace = pace;
    this.#bindings = bindings;
    this.#walk = walk;
    this.#name = name;
  }

  group(resources: Resources): GPUBindGroup {
    return this.#bindings.group(resources);
  }

  /** Lets so many travellers take their steps, or names so many of them. */
  run(encoder: GPUCommandEncoder, part: 'walk' | 'name', group: GPUBindGroup, travellers: number): void {
    const pipeline = part === 'walk' ? this.#walk : this.#name;
    if (pipeline === null) return;
    const pass = encoder.beginComputePass({ label: `FateKernel.${part}.${this.method.id}` });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    dispatch(pass, travellers);
    pass.end();
  }

  dispose(): void {
    this.pace.dispose(); // pipelines are collected with it
  }
}
