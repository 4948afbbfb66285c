import type { Experiment } from '../../experiment/experiment';
import type { FanReading } from '../../theory/lab/fan';
import { Fan, type FanScene } from './fan';
import { PathKernels } from './kernels';
import { Orbit, type OrbitWanted } from './orbit';
import { StrokesPass } from './strokes';

/** Where paths are computed and drawn that belong to no ensemble: the fan, and the orbit under the pointer. */
export class Studio {
  readonly #fan: Fan;
  readonly #orbit: Orbit;
  readonly #strokes: StrokesPass;

  static async create(
    device: GPUDevice,
    format: GPUTextureFormat,
    audience: { readonly draw: () => void; readonly tell: () => void },
  ): Promise<Studio> {
    return new Studio(device, await StrokesPass.create(device, format), audience);
  }

  private constructor(
    device: GPUDevice,
    strokes: StrokesPass,
    { draw, tell }: { readonly draw: () => void; readonly tell: () => void },
  ) {
    const kernels = new PathKernels(device, draw);
    this.#strokes = strokes;
    this.#fan = new Fan(device, kernels, tell);
    this.#orbit = new Orbit(device, kernels);
  }

  reading(experiment: Experiment): FanReading {
    return this.#fan.reading(experiment);
  }

  update(encoder: GPUCommandEncoder, scene: FanScene, orbit: OrbitWanted | null): void {
    if (scene.experiment.fan) this.#fan.update(encoder, scene);
    else this.#fan.rest();
    if (orbit !== null) this.#orbit.update(encoder, scene, orbit);
    else this.#orbit.rest();
  }

  draw(pass: GPURenderPassEncoder, frame: GPUBuffer, scene: FanScene): void {
    this.#fan.draw(pass, frame, this.#strokes, scene);
    this.#orbit.draw(pass, frame, this.#strokes, scene);
  }

  dispose(): void {
    this.#fan.dispose();
    this.#orbit.dispose();
  }
}
