import type { Experiment } from '../../experiment/experiment';
import type { Window } from '../../experiment/window';
import type { Point } from '../../objectives/box';
import type { FanReading } from '../../theory/lab/fan';
import type { Run } from '../run';
import type { FanScene } from './fan';
import type { OrbitWanted } from './orbit';
import type { Studio } from './studio';

/** What a picture needs to draw the paths of the laboratory. */
export interface PathsPicture {
  readonly draw: (pass: GPURenderPassEncoder, frame: GPUBuffer) => void;
}

/** The fan and the orbit under the pointer, loaded and compiled when they are first asked for. */
export class PathsStage {
  readonly #device: GPUDevice;
  readonly #format: GPUTextureFormat;
  readonly #audience: { readonly draw: () => void; readonly tell: () => void };
  #studio: Studio | null = null;
  #opens = false;
  #orbit: OrbitWanted | null = null;
  #disposed = false;

  constructor(
    device: GPUDevice,
    format: GPUTextureFormat,
    audience: { readonly draw: () => void; readonly tell: () => void },
  ) {
    this.#device = device;
    this.#format = format;
    this.#audience = audience;
  }

  /** What the fan shows; null where none is shown, or before it can be. */
  reading(experiment: Experiment): FanReading | null {
    return experiment.fan ? (this.#studio?.reading(experiment) ?? null) : null;
  }

  /** Shows the orbit from a start, with this η or that of the experiment; none for null. */
  showOrbit(start: Point | null, eta: number | null): void {
    const last = this.#orbit;
    if (start === null ? last === null : last?.start === start && last.eta === eta) return;
    this.#orbit = start && { start, eta };
    this.#audience.draw();
  }

  /** Brings the paths up to date; what it returns draws them. */
  picture(encoder: GPUCommandEncoder, run: Run, problem: GPUBuffer, window: Window): PathsPicture | null {
    const { experiment } = run;
    if (!experiment.fan && this.#orbit === null && this.#studio === null) return null;
    if (this.#studio === null) void this.#open();
    const studio = this.#studio;
    const scene: FanScene = { experiment, at: this.#surroundings(run, problem), window };
    studio?.update(encoder, scene, this.#orbit);
    return studio && { draw: (pass, frame) => studio.draw(pass, frame, scene) };
  }

  dispose(): void {
    this.#disposed = true;
    this.#studio?.dispose();
  }

  /** A start that lies far out must not be lost before it has gone anywhere. */
  #surroundings(run: Run, problem: GPUBuffer): FanScene['at'] {
    const { trustRadius, ...at } = run.surroundings(problem);
    const starts = [...run.experiment.origin, ...(this.#orbit?.start ?? [])];
    return { ...at, trustRadius: Math.max(trustRadius, 10 * Math.max(...starts.map(Math.abs))) };
  }

  async #open(): Promise<void> {
    if (this.#opens) return;
    this.#opens = true;
    try {
      const { Studio: Made } = await import('./studio');
      const studio = await Made.create(this.#device, this.#format, this.#audience);
      if (this.#disposed) return studio.dispose();
      this.#studio = studio;
      this.#audience.draw();
    } catch {
      // There is no fan then: a lost device is told by whoever watches it.
    }
  }
}
