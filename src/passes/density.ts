import densityShader from '../../shaders/density.wgsl?raw';
import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import type { Theme } from '../experiment/theme';
import { toPlane, type Window } from '../experiment/window';
import { Bindings } from '../gpu/bindings';
import type { Ensemble } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { readBuffer } from '../gpu/readback';
import { assembleShader } from '../gpu/shader';
import type { Circumstances } from '../methods/method';
import type { Objective } from '../objectives/objective';
import type { Box } from '../objectives/survey';
import {
  type Comparison,
  cellsOf,
  compare,
  type Grid,
  gridOf,
  type Law,
  levelsOf,
  smoothed,
  stationaryLaw,
} from '../theory/density';
import { DensityLines } from './densityLines';
import { type Subject, Tally } from './tally';

/** `struct Density` of density.wgsl. */
export const densityLayout = new Layout('Density', {
  corner: 'vec2f',
  per_unit: 'vec2f',
  columns: 'u32',
  rows: 'u32',
  first_cell: 'u32',
  first_tick: 'u32',
  stride: 'u32',
  samples: 'u32',
});

const BINDINGS = { 2: 'uniform', 3: 'uniform', 4: 'read', 5: 'read', 6: 'write' } as const;

/** The whole text of the shader that counts particles. It knows neither objective nor method. */
export const densityShaderText = assembleShader(densityShader, ensembleShader, respawnShader);

/** What is known of where the particles of one ensemble have been. */
export interface DensityReading {
  /** Positions counted, in view or not: particles times ticks. */
  readonly samples: number;
  /** The share of them in view. */
  readonly inside: number;
  /** Those in view against e^{−f/T} over the view; null before any is there, at T = 0 and where f is nowhere defined. */
  readonly against: Comparison | null;
}

/** Positions that are counted at once, about; of more ticks than that only every so manieth is looked at. */
const COUNTED_AT_ONCE = 1_000_000;

/**
 * Where the particles of a stochastic method are, against where theory says that they end up, e^{−f/T}: counted over the
 * cells of the view, and drawn as lines around 50, 90 and 99 % of all particles.
 *
 * Counts begin anew whenever the view, the objective or anything else changes that the motion depends on, and when the
 * ensemble restarts. They are meant for particles that live on: those of the endless field never get there.
 */
export class DensityPass {
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPUComputePipeline;
  readonly #uniform: Uniform<(typeof densityLayout)['shape']>;
  readonly #lines: DensityLines;
  #tally: Tally | null = null;
  #known: { readonly tally: Tally; readonly law: Law | null } | null = null;
  #reads = false;

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<DensityPass> {
    const label = 'DensityPass';
    const bindings = new Bindings(device, label, GPUShaderStage.COMPUTE, BINDINGS);
    const [{ count }, lines] = await Promise.all([
      computePipelines(device, { label, code: densityShaderText, bindings }, ['count']),
      DensityLines.create(device, format),
    ]);
    return new DensityPass(device, bindings, count, lines);
  }

  private constructor(
    device: GPUDevice,
    bindings: Bindings<typeof BINDINGS>,
    pipeline: GPUComputePipeline,
    lines: DensityLines,
  ) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#lines = lines;
    this.#uniform = new Uniform(device, 'DensityPass.uniform', densityLayout);
  }

  /**
   * Counts where the particles have been since the last call, tick by tick as far as their history reaches. To be called
   * after every submit of steps, when the ensemble's clock has moved on.
   */
  sample(ensemble: Ensemble, window: Window, objective: Objective, circumstances: Circumstances): void {
    const tally = this.#tallyOf({ ensemble, objective, circumstances }, gridOf(boxOf(window)));
    const ticks = Math.min(ensemble.tick - tally.tick, ensemble.shape.slots);
    if (ticks <= 0 || ensemble.count === 0) return;
    const samples = Math.min(ticks, Math.max(1, Math.floor(COUNTED_AT_ONCE / ensemble.count)));
    const encoder = this.#device.createCommandEncoder({ label: 'DensityPass.sample' });
    tally.turn(encoder, samples * ensemble.count);
    this.#count(encoder, tally, samples, Math.floor(ticks / samples));
    this.#device.queue.submit([encoder.finish()]);
    tally.tick = ensemble.tick;
  }

  /**
   * Reads the counts, compares them, and lays the lines that `draw` shows. One read at a time: null while another is under
   * way, before anything is counted, and when the counts have begun anew in the meantime.
   */
  async read(): Promise<DensityReading | null> {
    const tally = this.#tally;
    if (tally === null || this.#reads) return null;
    this.#reads = true;
    try {
      const law = this.#lawOf(tally);
      const { counted } = tally;
      const words = new Uint32Array(await readBuffer(this.#device, tally.counts, tally.counts.size));
      if (tally !== this.#tally || counted === 0) return null;
      const counts = tally.merged(words);
      const inside = counts.reduce((sum, value) => sum + value, 0);
      this.#layFound(counts, inside, law, tally.grid);
      return {
        samples: counted,
        inside: inside / counted,
        against: law === null ? null : compare(counts, law),
      };
    } finally {
      this.#reads = false;
    }
  }

  /** Draws the lines: solid of what was counted, in dashes of e^{−f/T}. */
  draw(pass: GPURenderPassEncoder, frame: GPUBuffer, window: Window, theme: Theme): void {
    if (this.#tally === null) return;
    const { id } = this.#tally.subject.ensemble.method;
    this.#lines.draw(pass, frame, window, theme, theme.methods[id]);
  }

  dispose(): void {
    this.#tally?.dispose();
    this.#tally = null;
    this.#lines.dispose();
    this.#uniform.dispose();
  }

  /** The counts that go on, or fresh ones. Lines that are wrong now are dropped; of another view they stay until the next read. */
  #tallyOf(subject: Subject, grid: Grid): Tally {
    const last = this.#tally;
    const goesOn = last?.isOf(subject) === true;
    const sameLaw = last?.hasLawOf(subject) === true;
    if (last !== null && goesOn && sameLaw && sameGrid(last.grid, grid)) return last;
    if (!goesOn || !sameLaw) this.#lines.drop('found');
    if (!sameLaw) {
      this.#lines.drop('law');
      this.#known = null;
    }
    last?.dispose();
    const { ensemble } = subject;
    const begun = last?.subject.ensemble !== ensemble || ensemble.tick < last.tick;
    // Of a run under way, the first to be counted is where its particles are now.
    this.#tally = new Tally(this.#device, subject, grid, begun ? 0 : Math.max(0, ensemble.tick - 1));
    return this.#tally;
  }

  /** Counts every particle at the newest tick, and at so many before it, `stride` ticks apart. */
  #count(
    encoder: GPUCommandEncoder,
    { grid, subject, half, counts }: Tally,
    samples: number,
    stride: number,
  ) {
    const { ensemble } = subject;
    const { columns, rows, box } = grid;
    this.#uniform.write({
      corner: [box.left, box.bottom],
      per_unit: [columns / (box.right - box.left), rows / (box.top - box.bottom)],
      columns,
      rows,
      first_cell: half * cellsOf(grid),
      first_tick: ensemble.tick - stride * (samples - 1),
      stride,
      samples,
    });
    const pass = encoder.beginComputePass({ label: 'DensityPass' });
    pass.setPipeline(this.#pipeline);
    const resources = { 2: ensemble.uniform.buffer, 3: this.#uniform.buffer, 4: ensemble.states };
    pass.setBindGroup(0, this.#bindings.group({ ...resources, 5: ensemble.history, 6: counts }));
    dispatch(pass, ensemble.count * samples);
    pass.end();
  }

  /** e^{−f/T} over the grid of the counts; computed, and its lines laid, when either has changed. */
  #lawOf(tally: Tally): Law | null {
    const { subject, grid } = tally;
    const last = this.#known;
    if (last?.tally.hasLawOf(subject) === true && sameGrid(last.tally.grid, grid)) return last.law;
    const law = stationaryLaw(subject.objective, subject.circumstances.temperature, grid);
    this.#known = { tally, law };
    if (law === null) this.#lines.drop('law');
    else {
      const values = smoothed(law.shares, grid);
      this.#lines.lay('law', values, levelsOf(values), grid);
    }
    return law;
  }

  /** The lines of the counts at the levels of the law, or at their own ones if there is no law. */
  #layFound(counts: Float64Array, total: number, law: Law | null, grid: Grid): void {
    const values = smoothed(counts, grid).map((value) => value / Math.max(1, total));
    const levels = levelsOf(law === null ? values : smoothed(law.shares, grid));
    this.#lines.lay('found', values, levels, grid);
  }
}

/** What a window shows of the plane. */
function boxOf(window: Window): Box {
  const [left, top] = toPlane(window, [0, 0]);
  const [right, bottom] = toPlane(window, [window.width, window.height]);
  return { left, right, bottom, top };
}

function sameGrid(a: Grid, b: Grid): boolean {
  const sides = ({ left, right, bottom, top }: Box) => [left, right, bottom, top];
  return a.columns === b.columns && a.rows === b.rows && `${sides(a.box)}` === `${sides(b.box)}`;
}
