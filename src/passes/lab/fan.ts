import { circumstancesOf } from '../../experiment/circumstances';
import { type Experiment, parametersOf } from '../../experiment/experiment';
import { etaColor } from '../../experiment/fanColors';
import type { Theme } from '../../experiment/theme';
import { THEMES } from '../../experiment/theme';
import type { Window } from '../../experiment/window';
import { along } from '../../math/range';
import type { Method } from '../../methods/method';
import { method } from '../../methods/table';
import type { Point } from '../../objectives/box';
import type { Objective } from '../../objectives/objective';
import { type FanReading, limitAt, type Verdict } from '../../theory/lab/fan';
import type { Surroundings } from '../step';
import type { PathKernels } from './kernels';
import type { Course, Paths, PathsPass } from './paths';
import { Strokes, type StrokesPass } from './strokes';
import { measureThreshold } from './threshold';

/** η of the fan, steps and ticks to a step: a flow costs much more, and its curves hardly differ. */
const MANY = {
  map: { paths: 128, steps: 1000, ticks: 1 },
  flow: { paths: 24, steps: 64, ticks: 8 },
} as const;
/** Positions kept of each. */
const KEPT = 192;
/** Pixels of the CSS between them, about. */
const SPACING = 3;
/** Points of the flow's curve. */
const CURVE = 512;
/** The flow is followed for so many steps of the largest η: nearly everywhere to its end. */
const LONG = 1e5;
/** A path fades to 1/e when it has zigzagged so many times half the view's height. */
const FADES = 2.5;
/** Milliseconds that nothing must have changed before the threshold is measured. */
const PAUSE = 160;

const STYLE = { halfWidth: 0.75, dot: 0, opacity: 0.6 } as const;
const CURVE_STYLE = { halfWidth: 1.75, dot: 0, opacity: 1 } as const;

/** What a fan is drawn for. */
export interface FanScene {
  readonly experiment: Experiment;
  readonly at: Surroundings;
  readonly window: Window;
}

/**
 * The trajectories of one start for a range of η, as strokes in the colour of their η, and the curve of the flow that they
 * tend to as η → 0.
 */
export class Fan {
  readonly #device: GPUDevice;
  readonly #kernels: PathKernels;
  readonly #told: () => void;
  readonly #strokes: Strokes;
  readonly #curveStrokes: Strokes;
  #paths: Paths | null = null;
  #curve: Paths | null = null;
  #points: readonly Point[] | null = null;
  #drawn = '';
  #subject = '';
  #verdict: Verdict | null = null;
  #predicted: number | null = null;
  #measuring = new AbortController();
  #reads = false;

  /** `told` hears when there is something new to read. */
  constructor(device: GPUDevice, kernels: PathKernels, told: () => void) {
    this.#device = device;
    this.#kernels = kernels;
    this.#told = told;
    this.#strokes = new Strokes(device, 'Fan.strokes');
    this.#curveStrokes = new Strokes(device, 'Fan.curve');
  }

  reading({ rule, origin, etas, horizon }: Experiment): FanReading {
    const flow = flowOf(method(rule));
    const [curve, verdict, predicted] = [this.#points, this.#verdict, this.#predicted];
    return { rule, origin, etas, horizon, flow, curve, verdict, predicted };
  }

  /** Computes the paths anew where something has changed. */
  update(encoder: GPUCommandEncoder, scene: FanScene): void {
    const { experiment, at, window } = scene;
    const { objective } = at;
    const row = method(experiment.rule);
    const rule = this.#kernels.of(objective, row.id);
    const flow = this.#kernels.of(objective, flowOf(row));
    this.#turnTo(scene, rule);
    const drawn = `${this.#subject} ${window.scale / window.density} ${rule !== null} ${flow !== null}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const spacing = (SPACING * window.density) / window.scale;
    if (rule !== null) this.#runPaths(encoder, rule, scene, spacing);
    if (flow !== null) this.#runCurve(encoder, flow, scene, spacing);
  }

  draw(pass: GPURenderPassEncoder, frame: GPUBuffer, strokes: StrokesPass, { experiment }: FanScene): void {
    const theme = THEMES[experiment.theme];
    const [paths, curve] = [this.#paths, this.#curve];
    if (paths !== null) {
      this.#strokes.color(this.#colors(experiment, paths.count));
      const fades = FADES * experiment.view[2];
      strokes.draw(pass, frame, { paths, strokes: this.#strokes, style: { ...STYLE, fades } });
    }
    if (curve !== null) this.#drawCurve(pass, frame, strokes, theme, curve, flowOf(method(experiment.rule)));
  }

  /** Gives up what is being measured, and forgets what was drawn. */
  rest(): void {
    this.#measuring.abort();
    this.#subject = this.#drawn = '';
    this.#verdict = this.#points = null;
    for (const paths of [this.#paths, this.#curve]) paths?.dispose();
    this.#paths = this.#curve = null;
  }

  dispose(): void {
    this.rest();
    this.#strokes.dispose();
    this.#curveStrokes.dispose();
  }

  #drawCurve(
    pass: GPURenderPassEncoder,
    frame: GPUBuffer,
    strokes: StrokesPass,
    theme: Theme,
    paths: Paths,
    flow: 'gf' | 'natural',
  ): void {
    this.#curveStrokes.color([theme.methods[flow]]);
    const style = { ...CURVE_STYLE, rim: theme.rim };
    strokes.draw(pass, frame, { paths, strokes: this.#curveStrokes, style, curve: true });
  }

  #colors({ theme }: Experiment, count: number) {
    return Array.from({ length: count }, (_, n) => etaColor(theme, shareOf(n, count)));
  }

  #runPaths(encoder: GPUCommandEncoder, pass: PathsPass, scene: FanScene, spacing: number): void {
    const { experiment, at } = scene;
    const { etas, origin, horizon } = experiment;
    const { paths: count, steps, ticks } = MANY[pass.method.kind];
    this.#paths = roomFor(this.#paths, pass, count, KEPT);
    const courses = Array.from({ length: count }, (_, n) => {
      const eta = Math.fround(along(etas, shareOf(n, count)));
      return courseOf(pass.method, experiment, origin, eta, ticks);
    });
    this.#paths.send(courses, at.objective);
    const end = ticks * Math.min(horizon, steps);
    pass.run(encoder, this.#paths, { begin: 0, ticks: end, horizon: end, spacing }, at);
  }

  /**
   * The flow, as many particles that take one tick each, of one time after the other: from the time in which it moves by a
   * pixel or so to one in which it is at rest nearly everywhere, in equal ratios.
   */
  #runCurve(encoder: GPUCommandEncoder, pass: PathsPass, scene: FanScene, spacing: number): void {
    const { experiment, at } = scene;
    const { etas, origin } = experiment;
    this.#curve = roomFor(this.#curve, pass, CURVE, 2);
    const last = LONG * etas.to;
    const speed = Math.hypot(...at.objective.gradient(...origin));
    const first = Math.min(last / 2, speed > 0 ? spacing / speed : last / 2);
    const courses = Array.from({ length: CURVE }, (_, n) => {
      const time = Math.fround(n === 0 ? first / 100 : first * (last / first) ** ((n - 1) / (CURVE - 2)));
      return courseOf(pass.method, experiment, origin, time, 1);
    });
    this.#curve.send(courses, at.objective);
    pass.run(encoder, this.#curve, { begin: 0, ticks: 1, horizon: 1, spacing: -1 }, at);
    void this.#readCurve(this.#curve);
  }

  /** One reading at a time: while a start is dragged the curve changes with every frame. */
  async #readCurve(curve: Paths): Promise<void> {
    if (this.#reads) return;
    this.#reads = true;
    try {
      await Promise.resolve(); // until what was encoded has been submitted
      const drawn = this.#drawn;
      const numbers = await curve.readPositions();
      this.#points = Array.from({ length: CURVE }, (_, n) => {
        const at = 4 * (CURVE + n);
        return [numbers[at] ?? Number.NaN, numbers[at + 1] ?? Number.NaN] as const;
      });
      this.#reads = false;
      this.#told();
      if (this.#curve === curve && drawn !== this.#drawn) void this.#readCurve(curve);
    } catch {
      this.#reads = false; // it was disposed of, or the device is lost
    }
  }

  /** Measures the threshold of what is shown, when it has not changed for a while. */
  #turnTo({ experiment, at }: FanScene, pass: PathsPass | null): void {
    const subject = `${subjectOf(experiment, at.objective)} ${at.trustRadius}`;
    if (subject === this.#subject || pass === null) return;
    this.#subject = subject;
    this.#measuring.abort();
    this.#measuring = new AbortController();
    this.#verdict = null;
    void this.#measure(pass, experiment, at, this.#measuring.signal);
  }

  async #measure(
    pass: PathsPass,
    experiment: Experiment,
    at: Surroundings,
    signal: AbortSignal,
  ): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (signal.aborted) return;
    try {
      const verdict = await measureThreshold(this.#device, pass, experiment, at, signal);
      const end = verdict.kind === 'threshold' || verdict.kind === 'always' ? verdict.end : null;
      this.#predicted = end && limitAt(pass.method, at.objective, end, experiment);
      this.#verdict = verdict;
      this.#told();
    } catch {
      // It has become another fan, or the device is lost.
    }
  }
}

/**
 * How far along the range the η of path n is. The largest is drawn first: on the ray of the first steps each η then shows up to
 * where its own step leads, and those that follow the flow lie on top.
 */
function shareOf(n: number, count: number): number {
  return 1 - n / (count - 1);
}

/** The flow that a method tends to as η → 0, or the one that all are held against. */
function flowOf({ approaches, id }: Method): 'gf' | 'natural' {
  return approaches?.flow === 'natural' || id === 'natural' ? 'natural' : 'gf';
}

/** How a method goes from a start with this η, of a step's time so many ticks. */
export function courseOf(
  row: Method,
  experiment: Experiment,
  start: Point,
  eta: number,
  ticks: number,
): Course {
  const circumstances = { ...circumstancesOf(experiment, row.id), eta };
  const duration = row.kind === 'map' ? eta : row.time(circumstances) / ticks;
  return { start, circumstances, duration };
}

/** The same room again, if it is of the same method and size. */
export function roomFor(room: Paths | null, pass: PathsPass, count: number, kept: number): Paths {
  if (room?.method === pass.method && room.count === count && room.kept === kept) return room;
  room?.dispose();
  return pass.room(count, kept);
}

/** What a fan depends on, as a text to compare. */
function subjectOf(experiment: Experiment, objective: Objective): string {
  const { rule, origin, etas, horizon } = experiment;
  const circumstances = circumstancesOf(experiment, rule);
  return JSON.stringify([
    objective.key,
    parametersOf(experiment),
    rule,
    origin,
    etas,
    horizon,
    circumstances,
  ]);
}
