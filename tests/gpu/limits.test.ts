import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { METHODS } from '../../src/methods/table';
import { CompositePass } from '../../src/passes/composite';
import { HeadsPass } from '../../src/passes/heads';
import { InkPass } from '../../src/passes/ink';
import { PassLibrary } from '../../src/passes/passes';
import { RingsPass } from '../../src/passes/rings';

/** The default limits of WebGPU (specification, § 3.6.2): storage buffers in one stage. */
const MOST = 8;
/** Methods whose light is drawn at once. */
const LIGHTS = 4;

/** The most storage buffers that any layout has in a stage, by the stage. */
const most = { compute: 0, vertex: 0, fragment: 0 };
const { createBindGroupLayout } = GPUDevice.prototype;

beforeAll(() => {
  const stages = {
    compute: GPUShaderStage.COMPUTE,
    vertex: GPUShaderStage.VERTEX,
    fragment: GPUShaderStage.FRAGMENT,
  };
  GPUDevice.prototype.createBindGroupLayout = function (descriptor) {
    const entries = [...descriptor.entries].filter(({ buffer }) => /storage/.test(buffer?.type ?? 'uniform'));
    for (const stage of ['compute', 'vertex', 'fragment'] as const) {
      const here = entries.filter(({ visibility }) => (visibility & stages[stage]) !== 0).length;
      most[stage] = Math.max(most[stage], here);
    }
    return createBindGroupLayout.call(this, descriptor);
  };
});
afterAll(() => {
  GPUDevice.prototype.createBindGroupLayout = createBindGroupLayout;
});

test('no stage of a pass has more storage buffers than every adapter gives', async () => {
  const { device } = await requestGpu();
  const library = new PassLibrary(device, 'rgba8unorm');
  const objective = objectiveOf(completeExperiment({ objective: 'bowl' }, { count: 1, countLimit: 1 }));
  await Promise.all([
    InkPass.create(device),
    HeadsPass.create(device, 'rgba8unorm'),
    RingsPass.create(device, 'rgba8unorm'),
    CompositePass.create(device, LIGHTS, 'rgba8unorm'),
    library.landscape(objective),
    library.census(objective),
    library.record(objective),
    library.steps(
      objective,
      METHODS.slice(0, 3).map(({ id }) => id),
    ),
  ]);
  device.destroy();
  expect(most.compute).toBeGreaterThan(0);
  expect(Math.max(...Object.values(most))).toBeLessThanOrEqual(MOST);
  // What compatibility mode does not promise: the passes that draw particles need it.
  expect(most.vertex).toBeGreaterThan(0);
});
