import type { Experiment } from '../experiment/experiment';
import { startCount } from '../experiment/starts';
import { enlargementOf, THEMES, type Theme } from '../experiment/theme';
import { type Window, windowOf } from '../experiment/window';
import { frameLayout } from '../gpu/frame';
import { Uniform } from '../gpu/layout';
import type { ContourScale } from '../objectives/contours';
import type { MarkedPairs } from './apartMarks';
import { CompositePass } from './composite';
import type { DensityPass } from './density';
import type { FatePicture } from './fates';
import { HeadsPass } from './heads';
import { InkPass, type Sheet } from './ink';
import type { PathsPicture } from './lab/pathsStage';
import { RingsPass } from './rings';
import type { Run } from './run';
import { headsOf, sheetsOf } from './sheets';

/** What a picture shows. */
export interface Scene {
  readonly run: Run;
  /** The uniform buffer with the objective's parameters. */
  readonly problem: GPUBuffer;
  readonly scale: ContourScale;
  /** Whether any particle is known to have diverged. */
  readonly losses: boolean;
  /** The lines of a density to be drawn over everything, if any. */
  readonly density: DensityPass | null;
  /** Pairs that are coloured by their gap, if any. */
  readonly apart: MarkedPairs | null;
  /** The fate map that is the ground, if any. */
  readonly fates: FatePicture | null;
  /** The fan, and the orbit under the pointer, if any. */
  readonly paths: PathsPicture | null;
}

/** The size of a picture in device pixels, and how many of these a CSS pixel has. */
export type Format = Pick<Window, 'width' | 'height' | 'density'>;

/** Up to so many pairs `auto` draws strokes; beyond that, light that adds up. */
const STROKES_UP_TO = 400;

/** The canvas: sizes, textures, and the order in which a frame is drawn. */
export class Picture {
  readonly canvas: HTMLCanvasElement;
  readonly #device: GPUDevice;
  readonly #context: GPUCanvasContext;
  readonly #format: GPUTextureFormat;
  readonly #frame: Uniform<(typeof frameLayout)['shape']>;
  readonly #ink: InkPass;
  /** By the number of sheets of light. */
  readonly #composites = new Map<number, CompositePass>();
  readonly #heads: HeadsPass;
  readonly #rings: RingsPass;
  #field: GPUTexture | null = null;
  #sheets: readonly Sheet[] = [];
  #density = 1;
  #stale = { field: true, trails: true, sheets: true };

  static async create(
    device: GPUDevice,
    canvas: HTMLCanvasElement,
    format: GPUTextureFormat,
  ): Promise<Picture> {
    const context = canvas.getContext('webgpu');
    if (context === null) throw new Error('The canvas gives no WebGPU context.');
    const usage = GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_DST;
    context.configure({ device, format, usage, alphaMode: 'opaque' });
    const [ink, heads, rings] = await Promise.all([
      InkPass.create(device),
      HeadsPass.create(device, format),
      RingsPass.create(device, format),
    ]);
    return new Picture(device, canvas, context, format, { ink, heads, rings });
  }

  private constructor(
    device: GPUDevice,
    canvas: HTMLCanvasElement,
    context: GPUCanvasContext,
    format: GPUTextureFormat,
    passes: { ink: InkPass; heads: HeadsPass; rings: RingsPass },
  ) {
    this.canvas = canvas;
    this.#device = device;
    this.#context = context;
    this.#format = format;
    this.#ink = passes.ink;
    this.#heads = passes.heads;
    this.#rings = passes.rings;
    this.#frame = new Uniform(device, 'Picture.frame', frameLayout);
  }

  /** How many of its pixels a CSS pixel has. */
  get density(): number {
    return this.#density;
  }

  /** What of the plane the picture shows for this experiment's view, or would show in another format. */
  windowOf({ view, theme }: Experiment, format?: Format): Window {
    const { width, height, density } = format ?? {
      width: this.canvas.width,
      height: this.canvas.height,
      density: this.#density,
    };
    const enlargement = enlargementOf(theme, width / density, height / density);
    return windowOf(view, width, height, density, enlargement);
  }

  /** The largest picture that the adapter draws: pixels a side, and in all, four bytes of ink for each. */
  get largest(): { readonly side: number; readonly pixels: number } {
    const { maxTextureDimension2D, maxStorageBufferBindingSize } = this.#device.limits;
    return { side: maxTextureDimension2D, pixels: Math.floor(maxStorageBufferBindingSize / 4) - 4 };
  }

  /** Sets the size in device pixels. A larger one than a texture can have is drawn smaller, in the same shape, and stretched. */
  resize(width: number, height: number, density: number): void {
    const most = this.#device.limits.maxTextureDimension2D;
    const share = Math.min(1, most / width, most / height);
    this.canvas.width = Math.max(1, Math.round(share * width));
    this.canvas.height = Math.max(1, Math.round(share * height));
    this.#density = share * density;
    this.#stale = { field: true, trails: true, sheets: true };
  }

  /** Says what has changed since the last frame; what has not is not drawn again. */
  touch(what: 'field' | 'trails' | 'sheets'): void {
    this.#stale[what] = true;
  }

  /** How trails are drawn. */
  lookOf(experiment: Experiment): 'strokes' | 'light' {
    if (experiment.fate) return 'strokes'; // of the few that were placed by hand
    if (experiment.look !== 'auto') return experiment.look;
    return startCount(experiment) <= STROKES_UP_TO ? 'strokes' : 'light';
  }

  /** Compiles what this experiment's look needs; to be awaited before its first frame. */
  async prepare(experiment: Experiment): Promise<void> {
    if (this.isPrepared(experiment)) return;
    const lights = this.#lightsOf(experiment);
    this.#composites.set(lights, await CompositePass.create(this.#device, lights, this.#format));
  }

  /** Whether everything that this experiment's look needs has been compiled. */
  isPrepared(experiment: Experiment): boolean {
    return this.#composites.has(this.#lightsOf(experiment));
  }

  /** Draws a frame. The first lines of its story: trails, then the landscape if it changed, then all of it together. */
  draw(encoder: GPUCommandEncoder, scene: Scene): void {
    const { experiment } = scene.run;
    const theme = THEMES[experiment.theme];
    const window = this.windowOf(experiment);
    this.#describeFrame(window, theme);
    if (this.#stale.sheets) this.#laySheets(scene, theme);
    if (this.#stale.trails) this.#ink.wipe();
    this.#ink.run(encoder, this.#frame.buffer);
    const field = this.#fieldTexture();
    if (this.#stale.field) this.#drawField(encoder, field, scene, window, theme);
    this.#drawAll(encoder, field, scene, window, theme);
    this.#stale = { field: false, trails: false, sheets: false };
  }

  dispose(): void {
    this.#ink.dispose();
    for (const composite of this.#composites.values()) composite.dispose();
    this.#heads.dispose();
    this.#rings.dispose();
    this.#frame.dispose();
    this.#field?.destroy();
    this.#context.unconfigure();
  }

  #describeFrame({ x, y, scale, width, height, pen }: Window, { hold, lightWidth }: Theme): void {
    const breadth = Math.max(1, Math.round(lightWidth * pen));
    this.#frame.write({ size: [width, height], centre: [x, y], scale, density: pen, hold, breadth });
  }

  #laySheets(scene: Scene, theme: Theme): void {
    this.#sheets = sheetsOf(scene.run, this.lookOf(scene.run.experiment), theme);
    this.#ink.lay(this.#sheets, this.canvas.width, this.canvas.height);
  }

  #fieldTexture(): GPUTexture {
    const { width, height } = this.canvas;
    if (this.#field?.width === width && this.#field.height === height) return this.#field;
    this.#field?.destroy();
    this.#field = this.#device.createTexture({
      label: 'Picture.field',
      size: [width, height],
      format: this.#format,
      usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
    });
    this.#stale.field = true;
    return this.#field;
  }

  #drawField(
    encoder: GPUCommandEncoder,
    target: GPUTexture,
    scene: Scene,
    window: Window,
    theme: Theme,
  ): void {
    const { problem, scale, fates } = scene;
    const { experiment, landscape, typical } = scene.run;
    const [r, g, b] = theme.ground;
    const clearValue = { r, g, b, a: 1 };
    const pass = encoder.beginRenderPass({
      label: 'Picture.field',
      colorAttachments: [{ view: target.createView(), clearValue, loadOp: 'clear', storeOp: 'store' }],
    });
    fates?.draw(pass, window, experiment.theme);
    const lines = fates === null ? landscape.field : fates.lines;
    if (experiment.contours) lines?.run(pass, problem, this.#frame.buffer, scale, theme);
    // Beside a fan, and on a fate map, arrows are only in the way.
    if (experiment.arrows && !experiment.fan && fates === null)
      landscape.arrows.run(pass, problem, this.#frame.buffer, window, typical, theme);
    pass.end();
  }

  #drawAll(encoder: GPUCommandEncoder, field: GPUTexture, scene: Scene, window: Window, theme: Theme): void {
    const composite = this.#composites.get(this.#lightsOf(scene.run.experiment));
    const picture = this.#context.getCurrentTexture();
    // A copy costs a fortieth of a pass that reads the field pixel by pixel (SwiftShader).
    encoder.copyTextureToTexture({ texture: field }, { texture: picture }, picture);
    const pass = encoder.beginRenderPass({
      label: 'Picture.all',
      colorAttachments: [{ view: picture.createView(), loadOp: 'load', storeOp: 'store' }],
    });
    const apart = this.#apartOf(pass, scene, window, theme);
    if (!apart.isMap) apart.draw();
    composite?.run(pass, this.#frame.buffer, this.#ink, theme.bright);
    if (apart.isMap) apart.draw();
    this.#heads.run(pass, this.#frame.buffer, headsOf(this.#sheets, theme, scene.losses));
    this.#rings.run(pass, this.#frame.buffer, scene.run, theme);
    scene.density?.draw(pass, this.#frame.buffer, window, theme);
    scene.paths?.draw(pass, this.#frame.buffer);
    pass.end();
  }

  /** Pairs in the colour of their gap: under the trails, or over them where they are a map. */
  #apartOf(pass: GPURenderPassEncoder, { apart, run: { experiment } }: Scene, window: Window, theme: Theme) {
    const setting = { experiment, window, theme };
    const isMap = apart?.marks.isMap(apart, setting) === true;
    return { isMap, draw: () => apart?.marks.draw(pass, this.#frame.buffer, apart, setting) };
  }

  #lightsOf(experiment: Experiment): number {
    return this.lookOf(experiment) === 'light' ? experiment.methods.length : 0;
  }
}
