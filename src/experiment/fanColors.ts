import { interpolatePlasma } from 'd3-scale-chromatic';
import type { Settings } from './keys';
import type { Color } from './theme';

/** The part of the map that stands out from the ground of each theme. */
const PARTS = { dark: [0.3, 0.98], light: [0.02, 0.8], projector: [0, 0.48] } as const;

/**
 * The colour of an η, `share` of the way along its range: Plasma (Smith & van der Walt, 2015), which rises evenly in
 * lightness. It begins near the blue of gradient flow, which small η follow, and ends in yellow.
 */
export function etaColor(theme: Settings['theme'], share: number): Color {
  const [from, to] = PARTS[theme];
  const text = interpolatePlasma(from + (to - from) * Math.min(1, Math.max(0, share)));
  const part = (at: number): number => Number.parseInt(text.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}
