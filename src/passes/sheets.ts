import type { Experiment } from '../experiment/experiment';
import { enlarged, STYLES } from '../experiment/marks';
import type { Theme } from '../experiment/theme';
import type { Ensemble } from '../gpu/ensemble';
import { METHODS } from '../methods/table';
import type { Ensembles } from './ensembles';
import type { Heads } from './heads';
import type { Sheet } from './ink';

/** Crosses are drawn for so many particles of an ensemble at most. */
const MOST_CROSSES = 4000;
/** Factor on the lengths of strokes and particles that were placed by hand among many. */
const PLACED = 1.5;

/** Up to so many pairs, the light of each is drawn at every tick. */
const ALL_UP_TO = 20_000;
/** Beyond, trails that are drawn at a time become more by this power of the count: an opaque blot needs no more threads. */
const GROWTH = 0.2;

/** What of a scene decides how trails are drawn. */
interface Particles {
  readonly experiment: Experiment;
  readonly ensembles: Ensembles;
}

/** The sheets of the ink, from the lowest up. */
export function sheetsOf(
  { experiment, ensembles }: Particles,
  look: 'strokes' | 'light',
  theme: Theme,
): readonly Sheet[] {
  const common = (ensemble: Ensemble) => ({
    ensemble,
    color: theme.methods[ensemble.method.id],
    span: ensembles.trail * ensemble.shape.ticksPerStep,
  });
  const strokes = (ensemble: Ensemble, first: number, factor: number): Sheet => {
    const style = enlarged(STYLES[ensemble.method.id], factor);
    return { ...common(ensemble), kind: 'strokes', first, style, opacity: theme.strokeOpacity, turns: 1 };
  };
  // Many methods share the light of two, so that they do not outshine the field.
  const shares = Math.max(1, ensembles.all.length / 2);
  const opacity = Math.min(0.7, 0.5 * Math.sqrt(1000 / ensembles.count)) / shares;
  const light = (ensemble: Ensemble): Sheet => {
    const style = STYLES[ensemble.method.id];
    return { ...common(ensemble), kind: 'light', first: 0, style, opacity, turns: turnsOf(ensembles.count) };
  };
  const ordered = inDrawingOrder(ensembles.all);
  const placed = () => ordered.map((ensemble) => strokes(ensemble, ensemble.shape.placed, PLACED));
  // The others would hide the fan, and the fate map.
  if (experiment.fan || experiment.fate) return experiment.placed.length > 0 ? placed() : [];
  if (look === 'strokes') return ordered.map((ensemble) => strokes(ensemble, 0, 1));
  const lights = ensembles.all.map(light); // it has no order
  if (experiment.placed.length === 0) return lights;
  return [...lights, ...placed()];
}

/** One of so many pairs is drawn at a time. */
function turnsOf(pairs: number): number {
  return Math.max(1, Math.round((pairs / ALL_UP_TO) ** (1 - GROWTH)));
}

/** Every stroke ends in its particle; of light, only the crosses of those that diverged are drawn one by one. */
export function headsOf(sheets: readonly Sheet[], theme: Theme, losses: boolean): readonly Heads[] {
  const shown = sheets.filter(({ kind }) => kind === 'strokes' || losses);
  return shown.map(({ ensemble, kind, first, color, style }) => {
    const alive = kind === 'strokes';
    const count = alive ? ensemble.count - first : Math.min(ensemble.count, MOST_CROSSES);
    return { ensemble, first, count, color, rim: theme.rim, style, alive };
  });
}

/**
 * Flows first, so that chords and marks lie on top of the smooth curves, gradient flow lowest of them; of the maps,
 * gradient descent on top of the others.
 */
function inDrawingOrder(ensembles: readonly Ensemble[]): readonly Ensemble[] {
  const rank = ({ method }: Ensemble) => {
    const place = METHODS.findIndex(({ id }) => id === method.id);
    return method.kind === 'flow' ? place : 2 * METHODS.length - place;
  };
  return [...ensembles].sort((a, b) => rank(a) - rank(b));
}
