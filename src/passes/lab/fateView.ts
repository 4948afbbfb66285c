import type { Settings } from '../../experiment/keys';
import type { Window } from '../../experiment/window';
import type { FateMap, FateRequest, FateTempo } from '../../theory/fate';
import { tempoOf } from '../../theory/lab/fateTempo';
import type { Attempt, FateGround } from './fateGround';
import { coarseRequest, type FateCanvas } from './fateMapper';

/** Bytes of a pixel on the canvas. */
const PIXEL_BYTES = 8;
/** Maps that are kept: the newest, the one before, and one that is known in detail. */
const LAYERS = 3;
/** The share of its pixels from which on a map is kept for its detail: its squares of two by two are complete. */
const DETAILED = 0.25;

/** One map on the canvas. */
interface Layer {
  readonly slot: number;
  /** What was on screen when it was asked for. */
  readonly window: Window;
  readonly request: FateRequest;
  /** What it shows, but for the view: maps of the same can stand in for each other. */
  readonly subject: string;
  /** As far as it is known; null before the coarse picture is there. */
  map: FateMap | null;
}

/**
 * The maps of fates that the ground shows: the newest, and until it is known in detail, older ones moved to where the view
 * now is.
 */
export class FateView {
  readonly #device: GPUDevice;
  readonly #ground: FateGround;
  #buffer: GPUBuffer | null = null;
  /** Pixels of one map and its coarse one. */
  #slot = 0;
  /** The newest first. */
  #layers: readonly Layer[] = [];
  #tempo: FateTempo | null = null;

  constructor(device: GPUDevice, ground: FateGround) {
    this.#device = device;
    this.#ground = ground;
  }

  /** Whether there is anything to be drawn. */
  get shows(): boolean {
    return this.#layers.some(({ map }) => map !== null);
  }

  /** The newest map, as far as it is known. */
  get map(): FateMap | null {
    return this.#layers[0]?.map ?? null;
  }

  get tempo(): FateTempo | null {
    return this.#tempo;
  }

  /** A new map begins; returns where it is to be painted. */
  begin(subject: string, request: FateRequest, window: Window): FateCanvas {
    const coarse = coarseRequest(request);
    const fine = request.columns * request.rows;
    const buffer = this.#room(fine + coarse.columns * coarse.rows);
    const kept = this.#worthKeeping(subject);
    const slot = [0, 1, 2].find((n) => kept.every((layer) => layer.slot !== n)) ?? 0;
    this.#layers = [{ slot, window, request, subject, map: null }, ...kept];
    const begin = slot * this.#slot;
    const encoder = this.#device.createCommandEncoder({ label: 'FateView.clear' });
    encoder.clearBuffer(buffer, begin * PIXEL_BYTES, this.#slot * PIXEL_BYTES);
    this.#device.queue.submit([encoder.finish()]);
    return { buffer, fine: begin, coarse: begin + fine };
  }

  /** The newest map is known so far. Its lightness is measured by its coarse picture, and again when it is complete. */
  know(map: FateMap): void {
    const [newest, ...older] = this.#layers;
    if (newest === undefined) return;
    const isFirst = newest.map === null;
    newest.map = map;
    if (isFirst) this.#layers = [newest, ...older.filter(({ subject }) => subject === newest.subject)];
    if (isFirst || map.done >= 1) this.#tempo = tempoOf(map);
  }

  draw(pass: GPURenderPassEncoder, window: Window, theme: Settings['theme']): void {
    if (this.#buffer === null || this.#tempo === null) return;
    this.#ground.run(pass, this.#buffer, this.#attempts(window), this.#tempo, theme);
  }

  dispose(): void {
    this.#buffer?.destroy();
    this.#ground.dispose();
  }

  /** Detail first: the newest map's, then that of older ones, then coarser and coarser pixels. */
  #attempts(window: Window): readonly Attempt[] {
    const known = this.#layers.filter(({ map }) => map !== null);
    const at = (layer: Layer, dropped: number) =>
      fineAttempt(layer, window, dropped, layer.slot * this.#slot);
    const [newest, ...older] = known;
    if (newest === undefined) return [];
    const complete = newest.map?.done === 1;
    if (complete) return [at(newest, 0)];
    const detail = older.filter(({ map }) => (map?.done ?? 0) >= DETAILED);
    return [
      ...[0, 1].map((dropped) => at(newest, dropped)),
      ...detail.flatMap((layer) => [0, 1].map((dropped) => at(layer, dropped))),
      ...[2, 3].map((dropped) => at(newest, dropped)),
      ...known.map((layer) => coarseAttempt(layer, window, layer.slot * this.#slot)),
    ];
  }

  /** Older maps of the same, one for its detail and one for what it covers; of anything else what is on screen. */
  #worthKeeping(subject: string): readonly Layer[] {
    const known = this.#layers.filter(({ map }) => map !== null);
    const same = known.filter((layer) => layer.subject === subject);
    const candidates = same.length > 0 ? same : known.slice(0, 1);
    const detailed = candidates.find(({ map }) => (map?.done ?? 0) >= DETAILED);
    const kept = [candidates[0], detailed].filter((layer) => layer !== undefined);
    return [...new Set(kept)].slice(0, LAYERS - 1);
  }

  /** A buffer with room for that many pixels in every layer; a new one if the size has changed. */
  #room(pixels: number): GPUBuffer {
    if (this.#buffer !== null && this.#slot === pixels) return this.#buffer;
    this.#buffer?.destroy();
    this.#layers = [];
    this.#slot = pixels;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const size = LAYERS * pixels * PIXEL_BYTES;
    this.#buffer = this.#device.createBuffer({ label: 'FateView.canvas', size, usage });
    return this.#buffer;
  }
}

/** Pixels of the picture as pixels of a map: column = a·x + b, row from the bottom = −a·y + c. */
function placeOf({ window: then, request }: Layer, now: Window): Attempt['place'] {
  const ratio = then.scale / now.scale;
  const across = (ratio * request.columns) / then.width;
  const up = (ratio * request.rows) / then.height;
  const left = now.x - then.x - now.width / 2 / now.scale + then.width / 2 / then.scale;
  const top = now.y - then.y + now.height / 2 / now.scale + then.height / 2 / then.scale;
  return [
    across,
    -up,
    (left * then.scale * request.columns) / then.width,
    (top * then.scale * request.rows) / then.height,
  ];
}

function fineAttempt(layer: Layer, window: Window, dropped: number, canvas: number): Attempt {
  const { columns, rows } = layer.request;
  return { place: placeOf(layer, window), canvas, columns, rows, dropped };
}

function coarseAttempt(layer: Layer, window: Window, canvas: number): Attempt {
  const { columns, rows } = layer.request;
  const coarse = coarseRequest(layer.request);
  const [a, b, c, d] = placeOf(layer, window);
  const [across, up] = [coarse.columns / columns, coarse.rows / rows];
  return {
    place: [a * across, b * up, c * across, d * up],
    canvas: canvas + columns * rows,
    columns: coarse.columns,
    rows: coarse.rows,
    dropped: 0,
  };
}
