import type { Point } from '../objectives/box';
import type { Fate } from '../theory/fate';
import type { FateShare } from '../theory/lab/shares';
import { figures, whole } from './numbers';

/** What became of a particle, as the end of a sentence: "rests at the minimum (1, 0) after 34.2 steps". */
export function fateWords(fate: Fate, minima: readonly Point[], horizon: number): string {
  const { kind, index, time, exponent } = fate;
  const after = Number.isNaN(time) ? '' : ` after ${figures(time, 3)} steps`;
  const lyapunov = Number.isNaN(exponent) ? '' : `, Lyapunov exponent ${figures(exponent, 3)} per step`;
  switch (kind) {
    case 'minimum':
      return `rests at the minimum ${pointText(minima[index])}${after}`;
    case 'rest':
      return `rests where no minimum is known${after}`;
    case 'cycle':
      return `goes round a cycle of period ${index}`;
    case 'chaos':
      return `stays bounded, chaotic${lyapunov}`;
    case 'bounded':
      return `stays bounded without rest${lyapunov}`;
    case 'diverged':
      return `diverges${after}`;
    case 'undecided':
      return `is undecided after ${figures(horizon, 6)} steps`;
  }
}

/** The same as the name of an entry of a legend: "minimum (1, 0)". */
export function fateName({ kind, index }: Pick<Fate, 'kind' | 'index'>, minima: readonly Point[]): string {
  const names = {
    minimum: `minimum ${pointText(minima[index])}`,
    rest: 'at rest elsewhere',
    cycle: `cycle of period ${index}`,
    chaos: 'chaotic',
    bounded: 'bounded, no rest',
    diverged: 'diverged',
    undecided: 'undecided',
  } as const;
  return names[kind];
}

/** "(−2, 0.3)" */
export function pointText(point: Point | undefined, digits = 3): string {
  return point === undefined ? '' : `(${point.map((value) => figures(value, digits)).join(', ')})`;
}

/** "12,300 · 4.2 %" */
export function shareText({ count, share }: Pick<FateShare, 'count' | 'share'>): string {
  return `${whole(count)} · ${figures(100 * share, 2)} %`;
}
