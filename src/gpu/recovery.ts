import { DeviceError, type Gpu, isLost, requestGpu } from './device';

/**
 * Milliseconds before each try, and how long it may take after a loss: what is asked for while a browser starts its graphics
 * process again may never be answered (Chromium), and is answered at once when it is asked for anew.
 */
const TRIES = [
  { pause: 0, patience: 1000 },
  { pause: 100, patience: 2000 },
  { pause: 800, patience: 4000 },
  { pause: 2000, patience: 5000 },
  { pause: 4000, patience: 5000 },
] as const;

/**
 * Does some work with a new device, each time with another one and after a longer pause as long as none is given or the device
 * is lost over the work. Where the first device is refused, there is no second try unless one `had` worked before.
 *
 * @throws DeviceError if all tries were in vain; what the work throws while the device is there
 */
export async function withDevice<T>(work: (gpu: Gpu) => Promise<T>, had = false): Promise<T> {
  let worked = had;
  let last: unknown = null;
  for (const { pause, patience } of TRIES) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    const gpu = await requestGpu(worked ? patience : undefined).catch((error: unknown) => {
      if (!worked) throw error;
      last = error;
      return null;
    });
    if (gpu === null) continue;
    worked = true;
    try {
      return await work(gpu);
    } catch (error) {
      await isSettled();
      if (!isLost(gpu)) throw freed(gpu, error);
      last = lossOf(error);
    }
  }
  throw last instanceof DeviceError && last.reason === 'lost' ? last : notBack(last);
}

function notBack(cause: unknown): DeviceError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new DeviceError('lost', `The graphics processor was reset and did not come back: ${why}`, { cause });
}

/** Why something failed on a lost device, in words that tell what can be done. */
export function lossOf(cause: unknown): DeviceError {
  return new DeviceError('lost', 'The graphics processor was reset meanwhile: try again.', { cause });
}

/** A loss is told before all that fails by it, but not always in the same task. */
export function isSettled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function freed({ device }: Gpu, error: unknown): unknown {
  device.destroy();
  return error;
}
