import { median } from '../../src/bench/median.mjs';
import { PassClock, type PassTimes } from '../../src/bench/passClock';
import { changeExperiment, completeExperiment } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { environmentOf, Instrument } from '../../src/instrument';
import { Stepper } from './stepper';

/** What frames of one objective cost with all theorems held against all particles, and without, in milliseconds. */
export interface ChecksCost {
  readonly objective: string;
  readonly pairs: number;
  /** From the start of a frame until the GPU has done it, turn by turn. */
  readonly without: readonly number[];
  readonly checked: readonly number[];
  /** GPU time by pass of a frame with checks, if the adapter tells. */
  readonly passes: PassTimes;
}

const PAIRS = 100_000;
const TURNS = 7;
/** Frames of each kind in a turn; the first after a change does not count. */
const FRAMES = 4;
/** One step a frame, in numbers that are exact in binary. */
const SPEED = 16;
const FRAME = 1000 / SPEED;

/** GD and GF at 1280×720, one step a frame, by turns with checks and without. */
export async function measureChecks(objective: string): Promise<ChecksCost> {
  const clock = new PassClock();
  const stepper = new Stepper(FRAME);
  const gpu = await requestGpu();
  const environment = environmentOf(gpu);
  const bare = completeExperiment({ objective, trail: 16, count: PAIRS, speed: SPEED }, environment);
  const checked = changeExperiment(bare, { dock: 'checks' }, environment);
  const canvas = document.querySelector('canvas');
  if (canvas === null) throw new Error('The page has no canvas.');
  const instrument = await Instrument.create(gpu, canvas, bare);
  instrument.resize(1280, 720, 1);
  instrument.play();

  const frame = async () => {
    await stepper.presented();
    const start = performance.now();
    stepper.step();
    await gpu.device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  };
  const turn = async (experiment: typeof bare) => {
    await instrument.load(experiment);
    await frame();
    const times: number[] = [];
    while (times.length < FRAMES) times.push(await frame());
    return median(times);
  };
  await turn(bare);
  const without: number[] = [];
  const withChecks: number[] = [];
  for (let n = 0; n < TURNS; n++) {
    without.push(await turn(bare));
    withChecks.push(await turn(checked));
  }
  const passes = await clock.listen(gpu.device, FRAMES, frame);
  instrument.dispose();
  return { objective, pairs: PAIRS, without, checked: withChecks, passes };
}
