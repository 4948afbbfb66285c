import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import fadeShader from '../../shaders/fade.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import inkShader from '../../shaders/ink.wgsl?raw';
import lightShader from '../../shaders/light.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import strokeShader from '../../shaders/stroke.wgsl?raw';
import trailShader from '../../shaders/trail.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import type { Ensemble } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';

/** `struct Trail` of trail.wgsl. */
export const trailLayout = new Layout('Trail', {
  first: 'u32',
  particles: 'u32',
  first_tick: 'u32',
  segments: 'u32',
  sheet: 'u32',
  epoch: 'u32',
  half_width: 'f32',
  dot: 'f32',
  weight: 'f32',
  span: 'f32',
  fade: 'f32',
});

/** `struct Fade` of fade.wgsl. */
export const fadeLayout = new Layout('Fade', { first: 'u32', count: 'u32', factor: 'f32' });

const TRAIL_BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'uniform', 4: 'read', 5: 'write' } as const;
const FADE_BINDINGS = { 2: 'uniform', 3: 'write' } as const;

const trailParts = [trailShader, inkShader, ensembleShader, respawnShader, frameShader];

/** The whole texts of the shaders that draw trails. They know neither objective nor method. */
export const inkShaderTexts = {
  strokes: assembleShader(strokeShader, ...trailParts),
  light: assembleShader(lightShader, ...trailParts),
  fade: fadeShader,
} as const;

/** One sheet of the ink: the trails of some particles of one ensemble, drawn in one way. */
export interface Sheet {
  readonly ensemble: Ensemble;
  readonly kind: 'strokes' | 'light';
  readonly first: number;
  /** Half the thickness of a fresh stroke, in CSS pixels. */
  readonly halfWidth: number;
  /** Radius of the dot at each position in CSS pixels; of light: its extra weight there. */
  readonly dot: number;
  readonly color: readonly [number, number, number];
  readonly opacity: number;
  /** Ticks after which a trail has faded. */
  readonly span: number;
}

/** What is left of light when its trail has reached its full length. */
const REMAINS = 0.02;
/** Of a fresh segment on a pixel, when nothing has faded yet. */
const WEIGHT = 64;
/** Fresh light weighs up to so many times that before all ink is scaled down: 10⁶ segments on a pixel still fit. */
const MOST_GAIN = 64;
/** A stamp has 24 bits: after so many ticks they count anew, from another epoch. */
const LAST_STAMP = 2 ** 24 - 2;

/**
 * The trails, drawn into storage buffers by compute shaders: one sheet of numbers per ensemble. Only new segments
 * are drawn as long as the view rests; all of them, from the history, when it has moved.
 */
export class InkPass {
  readonly #device: GPUDevice;
  readonly #trailBindings: Bindings<typeof TRAIL_BINDINGS>;
  readonly #fadeBindings: Bindings<typeof FADE_BINDINGS>;
  readonly #pipelines: Record<'strokes' | 'light' | 'fade', GPUComputePipeline>;
  #buffer: GPUBuffer | null = null;
  /** Quadruples of pixels in a sheet. */
  #quads = 0;
  #pages: Page[] = [];

  static async create(device: GPUDevice): Promise<InkPass> {
    const { COMPUTE } = GPUShaderStage;
    const bindings = new Bindings(device, 'InkPass.trail', COMPUTE, TRAIL_BINDINGS);
    const fadeBindings = new Bindings(device, 'InkPass.fade', COMPUTE, FADE_BINDINGS);
    const trail = (kind: 'strokes' | 'light') => {
      const recipe = { label: `InkPass.${kind}`, code: inkShaderTexts[kind], bindings };
      return computePipelines(device, recipe, ['draw']);
    };
    const fadeRecipe = { label: 'InkPass', code: inkShaderTexts.fade, bindings: fadeBindings };
    const [strokes, light, { fade }] = await Promise.all([
      trail('strokes'),
      trail('light'),
      computePipelines(device, fadeRecipe, ['fade']),
    ]);
    return new InkPass(device, bindings, fadeBindings, { strokes: strokes.draw, light: light.draw, fade });
  }

  private constructor(
    device: GPUDevice,
    trailBindings: Bindings<typeof TRAIL_BINDINGS>,
    fadeBindings: Bindings<typeof FADE_BINDINGS>,
    pipelines: Record<'strokes' | 'light' | 'fade', GPUComputePipeline>,
  ) {
    this.#device = device;
    this.#trailBindings = trailBindings;
    this.#fadeBindings = fadeBindings;
    this.#pipelines = pipelines;
  }

  /** The ink itself, for the composite. */
  get buffer(): GPUBuffer {
    if (this.#buffer === null) throw new Error('The ink has no sheets yet.');
    return this.#buffer;
  }

  /** What a fresh segment adds to a pixel of a sheet of light at present. */
  weightOf(sheet: number): number {
    return WEIGHT * (this.#pages[sheet]?.gain ?? 1);
  }

  /** The tick that a sheet's stamps count from. */
  epochOf(sheet: number): number {
    return this.#pages[sheet]?.epoch ?? 0;
  }

  /** Lays out fresh sheets, one for each entry, over a picture of so many pixels. */
  lay(sheets: readonly Sheet[], pixels: number): void {
    this.dispose();
    this.#quads = Math.ceil(pixels / 4);
    this.#buffer = this.#device.createBuffer({
      label: 'InkPass.ink',
      size: Math.max(16, sheets.length * this.#quads * 16),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    this.#pages = sheets.map((sheet, n) => new Page(this.#device, sheet, n));
  }

  /** Forgets what is drawn, because the view, the size or the clock has changed: the next run draws the whole history. */
  wipe(): void {
    for (const page of this.#pages) page.inked = null;
  }

  /** Draws what is new since the last run. */
  run(encoder: GPUCommandEncoder, frame: GPUBuffer): void {
    if (this.#pages.some((page) => page.isStale)) {
      encoder.clearBuffer(this.buffer);
      for (const page of this.#pages) page.begin();
    }
    for (const page of this.#pages) this.#bringUp(encoder, page, frame);
  }

  dispose(): void {
    this.#buffer?.destroy();
    for (const page of this.#pages) page.dispose();
    this.#buffer = null;
    this.#pages = [];
  }

  #bringUp(encoder: GPUCommandEncoder, page: Page, frame: GPUBuffer): void {
    const { ensemble, kind, span } = page.sheet;
    const now = ensemble.tick;
    const fresh = page.inked === null;
    const from = page.inked ?? 0;
    // A start is drawn as the dot of tick 0, so a trail of n segments begins one tick before its first segment.
    const oldest = Math.max(0, now - ensemble.shape.slots + 2, now - span + 1);
    const first = Math.max(from, oldest);
    const segments = now + 1 - first;
    page.inked = now + 1;
    if (segments <= 0) return;
    const fade = kind === 'light' ? REMAINS ** (1 / span) : 1;
    if (!fresh) this.#growGain(encoder, page, fade ** -(now + 1 - from));
    this.#draw(encoder, page, frame, first, segments, fade);
  }

  /**
   * Light fades by what is new growing heavier, and the composite seeing all of it so much fainter: only now and then
   * is the ink itself scaled down.
   */
  #growGain(encoder: GPUCommandEncoder, page: Page, growth: number): void {
    if (page.gain * growth > MOST_GAIN) {
      this.#fade(encoder, page, 1 / (page.gain * growth));
      page.gain = 1;
    } else {
      page.gain *= growth;
    }
  }

  #draw(
    encoder: GPUCommandEncoder,
    page: Page,
    frame: GPUBuffer,
    first: number,
    segments: number,
    fade: number,
  ): void {
    const { ensemble, kind, halfWidth, dot, span } = page.sheet;
    const particles = ensemble.count - page.sheet.first;
    if (particles <= 0) return;
    page.trail.write({
      first: page.sheet.first,
      particles,
      first_tick: first,
      segments,
      sheet: page.number,
      epoch: page.epoch,
      half_width: halfWidth,
      dot,
      weight: WEIGHT * page.gain,
      span,
      fade,
    });
    const pass = encoder.beginComputePass({ label: `InkPass.${kind}.${ensemble.method.id}` });
    pass.setPipeline(this.#pipelines[kind]);
    pass.setBindGroup(
      0,
      this.#trailBindings.group({
        1: frame,
        2: ensemble.uniform.buffer,
        3: page.trail.buffer,
        4: ensemble.history,
        5: this.buffer,
      }),
    );
    dispatch(pass, particles * segments);
    pass.end();
  }

  #fade(encoder: GPUCommandEncoder, page: Page, factor: number): void {
    page.fading.write({ first: page.number * this.#quads, count: this.#quads, factor });
    const pass = encoder.beginComputePass({ label: 'InkPass.fade' });
    pass.setPipeline(this.#pipelines.fade);
    pass.setBindGroup(0, this.#fadeBindings.group({ 2: page.fading.buffer, 3: this.buffer }));
    dispatch(pass, this.#quads);
    pass.end();
  }
}

/** How far one sheet has been drawn. */
class Page {
  readonly sheet: Sheet;
  readonly number: number;
  readonly trail: Uniform<(typeof trailLayout)['shape']>;
  readonly fading: Uniform<(typeof fadeLayout)['shape']>;
  /** The next tick to draw; null: everything. */
  inked: number | null = null;
  /** How much heavier fresh light is than at the epoch. */
  gain = 1;
  epoch = 0;

  constructor(device: GPUDevice, sheet: Sheet, number: number) {
    this.sheet = sheet;
    this.number = number;
    this.trail = new Uniform(device, `InkPass.trail.${number}`, trailLayout);
    this.fading = new Uniform(device, `InkPass.fade.${number}`, fadeLayout);
  }

  /** Whether it has to be drawn anew: it never was, or its stamps have grown too long. */
  get isStale(): boolean {
    return this.inked === null || this.sheet.ensemble.tick - this.epoch >= LAST_STAMP;
  }

  /** Starts over: stamps count from the oldest tick that can be drawn. */
  begin(): void {
    this.epoch = Math.max(0, this.sheet.ensemble.tick - this.sheet.ensemble.shape.slots);
    this.inked = null;
    this.gain = 1;
  }

  dispose(): void {
    this.trail.dispose();
    this.fading.dispose();
  }
}
