import { shown } from '../../experiment/refusal';
import type { Instrument } from '../../instrument';
import { whole } from '../numbers';

/** What a picture or a clip is to be like. Scripts are not typed: whatever comes is judged. */
export interface FormatOptions {
  /** How many times as many pixels a side as on screen, from 1 to 4; 1 if nothing is said. */
  readonly scale?: number;
  /** The size in pixels, both or none, in place of a scale: what is drawn is as high as on screen, and as wide as it fits. */
  readonly width?: number;
  readonly height?: number;
  /** Whether the methods and the colours are explained, the caption is there, and the axes have numbers: all of it if nothing is said. */
  readonly legend?: boolean;
  readonly caption?: boolean;
  readonly axes?: boolean;
}

/** The size of a picture in pixels, and of the page that is painted into it in CSS pixels. */
export interface Format {
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture for each CSS pixel. */
  readonly density: number;
}

export const MOST_SCALE = 4;
const LEAST = 64;

/**
 * The format that is asked for.
 *
 * @throws RangeError in words if it is not allowed, or larger than the adapter draws
 */
export function formatOf(
  { window: { width, height, density }, largest }: Pick<Instrument, 'window' | 'largest'>,
  options: FormatOptions,
): Format {
  const format = hasSize(options)
    ? sized(options, height / density)
    : scaled({ width, height, density }, options.scale ?? 1);
  const most = largest.side;
  if (format.width > most || format.height > most || format.width * format.height > largest.pixels) {
    throw new RangeError(
      `A picture of ${sizeText(format)} is more than this graphics processor draws: ` +
        `up to ${whole(most)} pixels a side, ${whole(largest.pixels / 1e6)} million in all.`,
    );
  }
  return format;
}

/** "2,560 × 1,440 pixels" */
export function sizeText({ width, height }: Pick<Format, 'width' | 'height'>): string {
  return `${whole(width)} × ${whole(height)} pixels`;
}

function hasSize({ width, height }: FormatOptions): boolean {
  return width !== undefined || height !== undefined;
}

function scaled({ width, height, density }: Format, scale: unknown): Format {
  if (typeof scale !== 'number' || !(scale >= 1 && scale <= MOST_SCALE)) {
    throw new RangeError(`scale must be a number from 1 to ${MOST_SCALE} (given: ${shown(scale)})`);
  }
  return { width: Math.round(width * scale), height: Math.round(height * scale), density: density * scale };
}

function sized({ width, height, scale }: FormatOptions, layoutHeight: number): Format {
  if (scale !== undefined) throw new RangeError('Either a scale or width and height can be given, not both.');
  const [across, up] = [pixels('width', width), pixels('height', height)];
  return { width: across, height: up, density: up / layoutHeight };
}

function pixels(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= LEAST) return value;
  throw new RangeError(`${name} must be a whole number of pixels, ${LEAST} or more (given: ${shown(value)})`);
}
