import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { PassLibrary } from '../../src/passes/passes';
import { mapOrbits } from '../../src/passes/lab/mapOrbits';
import type { OrbitOptions, OrbitRequest } from '../../src/theory/orbits';
import { along } from '../../src/math/range';

const ENVIRONMENT = { count: 256, countLimit: 1e6 };

let device: GPUDevice;
let library: PassLibrary;
beforeAll(async () => {
  device = (await requestGpu()).device;
  library = new PassLibrary(device, 'bgra8unorm');
});
afterAll(() => device.destroy());

const USUAL: Omit<OrbitRequest, 'etas'> = {
  columns: 64, rows: 256, visits: 'x', band: null, starts: 16, burnIn: 1000, counted: 1000, rule: 'gd',
};

async function diagramOf(objective: string, change: Partial<OrbitRequest> & Pick<OrbitRequest, 'etas'>, options: OrbitOptions = {}) {
  const experiment = completeExperiment({ objective }, ENVIRONMENT);
  const at = { objective: objectiveOf(experiment), trustRadius: 1e5 };
  return mapOrbits(device, library, experiment, at, { ...USUAL, ...change }, options);
}

describe('double well', () => {
  test('x', async () => {
    const t = performance.now();
    const d = await diagramOf('doublewell', { etas: { from: 0.5, to: 2.1, scale: 'lin' } });
    console.log(performance.now() - t, d.band, d.done);
    for (let c = 0; c < 64; c++) console.log(along(d.etas, (c + 0.5) / 64).toFixed(4), d.exponent[c]?.toFixed(4), d.exponentLow[c]?.toFixed(3), d.exponentHigh[c]?.toFixed(3), d.period[c], d.lost[c], d.samples[c]);
  });
  test('big', async () => {
    const t = performance.now();
    const d = await diagramOf('doublewell', { etas: { from: 0.5, to: 2.1, scale: 'lin' }, columns: 1100, rows: 300, starts: 32, counted: 4096 }, { told: (x) => console.log(x.done, performance.now() - t) });
    console.log(performance.now() - t, d.done);
  });
});
