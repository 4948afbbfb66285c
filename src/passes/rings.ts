import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import ringShader from '../../shaders/ring.wgsl?raw';
import type { Experiment } from '../experiment/experiment';
import type { Theme } from '../experiment/theme';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';
import type { Ensembles } from './ensembles';

/** `struct Ring` of ring.wgsl. */
export const ringLayout = new Layout('Ring', { color: 'vec4f', rim: 'vec4f', index: 'u32', segments: 'u32' });

const BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'uniform', 4: 'read', 5: 'read' } as const;

/** Which particle is marked, and of what. */
interface Particles {
  readonly experiment: Experiment;
  readonly ensembles: Ensembles;
}

/** The whole text of the shader that draws a ring. */
export const ringShaderText = assembleShader(ringShader, ensembleShader, respawnShader, frameShader);

/** Draws a ring around the marked particle of every ensemble, in the method's colour, and its trail. */
export class RingsPass {
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;
  readonly #uniforms: Uniform<(typeof ringLayout)['shape']>[] = [];

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<RingsPass> {
    const label = 'RingsPass';
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const bindings = new Bindings(device, label, visibility, BINDINGS);
    const recipe = { label, code: ringShaderText, bindings };
    return new RingsPass(device, bindings, await renderPipeline(device, recipe, format, 'straight'));
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
  }

  run(
    pass: GPURenderPassEncoder,
    frame: GPUBuffer,
    { ensembles, experiment }: Particles,
    theme: Theme,
  ): void {
    const { pair } = experiment;
    if (pair === null || pair >= ensembles.count) return;
    pass.setPipeline(this.#pipeline);
    for (const [n, ensemble] of ensembles.all.entries()) {
      const { method, uniform, positions, history, shape } = ensemble;
      const ring = this.#uniformOf(n);
      const segments = Math.min(ensembles.trail * shape.ticksPerStep, shape.slots - 1);
      const color = theme.methods[method.id];
      ring.write({ color: [...color, 1], rim: [...theme.rim, 0.85], index: pair, segments });
      const resources = { 1: frame, 2: uniform.buffer, 3: ring.buffer, 4: positions, 5: history };
      pass.setBindGroup(0, this.#bindings.group(resources));
      pass.draw(6 * (2 * segments + 1));
    }
  }

  dispose(): void {
    for (const uniform of this.#uniforms) uniform.dispose();
  }

  #uniformOf(n: number): Uniform<(typeof ringLayout)['shape']> {
    const uniform = this.#uniforms[n] ?? new Uniform(this.#device, `RingsPass.${n}`, ringLayout);
    this.#uniforms[n] = uniform;
    return uniform;
  }
}
