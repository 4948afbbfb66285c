import { Uniform } from '../../gpu/layout';
import { Pace } from '../../gpu/pace';
import { problemLayout } from '../../gpu/problem';
import { readSlices } from '../../gpu/readback';
import { along } from '../../math/range';
import type { Circumstances } from '../../methods/method';
import type { Objective } from '../../objectives/objective';
import type { OrbitDiagram, OrbitOptions, OrbitRequest } from '../../theory/orbits';
import { bandOf, columnsOf, type Orbits } from './orbitReading';
import {
  COLUMN_NUMBERS,
  type OrbitBuffers,
  type OrbitsPass,
  orbitBytes,
  orbitPlanLayout,
} from './orbitsPass';

/** What a diagram is computed from, beside the request. */
export interface OrbitSetup {
  readonly objective: Objective;
  readonly trustRadius: number;
  /** What the method is told at an η of the diagram. */
  readonly circumstances: (eta: number) => Circumstances;
  /** x₀ y₀ x₁ y₁ …, as many as the request asks for. */
  readonly starts: Float32Array<ArrayBuffer>;
}

/** Columns of a first look: every eighth; then those in the middle between, and so on. */
const COARSE = 8;
/** Orbits that are followed at once: enough for a GPU, few enough that a submit takes many steps. */
const TOGETHER = 8192;
/** Orbit-steps of a submit that are quick everywhere. */
const QUICK = 100_000;
/** Steps counted before the next columns are looked at; later ones make the picture finer. */
const FIRST_COUNTED = 256;
/** Steps in which the range of the values is found. */
const SPAN_STEPS = 256;
/** Milliseconds from one partial diagram to the next. */
const TELL = 120;

const STAGES = { burnIn: 0, span: 1, count: 2 } as const;

/**
 * Computes a bifurcation diagram, coarse columns first, telling of it on the way. Nothing is left behind when it ends.
 *
 * @throws the signal's reason once it is aborted; RangeError if there is no room for so many orbits
 */
export async function followOrbits(
  device: GPUDevice,
  pass: OrbitsPass,
  request: OrbitRequest,
  setup: OrbitSetup,
  { signal = new AbortController().signal, told = () => {} }: OrbitOptions,
): Promise<OrbitDiagram> {
  refuseTooMany(device, pass, request);
  const run = new OrbitRun(device, pass, request, setup, signal);
  try {
    return await run.go(told);
  } finally {
    run.dispose();
    signal.throwIfAborted();
  }
}

function refuseTooMany(
  device: GPUDevice,
  { method }: OrbitsPass,
  { columns, rows, starts }: OrbitRequest,
): void {
  const { maxStorageBufferBindingSize: binding, maxBufferSize: buffer } = device.limits;
  const bytes = Math.max(orbitBytes(method) * columns * starts, 4 * columns * rows);
  const room = Math.min(binding, buffer);
  if (bytes <= room) return;
  const text = `${columns} × ${starts} orbits and ${columns} × ${rows} cells`;
  throw new RangeError(
    `There is no room for ${text}: that takes ${bytes} bytes of the ${room} that a buffer has here.`,
  );
}

/** Some columns, by their places in the order of computing. */
interface Block {
  readonly first: number;
  readonly followed: number;
}

class OrbitRun {
  readonly #device: GPUDevice;
  readonly #pass: OrbitsPass;
  readonly #request: OrbitRequest;
  readonly #setup: OrbitSetup;
  readonly #signal: AbortSignal;
  readonly #order: readonly number[];
  readonly #plan: Uniform<(typeof orbitPlanLayout)['shape']>;
  readonly #problem: Uniform<(typeof problemLayout)['shape']>;
  readonly #buffers: OrbitBuffers;
  readonly #pace: Pace;
  #band: readonly [number, number] | null;
  /** Columns that have been counted, a beginning of the order. */
  #begun = 0;
  #work = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    device: GPUDevice,
    pass: OrbitsPass,
    request: OrbitRequest,
    setup: OrbitSetup,
    signal: AbortSignal,
  ) {
    this.#device = device;
    this.#pass = pass;
    this.#request = request;
    this.#setup = setup;
    this.#signal = signal;
    this.#band = request.band;
    this.#order = orderOf(request.columns);
    this.#pace = new Pace(device, 'OrbitRun', QUICK);
    this.#plan = new Uniform(device, 'OrbitRun.plan', orbitPlanLayout);
    this.#problem = new Uniform(device, 'OrbitRun.problem', problemLayout);
    const { objective, starts } = setup;
    this.#problem.write({ parameters: objective.letters.map((letter) => objective.parameters[letter] ?? 0) });
    const storage = (name: string, size: number) =>
      device.createBuffer({
        label: `OrbitRun.${name}`,
        size,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    this.#buffers = {
      problem: this.#problem.buffer,
      plan: this.#plan.buffer,
      columns: storage('columns', 4 * COLUMN_NUMBERS * request.columns),
      starts: storage('starts', starts.byteLength),
      orbits: storage('orbits', orbitBytes(pass.method) * request.columns * request.starts),
      density: storage('density', 4 * request.columns * request.rows),
    };
    device.queue.writeBuffer(this.#buffers.starts, 0, starts);
    device.queue.writeBuffer(this.#buffers.columns, 0, this.#describeColumns());
  }

  async go(told: (diagram: OrbitDiagram) => void): Promise<OrbitDiagram> {
    const { burnIn, counted } = this.#request;
    const blocks = blocksOf(this.#request);
    const first = Math.min(counted, FIRST_COUNTED);
    for (const block of blocks) {
      await this.#walk(block, 'burnIn', burnIn, { fresh: true });
      this.#band ??= await this.#findBand(block);
      await this.#walk(block, 'count', first, { begins: true });
      this.#begun = block.first + block.followed;
      await this.#tell(told);
    }
    for (let done = first; done < counted; ) {
      const further = Math.min(done, counted - done);
      for (const block of blocks) {
        await this.#walk(block, 'count', further);
        await this.#tell(told);
      }
      done += further;
    }
    return this.#read();
  }

  dispose(): void {
    this.#pace.dispose();
    this.#plan.dispose();
    this.#problem.dispose();
    for (const buffer of Object.values(this.#buffers)) buffer.destroy();
  }

  /** So many steps of the orbits of a block, in as many submits as it takes. */
  async #walk(
    block: Block,
    stage: keyof typeof STAGES,
    steps: number,
    { fresh = false, begins = false } = {},
  ): Promise<void> {
    const { starts, columns, rows } = this.#request;
    const orbits = block.followed * starts;
    const [low, high] = this.#band ?? [0, 1];
    for (let taken = 0; taken < steps || (steps === 0 && taken === 0 && fresh); ) {
      this.#signal.throwIfAborted();
      const now = Math.min(steps - taken, Math.max(1, Math.floor(this.#pace.due / orbits)));
      this.#plan.write({
        ...{ first: block.first, followed: block.followed, starts, steps: now, stage: STAGES[stage] },
        ...{ fresh: fresh && taken === 0 ? 1 : 0, begins: begins && taken === 0 ? 1 : 0 },
        ...{ width: columns, height: rows, low, rows_per_unit: rows / (high - low) },
        trust_radius: this.#setup.trustRadius,
      });
      await this.#pace.submit(now * orbits, (encoder) => this.#pass.run(encoder, this.#buffers, orbits));
      taken += Math.max(1, now);
    }
    if (stage !== 'span') this.#work += block.followed * steps;
  }

  /** The values that are visited in these columns, with a little room on both sides. */
  async #findBand(block: Block): Promise<readonly [number, number]> {
    await this.#walk(block, 'span', SPAN_STEPS);
    return bandOf(await this.#readOrbits(block.first + block.followed));
  }

  async #tell(told: (diagram: OrbitDiagram) => void): Promise<void> {
    if (performance.now() - this.#toldAt < TELL) return;
    const diagram = await this.#read();
    this.#signal.throwIfAborted();
    this.#toldAt = performance.now();
    told(diagram);
  }

  async #readOrbits(columns: number): Promise<Orbits> {
    const stride = orbitBytes(this.#pass.method);
    const { starts } = this.#request;
    const slice = { buffer: this.#buffers.orbits, offset: 0, bytes: stride * columns * starts };
    const [bytes = new ArrayBuffer(0)] = await readSlices(this.#device, [slice]);
    return { bytes, stride: stride / 4, starts, order: this.#order.slice(0, columns) };
  }

  async #read(): Promise<OrbitDiagram> {
    const { buffer, bytes } = { buffer: this.#buffers.density, bytes: this.#buffers.density.size };
    const [density = new ArrayBuffer(0)] = await readSlices(this.#device, [{ buffer, offset: 0, bytes }]);
    const { columns, burnIn, counted } = this.#request;
    return {
      ...this.#request,
      band: this.#band ?? [0, 1],
      density: new Uint32Array(density),
      ...columnsOf(await this.#readOrbits(this.#begun), columns),
      done: this.#work / (columns * (burnIn + counted)),
    };
  }

  /** What the shader knows of each column, in the order of computing. */
  #describeColumns(): Float32Array<ArrayBuffer> {
    const { etas, columns } = this.#request;
    const { objective, circumstances } = this.#setup;
    const numbers = new Float32Array(COLUMN_NUMBERS * columns);
    const words = new Uint32Array(numbers.buffer);
    for (const [k, column] of this.#order.entries()) {
      const toldAt = (share: number) => circumstances(along(etas, (column + share) / columns));
      const constantsAt = (told: Circumstances) => this.#pass.method.constants(objective, told.eta, told);
      const [edge, middle, end] = [toldAt(0), toldAt(0.5), toldAt(1)];
      const at = COLUMN_NUMBERS * k;
      numbers.set(constantsAt(middle), at);
      numbers[at + 16] = middle.eta;
      words[at + 17] = column;
      // Numbers that depend on η are computed once for a column: all of it has the η in its middle then.
      const same = String(constantsAt(edge)) === String(constantsAt(end));
      numbers[at + 18] = same ? end.eta - edge.eta : 0;
    }
    return numbers;
  }
}

/** Every eighth column, then every eighth between those, every fourth, every second. */
function orderOf(columns: number): readonly number[] {
  const order: number[] = [];
  for (let column = 0; column < columns; column += COARSE) order.push(column);
  for (let stride = COARSE; stride > 1; stride /= 2) {
    for (let column = stride / 2; column < columns; column += stride) order.push(column);
  }
  return order;
}

/** The first look is one block as far as it can be, so that the band is found from all of it. */
function blocksOf({ columns, starts }: OrbitRequest): readonly Block[] {
  const most = Math.max(1, Math.floor(TOGETHER / starts), Math.ceil(columns / COARSE));
  const blocks: Block[] = [];
  for (let first = 0; first < columns; first += most) {
    blocks.push({ first, followed: Math.min(most, columns - first) });
  }
  return blocks;
}
