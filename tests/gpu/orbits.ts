import finiteShader from '../../shaders/finite.wgsl?raw';
import threefryShader from '../../shaders/threefry.wgsl?raw';
import { Bindings } from '../../src/gpu/bindings';
import { carryOf, methodParts } from '../../src/gpu/ensemble';
import { Layout, Uniform } from '../../src/gpu/layout';
import { computePipelines, dispatch } from '../../src/gpu/pipeline';
import { problemLayout } from '../../src/gpu/problem';
import { readBuffer } from '../../src/gpu/readback';
import { assembleShader, objectiveParts } from '../../src/gpu/shader';
import type { Circumstances, Method, Particle } from '../../src/methods/method';
import type { Objective } from '../../src/objectives/objective';
import { circumstancesWith } from '../circumstances';

const runLayout = new Layout('Run', {
  count: 'u32',
  ticks: 'u32',
  duration: 'f32',
  trust_radius: 'f32',
  seed: 'u32',
  constants: ['vec4f', 4],
});

/** The least that a method's file needs around it: what every particle is at every tick is kept. */
const KERNEL = `
struct Run {
  count: u32,
  ticks: u32,
  duration: f32,
  trust_radius: f32,
  seed: u32,
  constants: array<vec4f, 4>,
}
@group(0) @binding(1) var<uniform> run: Run;
@group(0) @binding(2) var<storage, read_write> orbits: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> carries: array<Carry>;

fn method_constant(i: u32) -> f32 { return run.constants[i / 4u][i % 4u]; }
fn trust_radius() -> f32 { return run.trust_radius; }
fn random_seed() -> u32 { return run.seed; }

@compute @workgroup_size(64)
fn keep_orbits(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= run.count) { return; }
  var particle = Particle(orbits[i], Carry(), Moment(i, 0u));
  for (var tick = 1u; tick <= run.ticks; tick++) {
    particle = advance(particle, run.duration);
    particle.moment.tick = tick;
    orbits[tick * run.count + i] = particle.theta;
    carries[tick * run.count + i] = particle.carry;
  }
}`;

const BINDINGS = { 0: 'uniform', 1: 'uniform', 2: 'write', 3: 'write' } as const;

export type Point = readonly [x: number, y: number];

/**
 * orbits[k][i]: particle i after k ticks, k = 0 being its start, in f32 as the GPU stored it: position, carry, index and
 * tick, all that the CPU twin needs to take the same next step.
 */
export type Orbits = readonly (readonly Particle[])[];

export interface Run {
  readonly starts: readonly Point[];
  readonly ticks: number;
  readonly duration: number;
  readonly trustRadius: number;
  /** What the rule is told; `circumstances(duration)` unless given. */
  readonly circumstances?: Circumstances;
}

/** The real shaders of one method and one objective, compiled, to be run on any starts. */
export class OrbitKernel {
  readonly #device: GPUDevice;
  readonly #method: Method;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;

  static async create(device: GPUDevice, method: Method, objective: Objective): Promise<OrbitKernel> {
    const code = assembleShader(
      KERNEL,
      ...methodParts(method),
      finiteShader,
      threefryShader,
      ...objectiveParts(objective),
    );
    const label = `${method.id} on ${objective.key}`;
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const { keep_orbits: pipeline } = await computePipelines(device, { label, code, bindings }, [
      'keep_orbits',
    ]);
    return new OrbitKernel(device, method, bindings, pipeline);
  }

  private constructor(
    device: GPUDevice,
    method: Method,
    bindings: Bindings<typeof BINDINGS>,
    pipeline: GPUComputePipeline,
  ) {
    this.#device = device;
    this.#method = method;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
  }

  async run(
    objective: Objective,
    { starts, ticks, duration, trustRadius, circumstances }: Run,
  ): Promise<Orbits> {
    const device = this.#device;
    const told = circumstances ?? circumstancesWith({ eta: duration });
    const problem = new Uniform(device, 'problem', problemLayout);
    const run = new Uniform(device, 'run', runLayout);
    problem.write({
      parameters: objective.letters.map((letter) => objective.parameters[letter] ?? Number.NaN),
    });
    run.write({
      count: starts.length,
      ticks,
      duration,
      trust_radius: trustRadius,
      seed: told.seed,
      constants: this.#method.constants(objective, duration, told),
    });
    const states = starts.length * (ticks + 1);
    const orbits = this.#buffer('orbits', 8 * states);
    const carries = this.#buffer('carries', 4 * carryOf(this.#method).numbers * states);
    device.queue.writeBuffer(orbits, 0, new Float32Array(starts.flat()));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#bindings.group({ 0: problem.buffer, 1: run.buffer, 2: orbits, 3: carries }));
    dispatch(pass, starts.length);
    pass.end();
    device.queue.submit([encoder.finish()]);
    const bytes = await Promise.all(
      [orbits, carries].map((buffer) => readBuffer(device, buffer, buffer.size)),
    );
    for (const resource of [problem, run]) resource.dispose();
    for (const buffer of [orbits, carries]) buffer.destroy();
    const [positions = [], remembered = []] = bytes.map((read) => new Float32Array(read));
    return Array.from({ length: ticks + 1 }, (_, tick) =>
      starts.map((_, index) =>
        this.#particle(positions, remembered, tick * starts.length + index, index, tick),
      ),
    );
  }

  #particle(
    positions: ArrayLike<number>,
    carries: ArrayLike<number>,
    at: number,
    index: number,
    tick: number,
  ): Particle {
    const { numbers } = carryOf(this.#method);
    const carry = Array.from(
      { length: this.#method.carry },
      (_, n) => carries[at * numbers + n] ?? Number.NaN,
    );
    return { x: positions[2 * at] ?? Number.NaN, y: positions[2 * at + 1] ?? Number.NaN, carry, index, tick };
  }

  #buffer(label: string, size: number): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return this.#device.createBuffer({ label, size, usage });
  }
}
