import type { Window } from '../experiment/window';

/**
 * How many pixels the segments from one list of positions to another cross, x₀ y₀ x₁ y₁ … each: along its longer side, one
 * at least; none for a particle that rests or whose segment ends beyond the picture.
 */
export function pixelsOf(
  before: Float32Array,
  after: Float32Array,
  shown: Pick<Window, 'x' | 'y' | 'scale' | 'width' | 'height'>,
): number {
  let pixels = 0;
  for (let i = 0; i < after.length; i += 2) {
    const [ax, ay] = [before[i] as number, before[i + 1] as number];
    const [bx, by] = [after[i] as number, after[i + 1] as number];
    if (ax === bx && ay === by) continue;
    const inside =
      2 * Math.abs(bx - shown.x) * shown.scale < shown.width &&
      2 * Math.abs(by - shown.y) * shown.scale < shown.height;
    if (inside)
      pixels += Math.max(1, Math.floor(Math.max(Math.abs(bx - ax), Math.abs(by - ay)) * shown.scale));
  }
  return pixels;
}
