import { along, type Range, shareAlong } from '../../math/range';
import type { Point } from '../../objectives/box';
import type { MapPart } from '../../theory/lab/shares';

/** What a map of start × η shows. */
export interface LineFrame {
  readonly line: readonly [Point, Point];
  readonly etas: Range;
  /** The window in which its boundary is measured: places along the line, and η. */
  readonly box: readonly [Point, Point] | null;
}

/** Pixels of the map. */
export interface Pixels {
  readonly columns: number;
  readonly rows: number;
}

/** f32 keeps so many bits; neighbouring pixels have to differ by two of its steps. */
const BITS = 23;
const STEPS = 2;
/** Coordinates reach so far, learning rates from the least to the largest. */
const FAR = 1e9;
const ETAS = { least: 1e-12, largest: 1e12 } as const;
/** On a linear axis η begins no lower than at this share of its end. */
const LOWEST = 1e-4;
/** The narrowest range of η, as a share of its end. */
const NARROWEST = 1e-5;

/**
 * The frame that shows a part of this one, or more than it; the window stays on the same starts and η. Where neighbouring
 * pixels would no longer differ in f32, or numbers would become too large, an axis stays as it is; `held` says so.
 */
export function reframed(
  frame: LineFrame,
  part: MapPart,
  pixels: Pixels,
): { readonly frame: LineFrame; readonly held: boolean } {
  const closer = { line: part.right - part.left < 1, etas: part.high - part.low < 1 };
  const line = partOfLine(frame.line, part);
  const etas = partOfRange(frame.etas, part);
  const lineHeld = !fits(line) || (closer.line && !isTold(line, pixels.columns));
  const etasHeld = etas === null || (closer.etas && !isToldRange(etas, pixels.rows));
  const next = {
    line: lineHeld ? frame.line : line,
    etas: etasHeld ? frame.etas : etas,
    box: lineHeld ? frame.box : moved(frame.box, part),
  };
  return { frame: next, held: lineHeld || etasHeld };
}

/** The part that remains in view when everything about (u, v) becomes so many times as large a part of the map. */
export function zoomPart([u, v]: Point, [across, up]: readonly [number, number]): MapPart {
  return { left: u - u * across, right: u + (1 - u) * across, low: v - v * up, high: v + (1 - v) * up };
}

/** A rectangle of places and η as a part of a frame, which it may exceed. */
export function partOfBox([low, high]: readonly [Point, Point], etas: Range): MapPart {
  return {
    left: low[0],
    right: high[0],
    low: shareAlong(etas, low[1]),
    high: shareAlong(etas, high[1]),
  };
}

/** The same the other way. */
export function boxOfPart({ left, right, low, high }: MapPart, etas: Range): readonly [Point, Point] {
  return [
    [six(left), six(along(etas, low))],
    [six(right), six(along(etas, high))],
  ];
}

const six = (value: number): number => Number(value.toPrecision(6));

/** What of a part lies within the frame; null if nothing does. */
export function visible({ left, right, low, high }: MapPart): MapPart | null {
  const part = {
    left: Math.max(0, left),
    right: Math.min(1, right),
    low: Math.max(0, low),
    high: Math.min(1, high),
  };
  return part.left < part.right && part.low < part.high ? part : null;
}

/** The line and the range of η of a part. */
export function cut({ line, etas }: LineFrame, part: MapPart): Pick<LineFrame, 'line' | 'etas'> {
  return {
    line: partOfLine(line, part),
    etas: { ...etas, from: along(etas, part.low), to: along(etas, part.high) },
  };
}

/** How many columns and rows f32 can tell apart, at most so many of each. */
export function toldApart({ line, etas }: Pick<LineFrame, 'line' | 'etas'>, most: number): Pixels {
  const largest = (fitting: (count: number) => boolean): number => {
    let count = most;
    while (count > 1 && !fitting(count)) count = Math.floor(count / 2);
    return count;
  };
  return {
    columns: largest((count) => isTold(line, count)),
    rows: largest((count) => isToldRange(etas, count)),
  };
}

function partOfLine([from, to]: LineFrame['line'], { left, right }: MapPart): LineFrame['line'] {
  const at = (u: number): Point => [
    short(from[0] + u * (to[0] - from[0])),
    short(from[1] + u * (to[1] - from[1])),
  ];
  return [at(left), at(right)];
}

/** On a linear axis a range that would begin below zero is moved up, as far as it has to. */
function partOfRange(etas: Range, { low, high }: MapPart): Range | null {
  const [from, to] = [along(etas, low), along(etas, high)];
  const least = etas.scale === 'lin' ? Math.max(ETAS.least, LOWEST * Math.min(etas.to, to)) : ETAS.least;
  const up = etas.scale === 'lin' ? Math.max(0, least - from) : 0;
  const moved = {
    ...etas,
    from: short(Math.max(least, from + up)),
    to: short(to + (high - low <= 1 + 1e-9 ? up : 0)),
  };
  const fine = moved.to <= ETAS.largest && moved.to - moved.from > NARROWEST * moved.to;
  return fine ? moved : null;
}

function moved(box: LineFrame['box'], { left, right }: MapPart): LineFrame['box'] {
  if (box === null) return null;
  const place = (u: number): number => Number(((u - left) / (right - left)).toPrecision(6));
  const [[u0, low], [u1, high]] = box;
  const there: LineFrame['box'] = [
    [place(u0), low],
    [place(u1), high],
  ];
  return fits(there) && place(u0) < place(u1) ? there : box;
}

/** f32 has seven digits; links need not have many more. */
const short = (value: number): number => Number(value.toPrecision(9));

function fits(points: readonly Point[]): boolean {
  return points.every((point) => point.every((value) => Math.abs(value) <= FAR));
}

function isTold([from, to]: LineFrame['line'], columns: number): boolean {
  const axis = (n: 0 | 1): boolean => {
    const farthest = Math.max(Math.abs(from[n]), Math.abs(to[n]));
    return Math.abs(to[n] - from[n]) / columns >= STEPS * stepOf(farthest);
  };
  return axis(0) || axis(1);
}

function isToldRange({ from, to }: Range, rows: number): boolean {
  return (to - from) / rows >= STEPS * stepOf(to) && to - from > NARROWEST * to;
}

/** From a number to the next larger one in f32. */
function stepOf(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.max(value, 2 ** -100))) - BITS);
}
