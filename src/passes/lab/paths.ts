import finiteShader from '../../../shaders/finite.wgsl?raw';
import pathsShader from '../../../shaders/lab/paths.wgsl?raw';
import threefryShader from '../../../shaders/threefry.wgsl?raw';
import { Bindings } from '../../gpu/bindings';
import { carryOf, methodParts } from '../../gpu/ensemble';
import { Layout, Uniform } from '../../gpu/layout';
import { computePipelines, dispatch } from '../../gpu/pipeline';
import { readBuffer } from '../../gpu/readback';
import { assembleShader, objectiveParts } from '../../gpu/shader';
import type { Circumstances, Method } from '../../methods/method';
import type { Objective } from '../../objectives/objective';
import type { Watch } from '../../theory/lab/settling';
import type { Surroundings } from '../step';

/** `struct Paths` of lab/paths.wgsl. */
export const pathsLayout = new Layout('Paths', {
  count: 'u32',
  kept: 'u32',
  begin: 'u32',
  ticks: 'u32',
  horizon: 'u32',
  seed: 'u32',
  trust_radius: 'f32',
  spacing: 'f32',
});

const BINDINGS = { 0: 'uniform', 2: 'uniform', 3: 'read', 4: 'write', 5: 'write', 6: 'write' } as const;

/** Bytes of `struct Course` and of `struct Watch`. */
const COURSE_BYTES = 80;
const WATCH_BYTES = 56;
const NEVER = 0xffff_ffff;

/** The whole text of the shader that lets paths of one method go on one objective. */
export function pathsShaderText(objective: Objective, method: Method): string {
  const parts = [...methodParts(method), finiteShader, threefryShader];
  return assembleShader(pathsShader, ...parts, ...objectiveParts(objective));
}

/** Where a path starts, and by which rule it goes: η, and of how much time a tick is. */
export interface Course {
  readonly start: readonly [number, number];
  readonly circumstances: Circumstances;
  readonly duration: number;
}

/** What has become of a path. */
export interface PathEnd extends Watch {
  /** The tick at which it was lost; null if it was not. */
  readonly lost: number | null;
}

/** How far paths are to go. */
interface Leg {
  /** Ticks that they have taken; at 0 they begin at their starts. */
  readonly begin: number;
  readonly ticks: number;
  /** Ticks after which their zigzag is judged. */
  readonly horizon: number;
  /** Positions are kept that are farther than this from the last one that was. */
  readonly spacing: number;
}

/** Lets paths of one method go, each with its own start and its own η. */
export class PathsPass {
  readonly method: Method;
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;

  /** @throws ShaderError if the objective does not compile */
  static async create(device: GPUDevice, objective: Objective, method: Method): Promise<PathsPass> {
    const label = `PathsPass.${method.id}`;
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const code = pathsShaderText(objective, method);
    const { go } = await computePipelines(device, { label, code, bindings }, ['go']);
    return new PathsPass(device, method, bindings, go);
  }

  private constructor(
    device: GPUDevice,
    method: Method,
    bindings: Bindings<typeof BINDINGS>,
    pipeline: GPUComputePipeline,
  ) {
    this.#device = device;
    this.method = method;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
  }

  /** Room for so many paths, of each of which so many positions are kept. */
  room(count: number, kept: number): Paths {
    return new Paths(this.#device, this.method, count, kept);
  }

  /** Encodes a leg of the way of paths that have been sent. */
  run(encoder: GPUCommandEncoder, paths: Paths, leg: Leg, { problem, trustRadius }: Surroundings): void {
    paths.describe(leg, trustRadius);
    const pass = encoder.beginComputePass({ label: `PathsPass.${this.method.id}` });
    pass.setPipeline(this.#pipeline);
    const { uniform, courses, watches, carries, positions } = paths;
    const resources = { 0: problem, 2: uniform, 3: courses, 4: watches, 5: carries, 6: positions };
    pass.setBindGroup(0, this.#bindings.group(resources));
    dispatch(pass, paths.count);
    pass.end();
  }
}

/** Paths of one method in GPU buffers. */
export class Paths {
  readonly method: Method;
  readonly count: number;
  readonly kept: number;
  readonly courses: GPUBuffer;
  readonly watches: GPUBuffer;
  readonly carries: GPUBuffer;
  readonly positions: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #uniform: Uniform<(typeof pathsLayout)['shape']>;
  #seed = 0;

  constructor(device: GPUDevice, method: Method, count: number, kept: number) {
    this.#device = device;
    this.method = method;
    this.count = count;
    this.kept = kept;
    const label = (name: string) => `Paths.${method.id}.${name}`;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = (name: string, size: number) =>
      device.createBuffer({ label: label(name), size: Math.max(16, size), usage });
    this.courses = buffer('courses', COURSE_BYTES * count);
    this.watches = buffer('watches', WATCH_BYTES * count);
    this.carries = buffer('carries', 4 * carryOf(method).numbers * count);
    this.positions = buffer('positions', 16 * count * kept);
    this.#uniform = new Uniform(device, label('uniform'), pathsLayout);
  }

  get uniform(): GPUBuffer {
    return this.#uniform.buffer;
  }

  /** Says where the paths start and how each goes; there are `count` of them. */
  send(courses: readonly Course[], objective: Objective): void {
    const numbers = new Float32Array((COURSE_BYTES / 4) * this.count);
    for (const [i, { start, circumstances, duration }] of courses.entries()) {
      const constants = this.method.constants(objective, duration, circumstances);
      numbers.set([...start, duration, 0, ...constants], (COURSE_BYTES / 4) * i);
    }
    this.#seed = courses[0]?.circumstances.seed ?? 0;
    this.#device.queue.writeBuffer(this.courses, 0, numbers);
  }

  describe({ begin, ticks, horizon, spacing }: Leg, trustRadius: number): void {
    const { count, kept } = this;
    const common = { count, kept, begin, ticks, horizon, spacing };
    this.#uniform.write({ ...common, seed: this.#seed, trust_radius: trustRadius });
  }

  /** What has become of them, once all that was submitted has been done. */
  async read(): Promise<readonly PathEnd[]> {
    const bytes = await readBuffer(this.#device, this.watches, WATCH_BYTES * this.count);
    const starts = new Float32Array(await readBuffer(this.#device, this.courses, COURSE_BYTES * this.count));
    const floats = new Float32Array(bytes);
    const words = new Uint32Array(bytes);
    return Array.from({ length: this.count }, (_, i) => {
      const at = (WATCH_BYTES / 4) * i;
      const [x = 0, y = 0, bx = 0, by = 0, , , zigzag = 0, half = 0, threeQuarters = 0] = floats.subarray(
        at,
        at + 9,
      );
      const [rose = 0, lost = NEVER] = words.subarray(at + 10, at + 12);
      const [sx = 0, sy = 0] = starts.subarray((COURSE_BYTES / 4) * i);
      return {
        start: [sx, sy],
        here: [x, y],
        before: [bx, by],
        zigzag,
        half,
        threeQuarters,
        rose: rose === 1,
        lost: lost === NEVER ? null : lost,
      };
    });
  }

  /** The positions that were kept, x, y, how far it had zigzagged until there, and the tick: slot s of path i is entry s·count + i. */
  async readPositions(): Promise<Float32Array> {
    return new Float32Array(await readBuffer(this.#device, this.positions, 16 * this.count * this.kept));
  }

  dispose(): void {
    for (const buffer of [this.courses, this.watches, this.carries, this.positions]) buffer.destroy();
    this.#uniform.dispose();
  }
}
