import type { View } from '../objectives/objective';

/** Neighbouring pixels lie so many units in the last place of the largest coordinate apart, at least. */
const UNITS = 2;
const ULP = 2 ** -23;

/**
 * The smallest half height of a view with this centre at which f32 still tells its pixels apart: 2h/rows ≥ 2·2⁻²³·max|θ|.
 * Shaders work in f32 and WGSL may reassociate sums, so that pairs of f32 are no way to go deeper everywhere.
 */
export function finestHalf([x, y, half]: View, { width, height }: { width: number; height: number }): number {
  const reach = Math.max(Math.abs(x) + (half * width) / height, Math.abs(y) + half);
  return (height / 2) * UNITS * ULP * reach;
}

/** Whether a view is, but for a hundredth, as fine as that, or finer. */
export function isFinest(view: View, size: { width: number; height: number }): boolean {
  return view[2] <= 1.01 * finestHalf(view, size);
}
