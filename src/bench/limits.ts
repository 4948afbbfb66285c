import type { Gpu } from '../gpu/device';
import type { Operation } from '../math/operations';
import { makeObjective } from '../objectives/objective';
import { Budget } from './budget';
import { operationRate } from './peaks';
import type { DescentLimit, Peaks, Speed } from './report';
import { kernelOf, MEASURED } from './speeds';
import { ratePerSecond } from './timing';
import { workOf, worthOf } from './work';

/**
 * Bytes that shaders/step.wgsl moves for a particle and a dispatch of one step of gradient descent: its state and its
 * carry are read and written, its new position and its head are written.
 */
export const BYTES_PER_DISPATCH = 2 * 16 + 2 * 4 + 8 + 8;

/** What arithmetic and memory allow, in steps per second. */
export function limitsOf(operations: number, peaks: Peaks) {
  return {
    arithmeticLimit: peaks.arithmetic / operations,
    chainedLimit: peaks.chained / operations,
    memoryLimit: peaks.copy / BYTES_PER_DISPATCH,
  };
}

/** How near gradient descent comes to the adapter's limits, on every objective that there is time for. */
export async function measureLimits(
  gpu: Gpu,
  budget: Budget,
  { peaks, speeds }: { readonly peaks: Peaks; readonly speeds: readonly Speed[] },
  found: (limit: DescentLimit) => void,
): Promise<void> {
  const worth = await worthOfSpecial(gpu.device, peaks, budget);
  for (const [n, objective] of MEASURED.entries()) {
    const speed = speeds.find((one) => one.method === 'gd' && one.objective === objective);
    const work = workOf(makeObjective(objective, {}));
    if (typeof speed?.gpu !== 'number' || [...work.special.keys()].some((key) => !worth.has(key))) continue;
    const slice = new Budget(budget.left / 1000 / (MEASURED.length - n), budget.signal);
    const kernel = await kernelOf(gpu, 'gd', objective, 1);
    const single = slice.allows(0)
      ? await ratePerSecond(kernel, new Budget(ENOUGH, budget.signal), MOST_DISPATCHES)
      : null;
    kernel.dispose();
    if (single === null) continue;
    const operations = worthOf(work, (operation) => worth.get(operation) ?? 0);
    const limits = limitsOf(operations, peaks);
    found({ objective, operations, atOnce: speed.gpu, single: single * kernel.particles, ...limits });
  }
}

const MOST_DISPATCHES = 256;
/** Seconds for one rate. */
const ENOUGH = 0.2;

/** How many additions or multiplications each other operation costs that the objectives have: measured. */
async function worthOfSpecial(
  device: GPUDevice,
  peaks: Peaks,
  budget: Budget,
): Promise<ReadonlyMap<Operation, number>> {
  const all = new Set(MEASURED.flatMap((key) => [...workOf(makeObjective(key, {})).special.keys()]));
  const worth = new Map<Operation, number>();
  for (const operation of all) {
    const rate = await operationRate(device, operation, budget);
    if (rate !== null) worth.set(operation, peaks.arithmetic / rate);
  }
  return worth;
}
