import { median, quantile } from '../../src/bench/median.mjs';
import { PassClock, type PassTimes } from '../../src/bench/passClock';
import { type Change, completeExperiment } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { environmentOf, Instrument } from '../../src/instrument';
import { Stepper } from './stepper';

/** What frames of one experiment cost, in milliseconds. */
export interface FrameCost {
  readonly pairs: number;
  readonly look: string;
  /** From the start of a frame until the GPU has done it, one step of every particle included. */
  readonly median: number;
  /** Of the quickest tenth of the frames, and of the slowest: far apart if the machine does other things too. */
  readonly least: number;
  readonly most: number;
  /** The same for a frame after the view has moved: landscape, arrows and all trails are drawn anew. */
  readonly moved: number;
  /** Between two frames on the screen, the browser's own work included. */
  readonly interval: number;
  /** GPU time by pass, of a frame and of one after the view has moved, if the adapter tells. */
  readonly passes: PassTimes;
  readonly movedPasses: PassTimes;
}

const WARM_UP = 20;
const FRAMES = 60;
const MOVES = 15;
/** Milliseconds for one series of measurements, as far as it then has the fewest. */
const PATIENCE = 10_000;
const FEWEST = 3;
/** One step a frame, in numbers that are exact in binary. */
const SPEED = 16;
const FRAME = 1000 / SPEED;

const SIZE: Size = [1280, 720];

type Size = readonly [width: number, height: number];

/** Draws GD and GF on a canvas, as the page does, and says what frames cost; `change` says what is different. */
export async function measureFrames(pairs: number, change: Change = {}, size = SIZE): Promise<FrameCost> {
  const clock = new PassClock();
  const stepper = new Stepper(FRAME);
  const gpu = await requestGpu();
  const environment = environmentOf(gpu);
  const experiment = completeExperiment({ trail: 16, count: pairs, speed: SPEED, ...change }, environment);
  const canvas = document.querySelector('canvas');
  if (canvas === null) throw new Error('The page has no canvas.');
  const instrument = await Instrument.create(gpu, canvas, experiment);
  instrument.resize(...size, 1);
  instrument.play();
  const { queue } = gpu.device;

  const frame = async () => {
    await stepper.presented();
    const start = performance.now();
    stepper.step();
    await queue.onSubmittedWorkDone();
    return performance.now() - start;
  };
  const moved = async (n: number) => {
    await stepper.presented();
    const [x, y, half] = experiment.view;
    const start = performance.now();
    await instrument.load({ ...experiment, view: [x + 0.01 * half * (1 + (n % 2)), y, half] });
    stepper.step();
    await queue.onSubmittedWorkDone();
    return performance.now() - start;
  };
  let turn = 0;
  await series(WARM_UP, frame);
  const times = await series(FRAMES, frame);
  const passes = await clock.listen(gpu.device, Math.min(MOVES, times.length), frame);
  const moves = await series(MOVES, () => moved(turn++));
  const movedPasses = await clock.listen(gpu.device, moves.length, () => moved(turn++));
  const intervals = await stepper.pace(times.length);
  const { look } = instrument;
  instrument.dispose();
  return {
    pairs,
    look,
    median: median(times),
    least: quantile(times, 0.1),
    most: quantile(times, 0.9),
    moved: median(moves),
    interval: median(intervals),
    passes,
    movedPasses,
  };
}

/** Fewer measurements than asked for if they take too long. */
async function series(count: number, measure: () => Promise<number>): Promise<number[]> {
  const end = performance.now() + PATIENCE;
  const times: number[] = [];
  while (times.length < count && (times.length < FEWEST || performance.now() < end))
    times.push(await measure());
  return times;
}
