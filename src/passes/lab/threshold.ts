import { circumstancesOf } from '../../experiment/circumstances';
import type { Experiment } from '../../experiment/experiment';
import { Pace } from '../../gpu/pace';
import { firstChange, JUDGED, type Judgement, type Verdict } from '../../theory/lab/fan';
import { diesAway } from '../../theory/lab/settling';
import type { Surroundings } from '../step';
import type { PathEnd, Paths, PathsPass } from './paths';

/** Ticks of the first submit, and the fewest of any. */
const FIRST = 256;

/**
 * The smallest of the fan's η at which it changes whether its start settles within the horizon.
 *
 * @throws the signal's reason once it is aborted
 */
export async function measureThreshold(
  device: GPUDevice,
  pass: PathsPass,
  { etas, origin, horizon, rule, ...experiment }: Experiment,
  at: Surroundings,
  signal: AbortSignal,
): Promise<Verdict> {
  const { method } = pass;
  if (method.kind === 'flow') return { kind: 'flow' };
  if (method.stochastic === true) return { kind: 'chance' };
  const common = circumstancesOf({ etas, origin, horizon, rule, ...experiment }, rule);
  const paths = pass.room(JUDGED, 0);
  const judge = async (asked: readonly number[]): Promise<readonly Judgement[]> => {
    const courses = asked.map((eta) => {
      return { start: origin, circumstances: { ...common, eta }, duration: eta };
    });
    paths.send(courses, at.objective);
    await walk(device, pass, paths, horizon, at, signal);
    const ends = await paths.read();
    signal.throwIfAborted();
    return ends.map((end) => ({ settles: end.lost === null && diesAway(end), end: middleOf(end) }));
  };
  try {
    return await firstChange(etas, judge);
  } finally {
    paths.dispose();
  }
}

/** Between the last two positions: there a zigzag is nearest to its minimum. */
function middleOf({ here, before }: PathEnd): readonly [number, number] {
  return [(here[0] + before[0]) / 2, (here[1] + before[1]) / 2];
}

/** All the way to the horizon, in submits short enough that frames go on in between. */
async function walk(
  device: GPUDevice,
  pass: PathsPass,
  paths: Paths,
  horizon: number,
  at: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  const pace = new Pace(device, 'measureThreshold', FIRST);
  try {
    for (let begin = 0; begin < horizon; ) {
      signal.throwIfAborted();
      const ticks = Math.min(Math.floor(pace.due), horizon - begin);
      await pace.submit(ticks, (encoder) => {
        pass.run(encoder, paths, { begin, ticks, horizon, spacing: 0 }, at);
      });
      begin += ticks;
    }
  } finally {
    pace.dispose();
  }
}
