import { finestHalf } from '../experiment/finest';
import { clampView } from '../experiment/values';
import type { View } from '../objectives/objective';

/** A picture in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

type Pixel = readonly [column: number, row: number];

/** The point of the plane at a pixel. */
export function pointAt([x, y, half]: View, { width, height }: Size, [column, row]: Pixel): Pixel {
  const unit = (2 * half) / height;
  return [x + (column - width / 2) * unit, y - (row - height / 2) * unit];
}

/** The view after the plane was dragged by so many pixels. */
export function panned([x, y, half]: View, { height }: Size, [right, down]: Pixel): View {
  const unit = (2 * half) / height;
  return clampView(x - right * unit, y + down * unit, half);
}

/** The factor nearest to one asked for with which the view's pixels stay as wide as f32 can tell them apart. */
export function resolvableFactor(view: View, size: Size, factor: number): number {
  const least = Math.min(1, finestHalf(view, size) / view[2]);
  return Math.max(factor, least);
}

/**
 * The view with `factor` times the height, in which the point at `pixel` stays where it is:
 * c' = p + (c − p)·h'/h.
 */
export function zoomed(view: View, size: Size, pixel: Pixel, factor: number): View {
  const [x, y, half] = view;
  const [px, py] = pointAt(view, size, pixel);
  // The limits of zooming depend on the centre: what they leave of the factor moves the centre, too.
  const [, , allowed] = clampView(x, y, half * factor);
  const ratio = allowed / half;
  return clampView(px + (x - px) * ratio, py + (y - py) * ratio, allowed);
}
