import { el } from '../dom';
import type { Session } from '../session';
import { checkbox, choice, field, numberInput } from './controls';
import type { FormatOptions } from './format';

/** What was chosen of a format, kept while the page lives. */
export interface FormatChoice {
  size: '1' | '2' | '3' | '4' | 'own';
  /** In pixels; 0 before anything was typed. */
  width: number;
  height: number;
  readonly shows: { legend: boolean; caption: boolean; axes: boolean };
}

export function formatChoice(): FormatChoice {
  return { size: '1', width: 0, height: 0, shows: { legend: true, caption: true, axes: true } };
}

/** As `picture` and `clip` want it. */
export function optionsOf({ size, width, height, shows }: FormatChoice): FormatOptions {
  return size === 'own' ? { ...shows, width, height } : { ...shows, scale: Number(size) };
}

const SCALES = (['1', '2', '3', '4'] as const).map((value) => ({
  value,
  label: `${value}×`,
  tip: value === '1' ? 'As many pixels as on screen.' : `${value} times as many pixels a side as on screen.`,
}));
const OWN = { value: 'own', label: 'own', tip: 'A width and a height of your own, in pixels.' } as const;
const PARTS = { legend: 'legends', caption: 'caption', axes: 'axes' } as const;

/** Size, and what is shown beside the plane. */
export function formatFields(
  session: Session,
  chosen: FormatChoice,
  changed: () => void,
): readonly HTMLElement[] {
  const { width, height } = session.instrument.window;
  if (chosen.width === 0) Object.assign(chosen, { width, height });
  const own = el(
    'span',
    { class: 'export-own' },
    numberInput('Width in pixels', { value: chosen.width }, (value) => {
      chosen.width = value;
      changed();
    }),
    ' × ',
    numberInput('Height in pixels', { value: chosen.height }, (value) => {
      chosen.height = value;
      changed();
    }),
  );
  own.hidden = chosen.size !== 'own';
  const size = choice('Size', [...SCALES, OWN], chosen.size, (value) => {
    chosen.size = value;
    own.hidden = value !== 'own';
    changed();
  });
  const shows = (Object.keys(PARTS) as readonly (keyof typeof PARTS)[]).map((name) =>
    checkbox(PARTS[name], chosen.shows[name], (checked) => {
      chosen.shows[name] = checked;
      changed();
    }),
  );
  return [field('Size', size, own), field('With', ...shows)];
}
