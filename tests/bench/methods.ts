import { type Runner, stepRunner, time } from '../../src/bench/runner';
import type { Change } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { METHODS } from '../../src/methods/table';

/** What a step of one method costs, beside one of gradient descent. */
export interface MethodCost {
  /** The method's id; with ηL behind it for a flow. */
  readonly id: string;
  readonly name: string;
  /** Nanoseconds per particle and step, one step a dispatch: as the picture takes them. Round after round. */
  readonly step: readonly number[];
  /** The same with all steps in one dispatch, where descent keeps all it needs in registers. */
  readonly atOnce: readonly number[];
}

/** One way to take the steps, and what they cost, round after round. */
interface Way {
  readonly runner: Runner;
  readonly steps: number;
  readonly times: number[];
}

const PARTICLES = 40_000;
const ROUNDS = 5;
/** So many from the start: all methods are timed over the same stretch of their way. */
const STEPS = 16;
/** Of jumps in one dispatch, which would else cost less than the dispatch. */
const JUMPS_AT_ONCE = 256;
/** λmax of Rosenbrock's H at the minimiser. */
const L = 1001.6;

/** η of jumps, at which nobody diverges from anywhere in the home view: who is lost costs nothing. */
const SMALL = 1e-4;
/** Of flows. */
const ETA_L: readonly number[] = [1, 100];

/** Every method on Rosenbrock, its adaptive integrators at the tolerance 1e-4 that large ensembles have. */
export async function measureMethods(): Promise<readonly MethodCost[]> {
  const gpu = await requestGpu();
  const costs: (MethodCost & { readonly ways: readonly Way[] })[] = [];
  for (const { id: method, label, kind } of METHODS) {
    for (const etaL of kind === 'map' ? [null] : ETA_L) {
      const [id, name] = etaL === null ? [method, label] : [`${method} ${etaL}`, `${label}, ηL = ${etaL}`];
      const eta = etaL === null ? SMALL : etaL / L;
      const change: Change = { objective: 'rosenbrock', methods: [method], eta, precision: 'fast' };
      const setting = { id, name, particles: PARTICLES, change };
      const single = wayOf(await stepRunner(gpu, { ...setting, atOnce: 1 }), STEPS);
      const whole = wayOf(await stepRunner(gpu, setting), kind === 'map' ? JUMPS_AT_ONCE : STEPS);
      const cost = { id, name: single.runner.name, step: single.times, atOnce: whole.times };
      costs.push({ ...cost, ways: [single, whole] });
    }
  }
  // The first round compiles, and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { runner, steps, times } of costs.flatMap(({ ways }) => ways)) {
      const ms = await time(runner, steps);
      if (round > 0) times.push((1e6 * ms) / (PARTICLES * steps));
    }
  }
  gpu.device.destroy();
  return costs.map(({ id, name, step, atOnce }) => ({ id, name, step, atOnce }));
}

function wayOf(runner: Runner, steps: number): Way {
  return { runner, steps, times: [] };
}
