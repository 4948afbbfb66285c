import probeShader from '../../shaders/probe.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { readBuffer } from '../gpu/readback';
import { assembleShader, objectiveParts } from '../gpu/shader';
import type { Objective } from '../objectives/objective';

const BINDINGS = { 0: 'uniform', 2: 'read', 3: 'write' } as const;

/** The whole text of the shader that evaluates ∇f and H∇f at points. */
export function probeShaderText(objective: Objective): string {
  return assembleShader(probeShader, ...objectiveParts(objective));
}

/** ∇f and H∇f at a point. */
export interface Probe {
  readonly gradient: readonly [number, number];
  readonly bend: readonly [number, number];
}

/** Evaluates ∇f and H∇f at points, as the GPU has them. */
export class ProbePass {
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;

  static async create(device: GPUDevice, objective: Objective): Promise<ProbePass> {
    const label = 'ProbePass';
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const code = probeShaderText(objective);
    const { probe } = await computePipelines(device, { label, code, bindings }, ['probe']);
    return new ProbePass(device, bindings, probe);
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPUComputePipeline) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
  }

  /** At the points x₀ y₀ x₁ y₁ …, of which there is at least one. */
  async read(points: Float32Array<ArrayBuffer>, problem: GPUBuffer): Promise<readonly Probe[]> {
    const storage = GPUBufferUsage.STORAGE;
    const buffer = (name: string, size: number, usage: GPUBufferUsageFlags) =>
      this.#device.createBuffer({ label: `ProbePass.${name}`, size, usage: storage | usage });
    const given = buffer('points', points.byteLength, GPUBufferUsage.COPY_DST);
    const found = buffer('probes', 2 * points.byteLength, GPUBufferUsage.COPY_SRC);
    try {
      this.#device.queue.writeBuffer(given, 0, points);
      const encoder = this.#device.createCommandEncoder({ label: 'ProbePass' });
      const pass = encoder.beginComputePass({ label: 'ProbePass' });
      pass.setPipeline(this.#pipeline);
      pass.setBindGroup(0, this.#bindings.group({ 0: problem, 2: given, 3: found }));
      dispatch(pass, points.length / 2);
      pass.end();
      this.#device.queue.submit([encoder.finish()]);
      const numbers = new Float32Array(await readBuffer(this.#device, found, found.size));
      return Array.from({ length: points.length / 2 }, (_, i) => {
        const [gx = Number.NaN, gy = Number.NaN, bx = Number.NaN, by = Number.NaN] = numbers.subarray(4 * i);
        return { gradient: [gx, gy], bend: [bx, by] };
      });
    } finally {
      given.destroy();
      found.destroy();
    }
  }
}
