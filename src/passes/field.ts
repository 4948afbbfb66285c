import fieldShader from '../../shaders/field.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import type { Theme } from '../experiment/theme';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { ContourScale } from '../objectives/contours';
import type { Objective } from '../objectives/objective';

/** `struct Field` of field.wgsl. */
export const fieldLayout = new Layout('Field', {
  floor: 'f32',
  base: 'f32',
  density: 'f32',
  middle: 'f32',
  bands: 'u32',
  signed: 'u32',
  line_width: 'f32',
  every: 'u32',
  only_lines: 'u32',
  line: 'vec4f',
  outside: 'vec4f',
  colors: ['vec4f', 32],
});

const BINDINGS = { 0: 'uniform', 1: 'uniform', 2: 'uniform' } as const;

/** The whole text of the shader that draws the landscape of one objective. */
export function fieldShaderText(objective: Objective): string {
  return assembleShader(fieldShader, frameShader, finiteShader, ...objectiveParts(objective));
}

/** The landscape of f: filled bands and contour lines, or only the lines, over what is there. */
export class FieldPass {
  readonly #onlyLines: boolean;
  readonly #uniform: Uniform<(typeof fieldLayout)['shape']>;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;

  static async create(
    device: GPUDevice,
    objective: Objective,
    format: GPUTextureFormat,
    onlyLines = false,
  ): Promise<FieldPass> {
    const label = onlyLines ? 'FieldPass.lines' : 'FieldPass';
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const bindings = new Bindings(device, label, visibility, BINDINGS);
    const recipe = { label, code: fieldShaderText(objective), bindings };
    const pipeline = await renderPipeline(device, recipe, format, onlyLines ? 'straight' : 'opaque');
    return new FieldPass(device, bindings, pipeline, onlyLines);
  }

  private constructor(
    device: GPUDevice,
    bindings: Bindings<typeof BINDINGS>,
    pipeline: GPURenderPipeline,
    onlyLines: boolean,
  ) {
    this.#onlyLines = onlyLines;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#uniform = new Uniform(device, 'FieldPass.uniform', fieldLayout);
  }

  /** Covers the whole of the pass's target. */
  run(
    pass: GPURenderPassEncoder,
    problem: GPUBuffer,
    frame: GPUBuffer,
    scale: ContourScale,
    theme: Theme,
  ): void {
    this.#uniform.write({
      floor: scale.floor,
      base: scale.base,
      density: scale.density,
      middle: scale.middle,
      bands: scale.bands,
      signed: scale.signed ? 1 : 0,
      line_width: theme.lineWidth,
      every: scale.every,
      only_lines: this.#onlyLines ? 1 : 0,
      line: [...theme.line, theme.lineOpacity],
      outside: [...theme.ground, 1],
      colors: Array.from({ length: scale.bands }, (_, n) => [...theme.band(n, scale.bands), 1]).flat(),
    });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#bindings.group({ 0: problem, 1: frame, 2: this.#uniform.buffer }));
    pass.draw(3);
  }

  dispose(): void {
    this.#uniform.dispose();
  }
}
