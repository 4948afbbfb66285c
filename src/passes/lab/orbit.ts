import { etaOf } from '../../experiment/circumstances';
import { STYLES } from '../../experiment/marks';
import { THEMES } from '../../experiment/theme';
import { method } from '../../methods/table';
import type { Point } from '../../objectives/box';
import { courseOf, type FanScene, roomFor } from './fan';
import type { PathKernels } from './kernels';
import type { Paths } from './paths';
import { Strokes, type StrokesPass } from './strokes';

/** Steps that are shown, and ticks to a step of a flow. */
const STEPS = { map: 400, flow: 48 } as const;
const TICKS = { map: 1, flow: 8 } as const;
/** Steps after which an orbit has faded to 1/e: what comes later lies where its beginning would not be seen for it. */
const SPAN = 60;
/** Lengths and thicknesses beside those of the method's own strokes. */
const ENLARGED = 1.1;

/** An orbit that is asked for: where it starts, and with which η; that of the experiment if it is null. */
export interface OrbitWanted {
  readonly start: Point;
  readonly eta: number | null;
}

/** The orbit from one point, for as long as someone points there: its chords and a mark at every step. */
export class Orbit {
  readonly #kernels: PathKernels;
  readonly #strokes: Strokes;
  #paths: Paths | null = null;
  #done: readonly unknown[] = [];

  constructor(device: GPUDevice, kernels: PathKernels) {
    this.#kernels = kernels;
    this.#strokes = new Strokes(device, 'Orbit.strokes');
  }

  /** Computes the orbit anew where something has changed. */
  update(encoder: GPUCommandEncoder, { experiment, at }: FanScene, { start, eta }: OrbitWanted): void {
    const row = method(experiment.rule);
    const pass = this.#kernels.of(at.objective, row.id);
    const now = [pass, experiment, ...start, eta];
    if (pass === null || now.every((part, n) => part === this.#done[n])) return;
    this.#done = now;
    const ticks = TICKS[row.kind];
    const end = STEPS[row.kind] * ticks;
    this.#paths = roomFor(this.#paths, pass, 1, end + 1);
    const rate = eta ?? etaOf(experiment, row.id);
    this.#paths.send([courseOf(row, experiment, start, rate, ticks)], at.objective);
    pass.run(encoder, this.#paths, { begin: 0, ticks: end, horizon: end, spacing: 0 }, at);
  }

  draw(pass: GPURenderPassEncoder, frame: GPUBuffer, strokes: StrokesPass, { experiment }: FanScene): void {
    const paths = this.#paths;
    if (paths === null) return;
    const theme = THEMES[experiment.theme];
    const { kind, id } = method(experiment.rule);
    const { halfWidth, dot } = STYLES[id];
    // On a map of fates the colours of methods would be taken for fates.
    this.#strokes.color([theme.line]);
    const style = {
      halfWidth: ENLARGED * halfWidth,
      dot: kind === 'map' ? Math.max(2.2, ENLARGED * dot) : 0,
      opacity: 1,
      span: SPAN * TICKS[kind],
      rim: theme.rim,
    };
    strokes.draw(pass, frame, { paths, strokes: this.#strokes, style });
  }

  rest(): void {
    this.#paths?.dispose();
    this.#paths = null;
    this.#done = [];
  }

  dispose(): void {
    this.rest();
    this.#strokes.dispose();
  }
}
