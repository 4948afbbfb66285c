import type { Experiment } from '../../experiment/experiment';
import { KEYS } from '../../experiment/keys';
import { RULES } from '../../experiment/transition';
import type { FateMap, FateRequest } from '../../theory/fate';
import { type BoxDimension, boundaryCells, boxDimension } from '../../theory/lab/boxCounting';
import { lineLens } from '../../theory/lab/lens';
import type { MapPart } from '../../theory/lab/shares';
import { divergence } from '../../theory/lab/shares';
import { wasGivenUp } from '../../theory/trial';
import { change, messageOf } from '../actions';
import { showNotice } from '../notice';
import type { Session } from '../session';
import { cut, type LineFrame, type Pixels, partOfBox, reframed, toldApart, visible } from './lineFrame';

/** A map, and the frame that it is of. */
interface Shown {
  readonly map: FateMap;
  readonly frame: LineFrame;
}

/** What the boundary in the window is like; null while it is not known. */
export type Boundary = BoxDimension | null;

/** Columns and rows of the map in which the window's boundary is measured, and the fewest that tell anything. */
const MEASURED = 512;
const FEWEST = 64;

const CLOSEST =
  'The zoom stops here: closer, neighbouring pixels would be one and the same number to the 32 bits that the GPU computes with.';

/** What changes the fates along a line. */
const RULING = [
  'objective',
  'line',
  'etas',
  'rule',
  'horizon',
  ...RULES,
  'seed',
] as const satisfies readonly (keyof Experiment)[];

/** The map of start × η: what it shows, the computing of it, and what is measured in it. */
export class LineModel {
  readonly session: Session;
  /** The latest map, which may be of another frame than the present one. */
  shown: Shown | null = null;
  boundary: Boundary = null;
  /** Why there is no map. */
  problem: string | null = null;
  /** Where the pointer or the keys are, as shares of width and height. */
  cursor: readonly [number, number] | null = null;
  /** Whether it was the keys that put it there. */
  walked = false;
  /** Whether the next drag draws the window. */
  selecting = false;
  readonly #changed: () => void;
  #pixels: Pixels | null = null;
  #asked: LineFrame | null = null;
  #main = new Job();
  #box = new Job();

  /** `changed` hears of everything that is not a change of the experiment. */
  constructor(session: Session, changed: () => void) {
    this.session = session;
    this.#changed = changed;
  }

  /** What is to be shown, as asked for last. */
  get frame(): LineFrame {
    if (this.#asked !== null) return this.#asked;
    const { line, etas, box } = this.session.experiment;
    return { line, etas, box };
  }

  /** Whether a map, or the window's own, is being computed; the share that is done. */
  get progress(): number | null {
    if (this.#main.running) return this.shown?.map.done ?? 0;
    return this.#box.running ? 1 : null;
  }

  get pixels(): Pixels {
    return this.#pixels ?? { columns: 400, rows: 200 };
  }

  /** The size of the map on screen, in device pixels. */
  resize(pixels: Pixels): void {
    const { columns, rows } = this.pixels;
    if (this.#pixels !== null && columns === pixels.columns && rows === pixels.rows) return;
    this.#pixels = pixels;
    this.attend();
  }

  point(cursor: readonly [number, number] | null, walked = false): void {
    this.cursor = cursor;
    this.walked = walked;
    this.#changed();
  }

  select(selecting: boolean): void {
    this.selecting = selecting;
    this.#changed();
  }

  /** Shows a part of what is shown, or more than it. */
  reframe(part: MapPart): void {
    const { frame, held } = reframed(this.frame, part, this.pixels);
    if (held && part.right - part.left < 1) showNotice({ text: CLOSEST });
    this.ask(frame);
  }

  /** Once a frame the experiment changes, to the latest that was asked for. */
  ask(frame: LineFrame): void {
    if (this.#asked === null) requestAnimationFrame(() => this.#apply());
    this.#asked = frame;
    this.#changed();
  }

  /** The objective's own line and η, without a window. */
  reset(): void {
    const { instrument, environment } = this.session;
    const { objective } = instrument;
    this.ask({
      line: KEYS.line.fallback(objective, environment),
      etas: KEYS.etas.fallback(objective, environment),
      box: null,
    });
  }

  /** Computes what the experiment asks for, where that is on screen and not there yet. */
  attend(): void {
    const { instrument } = this.session;
    const { experiment, objective } = instrument;
    if (experiment.dock !== 'line' || this.#pixels === null) {
      this.#main.stop();
      this.#box.stop();
      return;
    }
    const ruling = [RULING.map((key) => experiment[key]), objective.parameters];
    const main = JSON.stringify([ruling, this.#pixels]);
    if (this.#main.isOf(main)) this.#attendBoundary(main, experiment);
    else void this.#computeMain(main, experiment);
  }

  dispose(): void {
    this.#main.stop();
    this.#box.stop();
  }

  #apply(): void {
    if (this.#asked !== null) change(this.session, this.#asked);
    this.#asked = null;
  }

  async #computeMain(key: string, { line, etas, box, rule, horizon }: Experiment): Promise<void> {
    const frame = { line, etas, box };
    const request = { lens: lineLens(line, etas), ...this.pixels, rule, horizon };
    this.#box.stop();
    this.boundary = null;
    this.problem = null;
    const done = await this.#run(this.#main, key, request, (map) => {
      this.shown = { map, frame };
      this.#changed();
    });
    if (done) this.attend();
    this.#changed();
  }

  /** The window's boundary, once the whole map is there. */
  #attendBoundary(main: string, { line, etas, box, rule, horizon }: Experiment): void {
    if (this.#main.running || this.shown === null) return;
    const key = JSON.stringify([main, box]);
    if (this.#box.isOf(key)) return;
    this.boundary = null;
    if (box === null) {
      this.#box.skip(key);
      this.#conclude(this.shown.map);
      return;
    }
    const part = visible(partOfBox(box, etas));
    const window = part === null ? null : cut({ line, etas, box }, part);
    const pixels = window === null ? null : toldApart(window, MEASURED);
    if (window === null || pixels === null || Math.min(pixels.columns, pixels.rows) < FEWEST) {
      this.#box.skip(key);
      this.boundary = none(window === null ? 'the window is out of view' : 'f32 has too few numbers in it');
      this.#changed();
      return;
    }
    const request = { lens: lineLens(window.line, window.etas), ...pixels, rule, horizon };
    void this.#run(this.#box, key, request, (map) => {
      if (map.done >= 1) this.#conclude(map);
    });
  }

  #conclude(map: FateMap): void {
    const { labels, columns, rows } = divergence(map);
    this.boundary = boxDimension(boundaryCells(labels, columns, rows));
    this.#changed();
  }

  /** Whether it was completed. */
  async #run(job: Job, key: string, request: FateRequest, told: (map: FateMap) => void): Promise<boolean> {
    const signal = job.begin(key);
    const { instrument } = this.session;
    try {
      const map = await instrument.mapFates(request, {
        signal,
        told: (partial) => {
          if (!signal.aborted) told(partial);
        },
      });
      if (signal.aborted) return false;
      job.end();
      told(map);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      job.stop();
      if (!wasGivenUp(error)) this.problem = messageOf(error);
      this.#changed();
      return false;
    }
  }
}

/** One computation at a time, known by what it is of. */
class Job {
  #key: string | null = null;
  #running: AbortController | null = null;

  get running(): boolean {
    return this.#running !== null;
  }

  isOf(key: string): boolean {
    return this.#key === key;
  }

  begin(key: string): AbortSignal {
    this.stop();
    this.#key = key;
    this.#running = new AbortController();
    return this.#running.signal;
  }

  /** There is nothing to compute. */
  skip(key: string): void {
    this.stop();
    this.#key = key;
  }

  end(): void {
    this.#running = null;
  }

  /** What was not completed is forgotten, to begin again when it is asked for. */
  stop(): void {
    if (this.#running === null) return;
    this.#running.abort();
    this.#running = null;
    this.#key = null;
  }
}

function none(reason: string): BoxDimension {
  const { NaN: unknown } = Number;
  return { dimension: unknown, uncertainty: unknown, fine: unknown, points: [], range: null, reason };
}
