import { carryOf } from '../../gpu/ensemble';
import { Uniform } from '../../gpu/layout';
import { readBuffer } from '../../gpu/readback';
import type { Circumstances } from '../../methods/method';
import type { Objective } from '../../objectives/objective';
import { FATE_KINDS, type FateMap, type FateOptions, type FateRequest } from '../../theory/fate';
import { ROUND, roundsOf, STRETCH } from '../../theory/lab/fateRules';
import { etaAt } from '../../theory/lab/lens';
import type { Surroundings } from '../step';
import {
  FATE_BYTES,
  type FateKernel,
  isNamed,
  RULE_NUMBERS,
  surveyLayout,
  TRAVELLER_BYTES,
} from './fateKernel';
import { FateSheet, latticesOf } from './fateSheet';
import { type Lattice, latticeSize } from './lattice';

/** Travellers at once, and the fewest that are worth a submit. */
const MOST = 65_536;
const FEWEST = 1024;
/** What naming takes for each of its steps, in steps: an orbit, its neighbour, and comparisons. */
const NAMING_COST = 3;
/** Milliseconds between two partial maps. */
const TELLS_EVERY = 250;
/** The first picture: an eighth of the resolution, and so many steps at most. */
const COARSE = { stride: 8, horizon: 200 } as const;

/** What decides fates beside the request. */
export interface FateSetting {
  readonly at: Surroundings;
  /** A smaller ‖∇f‖ counts as none. */
  readonly stillness: number;
  /** The diagonal of what the objective shows at home. */
  readonly size: number;
  /** The minima that are told apart, and which of them stands for a curve of minima. */
  readonly minima: FateMap['minima'];
  readonly ridge: number | null;
  /** What the method is told, η aside. */
  readonly circumstances: Circumstances;
}

/** Where on the GPU the map is to be painted as well, two words for each pixel: the whole map, and the coarse one. */
export interface FateCanvas {
  readonly buffer: GPUBuffer;
  readonly fine: number;
  readonly coarse: number;
}

/** One of them. */
interface Painting {
  readonly buffer: GPUBuffer;
  readonly at: number;
}

/** Makes one map of fates: coarse at once, then in finer and finer lattices, in submits short enough that frames go on in between. */
export class FateMapper {
  readonly #device: GPUDevice;
  readonly #kernel: FateKernel;
  readonly #setting: FateSetting;
  readonly #signal: AbortSignal;

  constructor(device: GPUDevice, kernel: FateKernel, setting: FateSetting, signal: AbortSignal) {
    this.#device = device;
    this.#kernel = kernel;
    this.#setting = setting;
    this.#signal = signal;
  }

  /**
   * The whole map. `told` hears of what is known so far.
   *
   * @throws the signal's reason once it is aborted
   */
  async run(
    request: FateRequest,
    told: NonNullable<FateOptions['told']> = () => {},
    canvas: FateCanvas | null = null,
  ): Promise<FateMap> {
    const sheet = new FateSheet(request, this.#setting.minima);
    sheet.takeCoarse(await this.#coarse(request, canvas));
    told(sheet.map);
    const batch = this.#batch(request, canvas === null ? null : { buffer: canvas.buffer, at: canvas.fine });
    try {
      let last = performance.now();
      for (const lattice of latticesOf(request)) {
        await batch.go(lattice, (first, fates) => {
          sheet.take(lattice, first, fates);
          if (performance.now() - last < TELLS_EVERY) return;
          last = performance.now();
          told(sheet.map);
        });
      }
    } finally {
      batch.dispose();
    }
    told(sheet.map);
    return sheet.map;
  }

  async #coarse(request: FateRequest, canvas: FateCanvas | null): Promise<FateMap> {
    const coarse = coarseRequest(request);
    const sheet = new FateSheet(coarse, this.#setting.minima);
    const lattice = { columns: coarse.columns, rows: coarse.rows, stride: 1, nested: false };
    const batch = this.#batch(coarse, canvas === null ? null : { buffer: canvas.buffer, at: canvas.coarse });
    try {
      await batch.go(lattice, (first, fates) => sheet.take(lattice, first, fates));
    } finally {
      batch.dispose();
    }
    return sheet.map;
  }

  #batch(request: FateRequest, painting: Painting | null): Batches {
    return new Batches(this.#device, this.#kernel, this.#setting, request, painting, this.#signal);
  }
}

/** The first picture of a map: an eighth of its resolution, 200 steps. */
export function coarseRequest(request: FateRequest): FateRequest {
  return {
    ...request,
    columns: Math.ceil(request.columns / COARSE.stride),
    rows: Math.ceil(request.rows / COARSE.stride),
    horizon: Math.min(request.horizon, COARSE.horizon),
  };
}

/** Batches of travellers, one after the other in the same buffers. */
class Batches {
  readonly #device: GPUDevice;
  readonly #kernel: FateKernel;
  readonly #setting: FateSetting;
  readonly #request: FateRequest;
  readonly #signal: AbortSignal;
  readonly #capacity: number;
  readonly #survey: Uniform<(typeof surveyLayout)['shape']>;
  readonly #buffers: Record<
    'rules' | 'travellers' | 'carries' | 'fates' | 'going' | 'minima' | 'canvas',
    GPUBuffer
  >;
  readonly #group: GPUBindGroup;
  readonly #rules: Rules;
  readonly #painting: Painting | null;

  constructor(
    device: GPUDevice,
    kernel: FateKernel,
    setting: FateSetting,
    request: FateRequest,
    painting: Painting | null,
    signal: AbortSignal,
  ) {
    this.#device = device;
    this.#kernel = kernel;
    this.#setting = setting;
    this.#request = request;
    this.#signal = signal;
    this.#capacity = Math.max(64, Math.min(MOST, request.columns * request.rows));
    this.#survey = new Uniform(device, 'FateMapper.survey', surveyLayout);
    this.#rules = rulesOf(kernel, setting, request);
    const minima = Float32Array.from(setting.minima.flat());
    const buffer = (name: string, size: number) =>
      device.createBuffer({
        label: `FateMapper.${name}`,
        size: Math.max(16, size),
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    this.#buffers = {
      rules: buffer('rules', this.#rules.numbers.byteLength),
      travellers: buffer('travellers', this.#capacity * TRAVELLER_BYTES),
      carries: buffer('carries', this.#capacity * 4 * carryOf(kernel.method).numbers),
      fates: buffer('fates', this.#capacity * FATE_BYTES),
      going: buffer('going', 4),
      minima: buffer('minima', minima.byteLength),
      canvas: buffer('canvas', 0),
    };
    this.#painting = painting;
    const { rules, travellers, carries, fates, going, canvas } = this.#buffers;
    device.queue.writeBuffer(rules, 0, this.#rules.numbers);
    device.queue.writeBuffer(this.#buffers.minima, 0, minima);
    this.#group = kernel.group({
      0: setting.at.problem,
      2: this.#survey.buffer,
      3: rules,
      4: travellers,
      5: carries,
      6: fates,
      7: going,
      8: this.#buffers.minima,
      9: painting?.buffer ?? canvas,
    });
  }

  /** Decides the fates of all pixels of a lattice; `found` hears of each batch, from which pixel on. */
  async go(lattice: Lattice, found: (first: number, fates: ArrayBuffer) => void): Promise<void> {
    const all = latticeSize(lattice);
    let first = 0;
    while (first < all) {
      const count = Math.min(all - first, this.#capacity, Math.max(FEWEST, this.#kernel.pace.due / STRETCH));
      const travellers = Math.ceil(count);
      const left = await this.#walk(lattice, first, travellers);
      if (left > 0 && isNamed(this.#kernel.method)) await this.#name(lattice, first, travellers, left);
      found(first, await readBuffer(this.#device, this.#buffers.fates, travellers * FATE_BYTES));
      this.#signal.throwIfAborted();
      first += travellers;
    }
  }

  dispose(): void {
    for (const buffer of Object.values(this.#buffers)) buffer.destroy();
    this.#survey.dispose();
  }

  /** Lets a batch go on up to the horizon; returns how many are not decided by then. */
  async #walk(lattice: Lattice, first: number, count: number): Promise<number> {
    const { horizon } = this.#request;
    let left = count;
    for (let age = 0; age < horizon && left > 0; ) {
      const stretches = Math.max(1, Math.floor(this.#kernel.pace.due / (STRETCH * left)));
      const steps = Math.min(horizon - age, STRETCH * stretches);
      const range = { first, count, age, steps, skipped: 0 };
      await this.#submit(left * steps, 'walk', lattice, range, count);
      const [going = 0] = new Uint32Array(await readBuffer(this.#device, this.#buffers.going, 4));
      this.#signal.throwIfAborted();
      left = going;
      age += steps;
    }
    return left;
  }

  /** Names those of a batch that are not decided, in as many submits as it takes. */
  async #name(lattice: Lattice, first: number, count: number, left: number): Promise<void> {
    const work = left * this.#rounds * ROUND * NAMING_COST;
    const parts = Math.max(1, Math.ceil(work / this.#kernel.pace.due));
    const part = Math.max(64, Math.ceil(count / parts));
    for (let from = 0; from < count; from += part) {
      const end = Math.min(count, from + part);
      const range = { first, count: end, age: this.#request.horizon, steps: 0, skipped: from };
      await this.#submit((work * (end - from)) / count, 'name', lattice, range, end - from);
      this.#signal.throwIfAborted();
    }
  }

  get #rounds(): number {
    return roundsOf(this.#request.horizon);
  }

  /** Submits so much work, counted in steps of particles; resolves when it is done. */
  #submit(
    work: number,
    part: 'walk' | 'name',
    lattice: Lattice,
    range: Range,
    travellers: number,
  ): Promise<void> {
    return this.#kernel.pace.submit(work, (encoder) => {
      this.#describe(lattice, range);
      if (part === 'walk') encoder.clearBuffer(this.#buffers.going);
      this.#kernel.run(encoder, part, this.#group, travellers);
    });
  }

  #describe({ stride, nested }: Lattice, range: Range): void {
    const { lens, columns, rows, horizon } = this.#request;
    const { at, stillness, size, minima, ridge, circumstances } = this.#setting;
    const { method } = this.#kernel;
    this.#survey.write({
      ...range,
      corner: lens.corner,
      across: lens.across,
      up: lens.up,
      columns,
      rows,
      stride,
      nested: nested ? 1 : 0,
      horizon,
      rounds: this.#rounds,
      outlook: FATE_KINDS.indexOf(method.stochastic === true ? 'bounded' : 'undecided'),
      trust_radius: at.trustRadius,
      stillness: method.stochastic === true ? -1 : stillness,
      size,
      carry_weight: method.flags === undefined ? 1 : 0,
      minima: minima.length,
      ridge: ridge === null ? 0 : ridge + 1,
      seed: circumstances.seed,
      evenly: this.#rules.evenly ? 1 : 0,
      canvas: this.#painting?.at ?? 0,
      painted: this.#painting === null ? 0 : 1,
    });
  }
}

/** Which of a lattice's travellers a submit is about, and where on their way they are. */
interface Range {
  readonly first: number;
  readonly count: number;
  readonly age: number;
  readonly steps: number;
  readonly skipped: number;
}

/** What the method is told in every row, or in all of them. */
interface Rules {
  readonly numbers: Float32Array<ArrayBuffer>;
  readonly evenly: boolean;
}

function rulesOf({ method }: FateKernel, { at, circumstances }: FateSetting, request: FateRequest): Rules {
  const { lens, rows } = request;
  const evenly = lens.etas.from === lens.etas.to;
  const numbers = new Float32Array(RULE_NUMBERS * (evenly ? 1 : rows));
  for (let row = 0; row < numbers.length / RULE_NUMBERS; row++) {
    const told = { ...circumstances, eta: etaAt(lens, (row + 0.5) / rows) };
    const duration = durationOf(method, told);
    numbers.set([duration], RULE_NUMBERS * row);
    numbers.set(method.constants(at.objective as Objective, duration, told), RULE_NUMBERS * row + 4);
  }
  return { numbers, evenly };
}

/** The duration of a whole step: η for a map, the time that it stands for of a flow. */
function durationOf(method: FateKernel['method'], circumstances: Circumstances): number {
  return method.kind === 'map' ? circumstances.eta : method.time(circumstances);
}
