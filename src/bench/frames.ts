import type { Gpu } from '../gpu/device';
import { Budget } from './budget';
import { median } from './median.mjs';
import { PassClock, type PassTimes } from './passClock';
import type { FrameTimes, TrailLimit } from './report';
import { pixelsOf } from './segments';
import { Studio } from './studio';

/** How many pairs are drawn, and in how large a picture. */
const COUNTS: readonly number[] = [1_000, 10_000, 100_000, 1_000_000];
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

const WARM_UP = 2;
const FRAMES = 9;
const MOVES = 3;
const FEWEST = 2;
/** A tenfold count is expected to take so many times as long; laying it out takes so many frames. */
const TENFOLD = 8;
const LAYING = 12;
/** How many pairs the pass that draws trails is held against the adapter's limit with. */
const TRAIL_PAIRS = 100_000;

type Stages = Readonly<Record<'compute' | 'trails' | 'composite' | 'field', number>>;

interface Found {
  readonly frame: (times: FrameTimes, done: number, all: number) => void;
  readonly trails: (limit: TrailLimit) => void;
}

/** What frames cost, few pairs first; what would take longer than there is time for is skipped. */
export async function measureFrames(gpu: Gpu, budget: Budget, found: Found): Promise<void> {
  const clock = new PassClock();
  const studio = await Studio.create(gpu);
  const all = COUNTS.length * SIZES.length;
  let done = 0;
  let expected = 0;
  try {
    for (const count of COUNTS) {
      const laid = budget.allows(LAYING * expected + 100) ? await studio.lay(count) : null;
      let longest = 0;
      for (const size of SIZES) {
        const pairs = laid ?? count;
        const slice = new Budget(budget.left / 1000 / (all - done), budget.signal);
        const times =
          laid !== null && budget.allows(4 * expected)
            ? await framesOf(gpu, studio, clock, size, slice)
            : null;
        if (times !== null) longest = Math.max(longest, times.frame);
        found.frame(
          { pairs, ...size, ...(times ?? UNKNOWN), bytesPerPair: bytesPerPair(studio, laid) },
          ++done,
          all,
        );
        if (times !== null && pairs === TRAIL_PAIRS && size === SIZES[0]) {
          const pixels = await newPixels(studio);
          found.trails({ pairs, pixels, milliseconds: times.trails });
        }
      }
      expected = TENFOLD * (longest > 0 ? longest : expected);
    }
  } finally {
    studio.dispose();
    clock.dispose();
  }
}

const UNKNOWN = {
  frame: 'skipped',
  compute: null,
  trails: null,
  composite: null,
  field: null,
  moved: 'skipped',
} as const;

async function framesOf(
  { device }: Gpu,
  studio: Studio,
  clock: PassClock,
  { width, height }: { readonly width: number; readonly height: number },
  budget: Budget,
) {
  studio.resize(width, height);
  const { queue } = device;
  const timed = async (work: () => void) => {
    const begin = performance.now();
    work();
    await queue.onSubmittedWorkDone();
    return performance.now() - begin;
  };
  const frame = () =>
    timed(() => {
      studio.step();
      studio.draw();
    });
  for (let n = 0; n < WARM_UP; n++) await frame();
  const times = await series(FRAMES, budget, frame);
  const middle = median(times);
  const stages = device.features.has('timestamp-query')
    ? await stamped(
        device,
        clock,
        studio,
        frame,
        Math.min(times.length, budget.allows(FRAMES * middle) ? FRAMES : FEWEST),
      )
    : await apart(studio, timed, middle);
  const moves = await movedTimes(studio, frame, middle, budget);
  return { frame: middle, ...stages, moved: moves };
}

/** Of a frame in which everything is drawn anew; skipped if trails of so many ticks would take too long. */
async function movedTimes(studio: Studio, frame: () => Promise<number>, middle: number, budget: Budget) {
  if (!budget.allows(MOVED * middle)) return 'skipped' as const;
  return median(
    await series(MOVES, budget, () => {
      studio.move();
      return frame();
    }),
  );
}

/** How many times as long a frame may take in which all trails are drawn anew. */
const MOVED = 8;

/** By the adapter's own clock, pass by pass. The landscape is drawn anew each time, to be timed too. */
async function stamped(
  device: GPUDevice,
  clock: PassClock,
  studio: Studio,
  frame: () => Promise<number>,
  count: number,
): Promise<Stages> {
  const passes = await clock.listen(device, count, () => {
    studio.uncover();
    return frame();
  });
  return stagesOf(passes);
}

/** Passes by what they are for, by their labels. */
export function stagesOf(passes: PassTimes): Stages {
  const stages = { compute: 0, trails: 0, composite: 0, field: 0 };
  for (const [label, time] of passes) {
    if (/^StepPass/.test(label)) stages.compute += time;
    else if (/^InkPass/.test(label)) stages.trails += time;
    else if (label === 'Picture.field') stages.field += time;
    else stages.composite += time;
  }
  return stages;
}

/** Without such a clock: what is submitted by itself and waited for, and differences. */
async function apart(
  studio: Studio,
  timed: (work: () => void) => Promise<number>,
  frame: number,
): Promise<Stages> {
  const compute: number[] = [];
  const rest: number[] = [];
  const uncovered: number[] = [];
  for (let n = 0; n < MOVES; n++) {
    compute.push(await timed(() => studio.step()));
    await timed(() => studio.draw());
    rest.push(await timed(() => studio.draw()));
    studio.uncover();
    uncovered.push(await timed(() => studio.draw()));
  }
  const composite = median(rest);
  return {
    compute: median(compute),
    composite,
    field: Math.max(0, median(uncovered) - composite),
    trails: Math.max(0, frame - median(compute) - composite),
  };
}

/** Pixels that the last ticks of all methods cross. */
async function newPixels(studio: Studio): Promise<number> {
  const { window } = studio;
  const { all } = studio.run.ensembles;
  const ticks = await studio.lastTicks();
  return ticks.reduce((sum, { before, after }, n) => {
    return sum + (all[n]?.shape.ticksPerStep ?? 1) * pixelsOf(before, after, window);
  }, 0);
}

function bytesPerPair(studio: Studio, pairs: number | null): number | null {
  if (pairs === null) return null;
  const { all } = studio.run.ensembles;
  const bytes = all.reduce((sum, { states, carries, history, starts, heads }) => {
    return sum + [states, carries, history, starts, heads].reduce((one, { size }) => one + size, 0);
  }, 0);
  return bytes / pairs;
}

/** Fewer measurements than asked for if there is no time for all. */
async function series(count: number, budget: Budget, measure: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count && (times.length < FEWEST || budget.allows(times.at(-1) ?? 0)))
    times.push(await measure());
  return times;
}
