import { along, type Range } from '../../../math/range';

/** What of a diagram is on screen. */
export interface OrbitsView {
  readonly etas: Range;
  readonly band: readonly [number, number];
}

/** A place in a diagram, as shares from the left and from below. */
export interface Share {
  readonly u: number;
  readonly v: number;
}

/** Pixels of a diagram. */
export interface Grain {
  readonly columns: number;
  readonly rows: number;
}

/** f32 has so many numbers between 1 and 2, as a share. */
const UNIT = 2 ** -23;
/** Narrower than this share of its end no range of η is allowed. */
const NARROWEST = 1.05e-5;
const LARGEST = 1e12;
/** A linear range does not begin closer to 0 than this share of its end. */
const LEAST_SHARE = 1e-4;
const DIGITS = 10;

/**
 * The view with everything about a place `factor` times as far away. Where neighbouring columns or rows would come to less than
 * f32 can tell apart, it stops short of that.
 */
export function zoomed(
  view: OrbitsView,
  { u, v }: Share,
  factor: number,
  grain: Grain,
  only: 'both' | 'eta' | 'band' = 'both',
): { readonly view: OrbitsView; readonly stopped: boolean } {
  const across =
    only === 'band' ? { etas: view.etas, stopped: false } : zoomedEtas(view.etas, u, factor, grain);
  const up = only === 'eta' ? { band: view.band, stopped: false } : zoomedBand(view.band, v, factor, grain);
  // Both stop together: a picture that narrows in one direction only is not what was asked for.
  if (factor < 1 && (across.stopped || up.stopped)) return { view, stopped: true };
  return { view: { etas: across.etas, band: up.band }, stopped: false };
}

/** The view moved by shares of its width and height. */
export function panned({ etas, band }: OrbitsView, { u, v }: Share): OrbitsView {
  const height = band[1] - band[0];
  return {
    etas: rangeOf(etas, -u, 1 - u),
    band: [rounded(band[0] - v * height, height), rounded(band[1] - v * height, height)],
  };
}

function zoomedEtas(etas: Range, u: number, factor: number, { columns }: Grain) {
  const next = rangeOf(etas, u - u * factor, u + (1 - u) * factor);
  const least = Math.max(NARROWEST, columns * UNIT) * next.to;
  return { etas: next, stopped: next.to - next.from < least };
}

/** The stretch of a range between two shares of it, which may lie outside; kept positive, and as wide. */
function rangeOf(etas: Range, u0: number, u1: number): Range {
  let [from, to] = [along(etas, u0), along(etas, u1)];
  if (etas.scale === 'lin' && from < LEAST_SHARE * (to - from)) {
    [from, to] = [LEAST_SHARE * (to - from), (1 + LEAST_SHARE) * (to - from)];
  }
  if (to > LARGEST) {
    const below = etas.scale === 'lin' ? from - (to - LARGEST) : from;
    [from, to] = [Math.max(below, LEAST_SHARE * LARGEST), LARGEST];
  }
  const width = to - from;
  return { from: rounded(from, width), to: rounded(to, width), scale: etas.scale };
}

function zoomedBand([low, high]: OrbitsView['band'], v: number, factor: number, { rows }: Grain) {
  const [at, height] = [low + v * (high - low), (high - low) * factor];
  const band = [rounded(at - v * height, height), rounded(at + (1 - v) * height, height)] as const;
  const least = rows * UNIT * Math.max(Math.abs(band[0]), Math.abs(band[1]));
  return { band, stopped: height < least };
}

/** A number to a tenth of a thousandth of what it is measured by. */
function rounded(value: number, size: number): number {
  const places = Math.max(0, Math.min(DIGITS + 6, 5 - Math.floor(Math.log10(size))));
  const short = Number(value.toFixed(Math.min(20, places)));
  return short === 0 && value !== 0 ? value : short;
}
