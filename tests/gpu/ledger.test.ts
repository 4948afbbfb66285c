import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestGpu } from '../../src/gpu/device';
import { ledgerOf } from '../../src/gpu/ledger';

let device: GPUDevice;

beforeAll(async () => {
  device = (await requestGpu()).device;
});
afterAll(() => device.destroy());

test('counts what there is by label, whatever its number, until it is destroyed', () => {
  const before = ledgerOf(device);
  const usage = GPUBufferUsage.STORAGE;
  const ink = [0, 1].map((n) => device.createBuffer({ label: `Test.ink.${n}`, size: 48, usage }));
  const paper = device.createTexture({
    label: 'Test.paper',
    size: [5, 3],
    format: 'rgba16float',
    usage: GPUTextureUsage.RENDER_ATTACHMENT,
  });
  const held = ledgerOf(device);
  expect(held.byLabel).toMatchObject({ 'Test.ink': 96, 'Test.paper': 120 });
  expect(held.bytes - before.bytes).toBe(216);
  for (const item of [...ink, paper, paper]) item.destroy();
  expect(ledgerOf(device)).toEqual(before);
});
