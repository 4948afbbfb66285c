import frameShader from '../../../shaders/frame.wgsl?raw';
import pathsShader from '../../../shaders/lab/paths.wgsl?raw';
import strokesShader from '../../../shaders/lab/strokes.wgsl?raw';
import type { Color } from '../../experiment/theme';
import { Bindings } from '../../gpu/bindings';
import { Layout, Uniform } from '../../gpu/layout';
import { renderPipeline } from '../../gpu/pipeline';
import { assembleShader } from '../../gpu/shader';
import type { Paths } from './paths';

/** `struct Strokes` of lab/strokes.wgsl. */
export const strokesLayout = new Layout('Strokes', {
  paths: 'u32',
  segments: 'u32',
  first: 'u32',
  along: 'u32',
  across: 'u32',
  half_width: 'f32',
  dot: 'f32',
  opacity: 'f32',
  fades: 'f32',
  span: 'f32',
  rim: 'vec4f',
  grow: 'f32',
});

const BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'read', 4: 'read', 5: 'read' } as const;

/** Both shaders know what is watched of a path. */
const watchStruct = /struct Watch \{[^}]*\}/.exec(pathsShader)?.[0] ?? '';

/** The whole text of the shader that draws paths. */
export const labStrokesShaderText = assembleShader(strokesShader, watchStruct, frameShader);

/** In the plane, in ticks: for ever. */
const FOR_EVER = 1e30;
/** The rim around strokes that have to stand out from whatever lies below, in CSS pixels and as opacity. */
const RIM = { grow: 1.25, opacity: 0.75 } as const;

/** How paths are drawn. Lengths are in CSS pixels. */
interface StrokeStyle {
  readonly halfWidth: number;
  /** Radius of the marks; 0: none. */
  readonly dot: number;
  readonly opacity: number;
  /** Zigzag in the plane, and ticks, after which a path has faded to 1/e. */
  readonly fades?: number;
  readonly span?: number;
  /** Colour of the rim, if there is one. */
  readonly rim?: Color;
}

/** Strokes of one set of paths: their colours, and how they are drawn. */
export class Strokes {
  readonly #device: GPUDevice;
  readonly #label: string;
  readonly #uniforms: readonly Uniform<(typeof strokesLayout)['shape']>[];
  #colors: GPUBuffer | null = null;

  constructor(device: GPUDevice, label: string) {
    this.#device = device;
    this.#label = label;
    this.#uniforms = ['rim', 'body'].map((part) => new Uniform(device, `${label}.${part}`, strokesLayout));
  }

  /** The colour of each path. */
  color(colors: readonly Color[]): void {
    const numbers = new Float32Array(colors.flatMap((color) => [...color, 1]));
    if (this.#colors?.size !== numbers.byteLength) {
      this.#colors?.destroy();
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
      this.#colors = this.#device.createBuffer({
        label: `${this.#label}.colors`,
        size: numbers.byteLength,
        usage,
      });
    }
    this.#device.queue.writeBuffer(this.#colors, 0, numbers);
  }

  get colors(): GPUBuffer | null {
    return this.#colors;
  }

  uniform(part: 'rim' | 'body'): Uniform<(typeof strokesLayout)['shape']> | undefined {
    return this.#uniforms[part === 'rim' ? 0 : 1];
  }

  dispose(): void {
    this.#colors?.destroy();
    for (const uniform of this.#uniforms) uniform.dispose();
  }
}

/** Draws paths from their own buffers. */
export class StrokesPass {
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<StrokesPass> {
    const label = 'StrokesPass';
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const bindings = new Bindings(device, label, visibility, BINDINGS);
    const recipe = { label, code: labStrokesShaderText, bindings };
    return new StrokesPass(bindings, await renderPipeline(device, recipe, format, 'straight'));
  }

  private constructor(bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#bindings = bindings;
    this.#pipeline = pipeline;
  }

  /**
   * Draws each path from its start on; or, as one `curve`, what all of them have come to after one tick: if that is of a
   * flow for one time after the other, it is the flow's curve.
   */
  draw(
    pass: GPURenderPassEncoder,
    frame: GPUBuffer,
    { paths, strokes, style, curve = false }: Drawing,
  ): void {
    const { colors } = strokes;
    if (colors === null) return;
    const { count, kept } = paths;
    const layout = curve
      ? { paths: 1, segments: count - 1, first: count, along: 1, across: 0 }
      : { paths: count, segments: kept - 1, first: 0, along: count, across: 1 };
    const { halfWidth, dot, opacity, fades = FOR_EVER, span = FOR_EVER, rim } = style;
    const common = { ...layout, half_width: halfWidth, dot, fades, span };
    const lay = (
      part: 'rim' | 'body',
      look: { opacity: number; rim: readonly number[]; grow: number },
    ): void => {
      const uniform = strokes.uniform(part);
      if (uniform === undefined) return;
      uniform.write({ ...common, ...look });
      const resources = { 1: frame, 2: uniform.buffer, 3: paths.positions, 4: paths.watches, 5: colors };
      pass.setBindGroup(0, this.#bindings.group(resources));
      pass.draw(6 * layout.paths * layout.segments);
    };
    pass.setPipeline(this.#pipeline);
    if (rim !== undefined) lay('rim', { opacity: opacity * RIM.opacity, rim: [...rim, 1], grow: RIM.grow });
    lay('body', { opacity, rim: [0, 0, 0, 0], grow: 0 });
  }
}

interface Drawing {
  readonly paths: Paths;
  readonly strokes: Strokes;
  readonly style: StrokeStyle;
  readonly curve?: boolean;
}
