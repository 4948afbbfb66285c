import { expect, test } from 'vitest';

test('an adapter answers, and compiles and runs a shader', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  if (device === undefined) {
    throw new Error('this browser has no WebGPU adapter');
  }
  const module = device.createShaderModule({
    code: `@group(0) @binding(0) var<storage, read_write> squares: array<f32, 4>;
      @compute @workgroup_size(4) fn square(@builtin(local_invocation_index) i: u32) { squares[i] = f32(i * i); }`,
  });
  expect((await module.getCompilationInfo()).messages).toEqual([]);

  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const squares = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const copy = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: squares } }],
    }),
  );
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(squares, 0, copy, 0, 16);
  device.queue.submit([encoder.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  expect([...new Float32Array(copy.getMappedRange())]).toEqual([0, 1, 4, 9]);
  device.destroy();
});
