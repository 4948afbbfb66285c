import { type Change, changeExperiment, type Experiment } from '../experiment/experiment';
import type { Environment } from '../experiment/keys';
import { formatLink, parseLink, type Rejected } from '../experiment/link';
import type { Instrument } from '../instrument';

/**
 * The one place where the experiment changes: panel, pointer, keyboard, address and script all come here, through the
 * same validation.
 */
export class Session {
  readonly instrument: Instrument;
  readonly environment: Environment;
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

  /**
   * Changes some keys of the experiment; the others stay.
   *
   * @throws ExperimentError if a key or its value is not allowed, ShaderError if the objective does not compile; the
   * experiment then stays as it was
   */
  async change(change: Change): Promise<void> {
    await this.#show(changeExperiment(this.#wanted, change, this.environment));
  }

  /** Shows the experiment of a link; returns the keys of it that were not taken. */
  async open(link: string): Promise<readonly Rejected[]> {
    const { experiment, rejected } = parseLink(link, this.environment);
    await this.#show(experiment);
    return rejected;
  }

  async #show(next: Experiment): Promise<void> {
    this.#wanted = next;
    try {
      await this.instrument.load(next);
    } catch (error) {
      if (this.#wanted === next) this.#wanted = this.instrument.experiment;
      throw error;
    }
  }
}
