import type { Experiment } from './experiment';
import type { Point } from './values';

/** Keys whose change lays the ensembles anew, and keys that change what a step does. */
const GATHERING = [
  'methods',
  'starts',
  'count',
  'seed',
  'region',
  'placed',
  'respawn',
  'trail',
] as const satisfies readonly (keyof Experiment)[];
/** Keys beside η that change what a step of some method does. */
export const RULES = [
  'momentum',
  'temperature',
  'noise',
  'metric',
  'beta1',
  'beta2',
  'epsilon',
  'precision',
] as const satisfies readonly (keyof Experiment)[];

/** What lies between two experiments on the same formula of f. */
export interface Transition {
  /** Whether one of the keys has another value. */
  readonly changed: (...keys: readonly (keyof Experiment)[]) => boolean;
  /** The points that were added by hand, if that is all that happened to the starts; null otherwise. */
  readonly joins: readonly Point[] | null;
  /** Whether the ensembles have to be laid anew. */
  readonly gathers: boolean;
  /** Whether a step does something else, the objective's parameters aside. */
  readonly rules: boolean;
}

export function transition(last: Experiment, next: Experiment): Transition {
  const changed = (...keys: readonly (keyof Experiment)[]) => keys.some((key) => !same(last[key], next[key]));
  const joins = changed('objective') ? null : joining(last, next);
  return {
    changed,
    joins,
    gathers: joins === null && changed('objective', ...GATHERING),
    rules: changed('eta', 'factors', ...RULES),
  };
}

function joining(last: Experiment, next: Experiment): readonly Point[] | null {
  const kept = next.placed.slice(0, last.placed.length);
  if (next.placed.length <= last.placed.length || !same(kept, last.placed)) return null;
  const others = GATHERING.filter((key) => key !== 'placed');
  return others.every((key) => same(last[key], next[key])) ? next.placed.slice(last.placed.length) : null;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
