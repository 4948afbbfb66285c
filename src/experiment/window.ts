import type { View } from '../objectives/objective';
import type { Point } from './values';

/** What of the plane a picture of so many device pixels shows: pixel = size/2 + (p − centre)·(scale, −scale). */
export interface Window {
  /** Centre, in the plane. */
  readonly x: number;
  readonly y: number;
  /** Device pixels per unit of the plane. */
  readonly scale: number;
  /** In device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly density: number;
  /** Device pixels per unit of what does not grow with the zoom: thicknesses of lines, sizes of marks. */
  readonly pen: number;
}

/** The window of a view onto a picture of width × height device pixels, lines and marks so many times as large as usual. */
export function windowOf(
  [x, y, halfHeight]: View,
  width: number,
  height: number,
  density: number,
  enlargement = 1,
): Window {
  return { x, y, scale: height / 2 / halfHeight, width, height, density, pen: density * enlargement };
}

/** Device pixel of a point, (0, 0) the upper left corner. */
export function toPixel(window: Window, [x, y]: Point): Point {
  const { scale, width, height } = window;
  return [width / 2 + (x - window.x) * scale, height / 2 - (y - window.y) * scale];
}

/** Point of the plane at a device pixel. */
export function toPlane(window: Window, [column, row]: Point): Point {
  const { scale, width, height } = window;
  return [window.x + (column - width / 2) / scale, window.y - (row - height / 2) / scale];
}
