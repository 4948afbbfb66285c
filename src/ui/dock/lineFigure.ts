import { along, shareAlong } from '../../math/range';
import type { Point } from '../../objectives/box';
import type { MapPart } from '../../theory/lab/shares';
import { thresholdsOf } from '../../theory/lab/thresholds';
import { pointText } from '../fateWords';
import type { MapFigure, MapLevel } from '../mapFigure';
import { figures } from '../numbers';
import type { LineFrame } from './lineFrame';
import { partOfBox } from './lineFrame';
import type { LineModel } from './lineModel';

/** Thresholds of this rank or more are lines across the map. */
const ACROSS = 2;
/** A point is on a line if it is no farther from it than this share of its length. */
const ON = 1e-3;

/** What the map of start × η shows now. */
export function lineFigure(
  model: LineModel,
  image: CanvasImageSource | null,
  levels: MapFigure['levels'],
): MapFigure {
  const { frame, shown } = model;
  const { line, etas, box } = frame;
  const placed = shown === null ? null : placeIn(frame, shown.frame);
  return {
    x: {
      label: 'start: place along the line',
      range: { from: 0, to: 1, scale: 'lin' },
      ends: [pointText(line[0], digitsOf(line)), pointText(line[1], digitsOf(line))],
    },
    y: { label: 'η', range: etas },
    image: placed === null ? null : image,
    placed: placed ?? { left: 0, right: 1, low: 0, high: 1 },
    levels,
    window: box === null ? null : partOfBox(box, etas),
  };
}

/** So many digits tell places along a line apart. */
export function digitsOf([a, b]: LineFrame['line']): number {
  const farthest = Math.max(...[...a, ...b].map(Math.abs));
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  return Math.min(12, 4 + Math.max(0, Math.ceil(Math.log10(farthest / length))));
}

/** Where an older frame lies in the present one: exactly, where it is of the same line. null where its axis is another one. */
function placeIn({ line, etas }: LineFrame, old: LineFrame): MapPart | null {
  if (old.etas.scale !== etas.scale) return null;
  const [a, b] = line;
  const along = [b[0] - a[0], b[1] - a[1]] as const;
  const square = along[0] ** 2 + along[1] ** 2;
  const place = ([x, y]: Point): number => ((x - a[0]) * along[0] + (y - a[1]) * along[1]) / square;
  const aside = ([x, y]: Point): number => Math.abs((x - a[0]) * along[1] - (y - a[1]) * along[0]) / square;
  const [left, right] = old.line.map(place);
  const same = old.line.every((end) => aside(end) < ON) && (left ?? 0) < (right ?? 0);
  return {
    left: same ? (left ?? 0) : 0,
    right: same ? (right ?? 1) : 1,
    low: shareAlong(etas, old.etas.from),
    high: shareAlong(etas, old.etas.to),
  };
}

/** What happens at some η, as lines across the map; period doublings as ticks beside it. */
export function levelsOf({ session }: LineModel): readonly MapLevel[] {
  const { facts, experiment } = session.instrument;
  return thresholdsOf(facts, experiment.rule, experiment).map(({ eta, label, rank }) => ({
    at: eta,
    label: `${label.replace(' up to here', ' ≤')} ${figures(eta, 4)}`,
    rank,
    across: rank >= ACROSS,
  }));
}

/** The start and η at (u, v) of a frame. */
export function pointOf({ line, etas }: LineFrame, u: number, v: number): { start: Point; eta: number } {
  const [a, b] = line;
  return { start: [a[0] + u * (b[0] - a[0]), a[1] + u * (b[1] - a[1])], eta: along(etas, v) };
}
