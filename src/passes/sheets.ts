import type { Experiment } from '../experiment/experiment';
import type { Theme } from '../experiment/theme';
import type { Ensemble } from '../gpu/ensemble';
import type { Ensembles } from './ensembles';
import type { Heads } from './heads';
import type { Sheet } from './ink';

/** Crosses are drawn for so many particles of an ensemble at most. */
const MOST_CROSSES = 4000;

/** In CSS pixels. Gradient flow lies below, broad enough to be seen on both sides of a chord on top of it. */
const STYLE = {
  flow: { halfWidth: 1.35, dot: 0, radius: 3.2 },
  map: { halfWidth: 0.8, dot: 2.3, radius: 3.4 },
} as const;
/** Factor on all of it for pairs placed by hand among many. */
const PLACED = 1.5;

/** Flows first, so that chords and dots lie on top of the smooth curves. */
function inDrawingOrder(ensembles: Ensembles): readonly Ensemble[] {
  const rank = (ensemble: Ensemble) => (ensemble.method.kind === 'flow' ? 0 : 1);
  return [...ensembles.all].sort((a, b) => rank(a) - rank(b));
}

/** The sheets of the ink, from the lowest up. */
export function sheetsOf(
  { experiment, ensembles }: { readonly experiment: Experiment; readonly ensembles: Ensembles },
  look: 'strokes' | 'light',
  theme: Theme,
): readonly Sheet[] {
  const ordered = inDrawingOrder(ensembles);
  const span = (ensemble: Ensemble) => ensembles.trail * ensemble.shape.ticksPerStep;
  const color = (ensemble: Ensemble) => theme.methods[ensemble.method.id];
  const strokes = (ensemble: Ensemble, first: number, factor: number): Sheet => {
    const { halfWidth, dot } = STYLE[ensemble.method.kind];
    const widths = { halfWidth: factor * halfWidth, dot: factor * dot };
    return {
      ensemble,
      kind: 'strokes',
      first,
      ...widths,
      color: color(ensemble),
      opacity: 0.95,
      span: span(ensemble),
    };
  };
  if (look === 'strokes') return ordered.map((ensemble) => strokes(ensemble, 0, 1));
  const opacity = Math.min(0.7, 0.5 * Math.sqrt(1000 / ensembles.count));
  const light = ordered.map((ensemble): Sheet => {
    const dot = ensemble.method.kind === 'map' ? 2 : 0;
    return {
      ensemble,
      kind: 'light',
      first: 0,
      halfWidth: 0,
      dot,
      color: color(ensemble),
      opacity,
      span: span(ensemble),
    };
  });
  if (experiment.placed.length === 0) return light;
  return [...light, ...ordered.map((ensemble) => strokes(ensemble, ensemble.shape.placed, PLACED))];
}

/** Every stroke ends in its particle; of light, only the crosses of those that diverged are drawn one by one. */
export function headsOf(sheets: readonly Sheet[], theme: Theme, losses: boolean): readonly Heads[] {
  const shown = sheets.filter(({ kind }) => kind === 'strokes' || losses);
  return shown.map(({ ensemble, kind, first, color, halfWidth }) => {
    const { radius, halfWidth: usual } = STYLE[ensemble.method.kind];
    const strokes = kind === 'strokes';
    const count = strokes ? ensemble.count - first : Math.min(ensemble.count, MOST_CROSSES);
    const grown = strokes ? (radius * halfWidth) / usual : radius;
    return { ensemble, first, count, color, rim: theme.rim, radius: grown, halfWidth, discs: strokes };
  });
}
