import { requestGpu } from '../../src/gpu/device';
import { OBJECTIVES } from '../../src/objectives/table';
import { measureChecks } from './checks';
import { measureFates } from './fates';
import { measureFrames } from './frames';
import { measureMethods } from './methods';
import { measurePlots } from './plots';
import { measureSpeed } from './speed';

/** What `scripts/bench.mjs` calls. */
const bench = {
  /** What the browser says of its adapter. */
  adapter: async () => {
    const { device, adapter } = await requestGpu();
    device.destroy();
    return adapter;
  },
  objectives: OBJECTIVES.map(({ id }) => id),
  measureSpeed,
  measureMethods,
  measureFrames,
  measureChecks,
  measureFates,
  measurePlots,
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
