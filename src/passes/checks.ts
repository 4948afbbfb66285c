import { etaOf } from '../experiment/circumstances';
import type { Experiment } from '../experiment/experiment';
import type { Objective } from '../objectives/objective';
import { type Check, type CheckId, checkOf, type Measure, UNMEASURED } from '../theory/check';
import { CHECKS } from '../theory/checks';
import type { Facts } from '../theory/facts';
import type { TrialKind, Trials } from '../theory/trial';
import type { Checked, ChecksKernel } from './checksKernel';
import type { ChecksTrack } from './checksTrack';
import type { Observer } from './observer';
import type { Steps } from './passes';
import type { Run } from './run';
import type { StepPass } from './step';

type Measures = ReadonlyMap<CheckId, Measure>;

/** All checks, and what they were made of. */
interface Table {
  readonly facts: Facts;
  readonly eta: number;
  readonly measures: Measures;
  readonly trials: Trials;
  readonly checks: readonly Check[];
}

/** What is compiled for one method and one formula. */
interface Kit {
  readonly kernel: ChecksKernel;
  readonly meter: StepPass | null;
}

const CHECKED: readonly Checked[] = ['gd', 'gf'];
/** Compiled for so many formulas: the one that runs, and one to go back to. */
const FORMULAS = 2;

/**
 * Holds the theorems against all particles of gradient descent and gradient flow, after every step: worst ratio, violations,
 * worst particle. What is found adds up until the motion changes, or what theory promises of it.
 */
export class ChecksPass implements Observer {
  /** Whether to measure although nothing on screen asks for it. */
  asked = false;
  readonly #device: GPUDevice;
  readonly #facts: () => Facts;
  readonly #trials: () => Trials;
  /** What makes records; loaded when theorems are measured for the first time. */
  #Track: typeof ChecksTrack | null = null;
  /** By formula, the newest last. */
  readonly #kits = new Map<string, ReadonlyMap<Checked, Kit>>();
  readonly #tracks = new Map<Checked, ChecksTrack>();
  #measures: Measures = new Map();
  #table: Table | null = null;
  #reading: Promise<boolean> | null = null;
  /** The uniform buffer with the objective's parameters, as last shown. */
  #problem: GPUBuffer | null = null;

  /** `facts` and `trials` tell those of the run that is observed. */
  constructor(device: GPUDevice, facts: () => Facts, trials: () => Trials) {
    this.#device = device;
    this.#facts = facts;
    this.#trials = trials;
  }

  wants(experiment: Experiment): boolean {
    const shown = experiment.dock === 'checks' || experiment.dock === 'compare';
    return (this.asked || shown) && checkedOf(experiment).length > 0;
  }

  isPrepared(experiment: Experiment, { wgsl }: Objective): boolean {
    return checkedOf(experiment).every((id) => this.#kits.get(wgsl)?.has(id) === true);
  }

  /** @throws ShaderError if the compiler refuses */
  async prepare(experiment: Experiment, objective: Objective): Promise<void> {
    const [kernel, track] = await Promise.all([import('./checksKernel'), import('./checksTrack')]);
    this.#Track = track.ChecksTrack;
    const missing = checkedOf(experiment).filter((id) => !this.#kits.get(objective.wgsl)?.has(id));
    const making = missing.map(async (id) => {
      const parts = [
        kernel.ChecksKernel.create(this.#device, objective, id),
        kernel.createMeter(this.#device, objective, id),
      ] as const;
      const [made, meter] = await Promise.all(parts);
      return [id, { kernel: made, meter }] as const;
    });
    this.#keep(objective.wgsl, new Map(await Promise.all(making)));
  }

  /** The steps to take while the theorems are measured: they lead to the same places, and note what is to be looked at. */
  meters({ experiment, objective }: Run): Steps {
    const kits = this.wants(experiment) ? this.#kits.get(objective.wgsl) : undefined;
    return new Map([...(kits ?? [])].flatMap(([id, { meter }]) => (meter === null ? [] : [[id, meter]])));
  }

  observe(run: Run, problem: GPUBuffer): void {
    this.#problem = problem;
    const facts = this.#facts();
    for (const [id, { kernel }] of this.#kits.get(run.objective.wgsl) ?? []) {
      this.#trackOf(run, id)?.look(kernel, problem, facts, etaOf(run.experiment, id));
    }
  }

  forget(what: 'motion' | 'view'): void {
    // Whether another view changes anything, the track finds out by what it is told.
    if (what === 'view') return;
    for (const track of this.#tracks.values()) track.forget();
    this.#measures = new Map();
  }

  /** Fetches what has been found; one read at a time. */
  read(run: Run): Promise<boolean> {
    this.#reading ??= this.#read(run).finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** All theorems with what holds of them here, and what has been found as last read; the same array until that changes. */
  table(experiment: Experiment): readonly Check[] {
    const facts = this.#facts();
    const eta = etaOf(experiment, 'gd');
    const measures = this.#measures;
    const trials = this.#trials();
    const last = this.#table;
    const same = last?.facts === facts && last.eta === eta && last.measures === measures;
    if (same && last.trials === trials) return last.checks;
    const tried = (id: CheckId) => (id in trials ? trials[id as TrialKind]?.measure : undefined);
    const checks = CHECKS.map((row) => {
      return checkOf(row, facts, eta, tried(row.id) ?? measures.get(row.id) ?? UNMEASURED);
    });
    this.#table = { facts, eta, measures, trials, checks };
    return checks;
  }

  dispose(): void {
    for (const track of this.#tracks.values()) track.dispose();
    this.#tracks.clear();
    for (const wgsl of this.#kits.keys()) this.#drop(wgsl);
  }

  async #read({ objective, ensembles }: Run): Promise<boolean> {
    const problem = this.#problem;
    const kits = this.#kits.get(objective.wgsl);
    if (problem === null || kits === undefined) return false;
    const reads = [...this.#tracks].map(([id, track]) => {
      const kernel = kits.get(id)?.kernel;
      const alive = track.ensemble === ensembles.find(id);
      return kernel !== undefined && alive ? track.read(kernel, problem) : null;
    });
    const found = await Promise.all(reads);
    const measures = new Map(found.flatMap((measured) => [...(measured ?? [])]));
    const news = [...measures].some(([id, measure]) => !equal(measure, this.#measures.get(id)));
    if (news) this.#measures = measures;
    return news;
  }

  /** Keeps what was compiled for a formula beside what had been, and drops what is oldest. */
  #keep(wgsl: string, made: ReadonlyMap<Checked, Kit>): void {
    const known = this.#kits.get(wgsl) ?? new Map<Checked, Kit>();
    for (const [id, { meter }] of made) if (known.has(id)) meter?.dispose(); // made twice at the same time
    this.#kits.delete(wgsl);
    this.#kits.set(wgsl, new Map([...made, ...known]));
    const [oldest] = this.#kits.keys();
    if (this.#kits.size > FORMULAS && oldest !== undefined) this.#drop(oldest);
  }

  #drop(wgsl: string): void {
    for (const { meter } of this.#kits.get(wgsl)?.values() ?? []) meter?.dispose();
    this.#kits.delete(wgsl);
  }

  /** The records of a method's ensemble, fresh ones for another ensemble; null where the method is off. */
  #trackOf(run: Run, id: Checked): ChecksTrack | null {
    const ensemble = run.ensembles.find(id);
    const last = this.#tracks.get(id);
    if (last !== undefined && last.ensemble === ensemble) return last;
    last?.dispose();
    this.#tracks.delete(id);
    if (ensemble === undefined || this.#Track === null) return null;
    const track = new this.#Track(this.#device, ensemble);
    this.#tracks.set(id, track);
    return track;
  }
}

function checkedOf({ methods }: Experiment): readonly Checked[] {
  return CHECKED.filter((id) => methods.includes(id));
}

function equal(a: Measure, b: Measure | undefined): boolean {
  return a.worst === b?.worst && a.violations === b.violations && a.particle === b.particle;
}
