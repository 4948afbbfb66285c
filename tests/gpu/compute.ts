import problem from '../../shaders/problem.wgsl?raw';

/** What a snippet is run on. */
export interface Computation {
  /** WGSL that defines `fn snippet(point: vec2f) -> array<f32, width>`. */
  readonly code: string;
  /** How many numbers the snippet returns. */
  readonly width: number;
  /** x₀ y₀ x₁ y₁ … */
  readonly points: Float32Array<ArrayBuffer>;
  /** `problem.parameters`, at most 16. */
  readonly parameters?: readonly number[];
}

let device: Promise<GPUDevice> | undefined;

/** One device for all tests of a page. */
export function testDevice(): Promise<GPUDevice> {
  device ??= requestDevice();
  return device;
}

async function requestDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('this browser has no WebGPU adapter');
  return adapter.requestDevice();
}

/** Runs a snippet on every point in real WGSL and returns its numbers, point after point. Any compiler message is an error. */
export async function compute({ code, width, points, parameters = [] }: Computation): Promise<Float32Array> {
  const gpu = await testDevice();
  const pipeline = await compilePipeline(gpu, harness(width) + problem + code);
  const count = points.length / 2;
  const uniform = new Float32Array(16);
  uniform.set(parameters);
  const buffers = [
    upload(gpu, uniform, GPUBufferUsage.UNIFORM),
    upload(gpu, points, GPUBufferUsage.STORAGE),
    gpu.createBuffer({ size: 4 * width * count, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC }),
  ];
  const copy = gpu.createBuffer({
    size: 4 * width * count,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const encoder = gpu.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(Math.ceil(count / 64));
  pass.end();
  encoder.copyBufferToBuffer(buffers[2]!, 0, copy, 0, copy.size);
  gpu.queue.submit([encoder.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  const numbers = new Float32Array(copy.getMappedRange().slice(0));
  for (const buffer of [...buffers, copy]) buffer.destroy();
  return numbers;
}

function harness(width: number): string {
  return `
@group(0) @binding(1) var<storage, read> points: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> numbers: array<array<f32, ${width}>>;
@compute @workgroup_size(64) fn each_point(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&points)) { numbers[id.x] = snippet(points[id.x]); }
}
`;
}

async function compilePipeline(gpu: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const module = gpu.createShaderModule({ code });
  const { messages } = await module.getCompilationInfo();
  const [first] = messages;
  if (first !== undefined) {
    throw new Error(`${first.type}: ${first.message} at ${code.split('\n')[first.lineNum - 1]}`);
  }
  const kinds = ['uniform', 'read-only-storage', 'storage'] as const;
  const entries = kinds.map((type, binding) => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type },
  }));
  const layout = gpu.createPipelineLayout({ bindGroupLayouts: [gpu.createBindGroupLayout({ entries })] });
  return gpu.createComputePipelineAsync({ layout, compute: { module } });
}

function upload(gpu: GPUDevice, data: Float32Array<ArrayBuffer>, usage: GPUBufferUsageFlags): GPUBuffer {
  const buffer = gpu.createBuffer({ size: data.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
  gpu.queue.writeBuffer(buffer, 0, data);
  return buffer;
}
