import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestGpu } from '../../src/gpu/device';
import { Pace } from '../../src/gpu/pace';
import { readBuffer } from '../../src/gpu/readback';

let device: GPUDevice;
beforeAll(async () => {
  ({ device } = await requestGpu());
});
afterAll(() => device.destroy());

test('work whose owner has gone while it waited is done all the same, and breaks nothing', async () => {
  const size = 16;
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const [from, to] = ['from', 'to'].map((label) => device.createBuffer({ label, size, usage }));
  if (from === undefined || to === undefined) throw new Error('There are no buffers.');
  device.queue.writeBuffer(from, 0, Uint32Array.of(1, 2, 3, 4));
  const pace = new Pace(device, 'test', 10);
  await pace.submit(10, (encoder) => encoder.copyBufferToBuffer(from, 0, to, 0, 8));
  expect(pace.due).toBe(30); // it was quick: three times as much next time
  device.pushErrorScope('validation');
  pace.dispose();
  await pace.submit(10, (encoder) => encoder.copyBufferToBuffer(from, 8, to, 8, 8));
  expect((await device.popErrorScope())?.message).toBeUndefined();
  expect([...new Uint32Array(await readBuffer(device, to, size))]).toEqual([1, 2, 3, 4]);
  from.destroy();
  to.destroy();
});
