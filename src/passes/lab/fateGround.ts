import frameShader from '../../../shaders/frame.wgsl?raw';
import groundShader from '../../../shaders/lab/fateGround.wgsl?raw';
import { FATE_COLORS } from '../../experiment/fateColors';
import type { Settings } from '../../experiment/keys';
import { Bindings } from '../../gpu/bindings';
import { Layout, Uniform } from '../../gpu/layout';
import { renderPipeline } from '../../gpu/pipeline';
import { assembleShader } from '../../gpu/shader';
import type { FateTempo, Span } from '../../theory/fate';
import { PALETTE, paletteOf } from './fatePalette';

/** `struct Ground` of fateGround.wgsl. */
export const groundLayout = new Layout('Ground', {
  attempts: 'u32',
  hues: 'u32',
  shades: 'u32',
  first_cycle: 'u32',
  first_chaos: 'u32',
  first_diverged: 'u32',
  first_minimum: 'u32',
  settling: 'vec2f',
  escaping: 'vec2f',
});

const BINDINGS = { 2: 'uniform', 3: 'read', 4: 'read', 5: 'read' } as const;

/** Bytes of `struct Attempt`, and the most of them. */
const ATTEMPT_BYTES = 32;
const MOST_ATTEMPTS = 16;

/** Where a map may be asked: at column and row place[0, 1]·pixel + place[2, 3], the lowest bits of which are dropped. */
export interface Attempt {
  readonly place: readonly [number, number, number, number];
  /** Entry of the canvas at which the map begins. */
  readonly canvas: number;
  readonly columns: number;
  readonly rows: number;
  readonly dropped: number;
}

/** The whole text of the shader that colours the ground by fates. */
export const fateGroundShaderText = assembleShader(groundShader, frameShader);

/** Draws maps of fates as the ground of the plane. */
export class FateGround {
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;
  readonly #uniform: Uniform<(typeof groundLayout)['shape']>;
  readonly #attempts: GPUBuffer;
  readonly #palette: GPUBuffer;
  #theme: Settings['theme'] | null = null;

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<FateGround> {
    const label = 'FateGround';
    const bindings = new Bindings(device, label, GPUShaderStage.FRAGMENT, BINDINGS);
    const recipe = { label, code: fateGroundShaderText, bindings };
    return new FateGround(device, bindings, await renderPipeline(device, recipe, format, 'opaque'));
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#uniform = new Uniform(device, 'FateGround.uniform', groundLayout);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const buffer = (name: string, size: number) =>
      device.createBuffer({ label: `FateGround.${name}`, size, usage });
    this.#attempts = buffer('attempts', MOST_ATTEMPTS * ATTEMPT_BYTES);
    this.#palette = buffer('palette', paletteOf(FATE_COLORS.dark).byteLength);
  }

  /** Covers the whole of the pass's target with what the first of the attempts that knows it says of each pixel. */
  run(
    pass: GPURenderPassEncoder,
    canvas: GPUBuffer,
    attempts: readonly Attempt[],
    tempo: FateTempo,
    theme: Settings['theme'],
  ): void {
    if (theme !== this.#theme) {
      this.#theme = theme;
      this.#device.queue.writeBuffer(this.#palette, 0, paletteOf(FATE_COLORS[theme]));
    }
    const asked = attempts.slice(0, MOST_ATTEMPTS);
    this.#device.queue.writeBuffer(this.#attempts, 0, packed(asked));
    this.#uniform.write({
      attempts: asked.length,
      ...PALETTE,
      settling: logarithms(tempo.minimum),
      escaping: logarithms(tempo.diverged),
    });
    pass.setPipeline(this.#pipeline);
    const resources = { 2: this.#uniform.buffer, 3: this.#attempts, 4: canvas, 5: this.#palette };
    pass.setBindGroup(0, this.#bindings.group(resources));
    pass.draw(3);
  }

  dispose(): void {
    this.#uniform.dispose();
    this.#attempts.destroy();
    this.#palette.destroy();
  }
}

function logarithms([fast, slow]: Span): readonly [number, number] {
  return [Math.log1p(fast), Math.log1p(slow)];
}

function packed(attempts: readonly Attempt[]): ArrayBuffer {
  const bytes = new ArrayBuffer(Math.max(1, attempts.length) * ATTEMPT_BYTES);
  const [numbers, words] = [new Float32Array(bytes), new Uint32Array(bytes)];
  for (const [n, { place, canvas, columns, rows, dropped }] of attempts.entries()) {
    numbers.set(place, 8 * n);
    words.set([canvas, columns, rows, dropped], 8 * n + 4);
  }
  return bytes;
}
