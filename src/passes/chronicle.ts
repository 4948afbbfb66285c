import type { Experiment } from '../experiment/experiment';
import { transition } from '../experiment/transition';
import type { Point } from '../experiment/values';
import { readSlices } from '../gpu/readback';
import type { Objective } from '../objectives/objective';
import type { Body, Ensembles } from './ensembles';

/** Particle-ticks after which a moment is worth being remembered: about a second of work where the CPU draws. */
const WORTHWHILE = 10_000_000;
/** So many turns since the last moment are worth one, too. */
const MANY_TURNS = 1000;

/** What moves the particles. */
export interface Rules {
  readonly experiment: Experiment;
  readonly objective: Objective;
}

/** At a tick the rules became others, or pairs joined. */
interface Turn extends Rules {
  readonly tick: number;
  readonly points: readonly Point[];
}

/** Where all particles were at one tick, and what has happened since. */
interface Moment extends Rules {
  readonly tick: number;
  /** The pairs that had joined since the starts were laid. */
  readonly joined: readonly Point[];
  /** Of every ensemble in their order; null: all stood on their starts. */
  readonly bodies: readonly Body[] | null;
  readonly turns: Turn[];
}

/**
 * What became of a run, on the CPU: where its particles were now and then, and what has changed since. From that another
 * device takes it again, tick by tick, to the very same bits. Histories are not kept: they are whole again when as many ticks
 * have been taken as they hold.
 */
export class Chronicle {
  /** As the starts were laid. */
  readonly laid: Rules;
  #joined: readonly Point[] = [];
  /** The oldest first: from there everything can be taken again. */
  #moments: readonly Moment[];
  /** A moment on its way from the GPU. */
  #coming: Moment | null = null;
  #work = 0;
  #restarts = 0;

  constructor(laid: Rules) {
    this.laid = laid;
    this.#moments = [this.#momentAt(0, laid, null)];
  }

  /** How often the run has begun anew: what was taken from it before is void. */
  get restarts(): number {
    return this.#restarts;
  }

  /** All particles stand on their starts again. */
  restart(rules: Rules): void {
    this.#moments = [this.#momentAt(0, rules, null)];
    this.#coming = null;
    this.#work = 0;
    this.#restarts++;
  }

  /** The run goes on by other rules. What only its picture shows is not written down. */
  turn(last: Rules, next: Rules, tick: number): void {
    const { joins, rules } = transition(last.experiment, next.experiment);
    if (joins === null && !rules && last.objective === next.objective) return;
    this.#write({ ...next, tick, points: [] });
  }

  /** Pairs have joined. */
  join(points: readonly Point[], rules: Rules, tick: number): void {
    this.#joined = [...this.#joined, ...points];
    this.#write({ ...rules, tick, points });
  }

  /** So many ticks were taken: now and then the moment is read back. */
  async went(device: GPUDevice, ensembles: Ensembles, rules: Rules, ticks: number): Promise<void> {
    this.#work += ticks * ensembles.count * ensembles.all.length;
    const last = this.#moments.at(-1);
    const since = ensembles.tick - (last?.tick ?? 0);
    const worthwhile = this.#work >= WORTHWHILE || (last?.turns.length ?? 0) >= MANY_TURNS;
    if (this.#coming !== null || !worthwhile || since < ensembles.memory) return;
    this.#work = 0;
    const coming = this.#momentAt(ensembles.tick, rules, null);
    this.#coming = coming;
    try {
      const bytes = await readSlices(device, ensembles.slices);
      if (this.#coming === coming) this.#remember({ ...coming, bodies: bodiesOf(bytes) }, ensembles);
    } catch {
      // The device is lost, or the ensembles are gone: what was remembered before will do.
    }
    if (this.#coming === coming) this.#coming = null;
  }

  /** The latest moment from which the histories, of so many ticks, are whole at a tick. */
  before(tick: number, memory: number): Moment {
    const found = this.#moments.findLast((moment) => moment.tick + memory <= tick) ?? this.#moments[0];
    return found ?? this.#momentAt(0, this.laid, null);
  }

  #momentAt(tick: number, rules: Rules, bodies: Moment['bodies']): Moment {
    return { ...rules, tick, bodies, joined: this.#joined, turns: [] };
  }

  #write(turn: Turn): void {
    const open = this.#coming === null ? this.#moments : [...this.#moments, this.#coming];
    for (const { turns } of open) {
      const latest = turns.at(-1);
      if (latest?.tick === turn.tick && latest.points.length === 0) turns.pop(); // nothing has moved by it
      turns.push(turn);
    }
  }

  /** Of those before, only the latest is kept from which histories are whole. */
  #remember(moment: Moment, { tick, memory }: Ensembles): void {
    const first = this.before(tick, memory);
    this.#moments = [...this.#moments.slice(this.#moments.indexOf(first)), moment];
  }
}

/** States and carries by turns, as `Ensembles.slices` has them. */
function bodiesOf(bytes: readonly ArrayBuffer[]): readonly Body[] {
  return bytes.flatMap((states, n) => {
    const carries = bytes[n + 1];
    return n % 2 === 0 && carries !== undefined ? [{ states, carries }] : [];
  });
}
