import curvatureShader from '../../shaders/curvature.wgsl?raw';
import eigen2Shader from '../../shaders/eigen2.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { readBuffer } from '../gpu/readback';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Box, Point } from '../objectives/box';
import type { Objective } from '../objectives/objective';
import type { Prospects } from '../objectives/survey';

/** `struct Curvature` of curvature.wgsl. */
export const curvatureLayout = new Layout('Curvature', {
  corner: 'vec2f',
  spacing: 'vec2f',
  columns: 'u32',
  tiles: 'u32',
});

const BINDINGS = { 0: 'uniform', 2: 'uniform', 3: 'write' } as const;

/** Samples along the side of a tile, and tiles: 320 × 184 samples, one for each 4 × 4 pixels of 1280 × 720. */
const SIDE = 8;
const COLUMNS = 40;
const ROWS = 23;
const TILES = COLUMNS * ROWS;
/** Bytes of `struct Tile`. */
const TILE_BYTES = 16;
/** So many tiles of each kind are worth a closer look; of low ones, which may each hold a minimum, more. */
const KEPT = 8;
const KEPT_LOW = 64;
/** What a tile has where nothing is defined. */
const NOTHING = -3e38;

/** The whole text of the shader that looks for extreme curvatures of one objective. */
export function curvatureShaderText(objective: Objective): string {
  return assembleShader(curvatureShader, eigen2Shader, finiteShader, ...objectiveParts(objective));
}

/** Finds where in a box an objective is steepest, most hollow and lowest, among 58,880 samples in f32. */
export class CurvaturePass {
  readonly #device: GPUDevice;
  readonly #uniform: Uniform<(typeof curvatureLayout)['shape']>;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;
  readonly #tiles: GPUBuffer;

  static async create(device: GPUDevice, objective: Objective): Promise<CurvaturePass> {
    const label = 'CurvaturePass';
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const code = curvatureShaderText(objective);
    const { find_extremes } = await computePipelines(device, { label, code, bindings }, ['find_extremes']);
    return new CurvaturePass(device, bindings, find_extremes);
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPUComputePipeline) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#uniform = new Uniform(device, 'CurvaturePass.uniform', curvatureLayout);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
    this.#tiles = device.createBuffer({ label: 'CurvaturePass.tiles', size: TILES * TILE_BYTES, usage });
  }

  /** The most promising samples over a box, with the parameters that `problem` has now. */
  async find(problem: GPUBuffer, box: Box): Promise<Prospects> {
    const corner = [box.left, box.bottom] as const;
    this.#uniform.write({ corner, spacing: spacingOver(box), columns: COLUMNS, tiles: TILES });
    const encoder = this.#device.createCommandEncoder({ label: 'CurvaturePass' });
    const pass = encoder.beginComputePass({ label: 'CurvaturePass' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#bindings.group({ 0: problem, 2: this.#uniform.buffer, 3: this.#tiles }));
    dispatch(pass, TILES);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
    return prospectsOf(await readBuffer(this.#device, this.#tiles, this.#tiles.size), box);
  }

  dispose(): void {
    this.#uniform.dispose();
    this.#tiles.destroy();
  }
}

/** The first samples lie on the box's left and lower edges, the last ones on the right and upper ones. */
function spacingOver({ left, right, bottom, top }: Box): Point {
  return [(right - left) / (COLUMNS * SIDE - 1), (top - bottom) / (ROWS * SIDE - 1)];
}

/** A sample by its column and row, and how large it is there what is looked for. */
interface Sample {
  readonly column: number;
  readonly row: number;
  readonly size: number;
}

/** What the tiles' best samples are good for: the best of each kind; and low ones where no tile beside is lower. */
function prospectsOf(bytes: ArrayBuffer, box: Box): Prospects {
  const sizes = new Float32Array(bytes);
  const words = new Uint32Array(bytes);
  const [dx, dy] = spacingOver(box);
  const samples = (kind: number): readonly Sample[] =>
    Array.from({ length: TILES }, (_, tile) => {
      const sample = ((words[4 * tile + 3] ?? 0) >> (6 * kind)) & 63;
      const column = SIDE * (tile % COLUMNS) + (sample % SIDE);
      const row = SIDE * Math.floor(tile / COLUMNS) + Math.floor(sample / SIDE);
      return { column, row, size: sizes[4 * tile + kind] ?? NOTHING };
    });
  const best = (from: readonly Sample[], most: number): readonly Point[] => {
    const defined = from.filter(({ size }) => size > NOTHING).sort((a, b) => b.size - a.size);
    return defined.slice(0, most).map(({ column, row }) => [box.left + column * dx, box.bottom + row * dy]);
  };
  return {
    steepest: best(samples(0), KEPT),
    hollowest: best(samples(1), KEPT),
    lowest: best(basins(samples(2)), KEPT_LOW),
  };
}

/** Samples inside their tile, and those on its edge beyond which the next tile has nothing lower: there may be minima. */
function basins(samples: readonly Sample[]): readonly Sample[] {
  return samples.filter(({ column, row, size }, tile) => {
    const [across, up] = [towards(column), towards(row)];
    return [
      [across, 0],
      [0, up],
      [across, up],
    ].every(([x = 0, y = 0]) => {
      const beyond = (tile % COLUMNS) + x;
      if (beyond < 0 || beyond >= COLUMNS) return true;
      return (samples[tile + x + COLUMNS * y]?.size ?? NOTHING) <= size;
    });
  });
}

/** Whether a sample is the first or the last of its tile. */
function towards(place: number): -1 | 0 | 1 {
  if (place % SIDE === 0) return -1;
  return place % SIDE === SIDE - 1 ? 1 : 0;
}
