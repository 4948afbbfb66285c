import lightShader from '../../shaders/compositeLight.wgsl?raw';
import strokesShader from '../../shaders/compositeStrokes.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import inkShader from '../../shaders/ink.wgsl?raw';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';
import type { InkPass, Page } from './ink';

/** `struct Lights` of compositeLight.wgsl. */
export const lightsLayout = new Layout('Lights', {
  colors: ['vec4f', 16],
  exposures: ['vec4f', 4],
  bright: 'f32',
});

/** `struct Layer` of compositeStrokes.wgsl. */
export const layerLayout = new Layout('Layer', {
  color: 'vec4f',
  half_width: 'f32',
  fading: 'f32',
  now: 'u32',
});

const LIGHT_BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'read' } as const;
const STROKES_BINDINGS = { ...LIGHT_BINDINGS, 4: 'read' } as const;

/** The whole texts of the shaders that lay ink over the field; that of light for so many sheets. */
export const compositeShaderTexts = {
  strokes: assembleShader(strokesShader, inkShader, frameShader),
  light: (sheets: number) => {
    const lines = Array.from({ length: sheets }, (_, n) => {
      const exposure = `lights.exposures[${Math.floor(n / 4)}].${'xyzw'[n % 4]}`;
      return `light = mixed(light, ink[at + ${n}u * sheet], ${exposure}, lights.colors[${n}]);`;
    });
    const body = ['var light = Light(0.0, vec4f(0.0));', ...lines, 'return light;'].join('\n  ');
    const lightAt = `fn light_at(at: u32, sheet: u32) -> Light {\n  ${body}\n}`;
    return assembleShader(lightShader, lightAt, inkShader, frameShader);
  },
} as const;

/** Lays the ink over the field: light, all methods mixed, and over it the strokes, sheet by sheet. */
export class CompositePass {
  readonly #device: GPUDevice;
  readonly #lightBindings: Bindings<typeof LIGHT_BINDINGS>;
  readonly #strokesBindings: Bindings<typeof STROKES_BINDINGS>;
  readonly #pipelines: Pipelines;
  readonly #lights: Uniform<(typeof lightsLayout)['shape']>;
  #layers: Uniform<(typeof layerLayout)['shape']>[] = [];

  /** For so many sheets of light, 0 if there are only strokes. */
  static async create(device: GPUDevice, lights: number, format: GPUTextureFormat): Promise<CompositePass> {
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const light = new Bindings(device, 'CompositePass.light', visibility, LIGHT_BINDINGS);
    const strokes = new Bindings(device, 'CompositePass.strokes', visibility, STROKES_BINDINGS);
    const pipeline = (label: string, code: string, bindings: typeof light | typeof strokes) =>
      renderPipeline(device, { label: `CompositePass.${label}`, code, bindings }, format, 'premultiplied');
    const pipelines = await Promise.all([
      pipeline('strokes', compositeShaderTexts.strokes, strokes),
      lights > 0 ? pipeline('light', compositeShaderTexts.light(lights), light) : null,
    ]);
    return new CompositePass(device, { light, strokes }, { strokes: pipelines[0], light: pipelines[1] });
  }

  private constructor(
    device: GPUDevice,
    bindings: { light: Bindings<typeof LIGHT_BINDINGS>; strokes: Bindings<typeof STROKES_BINDINGS> },
    pipelines: Pipelines,
  ) {
    this.#device = device;
    this.#lightBindings = bindings.light;
    this.#strokesBindings = bindings.strokes;
    this.#pipelines = pipelines;
    this.#lights = new Uniform(device, 'CompositePass.lights', lightsLayout);
  }

  /** The pass's target already shows the field. */
  run(pass: GPURenderPassEncoder, frame: GPUBuffer, ink: InkPass, bright: boolean): void {
    this.#runLight(pass, frame, ink.pages, bright);
    pass.setPipeline(this.#pipelines.strokes);
    ink.pages.forEach((page, n) => {
      if (page.tiles === null) return;
      const layer = this.#layerOf(n);
      layer.write(strokesLayer(page));
      const resources = { 1: frame, 2: layer.buffer, 3: page.ink, 4: page.tiles };
      pass.setBindGroup(0, this.#strokesBindings.group(resources));
      pass.draw((6 * page.tiles.size) / 4);
    });
  }

  dispose(): void {
    for (const uniform of [this.#lights, ...this.#layers]) uniform.dispose();
  }

  #runLight(pass: GPURenderPassEncoder, frame: GPUBuffer, pages: readonly Page[], bright: boolean): void {
    const lights = pages.filter(({ sheet }) => sheet.kind === 'light');
    const [first] = lights;
    if (first === undefined || this.#pipelines.light === null) return;
    this.#lights.write({
      colors: lights.flatMap(({ sheet }) => [...sheet.color, 1]),
      exposures: lights.map(({ sheet, weight }) => sheet.opacity / weight),
      bright: bright ? 1 : 0,
    });
    pass.setPipeline(this.#pipelines.light);
    pass.setBindGroup(0, this.#lightBindings.group({ 1: frame, 2: this.#lights.buffer, 3: first.ink }));
    pass.draw(3);
  }

  #layerOf(n: number): Uniform<(typeof layerLayout)['shape']> {
    const uniform = this.#layers[n] ?? new Uniform(this.#device, `CompositePass.layer.${n}`, layerLayout);
    this.#layers[n] = uniform;
    return uniform;
  }
}

interface Pipelines {
  readonly strokes: GPURenderPipeline;
  readonly light: GPURenderPipeline | null;
}

function strokesLayer({ sheet, epoch }: Page) {
  const { color, opacity, style, ensemble, span } = sheet;
  return {
    color: [...color.map((part) => part * opacity), opacity],
    half_width: style.halfWidth,
    fading: 1 / span,
    now: ensemble.tick - epoch + 1,
  };
}
