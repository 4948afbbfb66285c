import type { Settings } from '../../experiment/keys';
import type { Quantity } from '../../theory/recording';
import { counted, figures, whole } from '../numbers';
import type { Plot, PlotAxis, PlotLine } from './plot';
import { notesOn } from './plotNotes';
import { edgeLines, levelLines, modeLines, shareLines } from './recordedLines';
import { LEVELLED, type Source } from './source';

/** The plot that the experiment asks for, of what was recorded; or why there is none, as a sentence. */
export function recordedPlot(source: Source): Plot | string {
  const { experiment, recording } = source;
  if (recording.rows === 0) return 'Nothing has been recorded yet.';
  const missing = missingIn(source);
  if (missing !== null) return missing;
  const y = quantityAxis(source);
  const lines = linesOf(source);
  const { label } = source.objective;
  const name = experiment.plot === 'value' && y.log ? 'f minus f∗' : FILE_NAMES[experiment.plot];
  return {
    title: `${TITLES[experiment.plot](y)} · ${label}, η = ${figures(experiment.eta, 4)}`,
    description: describe(source, lines),
    notes: notesOn(source),
    file: `etascope ${source.objective.row?.id ?? 'own'} ${name} eta ${figures(experiment.eta, 4)}`,
    rows: recording.rows,
    x: stepAxis(source),
    y,
    lines,
  };
}

type PlotId = Settings['plot'];

const FILE_NAMES: Readonly<Record<PlotId, string>> = {
  value: 'f',
  distance: 'distance',
  modes: 'modes',
  gradient: 'gradient',
  norm: 'norm',
  edge: 'sharpness',
  shares: 'shares',
};

const TITLES: Readonly<Record<PlotId, (y: PlotAxis) => string>> = {
  value: ({ label }) => label,
  distance: ({ label }) => label,
  modes: () => 'Coordinates along the eigenvectors of A',
  gradient: ({ label }) => label,
  norm: ({ label }) => label,
  edge: () => 'Sharpness and the edge of stability',
  shares: () => 'Particles by status',
};

/** Why a plot cannot be drawn; null where it can. */
function missingIn({ experiment, recording }: Source): string | null {
  const { reference } = recording.subject;
  if (recording.subject.methods.length === 0) return 'No method is on: add one in the legend.';
  if (experiment.plot === 'distance' && reference.minimisers.length === 0) {
    return 'There is no distance to show: no minimiser θ* of f is known, nor was one found in the view.';
  }
  if (experiment.plot === 'modes' && reference.modes === null) {
    return 'There are no modes to show: only on a quadratic f with one stationary point do the eigenvectors of A decouple the motion.';
  }
  return null;
}

function linesOf(source: Source): readonly PlotLine[] {
  const { plot } = source.experiment;
  if (plot === 'modes') return modeLines(source);
  if (plot === 'shares') return shareLines(source);
  const lines = levelLines(source, LEVELLED[plot] satisfies Quantity);
  return plot === 'edge' ? [...lines, ...edgeLines(source)] : lines;
}

function quantityAxis({ experiment, recording }: Source): PlotAxis {
  const { floor, minimisers } = recording.subject.reference;
  switch (experiment.plot) {
    case 'value':
      return floor === null ? { label: 'f', unit: '', log: false } : { label: 'f − f*', unit: '', log: true };
    case 'distance':
      return {
        label: minimisers.length > 1 ? 'distance to the nearest θ*' : '‖θ − θ*‖',
        unit: '',
        log: true,
      };
    case 'modes':
      return { label: '|z|', unit: '', log: true };
    case 'gradient':
      return { label: '‖∇f‖', unit: '', log: true };
    case 'norm':
      return { label: '‖θ‖', unit: '', log: true };
    case 'edge':
      return { label: 'λmax(H)', unit: '', log: false };
    case 'shares':
      return { label: 'particles', unit: '%', log: false, range: [0, 100] };
  }
}

/** The step, or the time: of particles that live on since the record began, in the endless field since their own start. */
function stepAxis({ experiment, recording, logarithmic }: Source): Plot['x'] {
  const { abscissa, since } = recording.subject;
  const own = abscissa === 'age' ? 'own ' : '';
  if (experiment.against === 'k') {
    return {
      label: `${own}k`,
      unit: 'steps',
      log: logarithmic,
      whole: true,
      at: (row) => recording.step(row),
    };
  }
  const from = abscissa === 'age' ? 0 : since;
  return {
    label: `${own}t`,
    unit: '',
    log: logarithmic,
    at: (row) => recording.step(row) - from,
    base: { label: `${own}k${from > 0 ? ` − ${from}` : ''}`, unit: 'steps' },
  };
}

function describe({ recording, experiment }: Source, lines: readonly PlotLine[]): string {
  const { count } = recording.subject;
  const last = recording.step(recording.rows - 1);
  const names = lines.map(({ label }) => label).join(', ');
  return (
    `${counted(recording.rows, 'row')} up to ${experiment.against === 'k' ? '' : 'step '}k = ${whole(last)}, of ` +
    `${counted(count, 'pair')}. Lines: ${names}. Arrow keys move the cursor.`
  );
}
