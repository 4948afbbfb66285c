import apartMarksShader from '../../shaders/apartMarks.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import pairShader from '../../shaders/pair.wgsl?raw';
import type { Experiment } from '../experiment/experiment';
import { startBox } from '../experiment/starts';
import { gapColor, type Theme } from '../experiment/theme';
import type { Window } from '../experiment/window';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';
import { type Gaps, gapRange } from '../theory/gap';

/** `struct ApartMarks` of apartMarks.wgsl. */
export const apartMarksLayout = new Layout('ApartMarks', {
  lost: 'vec4f',
  rim: 'vec4f',
  half_size: 'f32',
  square: 'u32',
  low: 'f32',
  per_octave: 'f32',
  colors: ['vec4f', 16],
});

const COLORS = 16;
const BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'read' } as const;

/** The whole text of the shader that draws pairs in the colour of their gap. */
export const apartMarksShaderText = assembleShader(apartMarksShader, pairShader, frameShader);

/** Half the size of a mark, in CSS pixels; below `round` it is a square. */
const HALF_SIZE = { most: 7, least: 0.75, round: 6 } as const;
/** Parts of the distance between starts: discs leave room between them, squares overlap, so that they fill the plane. */
const SHARE = { disc: 0.8, square: 1.15 } as const;

/** Pairs, and what draws them. */
export interface MarkedPairs {
  readonly marks: ApartMarks;
  readonly pairs: GPUBuffer;
  readonly count: number;
  readonly gaps: Gaps;
}

/** What marks are drawn into. */
interface Setting {
  readonly experiment: Experiment;
  readonly window: Window;
  readonly theme: Theme;
}

/** Draws the start of every pair in the colour of its gap: few as discs, which lie under the trails, many as a map over them. */
export class ApartMarks {
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;
  readonly #uniform: Uniform<(typeof apartMarksLayout)['shape']>;

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<ApartMarks> {
    const label = 'ApartMarks';
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const bindings = new Bindings(device, label, visibility, BINDINGS);
    const recipe = { label, code: apartMarksShaderText, bindings };
    return new ApartMarks(device, bindings, await renderPipeline(device, recipe, format, 'straight'));
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    this.#uniform = new Uniform(device, 'ApartMarks.uniform', apartMarksLayout);
  }

  draw(
    pass: GPURenderPassEncoder,
    frame: GPUBuffer,
    { pairs, count, gaps }: MarkedPairs,
    { experiment, window, theme }: Setting,
  ): void {
    const { low, high } = gapRange(gaps);
    const half = halfSize(experiment, count, window);
    const map = half < HALF_SIZE.round;
    this.#uniform.write({
      lost: [...theme.axis, 0.35],
      rim: [...theme.rim, 0.85],
      half_size: Math.min(HALF_SIZE.most, half * (map ? SHARE.square : SHARE.disc)) * window.pen,
      square: map ? 1 : 0,
      low: Math.log2(low),
      per_octave: (COLORS - 1) / Math.log2(high / low),
      colors: Array.from({ length: COLORS }, (_, n) => [
        ...gapColor(n / (COLORS - 1), experiment.theme),
        1,
      ]).flat(),
    });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#bindings.group({ 1: frame, 2: this.#uniform.buffer, 3: pairs }));
    pass.draw(6 * count);
  }

  /** Whether the marks of so many pairs fill the plane. */
  isMap({ count }: MarkedPairs, { experiment, window }: Setting): boolean {
    return halfSize(experiment, count, window) < HALF_SIZE.round;
  }

  dispose(): void {
    this.#uniform.dispose();
  }
}

/** Half the distance between starts that are spread evenly over their region, in units of thickness. */
function halfSize(experiment: Experiment, count: number, { scale, pen }: Window): number {
  const { width, height } = startBox(experiment);
  const spacing = (Math.sqrt((width * height) / count) * scale) / pen;
  return Math.max(HALF_SIZE.least, spacing / 2);
}
