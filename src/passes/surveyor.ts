import type { Experiment } from '../experiment/experiment';
import { type Ensemble, STATE_BYTES } from '../gpu/ensemble';
import { readBuffer } from '../gpu/readback';
import { boxOfView, diagonalOf, isIn, type Point } from '../objectives/box';
import type { Objective, View } from '../objectives/objective';
import type { Prospects } from '../objectives/survey';
import { type Facts, factsOf, sameFacts } from '../theory/facts';
import type { PassLibrary } from './passes';
import type { Run } from './run';

/** So many particles are asked where they have come to rest, and so many of their places looked at, once each. */
const ASKED = 256;
const MOST_PLACES = 64;
/** Particles closer to a minimum, or to each other, than this share of the view's diagonal are not worth a look. */
const NEAR = 1e-3;
/** Views of an objective that are remembered. */
const REMEMBERED = 8;
const CONVERGED = 1;

/** What is known of an objective over one view, and from where. */
interface Knowledge {
  facts: Facts;
  prospects: Prospects;
  /** Whether the GPU has looked at it. */
  sampled: boolean;
  /** Places of particles that were looked at. */
  readonly places: Point[];
  /** How many particles had converged when they were asked last. */
  asked: number;
}

/**
 * Finds out what theory wants to know: at once from the CPU's survey; then the GPU's finer grid is looked at, and where
 * particles have come to rest. Facts keep their identity for as long as they say the same.
 */
export class Surveyor {
  readonly #device: GPUDevice;
  readonly #library: PassLibrary;
  readonly #known = new WeakMap<Objective, Map<string, Knowledge>>();

  constructor(device: GPUDevice, library: PassLibrary) {
    this.#device = device;
    this.#library = library;
  }

  /** What is known by now. */
  factsOf(objective: Objective, { view }: Experiment): Facts {
    return this.#knowledgeOf(objective, view).facts;
  }

  /** Whether the GPU's look is still to come. */
  wants({ objective, experiment }: Run): boolean {
    return objective.quadratic === null && !this.#knowledgeOf(objective, experiment.view).sampled;
  }

  /** Lets the GPU look, unless `isStale` before it does. What it sees of a view that has changed meanwhile is dropped. */
  async look(run: Run, problem: GPUBuffer, isStale: () => boolean): Promise<void> {
    const { objective } = run;
    const { view } = run.experiment;
    const isOver = () => isStale() || run.objective !== objective || `${run.experiment.view}` !== `${view}`;
    const knowledge = this.#knowledgeOf(objective, view);
    try {
      const pass = await this.#library.curvature(objective);
      if (isOver()) return;
      const prospects = await pass.find(problem, boxOfView(view));
      if (isOver()) return;
      learn(knowledge, objective, view, prospects);
    } catch (error) {
      knowledge.sampled = true; // once is enough
      throw error;
    }
    knowledge.sampled = true;
  }

  /** Looks at where particles have come to rest, if more of them have than the last time. */
  async ask(run: Run): Promise<void> {
    const { objective, counts, ensembles } = run;
    const { view } = run.experiment;
    if (objective.quadratic !== null) return;
    const knowledge = this.#knowledgeOf(objective, view);
    const converged = ({ method }: Ensemble) => counts.get(method.id)?.[CONVERGED] ?? 0;
    const [settled] = [...ensembles.all].sort((a, b) => converged(b) - converged(a));
    if (settled === undefined || converged(settled) <= knowledge.asked) return;
    knowledge.asked = converged(settled);
    const bytes = Math.min(settled.count, ASKED) * STATE_BYTES;
    const positions = restingPlaces(await readBuffer(this.#device, settled.states, bytes));
    if (run.objective !== objective) return;
    const places = newPlaces(positions, knowledge);
    if (places.length === 0) return;
    knowledge.places.push(...places);
    const { prospects } = knowledge;
    learn(knowledge, objective, view, { ...prospects, lowest: [...prospects.lowest, ...places] });
  }

  #knowledgeOf(objective: Objective, view: View): Knowledge {
    const views = this.#known.get(objective) ?? new Map<string, Knowledge>();
    this.#known.set(objective, views);
    const key = view.join();
    const known = views.get(key);
    if (known !== undefined) return known;
    const [oldest] = views.keys();
    if (views.size >= REMEMBERED && oldest !== undefined) views.delete(oldest);
    const prospects: Prospects = { steepest: [], hollowest: [], lowest: [] };
    const facts = factsOf(objective, view, prospects);
    const fresh: Knowledge = { facts, prospects, sampled: false, places: [], asked: 0 };
    views.set(key, fresh);
    return fresh;
  }
}

function learn(knowledge: Knowledge, objective: Objective, view: View, prospects: Prospects): void {
  knowledge.prospects = prospects;
  const facts = factsOf(objective, view, prospects);
  if (!sameFacts(facts, knowledge.facts)) knowledge.facts = facts;
}

/** The positions of converged particles, from the bytes of their states. */
function restingPlaces(bytes: ArrayBuffer): readonly Point[] {
  const floats = new Float32Array(bytes);
  const words = new Uint32Array(bytes);
  return Array.from({ length: words.length / 4 }, (_, i) => i)
    .filter((i) => words[4 * i + 2] === CONVERGED)
    .map((i): Point => [floats[4 * i] ?? 0, floats[4 * i + 1] ?? 0]);
}

/** Those in view that are far from every minimum that is known, from all that were looked at, and from each other. */
function newPlaces(positions: readonly Point[], { facts, places }: Knowledge): readonly Point[] {
  const near = NEAR * diagonalOf(facts.box);
  const known = [...facts.minima.map(({ x, y }): Point => [x, y]), ...places];
  const fresh: Point[] = [];
  for (const [x, y] of positions) {
    if (places.length + fresh.length >= MOST_PLACES || !isIn(facts.box, x, y)) continue;
    const isNear = ([px, py]: Point) => Math.hypot(px - x, py - y) < near;
    if (![...known, ...fresh].some(isNear)) fresh.push([x, y]);
  }
  return fresh;
}
