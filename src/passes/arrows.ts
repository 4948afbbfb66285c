import arrowsShader from '../../shaders/arrows.wgsl?raw';
import finiteShader from '../../shaders/finite.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import type { Theme } from '../experiment/theme';
import type { Window } from '../experiment/window';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Objective } from '../objectives/objective';

/** `struct Arrows` of arrows.wgsl. */
export const arrowsLayout = new Layout('Arrows', {
  color: 'vec4f',
  origin: 'vec2f',
  spacing: 'f32',
  columns: 'u32',
  typical: 'f32',
  width: 'f32',
});

const BINDINGS = { 0: 'uniform', 1: 'uniform', 2: 'uniform' } as const;

/** About how far arrows stand apart, in units of thickness. */
const SPACING = 44;

/** The whole text of the shader that draws the arrows of one objective. */
export function arrowsShaderText(objective: Objective): string {
  return assembleShader(arrowsShader, frameShader, finiteShader, ...objectiveParts(objective));
}

/** Arrows of −∇f on a grid that is fixed to the plane. */
export class ArrowsPass {
  readonly #uniform: Uniform<(typeof arrowsLayout)['shape']>;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;

  static async create(
    device: GPUDevice,
    objective: Objective,
    format: GPUTextureFormat,
  ): Promise<ArrowsPass> {
    const label = 'ArrowsPass';
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const bindings = new Bindings(device, label, visibility, BINDINGS);
    const recipe = { label, code: arrowsShaderText(objective), bindings };
    return new ArrowsPass(device, bindings, await renderPipeline(device, recipe, format, 'straight'));
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#uniform = new Uniform(device, 'ArrowsPass.uniform', arrowsLayout);
  }

  /** Draws one arrow in each cell of the window; `typical` is the ‖∇f‖ of a middling one. */
  run(
    pass: GPURenderPassEncoder,
    problem: GPUBuffer,
    frame: GPUBuffer,
    window: Window,
    typical: number,
    theme: Theme,
  ): void {
    // Powers of √2 keep neighbouring zooms on different grids about equally dense.
    const spacing = Math.SQRT2 ** Math.round(2 * Math.log2((SPACING * window.pen) / window.scale));
    const halfWidth = window.width / window.scale / 2;
    const halfHeight = window.height / window.scale / 2;
    const column = Math.floor((window.x - halfWidth) / spacing);
    const row = Math.floor((window.y - halfHeight) / spacing);
    const columns = Math.floor((window.x + halfWidth) / spacing) - column + 1;
    const rows = Math.floor((window.y + halfHeight) / spacing) - row + 1;
    this.#uniform.write({
      color: [...theme.arrow, theme.arrowOpacity],
      origin: [(column + 0.5) * spacing, (row + 0.5) * spacing],
      spacing,
      columns,
      typical,
      width: theme.arrowWidth,
    });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#bindings.group({ 0: problem, 1: frame, 2: this.#uniform.buffer }));
    pass.draw(6 * columns * rows);
  }

  dispose(): void {
    this.#uniform.dispose();
  }
}
