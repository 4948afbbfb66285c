import type { TrialKind, TrialOptions, Trials } from '../theory/trial';
import { Bench, type TrialSetup } from './bench';
import { eulerTrial } from './eulerTrial';
import { Offscreen } from './offscreen';
import { orderTrial } from './orderTrial';
import { ProbePass } from './probe';
import { thresholdTrial } from './thresholdTrial';

const TRIALS = { order: orderTrial, euler: eulerTrial, threshold: thresholdTrial } as const;

/**
 * Makes one measurement beside the running experiment.
 *
 * @throws the signal's reason once it is aborted; ShaderError if the objective does not compile
 */
export async function makeTrial<K extends TrialKind>(
  device: GPUDevice,
  kind: K,
  setup: TrialSetup,
  { progress = () => {}, signal = new AbortController().signal }: TrialOptions,
): Promise<NonNullable<Trials[K]>> {
  const probe = await ProbePass.create(device, setup.at.objective);
  signal.throwIfAborted();
  const offscreen = new Offscreen(device, setup.at, signal);
  try {
    progress(0);
    const trial = await TRIALS[kind](new Bench(setup, offscreen, probe), progress);
    signal.throwIfAborted();
    progress(1);
    return trial as NonNullable<Trials[K]>;
  } finally {
    offscreen.dispose();
  }
}
