import type { View } from './row';

/** A rectangle of the plane. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export type Point = readonly [x: number, y: number];

/** The box that a 16:9 window shows: [x ± 16/9 h] × [y ± h]. The region of starts is that of the home view. */
export function boxOfView([x, y, half]: View): Box {
  const width = (16 / 9) * half;
  return { left: x - width, right: x + width, bottom: y - half, top: y + half };
}

/** Points in rows from the lower left corner on, the edges included. */
export function gridOver({ left, right, bottom, top }: Box, columns: number, rows: number): readonly Point[] {
  return Array.from({ length: columns * rows }, (_, i) => {
    const column = (i % columns) / (columns - 1);
    const row = Math.floor(i / columns) / (rows - 1);
    return [left + column * (right - left), bottom + row * (top - bottom)] as const;
  });
}

/** The nearest point of a box. */
export function clampInto({ left, right, bottom, top }: Box, x: number, y: number): Point {
  return [Math.min(right, Math.max(left, x)), Math.min(top, Math.max(bottom, y))];
}

/** Whether a point lies in a box, its edge included. */
export function isIn({ left, right, bottom, top }: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

/** The length of a box's diagonal. */
export function diagonalOf({ left, right, bottom, top }: Box): number {
  return Math.hypot(right - left, top - bottom);
}
