import { keepLedger } from './ledger';

/** Why there is no device: each reason has its own page that says what to do. */
export type DeviceFailure =
  | 'insecure'
  | 'unsupported'
  | 'no-adapter'
  | 'compatibility'
  | 'silent-adapter'
  | 'no-device'
  | 'lost';

export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly reason: DeviceFailure;

  constructor(reason: DeviceFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The adapter has no memory for what was asked for. */
export class RoomError extends Error {
  override readonly name = 'RoomError';
}

/** A device and what the interface says about it. */
export interface Gpu {
  readonly device: GPUDevice;
  /** "vendor architecture description", as far as the browser tells. */
  readonly adapter: string;
  /** True when the adapter computes on the CPU: everything works, at a hundredth of the speed. */
  readonly software: boolean;
}

/** Devices that the browser or the driver took away. */
const taken = new WeakSet<GPUDevice>();

/** Whether the browser or the driver took a device away: what fails on it then is no fault of the work. */
export function isLost({ device }: Gpu): boolean {
  return taken.has(device);
}

/** Milliseconds after which an adapter, or its device, that has not answered counts as failed. */
const PATIENCE = 5000;

/** Limits that large ensembles and large windows profit from; asked for as far as the adapter has them. */
const WANTED: Readonly<Record<'maxBufferSize' | 'maxStorageBufferBindingSize', number>> = {
  maxBufferSize: 2 ** 31,
  maxStorageBufferBindingSize: 2 ** 31 - 4,
};

/** Features that are used where the adapter has them: time stamps tell how long work takes. */
const WELCOME: readonly GPUFeatureName[] = ['timestamp-query'];

/**
 * Requests the adapter and its device.
 *
 * No power preference is asked for: `high-performance` makes a loss likelier on laptops with two GPUs
 * (WebGPU specification, GPUPowerPreference).
 *
 * @param patience milliseconds that each of the two may take
 * @throws DeviceError with the reason.
 */
export async function requestGpu(patience = PATIENCE): Promise<Gpu> {
  if (!globalThis.isSecureContext) {
    throw new DeviceError('insecure', 'WebGPU is only given to pages from https or localhost.');
  }
  const entry: GPU | undefined = navigator.gpu;
  if (entry === undefined) throw new DeviceError('unsupported', 'This browser has no WebGPU.');
  const adapter = await requestAdapter(entry, patience);
  const coming = requestDevice(adapter);
  try {
    return await within(patience, coming, 'The device');
  } catch (error) {
    // One that comes when nobody waits any more.
    coming.then(
      ({ device }) => device.destroy(),
      () => undefined,
    );
    throw error;
  }
}

/** What comes in time. */
async function within<T>(patience: number, coming: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    const error = new DeviceError('silent-adapter', `${what} did not answer within ${patience / 1000} s.`);
    timer = setTimeout(() => reject(error), patience);
  });
  try {
    return await Promise.race([coming, silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function requestAdapter(entry: GPU, patience: number): Promise<GPUAdapter> {
  let adapter: GPUAdapter | null;
  try {
    adapter = await within(patience, entry.requestAdapter(), 'The adapter');
  } catch (error) {
    if (error instanceof DeviceError) throw error;
    throw new DeviceError('no-adapter', `The adapter was refused: ${messageOf(error)}`, { cause: error });
  }
  if (adapter !== null) return adapter;
  const lesser = await entry.requestAdapter({ featureLevel: 'compatibility' }).catch(() => null);
  if (lesser !== null) {
    const { maxStorageBuffersInVertexStage: vertex, maxStorageBuffersInFragmentStage: fragment } =
      lesser.limits;
    throw new DeviceError(
      'compatibility',
      `The adapter only has compatibility mode: ${vertex} storage buffers in vertex and ${fragment} in fragment shaders.`,
    );
  }
  throw new DeviceError('no-adapter', 'The browser found no adapter that it may use.');
}

async function requestDevice(adapter: GPUAdapter): Promise<Gpu> {
  const requiredLimits: Record<string, number> = {};
  for (const [name, wanted] of Object.entries(WANTED)) {
    requiredLimits[name] = Math.min(wanted, adapter.limits[name as keyof typeof WANTED]);
  }
  try {
    const requiredFeatures = WELCOME.filter((feature) => adapter.features.has(feature));
    const device = await adapter.requestDevice({ label: 'etascope', requiredLimits, requiredFeatures });
    keepLedger(device);
    void device.lost.then(({ reason }) => reason !== 'destroyed' && taken.add(device));
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    const words = [vendor, architecture, description].filter((word) => word !== '');
    const software = isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(words.join(' '));
    return { device, adapter: words.join(' ') || 'unnamed adapter', software };
  } catch (error) {
    throw new DeviceError('no-device', `The device was refused: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
