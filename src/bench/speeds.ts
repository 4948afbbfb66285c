import { circumstancesOf } from '../experiment/circumstances';
import { type Change, completeExperiment, objectiveOf } from '../experiment/experiment';
import { layStarts } from '../experiment/starts';
import type { Gpu } from '../gpu/device';
import type { Method, Motion } from '../methods/method';
import { METHODS, method } from '../methods/table';
import { objectiveRow } from '../objectives/table';
import { Budget } from './budget';
import { median } from './median.mjs';
import { PLAIN_LOOPS } from './plainLoops';
import type { Skipped, Speed } from './report';
import { type Runner, stepRunner } from './runner';
import { ratePerSecond, type Work } from './timing';

/** The objectives that every method is measured on. */
export const MEASURED = Object.keys(PLAIN_LOOPS);

/** Particles of a kernel, and of the loops of one core. */
const PARTICLES = 2 ** 16;
const ON_THE_CPU = 256;
/** Ticks of a step of a flow's kernel, for as many particles. */
const TICKS = 2;
/** Seconds for one rate. */
const ENOUGH = 0.2;

/**
 * Maps take steps this part of the objective's own η, so that nobody is lost or gets to where numbers
 * are subnormal: the one costs nothing, the other much. */
const SMALL = 0.01;

/** A method on an objective, as it is measured. */
export function changeOf(id: Method['id'], objective: string): Change {
  const own = objectiveRow(objective)?.eta ?? 1e-3;
  const eta = method(id).kind === 'map' ? SMALL * own : own;
  return { objective, methods: [id], eta, precision: 'fast' };
}

/** Gradient descent's kernel on an objective, so many steps a dispatch at most. */
export function kernelOf(
  gpu: Gpu,
  id: Method['id'],
  objective: string,
  atOnce?: number,
): Promise<Required<Runner>> {
  const setting = { id, name: id, particles: PARTICLES, change: changeOf(id, objective) };
  return stepRunner(gpu, atOnce === undefined ? setting : { ...setting, atOnce });
}

/**
 * Particle-steps per second of every method on every objective, gradient descent and flow first. Calls back after each;
 * what there is no time for is skipped.
 */
export async function measureSpeeds(
  gpu: Gpu,
  budget: Budget,
  found: (speed: Speed, done: number, all: number) => void,
): Promise<void> {
  const all = METHODS.flatMap(({ id }) => MEASURED.map((objective) => ({ id, objective })));
  const costs: number[] = [];
  for (const [n, { id, objective }] of all.entries()) {
    const begin = performance.now();
    const isDue = budget.allows(costs.length > 0 ? median(costs) : 0);
    const slice = new Budget(isDue ? budget.left / 1000 / (all.length - n) : 0, budget.signal);
    found(await speedOf(gpu, id, objective, slice), n + 1, all.length);
    if (isDue) costs.push(performance.now() - begin);
  }
}

async function speedOf(gpu: Gpu, id: Method['id'], objective: string, budget: Budget): Promise<Speed> {
  const skipped: Speed = {
    method: id,
    objective,
    gpu: 'skipped',
    twin: 'skipped',
    loop: id === 'gd' ? 'skipped' : null,
  };
  if (!budget.allows(0)) return skipped;
  const kernel = await kernelOf(gpu, id, objective);
  const rate = await ratePerSecond(kernel, enoughFor(budget));
  kernel.dispose();
  const twin = await ratePerSecond(twinOf(id, objective), enoughFor(budget));
  const loop =
    id === 'gd' ? orSkipped(await ratePerSecond(loopOf(objective), enoughFor(budget)), ON_THE_CPU) : null;
  return { ...skipped, gpu: orSkipped(rate, PARTICLES), twin: orSkipped(twin, ON_THE_CPU), loop };
}

/** What compiling took is not taken from the measurement: half a number is worse than none. */
function enoughFor({ signal }: Budget): Budget {
  return new Budget(ENOUGH, signal);
}

function orSkipped(rate: number | null, times: number): number | Skipped {
  return rate === null ? 'skipped' : rate * times;
}

/** The starts of an experiment with one method, and what it tells the method. */
function startOf(id: Method['id'], objective: string) {
  const environment = { count: ON_THE_CPU, countLimit: ON_THE_CPU };
  const experiment = completeExperiment({ ...changeOf(id, objective), count: ON_THE_CPU }, environment);
  const bound = objectiveOf(experiment);
  return { objective: bound, starts: layStarts(experiment, bound), told: circumstancesOf(experiment, id) };
}

/** Work in steps of the twin. A flow takes its steps in two ticks, as its kernel does. */
function twinOf(id: Method['id'], key: string): Work {
  const { objective, starts, told } = startOf(id, key);
  const { kind, advance, time } = method(id);
  const ticks = kind === 'flow' ? TICKS : 1;
  const duration = kind === 'flow' ? time(told) / TICKS : told.eta;
  const lay = () =>
    Array.from({ length: ON_THE_CPU }, (_, i) => ({
      x: starts[2 * i] ?? 0,
      y: starts[2 * i + 1] ?? 0,
      carry: noCarry(id),
    }));
  let state: Motion[] = lay();
  return {
    reset: () => {
      state = lay();
    },
    run: (steps) => {
      for (let tick = 0; tick < steps * ticks; tick++)
        state = state.map((motion, index) => advance({ ...motion, index, tick }, objective, duration, told));
    },
  };
}

function noCarry(id: Method['id']): readonly number[] {
  return new Array<number>(method(id).carry).fill(0);
}

/** Work in steps of the plain loop. */
function loopOf(key: string): Work {
  const { starts, told } = startOf('gd', key);
  const positions = new Float64Array(starts.length);
  return {
    reset: () => positions.set(starts),
    run: (steps) => PLAIN_LOOPS[key]?.(positions, steps, told.eta),
  };
}
