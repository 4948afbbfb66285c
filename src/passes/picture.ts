import type { Experiment } from '../experiment/experiment';
import { startCount } from '../experiment/starts';
import { THEMES, type Theme } from '../experiment/theme';
import { type Window, windowOf } from '../experiment/window';
import type { Ensemble } from '../gpu/ensemble';
import { frameLayout } from '../gpu/frame';
import { Uniform } from '../gpu/layout';
import type { ContourScale } from '../objectives/contours';
import { CompositePass, type Stack } from './composite';
import type { Ensembles } from './ensembles';
import { type Heads, HeadsPass } from './heads';
import { InkPass, type Sheet } from './ink';
import type { ObjectivePasses } from './passes';

/** What a picture shows. */
export interface Scene {
  readonly experiment: Experiment;
  readonly passes: ObjectivePasses;
  readonly problem: GPUBuffer;
  readonly ensembles: Ensembles;
  readonly scale: ContourScale;
  /** A middling ‖∇f‖, which sets the length of arrows. */
  readonly typical: number;
  /** Whether any particle is known to have diverged. */
  readonly losses: boolean;
}

/** Up to so many pairs `auto` draws strokes; beyond that, light that adds up. */
const STROKES_UP_TO = 400;
/** Crosses are drawn for so many particles of an ensemble at most. */
const MOST_CROSSES = 4000;

/** In CSS pixels. Gradient flow lies below, broad enough to be seen on both sides of a chord on top of it. */
const STYLE = {
  flow: { halfWidth: 1.35, dot: 0, radius: 3.2 },
  map: { halfWidth: 0.8, dot: 2.3, radius: 3.4 },
} as const;
/** Factor on all of it for pairs placed by hand among many. */
const PLACED = 1.5;

/** The canvas: sizes, textures, and the order in which a frame is drawn. */
export class Picture {
  readonly canvas: HTMLCanvasElement;
  readonly #device: GPUDevice;
  readonly #context: GPUCanvasContext;
  readonly #format: GPUTextureFormat;
  readonly #frame: Uniform<(typeof frameLayout)['shape']>;
  readonly #ink: InkPass;
  readonly #composites = new Map<string, CompositePass>();
  readonly #heads: HeadsPass;
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
    const [ink, heads] = await Promise.all([InkPass.create(device), HeadsPass.create(device, format)]);
    return new Picture(device, canvas, context, format, { ink, heads });
  }

  private constructor(
    device: GPUDevice,
    canvas: HTMLCanvasElement,
    context: GPUCanvasContext,
    format: GPUTextureFormat,
    passes: { ink: InkPass; heads: HeadsPass },
  ) {
    this.canvas = canvas;
    this.#device = device;
    this.#context = context;
    this.#format = format;
    this.#ink = passes.ink;
    this.#heads = passes.heads;
    this.#frame = new Uniform(device, 'Picture.frame', frameLayout);
  }

  /** What of the plane the picture shows for this experiment's view. */
  windowOf({ view }: Experiment): Window {
    return windowOf(view, this.canvas.width, this.canvas.height, this.#density);
  }

  /** Sets the size in device pixels, within what a texture can have. */
  resize(width: number, height: number, density: number): void {
    const most = this.#device.limits.maxTextureDimension2D;
    this.canvas.width = Math.min(most, Math.max(1, Math.round(width)));
    this.canvas.height = Math.min(most, Math.max(1, Math.round(height)));
    this.#density = density;
    this.#stale = { field: true, trails: true, sheets: true };
  }

  /** Says what has changed since the last frame; what has not is not drawn again. */
  touch(what: 'field' | 'trails' | 'sheets'): void {
    this.#stale[what] = true;
  }

  /** How trails are drawn. */
  lookOf(experiment: Experiment): 'strokes' | 'light' {
    if (experiment.look !== 'auto') return experiment.look;
    return startCount(experiment) <= STROKES_UP_TO ? 'strokes' : 'light';
  }

  /** Compiles what this experiment's look needs; to be awaited before its first frame. */
  async prepare(experiment: Experiment): Promise<void> {
    if (this.isPrepared(experiment)) return;
    const stack = this.#stackOf(experiment);
    this.#composites.set(keyOf(stack), await CompositePass.create(this.#device, stack, this.#format));
  }

  /** Whether everything that this experiment's look needs has been compiled. */
  isPrepared(experiment: Experiment): boolean {
    return this.#composites.has(keyOf(this.#stackOf(experiment)));
  }

  /** Draws a frame. The first lines of its story: trails, then the landscape if it changed, then all of it together. */
  draw(encoder: GPUCommandEncoder, scene: Scene): void {
    const theme = THEMES[scene.experiment.theme];
    const window = this.windowOf(scene.experiment);
    this.#describeFrame(window);
    if (this.#stale.sheets) this.#laySheets(scene, theme);
    if (this.#stale.trails) this.#ink.wipe();
    this.#ink.run(encoder, this.#frame.buffer);
    const field = this.#fieldTexture();
    if (this.#stale.field) this.#drawField(encoder, field, scene, window, theme);
    this.#drawAll(encoder, field, scene, theme);
    this.#stale = { field: false, trails: false, sheets: false };
  }

  dispose(): void {
    this.#ink.dispose();
    for (const composite of this.#composites.values()) composite.dispose();
    this.#heads.dispose();
    this.#frame.dispose();
    this.#field?.destroy();
    this.#context.unconfigure();
  }

  #describeFrame({ x, y, scale, width, height, density }: Window): void {
    this.#frame.write({ size: [width, height], centre: [x, y], scale, density });
  }

  #laySheets(scene: Scene, theme: Theme): void {
    this.#sheets = sheetsOf(scene, this.lookOf(scene.experiment), theme);
    this.#ink.lay(this.#sheets, this.canvas.width * this.canvas.height);
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
    const { experiment, passes, problem, scale, typical } = scene;
    const [r, g, b] = theme.ground;
    const clearValue = { r, g, b, a: 1 };
    const pass = encoder.beginRenderPass({
      label: 'Picture.field',
      colorAttachments: [{ view: target.createView(), clearValue, loadOp: 'clear', storeOp: 'store' }],
    });
    if (experiment.contours) passes.field.run(pass, problem, this.#frame.buffer, scale, theme);
    if (experiment.arrows) passes.arrows.run(pass, problem, this.#frame.buffer, window, typical, theme);
    pass.end();
  }

  #drawAll(encoder: GPUCommandEncoder, field: GPUTexture, scene: Scene, theme: Theme): void {
    const composite = this.#composites.get(keyOf(this.#stackOf(scene.experiment)));
    const picture = this.#context.getCurrentTexture();
    // A copy costs a fortieth of a pass that reads the field pixel by pixel (SwiftShader).
    encoder.copyTextureToTexture({ texture: field }, { texture: picture }, picture);
    const pass = encoder.beginRenderPass({
      label: 'Picture.all',
      colorAttachments: [{ view: picture.createView(), loadOp: 'load', storeOp: 'store' }],
    });
    composite?.run(pass, this.#frame.buffer, this.#ink, this.#sheets, theme.bright);
    this.#heads.run(pass, this.#frame.buffer, headsOf(this.#sheets, theme, scene.losses));
    pass.end();
  }

  /** The sheets of an experiment, by number: `sheetsOf` lays them. */
  #stackOf(experiment: Experiment): Stack {
    const methods = experiment.methods.length;
    if (this.lookOf(experiment) === 'strokes') return { light: 0, strokes: methods };
    return { light: methods, strokes: experiment.placed.length > 0 ? methods : 0 };
  }
}

function keyOf({ light, strokes }: Stack): string {
  return `${light} ${strokes}`;
}

/** Flows first, so that chords and dots lie on top of the smooth curves. */
function inDrawingOrder(ensembles: Ensembles): readonly Ensemble[] {
  const rank = (ensemble: Ensemble) => (ensemble.method.kind === 'flow' ? 0 : 1);
  return [...ensembles.all].sort((a, b) => rank(a) - rank(b));
}

function sheetsOf(
  { experiment, ensembles }: Scene,
  look: 'strokes' | 'light',
  theme: Theme,
): readonly Sheet[] {
  const ordered = inDrawingOrder(ensembles);
  const span = (ensemble: Ensemble) => ensembles.trail * ensemble.shape.ticksPerStep;
  const color = (ensemble: Ensemble) => theme.methods[ensemble.method.id];
  const strokes = (ensemble: Ensemble, first: number, factor: number): Sheet => {
    const { halfWidth, dot } = STYLE[ensemble.method.kind];
    const widths = { halfWidth: factor * halfWidth, dot: factor * dot };
    return {
      ensemble,
      kind: 'strokes',
      first,
      ...widths,
      color: color(ensemble),
      opacity: 0.95,
      span: span(ensemble),
    };
  };
  if (look === 'strokes') return ordered.map((ensemble) => strokes(ensemble, 0, 1));
  const opacity = Math.min(0.7, 0.5 * Math.sqrt(1000 / ensembles.count));
  const light = ordered.map((ensemble): Sheet => {
    const dot = ensemble.method.kind === 'map' ? 2 : 0;
    return {
      ensemble,
      kind: 'light',
      first: 0,
      halfWidth: 0,
      dot,
      color: color(ensemble),
      opacity,
      span: span(ensemble),
    };
  });
  if (experiment.placed.length === 0) return light;
  return [...light, ...ordered.map((ensemble) => strokes(ensemble, ensemble.shape.placed, PLACED))];
}

/** Every stroke ends in its particle; of light, only the crosses of those that diverged are drawn one by one. */
function headsOf(sheets: readonly Sheet[], theme: Theme, losses: boolean): readonly Heads[] {
  const shown = sheets.filter(({ kind }) => kind === 'strokes' || losses);
  return shown.map(({ ensemble, kind, first, color, halfWidth }) => {
    const { radius, halfWidth: usual } = STYLE[ensemble.method.kind];
    const strokes = kind === 'strokes';
    const count = strokes ? ensemble.count - first : Math.min(ensemble.count, MOST_CROSSES);
    const grown = strokes ? (radius * halfWidth) / usual : radius;
    return { ensemble, first, count, color, rim: theme.rim, radius: grown, halfWidth, discs: strokes };
  });
}
