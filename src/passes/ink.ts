import ensembleShader from '../../shaders/ensemble.wgsl?raw';
import fadeShader from '../../shaders/fade.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import inkShader from '../../shaders/ink.wgsl?raw';
import lightShader from '../../shaders/light.wgsl?raw';
import markShader from '../../shaders/mark.wgsl?raw';
import respawnShader from '../../shaders/respawn.wgsl?raw';
import strokeShader from '../../shaders/stroke.wgsl?raw';
import trailShader from '../../shaders/trail.wgsl?raw';
import type { Style } from '../experiment/marks';
import { Bindings } from '../gpu/bindings';
import type { Ensemble } from '../gpu/ensemble';
import { Layout, Uniform } from '../gpu/layout';
import { computePipelines, dispatch } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';
import { Backlog, type Stretch } from './backlog';
import { packMark } from './mark';

/** `struct Trail` of trail.wgsl. */
export const trailLayout = new Layout('Trail', {
  first_particle: 'u32',
  first: 'u32',
  strands: 'u32',
  first_tick: 'u32',
  first_slot: 'u32',
  sheet: 'u32',
  epoch: 'u32',
  half_width: 'f32',
  dot: 'f32',
  weight: 'f32',
  fading: 'f32',
  decay: 'f32',
  turns: 'u32',
  turn: 'u32',
  most: 'u32',
  dashes: 'f32',
  share: 'f32',
  mark: ['vec4f', 3],
});

/** `struct Fade` of fade.wgsl. */
export const fadeLayout = new Layout('Fade', { first: 'u32', count: 'u32', factor: 'f32' });

const LIGHT_BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'uniform', 4: 'read', 5: 'write' } as const;
const STROKES_BINDINGS = { ...LIGHT_BINDINGS, 6: 'write' } as const;
const FADE_BINDINGS = { 2: 'uniform', 3: 'write' } as const;

const trailParts = [trailShader, markShader, inkShader, ensembleShader, respawnShader, frameShader];

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
  /** How strokes look; light has no marks, but more weight where a style has them. */
  readonly style: Style;
  readonly color: readonly [number, number, number];
  readonly opacity: number;
  /** Ticks after which a trail has faded. */
  readonly span: number;
  /** One of so many neighbours is drawn at a time, and weighs as much as all of them: they take turns. */
  readonly turns: number;
}

/** What is left of light when its trail has reached its full length. */
const REMAINS = 0.02;
/** Of a fresh segment on a pixel, when nothing has faded yet. */
const WEIGHT = 64;
/** How much more of light a map leaves where it has been than on its way there. */
const EMPHASIS = 2;
/** Fresh light weighs up to so many times that before all ink is scaled down: 10⁶ segments on a pixel still fit. */
const MOST_GAIN = 64;
/** A pixel is as bright as can be far below this density: it takes no more light. */
const PLENTY = 64;
/** Far from where 32 bits overflow. */
const MOST_INK = 2 ** 31;
/** A stamp has 24 bits: after so many ticks they count anew, from another epoch. */
const LAST_STAMP = 2 ** 24 - 2;

/** Pixels a side of a tile of strokes, as ink.wgsl has it. */
const TILE = 32;

interface Tools {
  readonly bindings: {
    readonly strokes: Bindings<typeof STROKES_BINDINGS>;
    readonly light: Bindings<typeof LIGHT_BINDINGS>;
    readonly fade: Bindings<typeof FADE_BINDINGS>;
  };
  readonly pipelines: Readonly<Record<'strokes' | 'light' | 'fade', GPUComputePipeline>>;
}

/**
 * The trails, drawn into storage buffers by compute shaders: one sheet of numbers per ensemble. Only new segments
 * are drawn as long as the view rests; all of them, from the history, when it has moved.
 */
export class InkPass {
  readonly #device: GPUDevice;
  readonly #tools: Tools;
  /** Of all pages. */
  #buffers: readonly GPUBuffer[] = [];
  /** Quadruples of pixels in a sheet. */
  #quads = 0;
  #pages: readonly Page[] = [];

  static async create(device: GPUDevice): Promise<InkPass> {
    const { COMPUTE } = GPUShaderStage;
    const bindings = {
      strokes: new Bindings(device, 'InkPass.strokes', COMPUTE, STROKES_BINDINGS),
      light: new Bindings(device, 'InkPass.light', COMPUTE, LIGHT_BINDINGS),
      fade: new Bindings(device, 'InkPass.fade', COMPUTE, FADE_BINDINGS),
    };
    const recipe = (kind: 'strokes' | 'light' | 'fade') => {
      return { label: `InkPass.${kind}`, code: inkShaderTexts[kind], bindings: bindings[kind] };
    };
    const [strokes, light, { fade }] = await Promise.all([
      computePipelines(device, recipe('strokes'), ['draw']),
      computePipelines(device, recipe('light'), ['draw']),
      computePipelines(device, recipe('fade'), ['fade']),
    ]);
    return new InkPass(device, { bindings, pipelines: { strokes: strokes.draw, light: light.draw, fade } });
  }

  private constructor(device: GPUDevice, tools: Tools) {
    this.#device = device;
    this.#tools = tools;
  }

  /** What is drawn, in the order of the sheets, for the composite. */
  get pages(): readonly Page[] {
    return this.#pages;
  }

  /** Lays out fresh sheets, light first, over a picture of this size. All light lies in one buffer, as far as it has room. */
  lay(sheets: readonly Sheet[], width: number, height: number): void {
    this.dispose();
    this.#quads = Math.ceil((width * height) / 4);
    const size = 16 * this.#quads;
    const room = Math.floor(this.#device.limits.maxStorageBufferBindingSize / size);
    const lights = sheets.filter(({ kind }) => kind === 'light');
    const shown = lights.slice(0, room);
    if (shown.length < lights.length) console.warn(`The adapter has room for the light of ${room} methods.`);
    const light = this.#buffer('light', Math.max(16, shown.length * size));
    const tiles = 4 * Math.ceil(width / TILE) * Math.ceil(height / TILE);
    const strokes = sheets.filter(({ kind }) => kind === 'strokes');
    this.#pages = [
      ...shown.map((sheet, n) => new Page(this.#device, sheet, n, light, null)),
      ...strokes.map((sheet, n) => {
        const ink = this.#buffer(`strokes.${n}`, size);
        return new Page(this.#device, sheet, 0, ink, this.#buffer(`tiles.${n}`, tiles));
      }),
    ];
    this.#buffers = [light, ...this.#pages.flatMap(({ ink, tiles }) => (tiles === null ? [] : [ink, tiles]))];
  }

  /** Forgets what is drawn, because the view, the size or the clock has changed: the next run draws the whole history. */
  wipe(): void {
    for (const page of this.#pages) page.inked = null;
  }

  /** Segments that are still to be drawn. */
  get owed(): number {
    return this.#pages.reduce((sum, page) => sum + page.owed, 0);
  }

  /**
   * Draws what is new since the last run, and of what is owed, the newest first, at most about so many segments; returns how many.
   */
  run(encoder: GPUCommandEncoder, frame: GPUBuffer, budget = Number.POSITIVE_INFINITY): number {
    if (this.#pages.some((page) => page.isStale)) {
      for (const buffer of this.#buffers) encoder.clearBuffer(buffer);
      for (const page of this.#pages) page.begin();
    }
    for (const page of this.#pages) this.#age(encoder, page);
    const { owed } = this;
    let drawn = 0;
    for (const page of this.#pages) {
      const share = owed > budget ? (budget * page.owed) / owed : Number.POSITIVE_INFINITY;
      for (const [n, stretch] of page.take(share).entries()) {
        this.#draw(encoder, page, frame, stretch, page.uniform(n));
        drawn += stretch.ticks * stretch.strands;
      }
    }
    return drawn;
  }

  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    for (const page of this.#pages) page.dispose();
    this.#buffers = [];
    this.#pages = [];
  }

  #buffer(name: string, size: number): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    return this.#device.createBuffer({ label: `InkPass.${name}`, size, usage });
  }

  /** Lets what is drawn grow older by the ticks that have been taken since, and owes their segments. */
  #age(encoder: GPUCommandEncoder, page: Page): void {
    const ticks = page.catchUp();
    if (page.sheet.kind === 'light' && ticks > 0) this.#growGain(encoder, page, page.fade ** -ticks);
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
    stretch: Stretch,
    trail: Uniform<(typeof trailLayout)['shape']>,
  ): void {
    const { ensemble, kind, style, span, opacity, turns } = page.sheet;
    trail.write({
      first_particle: page.sheet.first,
      first: stretch.first,
      strands: stretch.strands,
      first_tick: stretch.firstTick,
      first_slot: stretch.firstTick % ensemble.shape.slots,
      sheet: page.number,
      epoch: page.epoch,
      half_width: style.halfWidth,
      dot: kind === 'light' && style.dot > 0 ? EMPHASIS : style.dot,
      weight: page.weight,
      fading: 1 / span,
      decay: Math.log2(page.fade),
      turns,
      turn: span,
      most: Math.min(MOST_INK, (PLENTY * page.weight) / opacity),
      ...style.dash,
      mark: packMark(style.mark),
    });
    const pass = encoder.beginComputePass({ label: `InkPass.${kind}.${ensemble.method.id}` });
    pass.setPipeline(this.#tools.pipelines[kind]);
    pass.setBindGroup(0, this.#groupOf(page, frame, trail.buffer));
    dispatch(pass, stretch.strands, stretch.ticks);
    pass.end();
  }

  #groupOf({ sheet, ink, tiles }: Page, frame: GPUBuffer, trail: GPUBuffer): GPUBindGroup {
    const { uniform, history } = sheet.ensemble;
    const resources = { 1: frame, 2: uniform.buffer, 3: trail, 4: history, 5: ink };
    const { strokes, light } = this.#tools.bindings;
    return tiles === null ? light.group(resources) : strokes.group({ ...resources, 6: tiles });
  }

  #fade(encoder: GPUCommandEncoder, page: Page, factor: number): void {
    page.fading.write({ first: page.number * this.#quads, count: this.#quads, factor });
    const pass = encoder.beginComputePass({ label: 'InkPass.fade' });
    pass.setPipeline(this.#tools.pipelines.fade);
    pass.setBindGroup(0, this.#tools.bindings.fade.group({ 2: page.fading.buffer, 3: page.ink }));
    dispatch(pass, this.#quads);
    pass.end();
  }
}

/** One sheet in its buffers, and how far it has been drawn. */
export class Page {
  readonly sheet: Sheet;
  /** Its place among those that share its buffer. */
  readonly number: number;
  readonly ink: GPUBuffer;
  /** Of strokes: the newest stamp in each tile. */
  readonly tiles: GPUBuffer | null;
  readonly fading: Uniform<(typeof fadeLayout)['shape']>;
  /** The tick after the newest that has been drawn or is owed; null: nothing has. */
  inked: number | null = null;
  /** How much heavier fresh light is than at the epoch. */
  gain = 1;
  /** The tick that stamps count from. */
  epoch = 0;
  readonly #device: GPUDevice;
  readonly #backlog = new Backlog();
  /** Of each stretch that is drawn in one run. */
  readonly #trails: Uniform<(typeof trailLayout)['shape']>[] = [];

  constructor(device: GPUDevice, sheet: Sheet, number: number, ink: GPUBuffer, tiles: GPUBuffer | null) {
    this.#device = device;
    this.sheet = sheet;
    this.number = number;
    this.ink = ink;
    this.tiles = tiles;
    this.fading = new Uniform(device, `InkPass.fade.${sheet.ensemble.method.id}`, fadeLayout);
  }

  /** What a fresh segment of light adds to a pixel at present. */
  get weight(): number {
    return WEIGHT * this.gain;
  }

  /** Whether it has to be drawn anew: it never was, or its stamps have grown too long. */
  get isStale(): boolean {
    return this.inked === null || this.sheet.ensemble.tick - this.epoch >= LAST_STAMP;
  }

  /** What is left of light after a tick. */
  get fade(): number {
    return this.sheet.kind === 'light' ? REMAINS ** (1 / this.sheet.span) : 1;
  }

  /** Segments that are still to be drawn. */
  get owed(): number {
    return this.#backlog.owed(this.#strands);
  }

  /** Takes about so many of those that are owed, to be drawn now. */
  take(budget: number): readonly Stretch[] {
    return this.#backlog.take(budget, this.#strands);
  }

  /** Owes what is new, and no longer what has faded meanwhile; returns how much older what was drawn has become, in ticks. */
  catchUp(): number {
    const { ensemble, span } = this.sheet;
    const now = ensemble.tick;
    // A start is drawn as the dot of tick 0, so a trail of n segments begins one tick before its first segment.
    const oldest = Math.max(0, now - ensemble.shape.slots + 2, now - span + 1);
    this.#backlog.add(Math.max(this.inked ?? 0, oldest), now);
    this.#backlog.forgetBefore(oldest);
    const older = this.inked === null ? 0 : now + 1 - this.inked;
    this.inked = now + 1;
    return older;
  }

  /** Where the n-th stretch of a run is described: all of them are, before any is drawn. */
  uniform(n: number): Uniform<(typeof trailLayout)['shape']> {
    const label = `InkPass.trail.${this.sheet.ensemble.method.id}.${n}`;
    this.#trails[n] ??= new Uniform(this.#device, label, trailLayout);
    return this.#trails[n];
  }

  /** Starts over: stamps count from the oldest tick that can be drawn. */
  begin(): void {
    this.epoch = Math.max(0, this.sheet.ensemble.tick - this.sheet.ensemble.shape.slots);
    this.inked = null;
    this.#backlog.clear();
    this.gain = 1;
  }

  /** Trails that are drawn at a time. */
  get #strands(): number {
    const { ensemble, first, turns } = this.sheet;
    return Math.ceil((ensemble.count - first) / turns);
  }

  dispose(): void {
    for (const trail of this.#trails) trail.dispose();
    this.fading.dispose();
  }
}
