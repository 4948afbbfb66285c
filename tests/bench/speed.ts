import loop from '../../shaders/bench/loop.wgsl?raw';
import { type Runner, settled, stepRunner, time } from '../../src/bench/runner';
import { circumstancesOf } from '../../src/experiment/circumstances';
import { type Change, completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { layStarts } from '../../src/experiment/starts';
import { type Gpu, requestGpu } from '../../src/gpu/device';
import { gd } from '../../src/methods/gd';
import type { Motion } from '../../src/methods/method';
import handWritten from './rosenbrock.wgsl?raw';

/** How fast a runner is, in particle-steps per second, round after round. */
export interface Rate {
  readonly id: string;
  readonly name: string;
  /** Round after round: in each, every runner had its turn. */
  readonly rates: readonly number[];
}

const PARTICLES = 100_000;
const ROUNDS = 7;
/** Milliseconds that one timed run should last at least: well above the clock's grain and a submit's cost. */
const LONG_ENOUGH = 500;
/** Whoever is compared closely takes as many steps at once, or what a dispatch costs would weigh more on one of them. */
const AS_MANY_AS: Readonly<Record<string, string>> = { handWritten: 'generated' };
const ENVIRONMENT = { count: PARTICLES, countLimit: 1e6 };

/** Small enough that nobody diverges from anywhere in Rosenbrock's home view. */
const GD_ON_ROSENBROCK: Change = { objective: 'rosenbrock', methods: ['gd'], eta: 1e-4 };

/** The rates of all runners. They take turns, so that whatever else the machine does hits all of them alike. */
export async function measureSpeed(): Promise<readonly Rate[]> {
  const gpu = await requestGpu();
  const shader = (id: string, name: string, change: Change, more: { wgsl?: string } = {}) =>
    stepRunner(gpu, { id, name, particles: PARTICLES, change, ...more });
  const runners = [
    await shader('generated', 'GD on Rosenbrock, generated WGSL', GD_ON_ROSENBROCK),
    await shader('handWritten', 'the same, f hand-written in WGSL', GD_ON_ROSENBROCK, { wgsl: handWritten }),
    await bareLoop(gpu, 'bare', 'a bare WGSL loop, no statuses and trails'),
    plainLoop('plain', 'a plain float64 loop in JavaScript'),
    reference('reference', 'the CPU reference, its formula interpreted'),
    await shader('rodas4', 'GF on Rosenbrock (Rodas4)', { objective: 'rosenbrock', methods: ['gf'] }),
    await shader('closed', 'GF on the bowl (closed form)', { objective: 'bowl', methods: ['gf'] }),
    await shader('bowl', 'GD on the bowl', { objective: 'bowl', methods: ['gd'] }),
  ];
  const paces = new Map<string, number>();
  for (const runner of runners) paces.set(runner.id, await pace(runner));
  const rates = runners.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [n, runner] of runners.entries()) {
      const steps = paces.get(AS_MANY_AS[runner.id] ?? runner.id) ?? 1;
      const seconds = (await time(runner, steps)) / 1000;
      rates[n]?.push((runner.particles * steps) / seconds);
    }
  }
  gpu.device.destroy();
  return runners.map(({ id, name }, n) => ({ id, name, rates: rates[n] ?? [] }));
}

/** Warms a runner up, and finds how many steps take long enough to be timed: the first run of a pipeline compiles it. */
async function pace(runner: Runner): Promise<number> {
  let steps = 1;
  await time(runner, steps);
  while (Math.min(await time(runner, steps), await time(runner, steps)) < LONG_ENOUGH) steps *= 2;
  return steps;
}

async function bareLoop({ device }: Gpu, id: string, name: string): Promise<Runner> {
  const { eta, starts } = rosenbrock();
  const module = device.createShaderModule({ label: name, code: loop });
  const compute = { module, entryPoint: 'descend' };
  const pipeline = await device.createComputePipelineAsync({ label: name, layout: 'auto', compute });
  const usage = GPUBufferUsage.COPY_DST;
  const run = device.createBuffer({ size: 16, usage: usage | GPUBufferUsage.UNIFORM });
  const positions = device.createBuffer({ size: starts.byteLength, usage: usage | GPUBufferUsage.STORAGE });
  const layout = pipeline.getBindGroupLayout(0);
  const entries = [run, positions].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout, entries });
  return {
    id,
    name,
    particles: PARTICLES,
    reset: () => {
      device.queue.writeBuffer(positions, 0, starts);
      return settled(device);
    },
    run: async (steps) => {
      device.queue.writeBuffer(run, 0, new Uint32Array([steps, PARTICLES]));
      device.queue.writeBuffer(run, 8, new Float32Array([eta, 100]));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(PARTICLES / 64));
      pass.end();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
    },
  };
}

/** The tightest loop that one would write: position after position, all steps of one before the next. */
function plainLoop(id: string, name: string): Runner {
  const { eta, starts } = rosenbrock();
  const positions = new Float64Array(starts.length);
  return {
    id,
    name,
    particles: PARTICLES,
    reset: () => positions.set(starts),
    run: (steps) => descend(positions, steps, eta, 100),
  };
}

function descend(positions: Float64Array, steps: number, eta: number, b: number): void {
  for (let i = 0; i < positions.length; i += 2) {
    let x = positions[i] as number;
    let y = positions[i + 1] as number;
    for (let n = 0; n < steps; n++) {
      const bu = b * (y - x * x);
      const fx = -2 * (1 - x) - 4 * bu * x;
      const fy = 2 * bu;
      x -= eta * fx;
      y -= eta * fy;
    }
    positions[i] = x;
    positions[i + 1] = y;
  }
}

function reference(id: string, name: string): Runner {
  const { eta, starts, objective } = rosenbrock();
  const particles = PARTICLES / 100;
  const lay = () =>
    Array.from({ length: particles }, (_, i) => ({
      x: starts[2 * i] ?? 0,
      y: starts[2 * i + 1] ?? 0,
      carry: [],
      index: i,
      tick: 0,
    }));
  const told = circumstancesOf(completeExperiment(GD_ON_ROSENBROCK, ENVIRONMENT), 'gd');
  let state: Motion[] = lay();
  return {
    id,
    name,
    particles,
    reset: () => {
      state = lay();
    },
    run: (steps) => {
      for (let n = 0; n < steps; n++)
        state = state.map((motion) => gd.advance({ ...motion, index: 0, tick: 0 }, objective, eta, told));
    },
  };
}

function rosenbrock() {
  const experiment = completeExperiment(GD_ON_ROSENBROCK, ENVIRONMENT);
  const objective = objectiveOf(experiment);
  return { objective, eta: experiment.eta, starts: layStarts(experiment, objective) };
}
