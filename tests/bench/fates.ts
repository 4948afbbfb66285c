import { median } from '../../src/bench/median.mjs';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { requestGpu } from '../../src/gpu/device';
import { Ensemble } from '../../src/gpu/ensemble';
import { Uniform } from '../../src/gpu/layout';
import { problemLayout } from '../../src/gpu/problem';
import { environmentOf, Instrument } from '../../src/instrument';
import { method } from '../../src/methods/table';
import { FateKernel, surveyLayout } from '../../src/passes/lab/fateKernel';
import { StepPass } from '../../src/passes/step';
import { circumstancesWith } from '../circumstances';

/** What a fate map of gradient descent costs. */
export interface FateCost {
  readonly objective: string;
  /** Milliseconds from asking for a map at 1280×720 until its coarse picture has been read, and until it is complete. */
  readonly coarse: number;
  readonly whole: number;
  /** The longest time for which the page could not answer while that map was being made, in milliseconds. */
  readonly silence: number;
  /** Particle-steps a second of the kernel that walks fates, by those of the plain step. */
  readonly share: number;
}

const TURNS = 5;
const SIZE = { width: 1280, height: 720 } as const;
/** Particles and steps by which the kernels are compared; η so small that nobody gets anywhere. */
const WALK = { particles: 128 * 128, steps: 960, eta: 1e-9 } as const;

/** The map of an objective at an η, with everything compiled before. */
export async function measureFates(objective: string, eta: number): Promise<FateCost> {
  const gpu = await requestGpu();
  const canvas = document.querySelector('canvas');
  if (canvas === null) throw new Error('The page has no canvas.');
  const experiment = completeExperiment({ objective, eta, count: 20 }, environmentOf(gpu));
  const instrument = await Instrument.create(gpu, canvas, experiment);
  instrument.resize(SIZE.width, SIZE.height, 1);
  const share = await walkShare(gpu.device, objective);
  const coarse: number[] = [];
  for (let n = 0; n <= TURNS; n++) coarse.push(await coarseTime(instrument, eta));
  const { whole, silence } = await wholeTime(instrument, eta);
  instrument.dispose();
  return { objective, coarse: median(coarse.slice(1)), whole, silence, share };
}

function requestOf(instrument: Instrument, eta: number) {
  const [x, y, half] = instrument.objective.home;
  const across = (2 * half * SIZE.width) / SIZE.height;
  return {
    lens: {
      corner: [x - across / 2, y - half],
      across: [across, 0],
      up: [0, 2 * half],
      etas: { from: eta, to: eta, scale: 'lin' },
    },
    columns: SIZE.width,
    rows: SIZE.height,
    rule: 'gd',
    horizon: 1000,
  } as const;
}

async function coarseTime(instrument: Instrument, eta: number): Promise<number> {
  const work = new AbortController();
  const begin = performance.now();
  let time = Number.NaN;
  const told = () => {
    time = performance.now() - begin;
    work.abort();
  };
  await instrument.mapFates(requestOf(instrument, eta), { told, signal: work.signal }).catch(() => undefined);
  return time;
}

async function wholeTime(instrument: Instrument, eta: number) {
  let last = performance.now();
  let silence = 0;
  const begin = last;
  const ask = () => {
    silence = Math.max(silence, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(ask, 0);
  await instrument.mapFates(requestOf(instrument, eta));
  clearInterval(timer);
  return { whole: performance.now() - begin, silence };
}

/** How many steps the kernel of fates takes in the time in which the plain one takes one. */
async function walkShare(device: GPUDevice, id: string): Promise<number> {
  const { particles, steps, eta } = WALK;
  const objective = objectiveOf(completeExperiment({ objective: id }, { count: 1, countLimit: 1 }));
  const problem = new Uniform(device, 'problem', problemLayout);
  problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
  const [plain, kernel] = await Promise.all([
    StepPass.create(device, objective, method('gd')),
    FateKernel.create(device, objective, method('gd')),
  ]);
  const starts = Float32Array.from({ length: 2 * particles }, (_, n) => 0.3 + 0.5 * Math.sin(n));
  const ensemble = new Ensemble(device, method('gd'), {
    starts,
    placed: particles,
    spare: 0,
    ticksPerStep: 1,
    slots: 1,
    seed: 1,
    region: [0, 0, 1, 1],
    restarting: null,
  });
  const survey = new Uniform(device, 'survey', surveyLayout);
  const side = Math.sqrt(particles);
  const none = {
    skipped: 0,
    first: 0,
    age: 0,
    rounds: 0,
    outlook: 0,
    minima: 0,
    ridge: 0,
    canvas: 0,
    painted: 0,
  };
  survey.write({
    ...none,
    ...{ corner: [-0.2, -0.2], across: [1, 0], up: [0, 1], columns: side, rows: side, stride: 1, nested: 0 },
    ...{ count: particles, steps, horizon: 1e5, trust_radius: 1e9, stillness: 1e-9, size: 1 },
    ...{ carry_weight: 1, seed: 1, evenly: 1 },
  });
  const storage = (bytes: number) =>
    device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
  const rules = storage(80);
  device.queue.writeBuffer(rules, 0, new Float32Array([eta]));
  const group = kernel.group({
    ...{
      0: problem.buffer,
      2: survey.buffer,
      3: rules,
      4: storage(24 * particles),
      5: storage(4 * particles),
    },
    ...{ 6: storage(16 * particles), 7: storage(4), 8: storage(16), 9: storage(16) },
  });
  const at = { objective, problem: problem.buffer, trustRadius: 1e9 };
  const timed = async (encode: (encoder: GPUCommandEncoder) => void) => {
    const begin = performance.now();
    const encoder = device.createCommandEncoder();
    encode(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - begin;
  };
  const shares: number[] = [];
  for (let n = 0; n <= TURNS; n++) {
    const step = await timed((encoder) =>
      plain.step(encoder, ensemble, at, circumstancesWith({ eta }), steps),
    );
    const walk = await timed((encoder) => kernel.run(encoder, 'walk', group, particles));
    shares.push(step / walk);
  }
  return median(shares.slice(1));
}
