import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import whereaboutsShader from '../../shaders/whereabouts.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import type { Ensemble } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { readBuffer } from '../gpu/readback';
import { assembleShader } from '../gpu/shader';
import type { Point } from '../objectives/box';
import { type Escapes, escapesOf } from '../theory/lab/escapes';
import { type Extent, type Outside, ZONES } from '../theory/lab/outside';
import { STATUSES, type Status } from '../theory/recording';

/** `struct Lookout` of whereabouts.wgsl. */
export const lookoutLayout = new Layout('Lookout', {
  low: 'vec2f',
  high: 'vec2f',
  pointer: 'vec2f',
  centre: 'vec2f',
  reach: 'f32',
  pair: 'u32',
});

/** Places of the words that the shader finds. */
const ZONE = 10;
const ESCAPES_AT = 91;
const SECTORS_AT = 94;
const STEPS_AT = 814;
const DETAILS_AT = 4142;
const DETAIL = 6;
const WORDS = DETAILS_AT + 2 * DETAIL;

const BINDINGS = { 2: 'uniform', 3: 'uniform', 4: 'read', 5: 'read', 6: 'write' } as const;

/** The whole text of the shader. It knows no objective. */
export const whereaboutsShaderText = assembleShader(whereaboutsShader, ensembleShader, respawnShader);

/** What is looked for. */
export interface Lookout {
  /** Lower left and upper right corner of what is on screen. */
  readonly low: Point;
  readonly high: Point;
  /** Where somebody points, and how far from there a particle may be. */
  readonly pointer: { readonly at: Point; readonly reach: number } | null;
  /** From where the directions of escapes are taken. */
  readonly centre: Point;
  readonly pair: number | null;
}

/** One particle, as it is. */
export interface Particle {
  readonly index: number;
  readonly position: Point;
  readonly status: Status;
  /** The period of a cycle; 0 of others. */
  readonly period: number;
  /** Steps since its start, until it diverged if it did. */
  readonly steps: number;
}

/** What was found of one method. */
export interface Whereabouts {
  readonly outside: readonly Outside[];
  readonly escapes: Escapes | null;
  /** The particle nearest to the pointer, and that of the marked pair. */
  readonly pointed: Particle | null;
  readonly marked: Particle | null;
}

/** Finds who is off screen and how particles escaped, and looks at single ones. */
export class WhereaboutsPass {
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipelines: Record<'look' | 'tell', GPUComputePipeline>;
  readonly #uniform: Uniform<(typeof lookoutLayout)['shape']>;
  readonly #found: GPUBuffer;

  /** @throws ShaderError if the shader does not compile */
  static async create(device: GPUDevice): Promise<WhereaboutsPass> {
    const label = 'WhereaboutsPass';
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const recipe = { label, code: whereaboutsShaderText, bindings };
    const pipelines = await computePipelines(device, recipe, ['look', 'tell']);
    return new WhereaboutsPass(device, bindings, pipelines);
  }

  private constructor(
    device: GPUDevice,
    bindings: Bindings<typeof BINDINGS>,
    pipelines: Record<'look' | 'tell', GPUComputePipeline>,
  ) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipelines = pipelines;
    this.#uniform = new Uniform(device, 'WhereaboutsPass.uniform', lookoutLayout);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    this.#found = device.createBuffer({ label: 'WhereaboutsPass.found', size: 4 * WORDS, usage });
  }

  /** Looks at an ensemble as it is at this moment. */
  async find(ensemble: Ensemble, lookout: Lookout): Promise<Whereabouts> {
    const { pointer, pair } = lookout;
    this.#uniform.write({
      low: lookout.low,
      high: lookout.high,
      pointer: pointer?.at ?? [0, 0],
      centre: lookout.centre,
      reach: pointer?.reach ?? -1,
      pair: pair ?? 0xffffffff,
    });
    const encoder = this.#device.createCommandEncoder({ label: 'WhereaboutsPass' });
    encoder.clearBuffer(this.#found);
    const { uniform, states, positions, count } = ensemble;
    const resources = { 2: uniform.buffer, 3: this.#uniform.buffer, 4: states, 5: positions, 6: this.#found };
    const pass = encoder.beginComputePass({ label: `WhereaboutsPass.${ensemble.method.id}` });
    pass.setBindGroup(0, this.#bindings.group(resources));
    pass.setPipeline(this.#pipelines.look);
    dispatch(pass, count);
    pass.setPipeline(this.#pipelines.tell);
    pass.dispatchWorkgroups(1);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
    return whereaboutsOf(await readBuffer(this.#device, this.#found, this.#found.size));
  }

  dispose(): void {
    this.#uniform.dispose();
    this.#found.destroy();
  }
}

function whereaboutsOf(bytes: ArrayBuffer): Whereabouts {
  const words = new Uint32Array(bytes);
  const word = (at: number): number => words[at] ?? 0;
  return {
    outside: ZONES.flatMap((zone, n) => {
      const [alive, lost] = [word(n * ZONE), word(n * ZONE + 1)];
      if (alive + lost === 0) return [];
      return [{ zone, alive, lost, extent: extentOf(words.subarray(n * ZONE + (alive > 0 ? 2 : 6))) }];
    }),
    escapes: escapesOf({
      first: ~word(ESCAPES_AT + 1) >>> 0,
      last: word(ESCAPES_AT + 2),
      sectors: words.subarray(SECTORS_AT, STEPS_AT),
      steps: words.subarray(STEPS_AT, DETAILS_AT),
    }),
    pointed: particleOf(bytes, DETAILS_AT),
    marked: particleOf(bytes, DETAILS_AT + DETAIL),
  };
}

function extentOf([right = 0, left = 0, top = 0, bottom = 0]: Uint32Array): Extent {
  return { right: numberOf(right), left: -numberOf(left), top: numberOf(top), bottom: -numberOf(bottom) };
}

/** The number of which the shader made this key. */
function numberOf(key: number): number {
  const word = new Uint32Array([key >= 0x80000000 ? key - 0x80000000 : ~key]);
  return new Float32Array(word.buffer)[0] ?? Number.NaN;
}

function particleOf(bytes: ArrayBuffer, at: number): Particle | null {
  const [index = 0, , , code = 0, word = 0, lived = 0] = new Uint32Array(bytes, 4 * at, DETAIL);
  const [, x = 0, y = 0] = new Float32Array(bytes, 4 * at, DETAIL);
  if (index === 0) return null;
  const status = STATUSES[code] ?? 'moving';
  return {
    index: index - 1,
    position: [x, y],
    status,
    period: status === 'cycling' ? word : 0,
    steps: status === 'diverged' ? word : lived,
  };
}
