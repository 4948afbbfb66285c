import type { Ensemble } from '../gpu/ensemble';
import { dispatch } from '../gpu/pipeline';
import { readBuffer } from '../gpu/readback';
import { type CheckId, type Measure, UNMEASURED } from '../theory/check';
import { CHECKS } from '../theory/checks';
import { gdTerms, gfTerms } from '../theory/checkTerms';
import type { Facts } from '../theory/facts';
import {
  type Checked,
  type ChecksKernel,
  FINDINGS_BYTES,
  gdToldLayout,
  gfToldLayout,
  RECORD_BYTES,
} from './checksKernel';

/** Threads at most that share the particles between them: enough to fill a GPU, few enough to be gathered quickly. */
const THREADS = 4096;
/** Findings that are read, each of its share of the threads. */
const SHARES = 64;
/** A ratio this large stands for infinity. */
const BROKEN = 1e38;

/** The records of one ensemble's particles, and what was found of the theorems on its method. */
export class ChecksTrack {
  readonly ensemble: Ensemble;
  readonly #device: GPUDevice;
  readonly #told: GPUBuffer;
  readonly #records: GPUBuffer;
  readonly #slots: GPUBuffer;
  readonly #findings: GPUBuffer;
  /** What the shader is told, by what it follows from. */
  #facts: Facts | null = null;
  #eta = Number.NaN;
  #bytes = new ArrayBuffer(0);
  /** Of the last look. */
  #tick = Number.NaN;
  #anew = true;
  /** Counts how often everything found was forgotten. */
  #era = 0;

  constructor(device: GPUDevice, ensemble: Ensemble) {
    this.#device = device;
    this.ensemble = ensemble;
    const buffer = (name: string, size: number, usage: GPUBufferUsageFlags) =>
      device.createBuffer({
        label: `ChecksPass.${ensemble.method.id}.${name}`,
        size,
        usage: usage | GPUBufferUsage.COPY_DST,
      });
    const { STORAGE, UNIFORM, COPY_SRC } = GPUBufferUsage;
    this.#told = buffer('told', layoutOf(ensemble).size, UNIFORM);
    this.#records = buffer('records', RECORD_BYTES * ensemble.capacity, STORAGE);
    this.#slots = buffer('slots', FINDINGS_BYTES * THREADS, STORAGE);
    this.#findings = buffer('findings', FINDINGS_BYTES * SHARES, STORAGE | COPY_SRC);
  }

  /** Everything found so far is of something else than what follows. */
  forget(): void {
    this.#anew = true;
    this.#era++;
  }

  /**
   * Looks at all particles as they are now, once a tick. Whatever the step η and the facts say different from the last time
   * is another promise: all begins anew. Steps that were taken unseen, or without the meter that is to be read, only end the
   * records.
   */
  look(kernel: ChecksKernel, problem: GPUBuffer, facts: Facts, eta: number): void {
    this.#tell(facts, eta);
    const { tick } = this.ensemble;
    if (tick === this.#tick && !this.#anew) return;
    const encoder = this.#device.createCommandEncoder({ label: 'ChecksPass.look' });
    if (this.#anew) encoder.clearBuffer(this.#slots);
    if (this.#anew || !this.#follows(tick)) encoder.clearBuffer(this.#records);
    this.#anew = false;
    this.#tick = tick;
    this.#encode(encoder, kernel, 'measure', problem, Math.min(THREADS, this.ensemble.count));
    this.#device.queue.submit([encoder.finish()]);
  }

  /** What has been found, theorem by theorem; null if it was forgotten in the meantime. */
  async read(kernel: ChecksKernel, problem: GPUBuffer): Promise<ReadonlyMap<CheckId, Measure> | null> {
    const era = this.#era;
    const encoder = this.#device.createCommandEncoder({ label: 'ChecksPass.read' });
    if (this.#anew) encoder.clearBuffer(this.#slots);
    this.#encode(encoder, kernel, 'gather', problem, SHARES);
    this.#device.queue.submit([encoder.finish()]);
    const bytes = await readBuffer(this.#device, this.#findings, this.#findings.size);
    return era === this.#era ? measuresOf(idOf(this.ensemble), bytes) : null;
  }

  dispose(): void {
    for (const buffer of [this.#told, this.#records, this.#slots, this.#findings]) buffer.destroy();
  }

  /** Whether a tick is a step after the last look, with nothing in between that the records do not know of. */
  #follows(tick: number): boolean {
    const { shape, unmetered } = this.ensemble;
    return (
      tick === this.#tick + shape.ticksPerStep && (idOf(this.ensemble) === 'gd' || unmetered <= this.#tick)
    );
  }

  #tell(facts: Facts, eta: number): void {
    if (facts === this.#facts && eta === this.#eta) return;
    [this.#facts, this.#eta] = [facts, eta];
    const bytes = toldBytes(this.ensemble, facts, eta);
    if (same(bytes, this.#bytes)) return;
    this.#bytes = bytes;
    this.#device.queue.writeBuffer(this.#told, 0, bytes);
    this.forget();
  }

  #encode(
    encoder: GPUCommandEncoder,
    kernel: ChecksKernel,
    entry: 'measure' | 'gather',
    problem: GPUBuffer,
    threads: number,
  ): void {
    const { ensemble } = this;
    const pass = encoder.beginComputePass({ label: `ChecksPass.${ensemble.method.id}.${entry}` });
    pass.setPipeline(kernel[entry]);
    pass.setBindGroup(
      0,
      kernel.bindings.group({
        0: problem,
        2: ensemble.uniform.buffer,
        3: this.#told,
        4: ensemble.states,
        5: ensemble.carries,
        6: this.#records,
        7: this.#slots,
        8: this.#findings,
      }),
    );
    dispatch(pass, threads);
    pass.end();
  }
}

/** The method of an ensemble that theorems are known of. */
function idOf({ method }: Ensemble): Checked {
  return method.id === 'gd' ? 'gd' : 'gf';
}

function layoutOf(ensemble: Ensemble) {
  return idOf(ensemble) === 'gd' ? gdToldLayout : gfToldLayout;
}

function toldBytes(ensemble: Ensemble, facts: Facts, eta: number): ArrayBuffer {
  if (idOf(ensemble) === 'gd') return gdToldLayout.pack(gdTerms(facts, eta));
  return gfToldLayout.pack(gfTerms(facts, eta, ensemble.shape.ticksPerStep));
}

function same(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const [left, right] = [new Uint32Array(a), new Uint32Array(b)];
  return left.length === right.length && left.every((word, n) => word === right[n]);
}

/** Shares of `struct Findings` as measures: two times four worst ratios, their particles, and how often they were above 1. */
function measuresOf(id: Checked, bytes: ArrayBuffer): ReadonlyMap<CheckId, Measure> {
  const rows = CHECKS.filter((row) => row.of === id && row.how === 'steps');
  return new Map(rows.map((row, n) => [row.id, measureOf(bytes, 12 * Math.floor(n / 4) + (n % 4))]));
}

/** One theorem's measure, its numbers being so many words into every share. */
function measureOf(bytes: ArrayBuffer, offset: number): Measure {
  const floats = new Float32Array(bytes);
  const words = new Uint32Array(bytes);
  let [worst, particle, violations] = [0, 0, 0];
  for (let at = offset; at < words.length; at += FINDINGS_BYTES / 4) {
    const ratio = floats[at] ?? 0;
    if (ratio > worst) [worst, particle] = [ratio, words[at + 4] ?? 0];
    violations += words[at + 8] ?? 0;
  }
  if (worst === 0) return UNMEASURED;
  return { worst: worst > BROKEN ? Number.POSITIVE_INFINITY : worst, violations, particle };
}
