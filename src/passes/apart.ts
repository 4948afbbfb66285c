import { whyNotApart } from '../experiment/apart';
import type { Experiment } from '../experiment/experiment';
import { Bindings } from '../gpu/bindings';
import type { Ensemble } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { readBuffer } from '../gpu/readback';
import type { Objective } from '../objectives/objective';
import { GAP_BINS, type Gaps, gapsOf } from '../theory/gap';
import type { ApartMarks, MarkedPairs } from './apartMarks';
import type { Observer } from './observer';
import type { Run } from './run';

/** `struct Apart` of apart.wgsl. */
export const apartLayout = new Layout('Apart', { fresh: 'u32' });

/** Bytes of `struct Pair`, and of `struct Totals`. */
const PAIR_BYTES = 16;
const TOTALS_BYTES = 4 * (3 + GAP_BINS);
/** Where `Totals.pair` lies: beyond all indices at first. */
const PAIR_OFFSET = 4;
const NO_PAIR = 0xffffffff;

const BINDINGS = {
  0: 'uniform',
  2: 'uniform',
  3: 'uniform',
  4: 'read',
  5: 'read',
  6: 'write',
  7: 'read',
  8: 'write',
} as const;
const ENTRY_POINTS = ['measure', 'gather', 'find'] as const;

type Pipelines = Record<(typeof ENTRY_POINTS)[number], GPUComputePipeline>;

/** Compiled for so many formulas: the one that runs, and one to go back to. */
const FORMULAS = 2;

/** The two ensembles of a run, and what is known of their pairs. */
interface Track {
  readonly gd: Ensemble;
  readonly gf: Ensemble;
  readonly pairs: GPUBuffer;
  readonly totals: GPUBuffer;
  /** The step and the count of the last look. */
  step: number;
  count: number;
}

/** The gap ‖θₖ − θ(kη)‖ of every pair, at the end of every step, and what is to be said of all of them. */
export class ApartPass implements Observer {
  readonly #device: GPUDevice;
  readonly #format: GPUTextureFormat;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #uniform: Uniform<(typeof apartLayout)['shape']>;
  /** By formula, the newest last. */
  readonly #pipelines = new Map<string, Pipelines>();
  #marks: ApartMarks | null = null;
  #track: Track | null = null;
  #gaps: Gaps | null = null;
  #problem: GPUBuffer | null = null;

  constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.#device = device;
    this.#format = format;
    this.#bindings = new Bindings(device, 'ApartPass', GPUShaderStage.COMPUTE, BINDINGS);
    this.#uniform = new Uniform(device, 'ApartPass.uniform', apartLayout);
  }

  /** As last read; null before that. */
  get gaps(): Gaps | null {
    return this.#gaps;
  }

  wants(experiment: Experiment): boolean {
    return (experiment.apart || experiment.dock === 'compare') && whyNotApart(experiment) === null;
  }

  isPrepared({ apart }: Experiment, { wgsl }: Objective): boolean {
    return this.#pipelines.has(wgsl) && (!apart || this.#marks !== null);
  }

  /** @throws ShaderError if the compiler refuses */
  async prepare(experiment: Experiment, objective: Objective): Promise<void> {
    if (experiment.apart) this.#marks ??= await this.#makeMarks();
    const { wgsl } = objective;
    const made = this.#pipelines.get(wgsl) ?? (await this.#compile(objective));
    this.#pipelines.delete(wgsl);
    this.#pipelines.set(wgsl, made);
    const [oldest] = this.#pipelines.keys();
    if (this.#pipelines.size > FORMULAS && oldest !== undefined) this.#pipelines.delete(oldest);
  }

  observe(run: Run, problem: GPUBuffer): void {
    const track = this.#trackOf(run);
    const pipelines = this.#pipelines.get(run.objective.wgsl);
    if (track === null || pipelines === undefined) return;
    this.#problem = problem;
    const { gd } = track;
    const follows = track.step === gd.tick - 1 && track.count === gd.count;
    track.step = gd.tick;
    track.count = gd.count;
    this.#uniform.write({ fresh: follows ? 0 : 1 });
    const encoder = this.#device.createCommandEncoder({ label: 'ApartPass.observe' });
    this.#encode(encoder, track, problem, [pipelines.measure]);
    this.#device.queue.submit([encoder.finish()]);
  }

  forget(what: 'motion' | 'view'): void {
    if (what === 'view') return;
    this.#dropTrack();
    this.#gaps = null;
  }

  async read(run: Run): Promise<boolean> {
    const track = this.#track;
    const pipelines = this.#pipelines.get(run.objective.wgsl);
    if (track === null || track.step < 0 || pipelines === undefined || this.#problem === null) return false;
    const { queue } = this.#device;
    const encoder = this.#device.createCommandEncoder({ label: 'ApartPass.read' });
    encoder.clearBuffer(track.totals);
    queue.submit([encoder.finish()]);
    queue.writeBuffer(track.totals, PAIR_OFFSET, Uint32Array.of(NO_PAIR));
    const gathering = this.#device.createCommandEncoder({ label: 'ApartPass.gather' });
    this.#encode(gathering, track, this.#problem, [pipelines.gather, pipelines.find]);
    queue.submit([gathering.finish()]);
    const gaps = gapsOf(new Uint32Array(await readBuffer(this.#device, track.totals, TOTALS_BYTES)));
    if (track !== this.#track || JSON.stringify(gaps) === JSON.stringify(this.#gaps)) return false;
    this.#gaps = gaps;
    return true;
  }

  /** What there is to be drawn of a run; null where the experiment does not ask for it, or nothing has been measured. */
  picture({ experiment, ensembles }: Run): MarkedPairs | null {
    const [track, marks, gaps] = [this.#track, this.#marks, this.#gaps];
    if (!experiment.apart || track === null || marks === null || gaps === null) return null;
    if (track.gd !== ensembles.find('gd') || track.step < 0) return null;
    return { marks, pairs: track.pairs, count: track.count, gaps };
  }

  dispose(): void {
    this.#dropTrack();
    this.#marks?.dispose();
    this.#uniform.dispose();
  }

  async #compile(objective: Objective): Promise<Pipelines> {
    const { apartShaderText } = await import('./apartShader'); // few ask for it
    const recipe = { label: 'ApartPass', code: apartShaderText(objective), bindings: this.#bindings };
    return computePipelines(this.#device, recipe, ENTRY_POINTS);
  }

  async #makeMarks(): Promise<ApartMarks> {
    const { ApartMarks: Marks } = await import('./apartMarks'); // few ask for it
    return Marks.create(this.#device, this.#format);
  }

  #trackOf({ ensembles }: Run): Track | null {
    const [gd, gf] = [ensembles.find('gd'), ensembles.find('gf')];
    if (gd === undefined || gf === undefined) return null;
    if (this.#track?.gd === gd && this.#track.gf === gf) return this.#track;
    this.#dropTrack();
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = (name: string, size: number) =>
      this.#device.createBuffer({ label: `ApartPass.${name}`, size, usage });
    const [pairs, totals] = [buffer('pairs', gd.capacity * PAIR_BYTES), buffer('totals', TOTALS_BYTES)];
    this.#track = { gd, gf, pairs, totals, step: -1, count: 0 };
    return this.#track;
  }

  #dropTrack(): void {
    this.#track?.pairs.destroy();
    this.#track?.totals.destroy();
    this.#track = null;
  }

  #encode(
    encoder: GPUCommandEncoder,
    { gd, gf, pairs, totals }: Track,
    problem: GPUBuffer,
    pipelines: readonly GPUComputePipeline[],
  ): void {
    const uniforms = { 0: problem, 2: gd.uniform.buffer, 3: this.#uniform.buffer };
    const storage = { 4: gd.states, 5: gf.states, 6: pairs, 7: gd.starts, 8: totals };
    const pass = encoder.beginComputePass({ label: 'ApartPass' });
    pass.setBindGroup(0, this.#bindings.group({ ...uniforms, ...storage }));
    for (const pipeline of pipelines) {
      pass.setPipeline(pipeline);
      dispatch(pass, gd.count);
    }
    pass.end();
  }
}
