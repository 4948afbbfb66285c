import { type Change, changeExperiment, type Experiment } from '../experiment/experiment';
import type { Environment } from '../experiment/keys';
import { asksForLesson, openBook } from '../experiment/lessonBook';
import { formatLink, parseLink, type Rejected } from '../experiment/link';
import { type Instrument, RoomError } from '../instrument';
import { Past } from './history';
import { showNotice } from './notice';

/**
 * How an experiment takes the place of another: by a change of it, by turning to a link or, which any change may do, to
 * another lesson, by going back or forward through the pages of the browser, by undo or redo.
 */
type Way = 'change' | 'turn' | 'page' | 'undo';

/** Hears of an experiment as soon as it is asked for. */
type Listener = (before: Experiment, way: Way) => void;

/**
 * The one place where the experiment changes: panel, pointer, keyboard, address and script all come here, through the
 * same validation.
 */
export class Session {
  readonly instrument: Instrument;
  readonly environment: Environment;
  readonly past = new Past();
  readonly #listeners = new Set<Listener>();
  /** What was asked for last; the instrument may still be compiling it. */
  #wanted: Experiment;

  constructor(instrument: Instrument, environment: Environment) {
    this.instrument = instrument;
    this.environment = environment;
    this.#wanted = instrument.experiment;
  }

  /** The experiment that was asked for last. */
  get experiment(): Experiment {
    return this.#wanted;
  }

  /** The link that restores the experiment: `#objective=…&…`. */
  get link(): string {
    return formatLink(this.#wanted, this.environment);
  }

  /** Calls back with the experiment that was, whenever another one is asked for; returns what ends it. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Changes some keys of the experiment; the others stay. `passing`: one of many changes by something that runs, which are
   * undone as one.
   *
   * @throws ExperimentError if a key or its value is not allowed, ShaderError if the objective does not compile; the
   * experiment then stays as it was
   */
  async change(change: Change, { passing = false } = {}): Promise<void> {
    if (asksForLesson(change)) await openBook();
    const before = this.#wanted;
    const next = changeExperiment(before, change, this.environment);
    this.past.note(before, next, performance.now(), passing);
    await this.#show(next, 'change');
  }

  /** Shows the experiment of a link; returns the keys of it that were not taken. */
  async open(link: string, way: Way = 'turn'): Promise<readonly Rejected[]> {
    if (asksForLesson(link)) await openBook();
    const { experiment, rejected } = parseLink(link, this.environment);
    this.past.note(this.#wanted, experiment, performance.now());
    await this.#show(experiment, way);
    return rejected;
  }

  /** Takes the last step back, or takes it again; returns the experiment that was there before, null if there is no step. */
  async walk(direction: 'undo' | 'redo'): Promise<Experiment | null> {
    const before = this.#wanted;
    const next = this.past[direction]();
    if (next === null) return null;
    await this.#show(next, 'undo');
    return before;
  }

  async #show(next: Experiment, way: Way): Promise<void> {
    const before = this.#wanted;
    const turns = way === 'change' && next.lesson !== before.lesson;
    this.#wanted = next;
    for (const tell of this.#listeners) tell(before, turns ? 'turn' : way);
    try {
      await this.instrument.load(next);
    } catch (error) {
      if (error instanceof RoomError && this.#wanted === next && next.count > 1)
        return this.#showFewer(before, next, way);
      if (this.#wanted === next) this.#wanted = this.instrument.experiment;
      this.past.drop(next);
      for (const tell of this.#listeners) tell(next, 'change');
      throw error;
    }
    const begins = next.lesson !== before.lesson && (way === 'page' || way === 'undo');
    if (begins && this.#wanted === next) this.instrument.restart();
  }

  /** The same with half as many pairs, because there is no memory for more; undo leads to what was before both. */
  async #showFewer(before: Experiment, next: Experiment, way: Way): Promise<void> {
    const fewer = halved(next, this.environment);
    this.past.drop(next);
    this.#wanted = before;
    if (way !== 'undo') this.past.note(before, fewer, performance.now());
    await this.#show(fewer, 'change');
    tellFewer(next.count, fewer.count);
  }
}

/** An experiment with half as many pairs. */
export function halved(experiment: Experiment, environment: Environment): Experiment {
  return changeExperiment(experiment, { count: Math.max(1, Math.floor(experiment.count / 2)) }, environment);
}

export function tellFewer(asked: number, shown: number): void {
  const text = `The graphics processor has no memory for ${asked} pairs: there are ${shown}.`;
  showNotice({ text, lasting: true });
}
