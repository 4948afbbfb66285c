import { expect, test } from 'vitest';
import threefryShader from '../../shaders/threefry.wgsl?raw';
import { Bindings } from '../../src/gpu/bindings';
import { requestGpu } from '../../src/gpu/device';
import { computePipelines, dispatch } from '../../src/gpu/pipeline';
import { readBuffer } from '../../src/gpu/readback';
import { assembleShader } from '../../src/gpu/shader';
import { threefry, uniform, type Words } from '../../src/math/threefry';

/** Every input (key, counter) is replaced by its two words and the bits of their uniform numbers. */
const KERNEL = `
@group(0) @binding(0) var<storage, read_write> items: array<vec4u>;
@compute @workgroup_size(64) fn draw(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&items)) { return; }
  let words = threefry(items[id.x].xy, items[id.x].zw);
  items[id.x] = vec4u(words, bitcast<u32>(uniform_open(words.x)), bitcast<u32>(uniform_open(words.y)));
}`;

async function drawOnGpu(inputs: readonly (readonly [key: Words, counter: Words])[]): Promise<Uint32Array> {
  const { device } = await requestGpu();
  const bindings = new Bindings(device, 'threefry', GPUShaderStage.COMPUTE, { 0: 'write' });
  const code = assembleShader(KERNEL, threefryShader);
  const { draw } = await computePipelines(device, { label: 'threefry', code, bindings }, ['draw']);
  const words = new Uint32Array(inputs.flat(2));
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const items = device.createBuffer({ label: 'threefry.items', size: words.byteLength, usage });
  device.queue.writeBuffer(items, 0, words);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(draw);
  pass.setBindGroup(0, bindings.group({ 0: items }));
  dispatch(pass, inputs.length);
  pass.end();
  device.queue.submit([encoder.finish()]);
  const result = new Uint32Array(await readBuffer(device, items, words.byteLength));
  device.destroy();
  return result;
}

test('the shader draws the same words and the same uniform numbers, bit for bit', async () => {
  const inputs: (readonly [Words, Words])[] = [
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
    ],
  ];
  for (let i = 0; i < 4000; i++) inputs.push([threefry([1, 1], [i, 0]), threefry([1, 1], [i, 1])]);
  const drawn = await drawOnGpu(inputs);
  const bits = new Uint32Array(1);
  const asFloat = new Float32Array(bits.buffer);
  inputs.forEach(([key, counter], i) => {
    const expected = threefry(key, counter);
    const uniforms = expected.map((word) => {
      asFloat[0] = uniform(word);
      return bits[0];
    });
    expect([...drawn.subarray(4 * i, 4 * i + 4)]).toEqual([...expected, ...uniforms]);
  });
});
