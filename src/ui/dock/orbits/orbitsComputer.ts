import type { Instrument } from '../../../instrument';
import type { OrbitDiagram, OrbitRequest } from '../../../theory/orbits';
import { wasGivenUp } from '../../../theory/trial';
import { messageOf } from '../../actions';

/** What is heard of a diagram that is being computed. */
interface Hearer {
  readonly told: (diagram: OrbitDiagram) => void;
  /** It is finished, was given up, or could not be computed: then the reason. */
  readonly ended: (problem: string | null) => void;
}

/** Computes one diagram at a time: a new one ends what is under way. */
export class OrbitsComputer {
  readonly #instrument: Instrument;
  readonly #hearer: Hearer;
  #running: AbortController | null = null;
  #timer = 0;

  constructor(instrument: Instrument, hearer: Hearer) {
    this.#instrument = instrument;
    this.#hearer = hearer;
  }

  get busy(): boolean {
    return this.#running !== null || this.#timer !== 0;
  }

  /** Begins after so many milliseconds in which nothing else was asked for. */
  ask(request: OrbitRequest, rest: number): void {
    this.cancel();
    this.#timer = window.setTimeout(() => void this.#run(request), rest);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#running?.abort();
    this.#running = null;
  }

  async #run(request: OrbitRequest): Promise<void> {
    this.#timer = 0;
    const own = new AbortController();
    this.#running = own;
    let problem: string | null = null;
    try {
      const told = (diagram: OrbitDiagram): void => {
        if (this.#running === own) this.#hearer.told(diagram);
      };
      told(await this.#instrument.mapOrbits(request, { signal: own.signal, told }));
    } catch (error) {
      if (!wasGivenUp(error)) problem = messageOf(error);
    }
    if (this.#running !== own) return;
    this.#running = null;
    this.#hearer.ended(problem);
  }
}
