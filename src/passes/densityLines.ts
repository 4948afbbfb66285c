import linesShader from '../../shaders/densityLines.wgsl?raw';
import frameShader from '../../shaders/frame.wgsl?raw';
import type { Color, Theme } from '../experiment/theme';
import { toPixel, type Window } from '../experiment/window';
import { Bindings } from '../gpu/bindings';
import { Layout, Uniform } from '../gpu/layout';
import { renderPipeline } from '../gpu/pipeline';
import { assembleShader } from '../gpu/shader';
import { cellOf, type Grid } from '../theory/density';
import { type Isoline, isolines } from '../theory/isolines';

/** `struct DensityLines` of densityLines.wgsl. */
export const densityLinesLayout = new Layout('DensityLines', {
  color: 'vec4f',
  origin: 'vec2f',
  unit: 'f32',
  half_width: 'f32',
  period: 'f32',
});

const BINDINGS = { 1: 'uniform', 2: 'uniform', 3: 'read' } as const;

/** The whole text of the shader that draws isolines. */
export const densityLinesShaderText = assembleShader(linesShader, frameShader);

/** Numbers of `struct Segment` of densityLines.wgsl. */
const SEGMENT = 6;
/** Of points on a line, at least, in cells. */
const SPACING = 0.8;
/** A dash and the gap after it, in heights of a cell. */
const PERIOD = 1.4;
/** In CSS pixels. */
const HALF_WIDTH = { found: 1.5, law: 0.9, rim: 1.1 } as const;
const RIM_OPACITY = 0.8;

/** The isolines of one density on the GPU. */
interface Lines {
  readonly grid: Grid;
  readonly segments: number;
  readonly buffer: GPUBuffer;
}

/** Which density: the one that was found by counting, or the one that theory has for it. */
type Which = 'found' | 'law';

/** Draws the isolines of two densities, each with a rim, so that they stand out from what lies below. */
export class DensityLines {
  readonly #device: GPUDevice;
  readonly #bindings: Bindings<typeof BINDINGS>;
  readonly #pipeline: GPURenderPipeline;
  readonly #uniforms: readonly Uniform<(typeof densityLinesLayout)['shape']>[];
  readonly #lines: Record<Which, Lines | null> = { found: null, law: null };

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<DensityLines> {
    const label = 'DensityLines';
    const visibility = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    const bindings = new Bindings(device, label, visibility, BINDINGS);
    const recipe = { label, code: densityLinesShaderText, bindings };
    return new DensityLines(device, bindings, await renderPipeline(device, recipe, format, 'straight'));
  }

  private constructor(device: GPUDevice, bindings: Bindings<typeof BINDINGS>, pipeline: GPURenderPipeline) {
    this.#device = device;
    this.#bindings = bindings;
    this.#pipeline = pipeline;
    const names = ['foundRim', 'found', 'lawRim', 'law'];
    this.#uniforms = names.map((name) => new Uniform(device, `DensityLines.${name}`, densityLinesLayout));
  }

  /** Replaces the lines of a density, given cell by cell. */
  lay(which: Which, values: Float64Array, levels: readonly number[], grid: Grid): void {
    this.drop(which);
    const { columns, rows } = grid;
    const lines = levels.flatMap((level) => (level > 0 ? isolines(values, columns, rows, level) : []));
    const numbers = new Float32Array(lines.flatMap((line) => segmentsOf(line, grid)));
    const buffer = this.#device.createBuffer({
      label: `DensityLines.${which}`,
      size: Math.max(4 * SEGMENT, numbers.byteLength),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    this.#device.queue.writeBuffer(buffer, 0, numbers);
    this.#lines[which] = { grid, segments: numbers.length / SEGMENT, buffer };
  }

  drop(which: Which): void {
    this.#lines[which]?.buffer.destroy();
    this.#lines[which] = null;
  }

  /** Over whatever the pass's target shows. Lines stay where they are in the plane, also when the window moves. */
  draw(pass: GPURenderPassEncoder, frame: GPUBuffer, window: Window, theme: Theme, color: Color): void {
    const { found, law } = HALF_WIDTH;
    const rim = { color: theme.rim, opacity: RIM_OPACITY };
    const strokes: readonly (readonly [Which, Style])[] = [
      ['found', { ...rim, halfWidth: found + HALF_WIDTH.rim }],
      ['found', { color, opacity: 1, halfWidth: found }],
      ['law', { ...rim, halfWidth: law + HALF_WIDTH.rim }],
      ['law', { color: theme.axis, opacity: 1, halfWidth: law }],
    ];
    pass.setPipeline(this.#pipeline);
    strokes.forEach(([which, style], n) => {
      const [lines, uniform] = [this.#lines[which], this.#uniforms[n]];
      if (lines === null || uniform === undefined || lines.segments === 0) return;
      uniform.write(numbersOf(lines.grid, window, style, which === 'law'));
      pass.setBindGroup(0, this.#bindings.group({ 1: frame, 2: uniform.buffer, 3: lines.buffer }));
      pass.draw(6 * lines.segments);
    });
  }

  dispose(): void {
    this.drop('found');
    this.drop('law');
    for (const uniform of this.#uniforms) uniform.dispose();
  }
}

interface Style {
  readonly color: Color;
  readonly opacity: number;
  /** In CSS pixels. */
  readonly halfWidth: number;
}

function numbersOf(grid: Grid, window: Window, { color, opacity, halfWidth }: Style, dashed: boolean) {
  const unit = cellOf(grid).height * window.scale;
  return {
    color: [...color, opacity],
    origin: toPixel(window, [grid.box.left, grid.box.bottom]),
    unit,
    half_width: halfWidth * window.pen,
    period: dashed ? PERIOD * unit : 0,
  };
}

/**
 * The segments of one line in heights of a cell from the grid's corner, and how far along it they lie, in periods of its
 * dashes: of a closed line a whole number of these.
 */
function segmentsOf(line: Isoline, grid: Grid): readonly number[] {
  const { width, height } = cellOf(grid);
  const points = thinned(line).map(
    ([column, row]) => [((column + 0.5) * width) / height, row + 0.5] as const,
  );
  const lengths = points.slice(1).map(([x, y], n) => {
    const [fromX, fromY] = points[n] ?? [x, y];
    return Math.hypot(x - fromX, y - fromY);
  });
  const periods = lengths.reduce((sum, length) => sum + length, 0) / PERIOD;
  const scale = isClosed(line) ? Math.max(1, Math.round(periods)) / periods / PERIOD : 1 / PERIOD;
  let along = 0;
  return lengths.flatMap((length, n) => {
    const from = along;
    along += length * scale;
    return [...(points[n] ?? []), ...(points[n + 1] ?? []), from, along];
  });
}

/** The line without points that lie nearer to the last one than SPACING: half as many cost half as much to draw. */
function thinned(line: Isoline): Isoline {
  let last = line[0];
  return line.filter((point, n) => {
    const near = last !== undefined && Math.hypot(point[0] - last[0], point[1] - last[1]) < SPACING;
    if (near && n > 0 && n + 1 < line.length) return false;
    last = point;
    return true;
  });
}

function isClosed(line: Isoline): boolean {
  const [first, last] = [line[0], line.at(-1)];
  return first !== undefined && first[0] === last?.[0] && first[1] === last[1];
}
