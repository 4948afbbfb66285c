import compositeShader from '../../shaders/composite.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import inkShader from '../../shaders/ink.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';
import type { InkPass, Sheet } from './ink';

/** `struct Composite` of composite.wgsl: two vec4f a layer. */
export const compositeLayout = new Layout('Composite', { layers: ['vec4f', 52], bright: 'f32' });

const BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'read' } as const;

/** How the sheets of the ink are drawn, from the lowest up: sheets of light lie together below the strokes. */
export interface Stack {
  readonly light: number;
  readonly strokes: number;
}

/** The whole text of the shader that lays such a stack over the field. */
export function compositeShaderText({ light, strokes }: Stack): string {
  const ink = (n: number) => `ink_at(${n}u, pixel), composite.layers[${n}]`;
  const lights = Array.from({ length: light }, (_, n) => `light_of(${ink(n)})`);
  const lines = [
    `var color = ${light > 0 ? `lit(${lights.join(' + ')})` : 'vec4f(0.0)'};`,
    ...Array.from({ length: strokes }, (_, n) => `color = stroked(color, ${ink(light + n)});`),
    'return color;',
  ];
  const inked = `fn inked(pixel: vec2u) -> vec4f {\n  ${lines.join('\n  ')}\n}`;
  return assembleShader(compositeShader, inked, inkShader, frameShader);
}

/** Lays every sheet of the ink over the field, in its colour. */
export class CompositePass {
  readonly #uniform: Uniform<(typeof compositeLayout)['shape']>;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;

  static async create(device: GPUDevice, stack: Stack, format: GPUTextureFormat): Promise<CompositePass> {
    const label = 'CompositePass';
    const bindings = new Bindings(device, label, GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT, BINDINGS);
    const recipe = { label, code: compositeShaderText(stack), bindings };
    return new CompositePass(device, bindings, await renderPipeline(device, recipe, format, 'premultiplied'));
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#uniform = new Uniform(device, 'CompositePass.uniform', compositeLayout);
  }

  /** The pass's target already shows the field. */
  run(
    pass: GPURenderPassEncoder,
    frame: GPUBuffer,
    ink: InkPass,
    sheets: readonly Sheet[],
    bright: boolean,
  ): void {
    const layers = sheets.flatMap((sheet, n) => layerOf(sheet, ink.epochOf(n), ink.weightOf(n)));
    this.#uniform.write({ layers, bright: bright ? 1 : 0 });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#bindings.group({ 1: frame, 2: this.#uniform.buffer, 3: ink.buffer }));
    pass.draw(3);
  }

  dispose(): void {
    this.#uniform.dispose();
  }
}

/** `struct Layer` of composite.wgsl. */
function layerOf(sheet: Sheet, epoch: number, weight: number): readonly number[] {
  const { kind, color, opacity, halfWidth, ensemble, span } = sheet;
  if (kind === 'light') return [...color, 1, 0, 0, 1, opacity / weight];
  return [...color, opacity, halfWidth, ensemble.tick - epoch + 1, span, 0];
}
