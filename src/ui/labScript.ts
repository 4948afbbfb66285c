import { etaOf } from '../experiment/circumstances';
import { type Change, changeExperiment, type Experiment } from '../experiment/experiment';
import { ExperimentError, shown } from '../experiment/refusal';
import type { FateMap } from '../theory/fate';
import { lineLens, planeLens } from '../theory/lab/lens';
import type { OrbitDiagram } from '../theory/orbits';
import { asked } from './asked';
import type { Session } from './session';

/** How work that takes a while is followed, and given up. */
interface Following {
  /** Hears the share that is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
  /** Rejects with the signal's reason once it is aborted. */
  readonly signal?: AbortSignal;
}

/** A map of fates: keys of the experiment for this map only, and its size in pixels. */
export type FateQuery = Omit<Change, 'objective'> &
  Following & {
    /** `plane`: the view, at one η. `line`: the line of starts across, `etas` up. */
    readonly over?: 'plane' | 'line';
    readonly columns?: number;
    readonly rows?: number;
  };

/** A bifurcation diagram: keys of the experiment for this diagram only, its size, and how long one looks. */
export type OrbitQuery = Omit<Change, 'objective'> &
  Following & {
    readonly columns?: number;
    readonly rows?: number;
    /** Particles for each η; where they start is drawn from the experiment's region. */
    readonly particles?: number;
    /** Steps before anything is counted, and steps that are counted. */
    readonly burnIn?: number;
    readonly counted?: number;
  };

const MOST_PIXELS = 4096;

/** What becomes of every start of a map, by the experiment's keys and those that are given. */
export async function mapFates(session: Session, options: FateQuery = {}): Promise<FateMap> {
  const { over = 'plane', columns = 320, rows, progress, signal, ...keys } = asked(options);
  if (over !== 'plane' && over !== 'line') {
    throw new RangeError(`over must be plane or line (given: ${shown(over)})`);
  }
  const { instrument } = session;
  const { view, rule, line, etas, horizon, ...rest } = settled(session, keys);
  const { width, height } = instrument.window;
  const aspect = width / height;
  const size = {
    columns: whole('columns', columns, 1, MOST_PIXELS),
    rows: whole('rows', rows ?? Math.max(1, Math.round(Number(columns) / aspect)), 1, MOST_PIXELS),
  };
  const lens =
    over === 'plane' ? planeLens(view, size.columns / size.rows, etaOf(rest, rule)) : lineLens(line, etas);
  const told = (map: FateMap) => progress?.(map.done);
  return instrument.mapFates({ lens, ...size, rule, horizon }, { ...(signal && { signal }), told });
}

/** Where the orbits of all learning rates of a range are in the long run. */
export async function mapOrbits(session: Session, options: OrbitQuery = {}): Promise<OrbitDiagram> {
  const given = asked(options);
  const {
    columns = 640,
    rows = 360,
    particles = 64,
    burnIn = 1000,
    counted = 256,
    progress,
    signal,
    ...keys
  } = given;
  const { etas, visits, band, rule } = settled(session, keys);
  const size = {
    columns: whole('columns', columns, 1, MOST_PIXELS),
    rows: whole('rows', rows, 1, MOST_PIXELS),
    starts: whole('particles', particles, 1, 65_536),
    burnIn: whole('burnIn', burnIn, 0, 1e7),
    counted: whole('counted', counted, 1, 1e6),
  };
  const told = (diagram: OrbitDiagram) => progress?.(diagram.done);
  return session.instrument.mapOrbits(
    { etas, visits, band, rule, ...size },
    { ...(signal && { signal }), told },
  );
}

/** The experiment with other keys, which must not mean another objective: that one's shaders are not there. */
function settled({ instrument, environment }: Session, keys: Change): Experiment {
  const next = changeExperiment(instrument.experiment, keys, environment);
  const { letters } = instrument.objective;
  const others = ['objective', ...letters].filter(
    (key) => Reflect.get(next, key) !== Reflect.get(instrument.experiment, key),
  );
  const [field] = others;
  if (field === undefined) return next;
  const reason = 'must be the one on screen: load it first';
  throw new ExperimentError({ field, value: Reflect.get(next, field), reason, column: null });
}

function whole(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(
    `${name} must be a whole number from ${least} to ${most.toLocaleString('en-US')} (given: ${shown(value)})`,
  );
}
