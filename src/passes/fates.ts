import { etaOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import { isFinest } from '../experiment/finest';
import type { Settings } from '../experiment/keys';
import type { Window } from '../experiment/window';
import type { FateMap, FateReading, FateRequest } from '../theory/fate';
import { medianTime } from '../theory/lab/fateTempo';
import { planeLens } from '../theory/lab/lens';
import type { FieldPass } from './field';
import type { FateCanvas, FateMapper } from './lab/fateMapper';
import type { FateView } from './lab/fateView';

/** The ground of the plane, as a picture draws it. */
export interface FatePicture {
  readonly draw: (pass: GPURenderPassEncoder, window: Window, theme: Settings['theme']) => void;
  /** Contour lines over it. */
  readonly lines: FieldPass | null;
}

/** What the map on screen needs of the laboratory. */
export interface FateCrew {
  /** Loads and compiles what draws maps. */
  readonly open: () => Promise<FateView>;
  /** Loads and compiles what makes maps of the present experiment. */
  readonly mapper: (request: FateRequest, signal: AbortSignal) => Promise<FateMapper>;
  readonly lines: () => Promise<FieldPass>;
  /** What fates depend on beside the view, as a text to compare. */
  readonly subject: () => string;
  readonly draw: () => void;
  readonly tell: () => void;
}

/** The fate map on screen: begun anew whenever what it shows has changed, and at rest once it is complete. */
export class Fates {
  readonly #crew: FateCrew;
  #view: FateView | null = null;
  #opening: Promise<void> | null = null;
  #lines: FieldPass | null = null;
  #shown = '';
  #work = new AbortController();
  #reading: FateReading | null = null;
  #disposed = false;

  constructor(crew: FateCrew) {
    this.#crew = crew;
  }

  /** What has been found so far; null where no map is shown. */
  get reading(): FateReading | null {
    return this.#reading;
  }

  /** Looks at what is to be shown, begins anew if that is something else, and returns what there is to draw by now. */
  picture(experiment: Experiment, window: Window): FatePicture | null {
    if (!experiment.fate) {
      this.#forget();
      return null;
    }
    if (this.#view === null) this.#opening ??= this.#open();
    else this.#attend(this.#view, experiment, window);
    const view = this.#view;
    if (view === null || !view.shows) return null;
    return { draw: (pass, now, theme) => view.draw(pass, now, theme), lines: this.#lines };
  }

  dispose(): void {
    this.#disposed = true;
    this.#work.abort();
    this.#view?.dispose();
  }

  async #open(): Promise<void> {
    try {
      const view = await this.#crew.open();
      if (this.#disposed) return view.dispose();
      this.#view = view;
      this.#crew.draw();
    } catch {
      // A lost device rejects all; its loss is reported once, by whoever watches it.
    }
  }

  #attend(view: FateView, experiment: Experiment, window: Window): void {
    const subject = this.#crew.subject();
    const shown = JSON.stringify([subject, experiment.view, window.width, window.height]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#work.abort();
    this.#work = new AbortController();
    void this.#make(view, subject, requestOf(experiment, window), window, this.#work.signal);
  }

  async #make(
    view: FateView,
    subject: string,
    request: FateRequest,
    window: Window,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const [mapper, lines] = await Promise.all([this.#crew.mapper(request, signal), this.#crew.lines()]);
      signal.throwIfAborted();
      this.#lines = lines;
      const canvas: FateCanvas = view.begin(subject, request, window);
      await mapper.run(request, (map) => this.#learn(view, map, window), canvas);
    } catch (error) {
      if (signal.aborted) return;
      this.#shown = ''; // with the next change it is tried again
      if (error instanceof Error && error.name === 'ShaderError') console.error(error);
    }
  }

  #learn(view: FateView, map: FateMap, window: Window): void {
    view.know(map);
    const { tempo } = view;
    if (tempo === null) return;
    this.#reading = {
      map,
      tempo,
      median: { minimum: medianTime(map, 'minimum'), diverged: medianTime(map, 'diverged') },
      atLimit: isFinest([window.x, window.y, window.height / 2 / window.scale], window),
    };
    this.#crew.draw();
    this.#crew.tell();
  }

  #forget(): void {
    if (this.#shown === '') return;
    this.#shown = '';
    this.#reading = null;
    this.#work.abort();
  }
}

function requestOf(experiment: Experiment, { width, height }: Window): FateRequest {
  const { view, rule, horizon } = experiment;
  const lens = planeLens(view, width / height, etaOf(experiment, rule));
  return { lens, columns: width, rows: height, rule, horizon };
}
