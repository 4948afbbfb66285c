import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import headsShader from '../../shaders/heads.wgsl?raw';
import markShader from '../../shaders/mark.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import type { Style } from '../experiment/marks';
import type { Color } from '../experiment/theme';
import { Bindings } from '../gpu/bindings';
import type { Ensemble } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';
import { packMark } from './mark';

/** `struct Heads` of heads.wgsl. */
export const headsLayout = new Layout('Heads', {
  color: 'vec4f',
  rim: 'vec4f',
  first: 'u32',
  radius: 'f32',
  half_width: 'f32',
  alive: 'u32',
  dashes: 'f32',
  share: 'f32',
  mark: ['vec4f', 3],
});

const BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'uniform', 4: 'read', 5: 'read' } as const;

/** The whole text of the shader that draws the particles. */
export const headsShaderText = assembleShader(
  headsShader,
  markShader,
  ensembleShader,
  respawnShader,
  frameShader,
);

/** Some particles of one ensemble, as they are now. */
export interface Heads {
  readonly ensemble: Ensemble;
  readonly first: number;
  readonly count: number;
  readonly color: Color;
  readonly rim: Color;
  readonly style: Style;
  /** Whether particles are drawn that have not diverged. */
  readonly alive: boolean;
}

/** Draws where the particles are now, and a cross where one diverged. */
export class HeadsPass {
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;
  #uniforms: Uniform<(typeof headsLayout)['shape']>[] = [];

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<HeadsPass> {
    const label = 'HeadsPass';
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const bindings = new Bindings(device, label, visibility, BINDINGS);
    const recipe = { label, code: headsShaderText, bindings };
    return new HeadsPass(device, bindings, await renderPipeline(device, recipe, format, 'straight'));
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
  }

  run(pass: GPURenderPassEncoder, frame: GPUBuffer, groups: readonly Heads[]): void {
    pass.setPipeline(this.#pipeline);
    groups.forEach((heads, n) => {
      const uniform = this.#uniformOf(n);
      const { ensemble, first, count, color, rim, style, alive } = heads;
      uniform.write({
        color: [...color, 1],
        rim: [...rim, 0.85],
        first,
        radius: style.head,
        half_width: style.halfWidth,
        alive: alive ? 1 : 0,
        ...style.dash,
        mark: packMark(style.mark),
      });
      const resources = { 1: frame, 2: ensemble.uniform.buffer, 3: uniform.buffer };
      pass.setBindGroup(0, this.#bindings.group({ ...resources, 4: ensemble.states, 5: ensemble.positions }));
      pass.draw(6 * count);
    });
  }

  dispose(): void {
    for (const uniform of this.#uniforms) uniform.dispose();
    this.#uniforms = [];
  }

  #uniformOf(n: number): Uniform<(typeof headsLayout)['shape']> {
    const uniform = this.#uniforms[n] ?? new Uniform(this.#device, `HeadsPass.${n}`, headsLayout);
    this.#uniforms[n] = uniform;
    return uniform;
  }
}
