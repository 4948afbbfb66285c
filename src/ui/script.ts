import { etaOf } from '../experiment/circumstances';
import type { Change, Experiment } from '../experiment/experiment';
import { asksForLesson, openBook } from '../experiment/lessonBook';
import { parseLink } from '../experiment/link';
import { ExperimentError, shown } from '../experiment/refusal';
import type { MethodId } from '../methods/method';
import { METHODS } from '../methods/table';
import type { Check } from '../theory/check';
import type { FateMap } from '../theory/fate';
import type { OrbitDiagram } from '../theory/orbits';
import { type Theory, theoryOf } from '../theory/theory';
import type { ClipOptions } from './export/clip';
import type { FormatOptions } from './export/format';
import type { FateQuery, OrbitQuery } from './labScript';
import { type Machine, machineOf } from './machine';
import type { Session } from './session';

/** What one reads of a method's particles. */
interface Reading {
  /** x₀ y₀ x₁ y₁ … */
  readonly position: Float32Array;
  /** Of each particle: 0 moving, 1 converged, 2 diverged, 3 cycling. */
  readonly status: Uint8Array;
  /** Of a diverged particle the own step at which it left, of a cycling one its period, else 0. */
  readonly since: Uint32Array;
  readonly step: number;
  readonly time: number;
}

/** `window.etascope`: the instrument for notebooks, embeds and tests. */
export interface Etascope {
  /** Resolves when the first frame has been drawn; rejects with the error that the page shows. */
  readonly ready: Promise<void>;
  /** A frozen copy. */
  readonly experiment: Experiment;
  /** Changes some keys, or opens a `#…` link. Rejects with an ExperimentError; the old experiment then stays. */
  load(change: Change | string): Promise<void>;
  play(): void;
  pause(): void;
  /** Puts every particle on its start: k = 0. */
  restart(): Promise<void>;
  /** Takes exactly so many steps, then pauses. */
  advance(steps: number): Promise<void>;
  read(method: string): Promise<Reading>;
  /** Every theorem, held against all particles at all steps so far. */
  checks(): Promise<readonly Check[]>;
  /** What theory says of the objective, and of gradient descent at its η. */
  theory(): Theory;
  /** What computes and draws, what its memory holds, and how hard it has to work. */
  machine(): Machine;
  /** What becomes of a method from every point of the view, or from a line of starts at every η of a range. */
  fate(options?: FateQuery): Promise<FateMap>;
  /** A bifurcation diagram: what is visited in the long run at every η of a range. */
  orbit(options?: OrbitQuery): Promise<OrbitDiagram>;
  /** PNG of what is on screen, theme included, drawn anew in the format that is asked for. */
  picture(options?: FormatOptions): Promise<Blob>;
  /** WebM or MP4 of so many steps, frame by frame from the experiment's own clock. */
  clip(options: ClipOptions): Promise<Blob>;
}

declare global {
  interface Window {
    etascope: Etascope;
  }
}

const MOST_STEPS = 1e7;

/** The script API over a session that is still to come. Before `ready` resolves, its calls reject or throw. */
export function scriptOver(opening: Promise<Session>): Etascope {
  let session: Session | null = null;
  const ready = opening.then((opened) => {
    session = opened;
  });
  ready.catch(() => undefined); // the page shows the error; a script that does not ask for it is not bothered
  const at = (): Session => {
    if (session === null) throw new Error('etascope is not ready yet: await etascope.ready first.');
    return session;
  };
  return Object.freeze<Etascope>({
    ready,
    get experiment() {
      return at().experiment;
    },
    load: async (change) => {
      if (typeof change === 'string') return openWhole(at(), change);
      await at().change(change);
    },
    play: () => at().instrument.play(),
    pause: () => at().instrument.pause(),
    restart: async () => at().instrument.restart(),
    advance: async (steps) => at().instrument.advance(wholeSteps(steps)),
    read: async (id) => at().instrument.read(knownMethod(id)),
    checks: async () => at().instrument.measureChecks(),
    theory: () => {
      const { facts, experiment } = at().instrument;
      return theoryOf(facts, etaOf(experiment, 'gd'));
    },
    machine: () => machineOf(at().instrument),
    fate: async (options) => (await import('./labScript')).mapFates(at(), options),
    orbit: async (options) => (await import('./labScript')).mapOrbits(at(), options),
    picture: async (options) => (await import('./picture')).takePicture(at(), options),
    clip: async (options) => (await import('./export/clip')).makeClip(at(), options),
  });
}

/** Unlike the page, which lists what it rejects and goes on, a script hears of it before anything changes. */
async function openWhole(session: Session, link: string): Promise<void> {
  if (asksForLesson(link)) await openBook();
  const [fault] = parseLink(link, session.environment).rejected;
  if (fault !== undefined) {
    throw new ExperimentError({ field: fault.key, value: fault.value, reason: fault.reason, column: null });
  }
  await session.open(link, 'change');
}

function wholeSteps(steps: unknown): number {
  if (typeof steps === 'number' && Number.isInteger(steps) && steps >= 0 && steps <= MOST_STEPS) return steps;
  throw new RangeError(`steps must be a whole number from 0 to ${MOST_STEPS} (given: ${shown(steps)})`);
}

function knownMethod(id: unknown): MethodId {
  const row = METHODS.find((method) => method.id === id);
  if (row !== undefined) return row.id;
  throw new RangeError(
    `method must be one of ${METHODS.map((method) => method.id).join(', ')} (given: ${shown(id)})`,
  );
}
