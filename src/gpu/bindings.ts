/** What stands at a binding: a uniform struct, a storage buffer that is only read or also written. */
type Kind = 'uniform' | 'read' | 'write';

/** The layout of bind group 0 of one shader: binding number → what stands there. */
export class Bindings<B extends Record<number, Kind>> {
  readonly layout: GPUBindGroupLayout;
  readonly pipelineLayout: GPUPipelineLayout;
  readonly #device: GPUDevice;
  readonly #label: string;

  constructor(device: GPUDevice, label: string, visibility: GPUShaderStageFlags, bindings: B) {
    this.#device = device;
    this.#label = label;
    const entries = Object.entries(bindings).map(([binding, kind]) => ({
      binding: Number(binding),
      visibility,
      ...entryOf(kind),
    }));
    this.layout = device.createBindGroupLayout({ label, entries });
    this.pipelineLayout = device.createPipelineLayout({ label, bindGroupLayouts: [this.layout] });
  }

  group(resources: { readonly [K in keyof B]: GPUBuffer }): GPUBindGroup {
    const entries = Object.entries<GPUBuffer>(resources as Record<string, GPUBuffer>).map(
      ([binding, resource]) => ({
        binding: Number(binding),
        resource: { buffer: resource },
      }),
    );
    return this.#device.createBindGroup({ label: this.#label, layout: this.layout, entries });
  }
}

function entryOf(kind: Kind): Omit<GPUBindGroupLayoutEntry, 'binding' | 'visibility'> {
  switch (kind) {
    case 'uniform':
      return { buffer: { type: 'uniform' } };
    case 'read':
      return { buffer: { type: 'read-only-storage' } };
    case 'write':
      return { buffer: { type: 'storage' } };
  }
}
