import type { Experiment } from '../experiment/experiment';
import { differingKeys } from './history';
import { showNotice } from './notice';
import { figures } from './numbers';

/** Changes of more keys than this are only named. */
const MOST = 3;
/** Longer values are not told. */
const LONGEST = 28;

let last: () => void = () => undefined;

/** Says what was undone or redone, in place of what was said before. */
export function showWalked(direction: 'undo' | 'redo', from: Experiment, to: Experiment): void {
  last();
  last = showNotice({
    text: `${direction === 'undo' ? 'Undone' : 'Redone'}: ${differenceInWords(from, to)}`,
  });
}

/** "η 0.19 → 0.05", "view", "objective bowl → himmelblau": in what an experiment differs from another one. */
export function differenceInWords(from: Experiment, to: Experiment): string {
  const keys = differingKeys(from, to);
  const leading = (['lesson', 'objective'] as const).find((key) => keys.includes(key));
  if (leading !== undefined) return change(leading, from, to);
  if (keys.length <= MOST) return keys.map((key) => change(key, from, to)).join(', ');
  return `${keys.slice(0, MOST).map(nameOf).join(', ')} and ${keys.length - MOST} more`;
}

function change(key: keyof Experiment, from: Experiment, to: Experiment): string {
  const [before, after] = [wordsFor(from[key]), wordsFor(to[key])];
  return before === null || after === null ? nameOf(key) : `${nameOf(key)} ${before} → ${after}`;
}

const NAMES: Partial<Record<keyof Experiment, string>> = {
  eta: 'η',
  respawn: 'endless field',
  placed: 'pairs placed by hand',
  count: 'pairs',
};

const nameOf = (key: keyof Experiment): string => NAMES[key] ?? key;

/** A value in a few words; null if it would take more. */
function wordsFor(value: unknown): string | null {
  if (typeof value === 'number') return figures(value, 4);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value === null || value === undefined) return 'none';
  const names = Array.isArray(value) && value.every((one) => typeof one === 'string');
  const text = names ? value.join(', ') || 'none' : value;
  return typeof text === 'string' && text.length <= LONGEST ? text : null;
}
